// What is said above a page about the page itself, for as long as it is true.

/** Says something with a link; the same name says it once. */
export function say(name, text, link) {
  if (document.getElementById(name)) return;
  const notice = document.createElement("p");
  notice.id = name;
  notice.className = "notice";
  notice.setAttribute("role", "alert");
  notice.append(`${text} `, link);
  document.querySelector("main").prepend(notice);
}

const toastFor = 10_000; // ms for which a toast is shown

/** Shows for a while, over the page, what a page says about the act before it. */
export function toast(page = document) {
  const place = document.querySelector("[data-toasts]");
  const said = page.querySelector("[data-toasts] > .toast");
  if (!place || !said) return;
  place.replaceChildren(said);
  place.classList.add("floating");
  let timer = 0;
  const wait = () => (timer = setTimeout(() => said.remove(), toastFor));
  said.addEventListener("pointerenter", () => clearTimeout(timer));
  said.addEventListener("pointerleave", wait);
  wait();
}

/** Takes back what was said under a name. */
export const unsay = (name) => document.getElementById(name)?.remove();

/** Offers to sign in beside the page, which stays as it is. */
export function offerSignIn() {
  const link = document.createElement("a");
  link.href = `/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.textContent = "Sign in in a new tab";
  say("ended", "Your session has ended. Your text is kept.", link);
}

/** Offers to load a page that the server no longer makes like this. */
export function offerReload(name, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Reload the page";
  button.addEventListener("click", () => location.reload());
  say(name, text, button);
}
