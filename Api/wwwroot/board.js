// What the board needs of the page itself: which lines are seen, keys, the pointer, the help.

const overscan = 20; // lines drawn above and below what is seen
const step = 10; // the first line drawn is a multiple of it, so that few scrolls redraw
const glide = 200; // ms for a line to its new place
const restAfter = 1500; // ms without a movement after which the pointer no longer holds the order

/** What the server that made the page was built from. */
export const build = () => document.querySelector("meta[name=build]")?.content ?? null;

/** Connects the page with the board; the answer disconnects it again. */
export function attach(board) {
  const ending = new AbortController();
  const on = (target, type, act, options = {}) =>
    target.addEventListener(type, act, { signal: ending.signal, ...options });
  const lines = () => document.getElementById("lines");
  const help = () => document.getElementById("help");
  const search = () => document.getElementById("search");
  const tell = (what, ...about) => board.invokeMethodAsync(what, ...about);

  let shown = "";
  let measuring = false;
  const measure = () => {
    measuring = false;
    const height = lineHeight();
    if (height === 0) return;
    const top = Math.max(0, -lines().getBoundingClientRect().top) / height;
    const first = Math.max(0, Math.floor((top - overscan) / step) * step);
    const count = Math.ceil(window.innerHeight / height / step) * step + 2 * overscan + step;
    const seen = `${first} ${count} ${height}`;
    if (seen !== shown) {
      shown = seen;
      tell("ShowLines", first, count, height);
    }
  };
  const lineHeight = () => lines()?.querySelector("tr[data-number]")?.getBoundingClientRect().height ?? 0;
  const later = () => {
    if (!measuring) {
      measuring = true;
      requestAnimationFrame(measure);
    }
  };
  on(window, "scroll", later, { passive: true });
  on(window, "resize", later, { passive: true });
  measure();

  // By their place on the keyboard: other layouts, such as Cyrillic or Greek, have other letters there.
  const keys = { KeyJ: "j", KeyK: "k", ArrowDown: "j", ArrowUp: "k", Enter: "Enter", NumpadEnter: "Enter", KeyC: "c", KeyN: "n" };
  const pageOf = ({ key, code, shiftKey }) => {
    if (key === "?" || (code === "Slash" && shiftKey && key !== "/")) return () => help().showModal();
    return key === "/" || code === "Slash" ? () => search().select() : null;
  };
  on(document, "keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && event.target === search()) {
      search().value = "";
      search().dispatchEvent(new Event("input", { bubbles: true }));
      search().blur();
      return;
    }
    const key = event.shiftKey ? undefined : keys[event.code];
    const page = key ? null : pageOf(event);
    const elsewhere = event.target.closest("input, textarea, select, dialog, a, button");
    const own = key === "Enter" ? elsewhere : elsewhere?.closest("input, textarea, select, dialog");
    if (own || event.ctrlKey || event.metaKey || event.altKey || !(key || page)) return;
    event.preventDefault();
    if (key) tell("PressAsync", key);
    else page();
  });

  let rest = 0;
  const hold = (holds) => {
    clearTimeout(rest);
    if (holds) {
      if (rest === 0) tell("Hold", true);
      rest = setTimeout(hold, restAfter, false);
    } else if (rest !== 0) {
      rest = 0;
      tell("Hold", false);
    }
  };
  on(document, "pointermove", (event) => hold(event.pointerType === "mouse" && event.target.closest("#lines") !== null), {
    passive: true,
  });
  on(document, "pointerleave", () => hold(false));

  // Lines whose place has changed glide there. What comes from far away, or is new, stands at once.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const tops = () => new Map([...(lines()?.querySelectorAll("tr[data-number]") ?? [])].map((line) => [line.id, line.offsetTop]));
  let places = tops();
  const moves = new MutationObserver((changes) => {
    if (!changes.some((change) => change.target.id === "lines")) return;
    const before = places;
    places = tops();
    if (calm.matches) return;
    for (const [id, top] of places) {
      const way = (before.get(id) ?? top) - top;
      if (way !== 0 && Math.abs(way) < window.innerHeight)
        document.getElementById(id).animate({ transform: [`translateY(${way}px)`, "none"] }, { duration: glide, easing: "ease-out" });
    }
  });
  moves.observe(document.querySelector(".board"), { childList: true, subtree: true });

  return {
    /** Brings a line into sight and gives it the focus. */
    reveal(index, number) {
      const height = lineHeight();
      const head = document.querySelector("table.queue thead").getBoundingClientRect().bottom;
      const top = lines().getBoundingClientRect().top + index * height;
      if (top < head) window.scrollBy({ top: top - head, behavior: "instant" });
      else if (top + height > window.innerHeight)
        window.scrollBy({ top: top + height - window.innerHeight + 4, behavior: "instant" });
      measure();
      requestAnimationFrame(() => document.getElementById(`t${number}`)?.focus({ preventScroll: true }));
    },
    detach() {
      clearTimeout(rest);
      moves.disconnect();
      ending.abort();
    },
  };
}
