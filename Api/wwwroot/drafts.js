// What people type into forms is kept in the browser until it has been sent: all fields of a form together, for the person
// who typed them, with the version of the ticket that they saw. Kept are the forms that stay on their page while they are
// sent, and those with a data-draft field.

const prefix = "draft ";
const person = document.body.dataset.person; // Empty for a visitor; absent where nobody types drafts, as at the sign-in.
const store = () => (person ? localStorage : sessionStorage); // A visitor's drafts end with the tab.
const never = ["submit", "password"]; // Types of fields that are never kept.
const late = ["audience", "seen", "command"]; // Set after the other fields, whose events would change them.

/** Uses the browser's storage, which can be full or forbidden: then nothing is kept, and forms work all the same. */
function tried(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

const keyOf = (form) => `${prefix}${person} ${location.pathname} ${form.id || form.getAttribute("action")}`;
const isKept = (form) => person !== undefined && (form.dataset.stay !== undefined || form.querySelector("[data-draft]") !== null);
const versionOf = (form) => form.closest("[data-version]")?.dataset.version ?? "";
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && field.name !== "__RequestVerificationToken" && !never.includes(field.type));

/** Whether somebody has changed a field. */
function differs(field) {
  if (field.type === "hidden" || field.type === "file") return false;
  if (isTick(field)) return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.defaultSelected) ? !field.selectedOptions[0]?.defaultSelected : field.selectedIndex > 0;
  return field.value !== field.defaultValue;
}

const stateOf = (field) =>
  field.type === "file" ? { name: field.name, files: [...field.files].map((file) => file.name) }
  : isTick(field) ? { name: field.name, value: field.value, checked: field.checked }
  : { name: field.name, value: field.value };

/** Keeps all fields of a form, or nothing when nobody has changed any. */
export function keep(form) {
  if (!isKept(form)) return;
  if (!fieldsOf(form).some(differs)) {
    forget(form);
    return;
  }
  form.dataset.seen ??= versionOf(form);
  const draft = { wasSent: form.dataset.sent !== undefined, version: form.dataset.seen, fields: fieldsOf(form).map(stateOf) };
  tried(() => store().setItem(keyOf(form), JSON.stringify(draft)));
}

/** Forgets what was kept of a form. */
export function forget(form) {
  delete form.dataset.sent;
  delete form.dataset.seen;
  if (isKept(form)) tried(() => store().removeItem(keyOf(form)));
}

const remove = (kept, isMeant) =>
  tried(() => Object.keys(kept()).filter(isMeant).forEach((key) => kept().removeItem(key)));

/** Forgets all that the person has typed. */
export function forgetAll() {
  for (const kept of [() => localStorage, () => sessionStorage]) remove(kept, (key) => key.startsWith(prefix));
}

/** Removes what others have typed in this browser before. */
export function forgetOthers() {
  if (!person) return;
  remove(() => localStorage, (key) => key.startsWith(prefix) && !key.startsWith(`${prefix}${person} `));
}

function put(form, state) {
  const named = fieldsOf(form).filter((field) => field.name === state.name);
  const field = state.checked === undefined ? named[0] : named.find((one) => one.value === state.value);
  if (!field || field.type === "file" || isTick(field) !== (state.checked !== undefined)) return;
  if (isTick(field)) field.checked = state.checked;
  else field.value = state.value;
  if (field.type === "hidden") return;
  field.dataset.touched = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * Puts back what was kept of a form, all fields at once.
 * @returns The names of files that have to be chosen again, for a browser keeps none; and whether it was typed for an older
 * version of the ticket, where the form does not tell that by what it had seen.
 */
export function restore(form) {
  const nothing = { files: [], isOlder: false };
  if (!isKept(form)) return nothing;
  const kept = tried(() => store().getItem(keyOf(form)));
  // Typed before this script was there.
  if (fieldsOf(form).some(differs)) keep(form);
  else if (kept) return putBack(form, JSON.parse(kept));
  return nothing;
}

function putBack(form, { wasSent, version = "", fields }) {
  form.dataset.seen = version;
  const isLate = (state) => late.includes(state.name);
  // Hidden fields come from the page, except for those that say how the text was meant.
  fields.filter((state) => !isLate(state) && form.elements[state.name]?.type !== "hidden").forEach((state) => put(form, state));
  // A message that may have arrived keeps the name of its command, so that it counts once.
  if (wasSent) form.dataset.sent = "";
  fields.filter((state) => isLate(state) && (wasSent || state.name !== "command")).forEach((state) => put(form, state));
  keep(form);
  return {
    files: fields.flatMap((state) => state.files ?? []),
    isOlder: !form.elements.seen && version !== versionOf(form),
  };
}
