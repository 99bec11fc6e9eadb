// Passkeys on the sign-in page and the account's page: the form asks the desk what to ask the browser, and sends what it said.

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(answer.status === 422 ? await answer.json() : "That didn't work. Try again.");
  return answer.json();
}

async function prove(form) {
  const asked = await ask(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  form.elements.credential.value = JSON.stringify(credential.toJSON());
  form.submit();
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      prove(form).catch((error) => {
        const told = form.querySelector("[role=alert]");
        told.textContent = error.name === "NotAllowedError" ? "No passkey was used." : error.message;
        told.hidden = false;
      });
    });
  }
}
