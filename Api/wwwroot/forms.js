// Forms that are sent without leaving the page, keep what was typed until it has arrived, and show what it comes to while it
// is typed. Without script the same forms are sent as ever.

import { forget, forgetAll, forgetOthers, keep, restore } from "./drafts.js";
import { offerSignIn, toast } from "./notices.js";
import { isSignIn, put } from "./refresh.js";

const pause = 300; // ms after the last key before something is worked out
const limit = 30_000; // ms for an answer

const restored = new WeakSet(); // forms

/** Which audience a text is for, where a form has two: what the person saw on its button while typing. */
const audienceOf = ({ internal }) => (internal?.value === "true" ? "staff" : "customer");

function typed(form) {
  if (form.elements.audience) form.elements.audience.value = audienceOf(form.elements);
  keep(form);
}

/** A form whose ticket has changed stays for the audience that its text was typed for. */
function keepAudience(form) {
  const { audience, internal } = form.elements;
  if (!audience || !(internal instanceof RadioNodeList)) return;
  if (!form.querySelector("[data-draft]").value) audience.value = "";
  else if (audience.value) internal.value = audience.value === "staff" ? "true" : "";
  else audience.value = audienceOf(form.elements);
}

function restoreDraft(form) {
  restored.add(form);
  const { files, isOlder } = restore(form);
  const isTouched = form.querySelector("[data-touched]") !== null;
  for (let part = form.closest("details"); isTouched && part; part = part.parentElement.closest("details")) part.open = true;
  if (files.length > 0) tell(form, `Add these files again: ${files.join(", ")}.`);
  else if (isOlder) tell(form, "This ticket has changed since you typed this. Check it before you send it.");
}

function sent(form) {
  forget(form);
  for (const field of form.querySelectorAll("[data-touched]")) delete field.dataset.touched;
  if (form.elements.audience) form.elements.audience.value = "";
}

function tell(form, text) {
  const place = form.querySelector("[data-told]");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
  if (text) place.scrollIntoView({ block: "nearest" });
}

/** Says beside a field why it was refused; an empty text takes that away. */
function mark(form, name, text) {
  const place = form.querySelector(`[data-wrong="${name}"]`);
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
  for (const field of [...form.elements].filter((one) => one.name === name && one.type !== "hidden")) {
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== place.id);
    const described = text ? [place.id, ...others] : others;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (described.length > 0) field.setAttribute("aria-describedby", described.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}

function unmark(form) {
  for (const place of form.querySelectorAll("[data-wrong]:not([hidden])")) mark(form, place.dataset.wrong, "");
}

const focusWrong = (form) => [...form.elements].find((field) => field.hasAttribute("aria-invalid"))?.focus();

/** Why the server would refuse a field's files, in its own words; empty when it would not for their number or size. */
function whyNot({ files, dataset }) {
  const { most, largest, tooMany, tooLarge, empty } = dataset;
  if (files.length > Number(most)) return tooMany.replace("{count}", String(files.length));
  const wrong = [...files].find(({ size }) => size === 0 || size > Number(largest));
  return wrong ? (wrong.size === 0 ? empty : tooLarge).replace("{name}", () => wrong.name) : "";
}

/** Whether the form's files keep it from being sent. */
function isKeptBack(form) {
  const field = form.querySelector("input[type=file]");
  const why = field ? whyNot(field) : "";
  if (!why) return false;
  mark(form, field.name, why);
  tell(form, why);
  focusWrong(form);
  return true;
}

async function send(form, submitter) {
  unmark(form);
  if (isKeptBack(form)) return;
  const body = new FormData(form, submitter);
  form.setAttribute("aria-busy", "true");
  tell(form, "");
  form.dataset.sent = "";
  keep(form);
  try {
    const answer = await fetch(submitter?.getAttribute("formaction") ?? form.action, {
      method: "POST",
      body: form.enctype === "multipart/form-data" ? body : new URLSearchParams(body),
      headers: { Accept: "text/html" },
      signal: AbortSignal.timeout(limit),
    });
    const html = await answer.text();
    if (answer.status === 401 || isSignIn(answer)) {
      offerSignIn();
      tell(form, "Not sent: your session has ended. Your text is kept. Sign in and send it again.");
    } else if (answer.ok) await arrived(form, answer, html);
    else refused(form, answer, html);
  } catch {
    tell(form, "The server can't be reached. Your text is kept. Send it again.");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

async function arrived(form, answer, html) {
  sent(form);
  if (new URL(answer.url).pathname !== location.pathname || !form.closest("main")?.querySelector("[data-live]")) {
    location.assign(answer.url);
    return;
  }
  form.reset();
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.closest("dialog")?.close();
  const page = put(html, form);
  toast(page);
  renew(form, page, "input[type=hidden]:not([name=seen])");
}

// For answers that are no page of ours, as a proxy gives them.
const meanings = {
  400: "The page sent something that can't be read. Reload the page and try again.",
  403: "You don't have access to this.",
  404: "This is no longer here, or you don't have access to it.",
  413: "What you sent is too large. Send fewer or smaller files, or a shorter text.",
  422: "A field was not accepted. Check what you entered.",
  429: "You sent many requests in a short time. Wait a minute, then send it again.",
};

const meaningOf = (status) =>
  status >= 500
    ? "We don't know whether it arrived. Send it again. It won't be saved twice."
    : (meanings[status] ?? `The server answered with status ${status}.`) + " Your text is kept.";

function refused(form, answer, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const told = page.querySelector("main [role=alert]:not([hidden])")?.textContent.trim();
  tell(form, told || meaningOf(answer.status));
  const answered = page.querySelector(`form[action="${form.getAttribute("action")}"]`);
  for (const wrong of answered?.querySelectorAll("[data-wrong]:not([hidden])") ?? []) {
    mark(form, wrong.dataset.wrong, wrong.textContent);
  }
  focusWrong(form);
  // A ticket that was merged meanwhile: the message can be taken along to the other one.
  const merged = page.querySelector("[data-merged]");
  if (merged) {
    document.querySelector("[data-merged]")?.remove();
    form.before(merged);
  }
  // Whoever was told what was written meanwhile has seen it.
  renew(form, page, "input[name=seen], input[name=audience]:not([value=''])");
}

/** A form that stays on the page takes hidden fields of the next one. */
function renew(form, page, which) {
  const next = page.querySelector(`form[action="${form.getAttribute("action")}"]`);
  for (const hidden of next?.querySelectorAll(which) ?? []) {
    if (form.elements[hidden.name]) form.elements[hidden.name].value = hidden.value;
  }
}

/** Asks what a form's fields come to, and shows it. The newest answer holds. */
function workOut(form) {
  const place = document.getElementById(form.dataset.shows);
  let asked = 0;
  let timer = 0;
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.asks, {
        method: "POST",
        body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")),
        headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(limit),
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked && answer.ok) place.replaceChildren(...page.body.childNodes);
    } catch {
      // What is shown stays; the next key asks again.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  form.addEventListener("reset", () => setTimeout(ask));
  ask();
}

/** Files that are pasted or dropped on a message go with it. */
function takeFiles(form) {
  const field = form.querySelector("input[type=file]");
  const add = (files) => {
    if (files.length === 0) return false;
    const all = new DataTransfer();
    for (const file of [...field.files, ...files]) all.items.add(file);
    field.files = all.files;
    field.dataset.touched = "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  field.addEventListener("change", () => mark(form, field.name, whyNot(field)));
  form.addEventListener("paste", (event) => add(event.clipboardData.files) && event.preventDefault());
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      form.classList.add("drop");
    }
  });
  form.addEventListener("dragleave", (event) => !form.contains(event.relatedTarget) && form.classList.remove("drop"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("drop");
    add(event.dataTransfer.files);
  });
}

/** The text as it will be read, in place of the field. */
function preview(button) {
  const form = button.form;
  const [field, place] = [form.elements[button.dataset.preview], document.getElementById(button.getAttribute("aria-controls"))];
  const show = (shows) => {
    place.hidden = !shows;
    field.hidden = shows;
    button.setAttribute("aria-pressed", String(shows));
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!place.hidden) {
      show(false);
      field.focus();
      return;
    }
    const token = form.elements.__RequestVerificationToken.value;
    const answer = await fetch("/preview", {
      method: "POST",
      body: new URLSearchParams({ body: field.value, __RequestVerificationToken: token }),
      signal: AbortSignal.timeout(limit),
    }).catch(() => null);
    if (!answer?.ok) {
      tell(form, answer?.status === 429
        ? "Too many previews. Try again in a minute."
        : "No preview: the server can't be reached.");
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
    show(true);
  });
  form.addEventListener("reset", () => show(false));
}

/** A text from a list goes where the cursor is. */
function insertChosen(list) {
  list.addEventListener("change", () => {
    const field = list.form.elements[list.dataset.inserts];
    field.setRangeText(list.value, field.selectionStart, field.selectionEnd, "end");
    list.selectedIndex = 0;
    field.dataset.touched = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

// What the buttons above a text put around what is selected, or at the beginning of its lines.
const formats = {
  bold: (text) => ({ text: `**${text}**`, inner: 2 }),
  code: (text) => (text.includes("\n") ? { text: `\`\`\`\n${text}\n\`\`\`\n`, inner: 4 } : { text: `\`${text}\``, inner: 1 }),
  list: (text) => ({ text: text.replace(/^/gm, "- "), inner: 2 }),
  link: (text) => ({ text: `[${text}](https://)`, inner: 1 }),
};

/** Buttons that format the text of a field. */
function format(bar) {
  const field = bar.closest("form").elements[bar.dataset.formats];
  bar.hidden = false;
  bar.addEventListener("click", ({ target }) => {
    const format = formats[target.closest("[data-format]")?.dataset.format];
    if (!format) return;
    const [start, selected] = [field.selectionStart, field.value.slice(field.selectionStart, field.selectionEnd)];
    const { text, inner } = format(selected);
    field.setRangeText(text, start, field.selectionEnd, "end");
    // Without a selection the cursor stands where the text goes.
    if (!selected) field.setSelectionRange(start + inner, start + inner);
    field.dataset.touched = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

/** What forms below an element need; each is looked at once. */
function attend(root) {
  const all = (selector) => [...root.querySelectorAll(selector)].filter((element) => !element.isAttended && (element.isAttended = true));
  all("form[data-asks]").forEach(workOut);
  all("form[data-files]").forEach(takeFiles);
  all("button[data-preview]").forEach(preview);
  all("select[data-inserts]").forEach(insertChosen);
  all("[data-formats]").forEach(format);
  for (const form of root.querySelectorAll("form")) {
    if (!restored.has(form)) restoreDraft(form);
    keepAudience(form);
  }
}

/** Begins to look after the page's forms. */
export function start() {
  forgetOthers();
  document.addEventListener("input", ({ target }) => {
    if (!target.form) return;
    if (target.type !== "hidden") target.dataset.touched = "";
    typed(target.form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === "/sign-out") {
      forgetAll();
    } else if (form.dataset.stay !== undefined && !event.defaultPrevented) {
      event.preventDefault();
      if (!form.hasAttribute("aria-busy")) send(form, event.submitter);
    }
  });
  document.addEventListener("desk:shown", () => attend(document));
  attend(document);
}
