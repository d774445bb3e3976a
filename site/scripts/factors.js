/** The second step of an account: which apps are set up, adding one, removing one. */

import { confirmPassword, withClient } from "/scripts/authentication.js";
import { onSubmit, trouble } from "/scripts/forms.js";
import { element, fill } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";
import { day } from "/scripts/words.js";

const ISSUER = "Primary Care Financial Masterclass";
const KINDS = /** @type {Record<string, string>} */ ({ totp: "Authenticator app", phone: "Phone", webauthn: "Security key" });

/** @typedef {{id: string, friendly_name?: string, factor_type: string, status: string, created_at: string}} Factor */

/** List in `place` what is set up, with the ways on. @param {HTMLElement} place @param {string} email whose account it is */
export async function showFactors(place, email) {
  try {
    list(place, email, await verifiedFactors());
  } catch (error) {
    fill(place, element("p", null, `Your second step cannot be shown just now. ${trouble(error)}`));
  }
}

/** @returns {Promise<Factor[]>} */
async function verifiedFactors() {
  const { all } = await withClient((client) => client.mfa.listFactors());
  return all.filter((/** @type {Factor} */ { status }) => status === "verified");
}

/** @param {HTMLElement} place @param {string} email @param {Factor[]} factors */
function list(place, email, factors) {
  const said = element("p", { class: "form-trouble", role: "alert" });
  const again = () => showFactors(place, email);
  fill(
    place,
    element("p", null, factors.length ? "Set up, and asked for before your password, your address or this step changes:" : "None is set up: your password and your mails are what lets you in."),
    factors.length ? element("ul", { class: "factors" }, ...factors.map((factor) => row(factor, said, again))) : null,
    element("div", { class: "actions" }, element("button", { class: "button quiet small", type: "button", onclick: () => askPassword(place, email, factors) }, factors.length ? "Add another app" : "Set up an authenticator app")),
    said,
  );
}

/** @param {Factor} factor @param {HTMLElement} said @param {() => Promise<void>} again */
function row(factor, said, again) {
  const name = factor.friendly_name || KINDS[factor.factor_type] || "Second step";
  const remove = async () => {
    said.textContent = "";
    try {
      await withClient((client) => client.mfa.unenroll({ factorId: factor.id }));
      await withClient((client) => client.refreshSession());
      await again();
      announce(`${name} is removed.`);
    } catch (error) {
      said.textContent = trouble(error);
    }
  };
  return element("li", null, element("span", null, `${name}, since ${day(factor.created_at)}`), " ", element("button", { class: "linklike", type: "button", "aria-label": `Remove ${name}`, onclick: remove }, "Remove"));
}

/** An open computer is not its owner: whoever adds a step shows the password. @param {HTMLElement} place @param {string} email @param {Factor[]} factors */
function askPassword(place, email, factors) {
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("div", { class: "field" }, element("label", { for: "factor-password" }, "Enter your password to add an app"), element("input", { id: "factor-password", name: "password", type: "password", autocomplete: "new-password", "data-lpignore": "true", "data-1p-ignore": true, "data-bwignore": true, required: true })),
    actions("Go on", () => showFactors(place, email)),
  );
  fill(place, form);
  onSubmit(form, async ({ password }) => {
    await confirmPassword(email, password);
    await enroll(place, email, factors);
  });
  form.querySelector("input").focus();
}

/** Show what the app has to know, and wait for its first code. @param {HTMLElement} place @param {string} email @param {Factor[]} factors */
async function enroll(place, email, factors) {
  await dropHalfMade();
  const friendlyName = nameFor(factors);
  const enrolled = await withClient((client) => client.mfa.enroll({ factorType: "totp", friendlyName, issuer: ISSUER }));
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("p", null, "Scan this with an authenticator app, or type the key into it. Then type the six digits that it shows."),
    element("img", { class: "qr", src: enrolled.totp.qr_code, alt: "QR code with the key that stands below", width: "200", height: "200" }),
    element("p", null, "Key: ", element("code", { class: "key" }, enrolled.totp.secret.replace(/(.{4})(?=.)/g, "$1 "))),
    element("div", { class: "field" }, element("label", { for: "factor-code" }, "Code from the app"), element("input", { id: "factor-code", name: "code", inputmode: "numeric", autocomplete: "one-time-code", pattern: "\\s*[0-9]{3}\\s?[0-9]{3}\\s*", maxlength: "9", required: true })),
    actions("Set it up", () => showFactors(place, email)),
  );
  fill(place, form);
  onSubmit(form, async ({ code }) => {
    await withClient((client) => client.mfa.challengeAndVerify({ factorId: enrolled.id, code: code.replace(/\s/g, "") }));
    await showFactors(place, email);
    announce("The second step is set up. Other browsers are signed out.");
  });
  form.querySelector("input").focus();
}

/** What was begun and never shown its first code is in the way of the next. */
async function dropHalfMade() {
  const { all } = await withClient((client) => client.mfa.listFactors());
  for (const { id, status } of all) if (status !== "verified") await withClient((client) => client.mfa.unenroll({ factorId: id }));
}

/** A name that none of them has. @param {Factor[]} factors */
function nameFor(factors) {
  const taken = new Set(factors.map(({ friendly_name }) => friendly_name));
  let number = 1;
  while (taken.has(named(number))) number += 1;
  return named(number);
}

/** @param {number} number */
function named(number) {
  return number === 1 ? KINDS.totp : `${KINDS.totp} ${number}`;
}

/** @param {string} words @param {() => void} back */
function actions(words, back) {
  return element("div", { class: "actions" }, element("button", { class: "button small", type: "submit" }, words), element("button", { class: "button quiet small", type: "button", onclick: back }, "Not now"));
}
