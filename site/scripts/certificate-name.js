/** The last step to a certificate: its learner says how their name is printed, and it is dated where they are. */

import { ask, inWords } from "/scripts/api.js";
import { element } from "/scripts/markup.js";

const HINT = "It is printed exactly like this. Once it is issued, the name changes only when you write to us with a reason.";

/** A form that issues the certificate and leads to it. @param {string} name as the account has it */
export function nameForm(name) {
  const field = element("input", { id: "page-printed-name", name: "name", autocomplete: "name", maxlength: "200", required: true, value: name, "aria-describedby": "page-printed-name-hint" });
  const button = element("button", { class: "button", type: "submit" }, "Issue my certificate");
  const said = element("p", { class: "form-trouble", role: "alert" });
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("div", { class: "field" }, element("label", { for: "page-printed-name" }, "Your name on the certificate"), field, element("span", { class: "hint", id: "page-printed-name-hint" }, HINT)),
    button,
    said,
  );
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    said.textContent = "";
    try {
      const { code } = await ask("certificate", { method: "POST", body: { name: field.value.trim(), time_zone: zone() } });
      location.assign(`/certificate/${code}`);
    } catch (error) {
      said.textContent = inWords(error);
      button.disabled = false;
    }
  });
  return form;
}

/** The IANA name of where this browser is. */
function zone() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
