// What every page does beside being read: it knows the reader's zone, looks after forms, and follows what it shows.

import { connect } from "./hub.js";
import { watchCharts } from "./charts.js";
import { onAnswer, refresh } from "./refresh.js";
import { start } from "./forms.js";
import { toast } from "./notices.js";
import { showNewest, watchSeen } from "./seen.js";

const writes = 5000; // ms between two words that somebody is writing
const readsEvery = 15_000; // ms between two readings of a page without a connection
const staleAfter = 4500; // ms without a connection after which what is shown is called stale

/** Keeps a choice of this browser where the server sees it. */
function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

/** Tells the server the zone in which instants are to be shown. */
function tellZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || document.cookie.split("; ").includes(`zone=${zone}`)) return;
  remember("zone", zone);
  refresh();
}

/** Says above the page whether what it shows is followed, and came. Without a connection the page is read again and again. */
function sign() {
  const place = document.querySelector("[data-sign]");
  let [state, heard, timer, asked, read, isOld] = ["", Date.now(), 0, 0, 0, false];
  place.hidden = false;
  const clock = (at) => new Date(at).toLocaleTimeString("en-GB");
  const show = () => {
    const isStale = state === "reconnecting" && Date.now() - heard > staleAfter;
    const isRead = isStale && Date.now() - read < 2 * readsEvery;
    const shown = state === "live" && isOld ? "reconnecting" : state;
    place.className = `sign ${isRead ? "unlive" : isStale ? "stale" : shown}`;
    const text = isRead ? `Not live, updated ${clock(read)}`
      : isStale ? `Stale since ${clock(heard)}`
      : state !== "live" ? "Reconnecting"
      : isOld ? "Out of date, retrying" : "Live";
    if (place.lastChild.textContent !== text) place.lastChild.textContent = text;
    if (isStale && Date.now() - asked > readsEvery) {
      asked = Date.now();
      refresh();
    }
  };
  onAnswer((came) => {
    isOld = !came;
    if (came && state !== "live") read = Date.now();
    if (state) show();
  });
  return (now, lastHeard) => {
    clearInterval(timer);
    [state, heard] = [now, lastHeard];
    if (now !== "live") timer = setInterval(show, 500);
    else [asked, read] = [0, 0];
    show();
  };
}

/** Who else writes an answer. */
function watchOthers(me) {
  const place = document.querySelector("[data-replying]");
  return (who) => {
    const others = who.filter((one) => one.id !== me).map((one) => one.name);
    if (place) place.textContent = others.length === 0 ? "" : `${others.join(", ")} ${others.length === 1 ? "is" : "are"} replying`;
  };
}

/** Tells the others that an answer is written, for as long as it is. */
function tellWriting(number, call) {
  const form = document.getElementById("reply");
  let told = 0;
  form?.addEventListener("input", ({ target, isTrusted }) => {
    if (!isTrusted || !target.value || Date.now() - told < writes) return;
    told = Date.now();
    call("Reply", number, true).catch(() => {});
  });
  form?.addEventListener("reset", () => {
    told = 0;
    call("Reply", number, false).catch(() => {});
  });
}

function followTicket(page) {
  const number = Number(page.dataset.ticket);
  const show = page.dataset.staff === undefined ? () => {} : watchOthers(page.dataset.me);
  let isFirst = true;
  const call = connect(
    "/hubs/tickets",
    { touched: () => refresh(), replying: (_, who) => show(who) },
    async (now) => {
      const following = await now("Follow", number);
      if (following) show(following.replying);
      // What was changed between the making of the page and this moment, or while the connection was lost.
      if (!isFirst || following?.version !== Number(page.dataset.version)) refresh(true);
      isFirst = false;
    },
    sign(),
  );
  if (page.dataset.staff !== undefined) tellWriting(number, call);
}

function followChats(page) {
  const isShown = (chat) => page.dataset.chat === "" || chat.id === page.dataset.chat;
  connect(
    "/hubs/chat",
    { changed: (chat) => isShown(chat) && refresh(), missed: () => refresh() },
    (now) => now("Follow").then(() => refresh(true)),
    sign(),
  );
}

/** Lets staff fold the menu; a cookie remembers it, so the next page comes folded. */
function watchFold() {
  const button = document.querySelector("[data-fold]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const folded = document.body.classList.toggle("folded");
    button.setAttribute("aria-pressed", folded);
    remember("menu", folded ? "folded" : "open");
  });
}

/** Goes to the search field with /, unless the page has a key of its own for it, or something is typed. */
function watchSearch() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog, [contenteditable]") || document.getElementById("search")) return;
    const field = document.querySelector("[data-search]");
    const link = document.querySelector(".find-link");
    if (field?.offsetParent) field.select();
    else if (link) link.click();
    else return;
    event.preventDefault();
  });
}

/** Shows what the address says was done, once: the address of the page itself stays. */
function showDone() {
  toast();
  const address = new URL(location.href);
  if (!address.searchParams.has("done") || !document.querySelector("[data-toasts]")) return;
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}

/** Closes an open menu when something else is pressed, when its form is sent, or by Escape. */
function watchMenus() {
  const open = () => document.querySelectorAll("details[data-closes][open]");
  document.addEventListener("click", ({ target }) => open().forEach((menu) => menu.contains(target) || (menu.open = false)));
  document.addEventListener("submit", () => open().forEach((menu) => (menu.open = false)));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

/** Opens parts of a menu as dialogs. */
function watchDialogs() {
  document.addEventListener("click", (event) => {
    const part = event.target.closest("details[data-dialog] > summary")?.parentElement;
    if (part) {
      event.preventDefault();
      part.open = true;
      const dialog = part.querySelector("dialog");
      dialog.showModal();
      dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    } else if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });
  // This event does not bubble.
  document.addEventListener("close", ({ target }) => target.matches("details[data-dialog] > dialog") && (target.parentElement.open = false), true);
}

const page = document.querySelector("main");
watchFold();
watchSearch();
watchDialogs();
watchMenus();
showDone();
watchCharts();
if (page?.dataset.staff !== undefined) watchSeen(page.dataset.me);
start();
tellZone();
if (page?.dataset.ticket) showNewest();
if (page?.dataset.ticket) followTicket(page);
else if (page?.dataset.chat !== undefined) followChats(page);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
