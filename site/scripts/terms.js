/** The terms: which version counts, and asking once whoever has not agreed to it yet. */

import { ask } from "/scripts/api.js";
import { onSubmit } from "/scripts/forms.js";
import { byId, element, fill } from "/scripts/markup.js";
import { configured } from "/scripts/session.js";

/** The version that counts; "" where nobody is asked. */
export async function termsVersion() {
  return (await configured()).terms_version ?? "";
}

/** Keep that the member agreed to the version that counts, which the page named. */
export async function agreeToTerms() {
  const version = await termsVersion();
  if (version) await ask("account/terms", { method: "POST", body: { version } });
}

/** A sentence for a form whose button agrees to the terms; hidden where there are none. */
export function termsNote() {
  const note = element("p", { class: "fine", hidden: true }, "By going on you agree to the ", termsLink(), ".");
  termsVersion().then(
    (version) => (note.hidden = !version),
    () => null,
  );
  return note;
}

/** Lead on after signing in; whoever has not agreed to the terms that count is asked first. @param {string} next */
export async function goOn(next) {
  const version = await termsVersion();
  if (!version || (await hasAgreed())) return location.assign(next);
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("p", { class: "choice" }, element("input", { id: "terms-box", name: "terms", type: "checkbox", required: true }), " ", element("label", { for: "terms-box" }, "I have read the ", termsLink(), " and agree to them.")),
    element("button", { class: "button", type: "submit" }, "Go on"),
  );
  const lede = element("p", { class: "lede" }, "They changed since you last agreed to them. Please read them; we ask once.");
  fill(byId("page-content"), element("h1", { tabindex: "-1" }, "Our terms have a new version."), lede, form);
  onSubmit(form, async () => {
    await agreeToTerms();
    location.assign(next);
  });
  /** @type {HTMLElement} */ (document.querySelector("h1")).focus();
}

/** Nobody is kept out because this cannot be asked just now: the next sign-in asks again. */
async function hasAgreed() {
  const terms = await ask("account/terms").catch(() => null);
  return terms?.agreed ?? true;
}

function termsLink() {
  return element("a", { href: "/terms", target: "_blank" }, "terms");
}
