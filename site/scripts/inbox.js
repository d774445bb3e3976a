/** "Look in your inbox": the link works anywhere, and the six digits are typed here. */

import { Arrival, passwordForm } from "/scripts/arrival.js";
import { onSubmit, trouble } from "/scripts/forms.js";
import { element, fill } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";
import { goOn } from "/scripts/terms.js";

/**
 * @typedef {{email: string, recovery?: boolean, next: string, again: () => Promise<void>, correct: () => void}} Sent
 */

/** Show in `place` where to look, a field for the code, and the ways on. @param {HTMLElement} place @param {Sent} sent */
export function showInbox(place, sent) {
  const said = element("p", { role: "status" });
  const code = element("div", null);
  fill(
    place,
    element("h1", { tabindex: "-1" }, "Look in your inbox."),
    element("p", { class: "lede" }, sent.recovery ? "If there is an account for " : "A mail is on its way to ", element("strong", null, sent.email), sent.recovery ? ", a link is on its way. " : ". ", "Its link opens on any device within the hour; or type its six digits here."),
    code,
    element("p", null, "Nothing there after a minute? Look in the spam folder, and check the address for a slip."),
    element(
      "div",
      { class: "actions" },
      element("button", { class: "linklike", type: "button", onclick: () => repeat(sent, said) }, "Send it again"),
      element("button", { class: "linklike", type: "button", onclick: sent.correct }, "Use another address"),
    ),
    said,
  );
  codeForm(code, { email: sent.email, recovery: sent.recovery ?? false, next: sent.next }, place);
  /** @type {HTMLElement} */ (place.querySelector("h1")).focus();
  announce("We sent you a mail with a link and a code.");
}

/** @param {Sent} sent @param {Element} said */
async function repeat(sent, said) {
  try {
    await sent.again();
    said.textContent = "Asked again. At most one mail a minute goes out, and the newest is the one that counts.";
  } catch (error) {
    said.textContent = trouble(error);
  }
}

/**
 * A field for the six digits; without an address it asks for that too.
 * @param {Element} place @param {{email: string, recovery: boolean, next: string}} sent @param {HTMLElement} page what the next step fills
 */
export function codeForm(place, { email, recovery, next }, page) {
  const form = element(
    "form",
    { class: "form", method: "post" },
    !email &&
      element("div", { class: "field" }, element("label", { for: "code-email" }, "E-mail address"), element("input", { id: "code-email", name: "email", type: "email", autocomplete: "username", inputmode: "email", autocapitalize: "none", spellcheck: "false", required: true })),
    element("div", { class: "field" }, element("label", { for: "code-digits" }, "Code from the mail"), element("input", { id: "code-digits", name: "code", inputmode: "numeric", autocomplete: "one-time-code", pattern: "\\s*[0-9]{3}\\s?[0-9]{3}\\s*", maxlength: "9", required: true })),
    element("button", { class: "button", type: "submit" }, "Use the code"),
  );
  fill(place, form);
  onSubmit(form, async (fields) => {
    const arrival = new Arrival();
    const address = email || fields.email.trim();
    await arrival.prove({ email: address, token: fields.code.replace(/\s/g, ""), type: recovery ? "recovery" : "email" });
    if (recovery || arrival.isNew) return void choose(page, arrival, address, next);
    await arrival.enter();
    await goOn(next);
  });
}

/** @param {HTMLElement} page @param {Arrival} arrival @param {string} email @param {string} next */
async function choose(page, arrival, email, next) {
  const withName = arrival.isNew;
  if (withName) await arrival.settle({ password: unguessable(), drop: true }); // whoever signed this address up before is out from here on
  const place = element("div", null);
  fill(page, element("h1", { tabindex: "-1" }, withName ? "Your address is confirmed." : "Set a new password"), element("p", { class: "lede" }, withName ? "Now your name and a password." : `For ${email}.`), place);
  passwordForm(place, { email, withName, button: withName ? "Begin" : "Set this password" }, async ({ password, name }) => {
    await arrival.settle({ password, name });
    await arrival.enter(name);
    await goOn(next);
  });
  page.querySelector("h1")?.focus();
}

function unguessable() {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(30)))) + "aA1!";
}
