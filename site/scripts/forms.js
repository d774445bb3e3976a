/** How forms behave here: one submission at a time, trouble said in the form, passwords that can be looked at. */

import { AuthTrouble } from "/scripts/authentication.js";
import { inWords } from "/scripts/api.js";
import { showCaptchaIn } from "/scripts/captcha.js";
import { element } from "/scripts/markup.js";
import { COOKIES_NEEDED, storageRefused } from "/scripts/storage.js";

/**
 * Handle a form's submission; what `act` returns is said as done, what it throws as trouble. The page's markup
 * may disable the button: it does nothing before someone listens.
 * @param {HTMLFormElement} form
 * @param {(fields: Record<string, string>) => Promise<string | void>} act
 */
export function onSubmit(form, act) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("[type=submit]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    say(form, "", "");
    const blank = firstBlank(form);
    if (blank) {
      say(form, "Please fill this in first; spaces alone are not enough.", "");
      return blank.focus();
    }
    button.disabled = true;
    showCaptchaIn(form);
    const waiting = () => say(form, "", "Many people are signing in from your network. You are in the line: this goes on by itself.");
    addEventListener("masterclass-waiting", waiting);
    try {
      const fields = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      say(form, "", (await act(fields)) ?? "");
    } catch (error) {
      say(form, trouble(error), "");
    } finally {
      removeEventListener("masterclass-waiting", waiting);
      button.disabled = false;
    }
  });
  button.disabled = false;
  for (const input of form.querySelectorAll("input[type=password]")) addReveal(/** @type {HTMLInputElement} */ (input));
}

/** Signing in leads nowhere where nothing is kept: say so at once instead of going round. True when it was said. @param {HTMLFormElement} form */
export function refusedForCookies(form) {
  if (!storageRefused()) return false;
  for (const control of form.elements) control.toggleAttribute("disabled", true);
  say(form, COOKIES_NEEDED, "");
  return true;
}

/** A field that has to be filled in and holds nothing but spaces, which browsers let pass. @param {HTMLFormElement} form */
function firstBlank(form) {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[required]:not([type=password]), textarea[required]"));
  return [...fields].find((field) => !field.value.trim());
}

/** Any error as one sentence. @param {unknown} error */
export function trouble(error) {
  return error instanceof AuthTrouble ? error.message : inWords(error);
}

/** @param {HTMLFormElement} form @param {string} wrong @param {string} done */
export function say(form, wrong, done) {
  place(form, "form-trouble", "alert").textContent = wrong;
  place(form, "form-done", "status").textContent = done;
}

/** @param {HTMLFormElement} form @param {string} name @param {string} role */
function place(form, name, role) {
  let found = form.querySelector(`.${name}`);
  if (!found) {
    found = element("p", { class: name, role });
    form.append(/** @type {Node} */ (found));
  }
  return /** @type {Element} */ (found);
}

/** @param {HTMLInputElement} input */
function addReveal(input) {
  const button = element("button", { class: "reveal", type: "button", "aria-pressed": "false", "aria-label": "Show the password" }, "Show");
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = shown ? "Show" : "Hide";
  });
  const around = element("span", { class: "with-reveal" });
  input.replaceWith(around);
  around.append(input, button);
}
