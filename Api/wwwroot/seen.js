// Knows which messages have been shown in the window, so that an engineer is warned of those alone that they have not read.

const half = 0.5;
const steps = [0, 0.25, half, 0.75, 1];

/** Enough of a message is in the window to be read: half of it, or half the window. */
const isShown = ({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) =>
  isIntersecting && (intersectionRatio >= half || intersectionRect.height >= (rootBounds?.height ?? 0) * half);

/**
 * Watches a ticket's conversation.
 * @param me The reader's id.
 */
export function watchSeen(me) {
  const shown = new Set(); // ids of messages
  const unread = new Map(); // messages of others that came since and have not been shown, by id
  const meanwhile = document.getElementById("meanwhile");
  const form = document.getElementById("reply");
  if (!form || !meanwhile) return;
  const place = meanwhile.querySelector("ol");
  const messages = () => [...document.querySelectorAll(".conversation[data-live] > li[data-by]")];
  const idOf = (message) => Number((message.dataset.copies ?? message.id).slice(1));
  const opened = Math.max(0, ...messages().map(idOf));
  const isNew = (message) => idOf(message) > opened && message.dataset.by && message.dataset.by !== me;
  const copyOf = (id) => place.querySelector(`[data-copies="m${id}"]`);

  /** The answer says up to which message its writer has read: the newest that was shown before any that was not. */
  const tell = () => {
    const first = Math.min(...unread.keys());
    const read = Math.max(Number(form.elements.seen.value), ...[...shown].filter((id) => id < first));
    form.elements.seen.value = String(read);
  };

  const warn = () => {
    const isWriting = Boolean(form.querySelector("[data-draft]").value);
    for (const [id, message] of isWriting ? unread : []) {
      if (copyOf(id)) continue;
      const copy = message.cloneNode(true);
      copy.removeAttribute("id");
      copy.dataset.copies = `m${id}`;
      place.append(copy);
      observer.observe(copy);
    }
    meanwhile.hidden = place.children.length === 0;
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const id = idOf(entry.target);
        if (isShown(entry)) {
          shown.add(id);
          unread.delete(id);
          observer.unobserve(entry.target);
          if (!entry.target.dataset.copies) copyOf(id)?.remove();
        } else if (isNew(entry.target) && !entry.target.dataset.copies && !shown.has(id)) unread.set(id, entry.target);
      }
      tell();
      warn();
    },
    { threshold: steps },
  );

  const watch = () => messages().filter((message) => !shown.has(idOf(message))).forEach((message) => observer.observe(message));

  form.elements.seen.value = "0";
  document.addEventListener("desk:shown", watch);
  // The fields are empty only after this event.
  form.addEventListener("reset", () => {
    place.replaceChildren();
    setTimeout(warn);
  });
  watch();
}

/** Shows the newest message of a long ticket. What has to be decided, and where the reader was before, come first. */
export function showNewest() {
  const [opened] = performance.getEntriesByType("navigation");
  const newest = document.querySelector(".conversation[data-live] > li:last-child");
  if (!newest || location.hash || location.search || opened?.type !== "navigate" || document.querySelector(".decision")) return;
  newest.scrollIntoView({ block: "nearest", behavior: "instant" });
}
