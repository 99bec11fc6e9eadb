// Keeps a page as the server would make it now: it asks for the page again and puts in what differs. Only elements with
// data-live are looked at; one that somebody is typing in stays as it is.

import { offerReload, offerSignIn, unsay } from "./notices.js";

const limit = 10_000; // ms for an answer
const pauses = [1_000, 2_000, 4_000, 8_000, 16_000]; // ms after which a page that did not come is asked for again
const longest = 60_000; // ms for which a busy server is left alone at most

/** Typed into and not sent yet, or about to be typed into. */
const isInUse = (element) =>
  element.querySelector("[data-touched], dialog[open]") !== null ||
  (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));

// Each making of a form has tokens of its own; they alone make no other page.
const bare = (element) => {
  const copy = element.cloneNode(true);
  for (const hidden of copy.querySelectorAll("input[type=hidden]")) hidden.removeAttribute("value");
  for (const touched of copy.querySelectorAll("[data-touched]")) touched.removeAttribute("data-touched");
  // What the reader has opened stays open.
  for (const part of copy.querySelectorAll("details[open]")) part.removeAttribute("open");
  return copy;
};
const isSame = (one, other) => bare(one).isEqualNode(bare(other));

/** Elements with ids within a list keep their place, their ticks and their selection unless they differ. */
function merge(now, next) {
  const added = [];
  const known = new Map([...now.children].map((child) => [child.id, child]));
  const wanted = [...next.children].map((child) => {
    const old = known.get(child.id);
    if (old && isSame(old, child)) return old;
    if (!old) added.push(child);
    return child;
  });
  const keep = new Set(wanted);
  for (const child of [...now.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, place) => {
    if (now.children[place] !== child) now.insertBefore(child, now.children[place] ?? null);
  });
  return added;
}

const buildOf = (page) => page.querySelector("meta[name=build]")?.content;

/** Whether a page is for the person who reads this one; says so when it is not, or was made by another build. */
function isOurs(page) {
  unsay("ended");
  const [mine, next] = [document.body.dataset.person, page.body.dataset.person];
  if (next !== undefined && next !== mine) {
    offerReload("other", "Someone else has signed in in this browser. This page is no longer updated.");
    return false;
  }
  if (buildOf(page) !== buildOf(document)) offerReload("outdated", "Tallydesk has been updated. Reload the page to use the new version.");
  return true;
}

/** Whether an answer is the sign-in page instead of what was asked for. */
export const isSignIn = (answer) => answer.redirected && new URL(answer.url).pathname.startsWith("/sign-in");

/** Whether something is written on the page that has not been sent. */
const isWritten = () => document.querySelector("main form [data-touched]") !== null;

/**
 * Puts a page's answer in.
 * @param html The page as the server made it.
 * @param sent The form whose answer it is: what it is in is put in whether in use or not.
 */
export function put(html, sent = null) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!isOurs(page)) return page;
  const focused = document.activeElement?.id;
  let added = [];
  for (const now of document.querySelectorAll("[data-live]")) {
    const next = page.querySelector(`[data-live="${now.dataset.live}"]`);
    if (!next) now.replaceChildren();
    else if (now.dataset.keyed !== undefined) added = added.concat(merge(now, next));
    else if (!isSame(now, next) && (now.contains(sent) || !isInUse(now))) now.replaceWith(next);
  }
  document.title = page.title;
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("desk:shown", { detail: { added, page } }));
  return page;
}

let running = null;
let again = false;
let retry = 0;
let failures = 0;
let tell = () => {};

/** Says whether the page came, each time that it was asked for. */
export const onAnswer = (act) => (tell = act);

/** How many ms a server that is busy asks for. */
const waitOf = (answer) => Math.min(longest, 1000 * (Number(answer.headers.get("Retry-After")) || 0));

async function ask() {
  do {
    again = false;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(limit) });
    if (isSignIn(answer)) offerSignIn();
    else if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      if (!isWritten()) location.assign(answer.url);
    } else if (answer.ok || answer.status === 404) put(await answer.text());
    else throw Object.assign(new Error(`The page did not come: ${answer.status}.`), { wait: waitOf(answer) });
  } while (again);
}

// The server can't be reached, or the connection has died unnoticed, which only asking finds out; or the server is busy.
function later({ wait = 0 }) {
  const pause = Math.max(wait, pauses[Math.min(failures++, pauses.length - 1)]);
  retry = setTimeout(refresh, pause * (1 + Math.random() / 4), true);
}

/**
 * Asks for the page as it is now. Calls while an answer is waited for are one more call; calls while a page that did not
 * come is waited for wait with it.
 * @param isAtOnce Whether it is asked for also where it did not come a moment ago.
 */
export function refresh(isAtOnce = false) {
  if (running) {
    again = true;
    return;
  }
  if (retry && !isAtOnce) return;
  clearTimeout(retry);
  retry = 0;
  running = ask()
    .then(
      () => {
        failures = 0;
        tell(true);
      },
      (failure) => {
        later(failure);
        tell(false);
      },
    )
    .finally(() => (running = null));
}
