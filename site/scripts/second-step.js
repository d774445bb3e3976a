/** The code of an authenticator app, asked for wherever the account wants it. */

import { inPlainWords } from "/scripts/auth-words.js";
import { element } from "/scripts/markup.js";

/** @type {Promise<void> | null} */
let asking = null;

/**
 * Ask for the code of the account's second step and show it to the sign-in service. Throws in plain words when the
 * person turns away.
 * @param {any} client @returns {Promise<void>}
 */
export function whenAsked(client) {
  asking ??= ask(client).finally(() => (asking = null));
  return asking;
}

/** @param {any} client */
async function ask(client) {
  const { data, error } = await client.mfa.listFactors();
  if (error) throw error;
  if (!data.totp.length) throw Object.assign(new Error("no factor"), { code: "mfa_factor_not_found" });
  const { dialog, form, field, said } = drawn();
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  try {
    await new Promise((resolve, reject) => {
      dialog.addEventListener("close", () => reject(Object.assign(new Error("turned away"), { code: "insufficient_aal" })));
      form.addEventListener("submit", async (/** @type {Event} */ event) => {
        event.preventDefault();
        const refused = await firstRefusal(client, data.totp, field.value.trim());
        if (!refused) return resolve(undefined);
        said.textContent = inPlainWords(refused);
        field.select();
      });
    });
  } finally {
    dialog.remove();
  }
}

/**
 * Show the code for each app that is set up until one takes it; null then, else what the last one said.
 * @param {any} client @param {{id: string}[]} factors @param {string} code
 */
async function firstRefusal(client, factors, code) {
  let refused = null;
  for (const { id } of factors) {
    ({ error: refused } = await client.mfa.challengeAndVerify({ factorId: id, code }));
    if (!refused) return null;
  }
  return refused;
}

function drawn() {
  const field = /** @type {HTMLInputElement} */ (element("input", { id: "second-step-code", name: "code", inputmode: "numeric", autocomplete: "one-time-code", pattern: "[0-9]{6}", maxlength: "6", required: true }));
  const said = element("p", { class: "form-trouble", role: "alert" });
  const form = element(
    "form",
    { class: "form", method: "dialog" },
    element("div", { class: "field" }, element("label", { for: "second-step-code" }, "Code from your authenticator app"), field, element("span", { class: "hint" }, "Six digits. Lost the app? Write to us from the address of your account.")),
    element("div", { class: "actions" }, element("button", { class: "button", type: "submit" }, "Go on"), element("button", { class: "button quiet", type: "button", onclick: () => dialog.close() }, "Not now")),
    said,
  );
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: "step", "aria-labelledby": "second-step-title" }, element("h2", { id: "second-step-title" }, "One more step"), form));
  return { dialog, form, field, said };
}
