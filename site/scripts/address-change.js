/** A change of address that is under way: both addresses have mail, and its digits can be typed here. */

import { Arrival } from "/scripts/arrival.js";
import { AuthTrouble } from "/scripts/authentication.js";
import { onSubmit } from "/scripts/forms.js";
import { element, fill } from "/scripts/markup.js";

/** @typedef {{current: string, wanted: string}} Change */

/** Say where the mails went, and take the six digits of either. @param {Element} place @param {Change} change */
export function showChangeCode(place, change) {
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("p", { role: "status" }, `A link is on its way to ${change.wanted}, and where both addresses are asked one to ${change.current}: the change is made when each was followed, on any device. Or type the digits of the mails here, one after the other.`),
    element("div", { class: "field" }, element("label", { for: "change-digits" }, "Code from one of the mails"), element("input", { id: "change-digits", name: "code", inputmode: "numeric", autocomplete: "one-time-code", pattern: "\\s*[0-9]{3}\\s?[0-9]{3}\\s*", maxlength: "9", required: true })),
    element("button", { class: "button quiet small", type: "submit" }, "Use the code"),
  );
  fill(place, form);
  onSubmit(form, async ({ code }) => {
    const arrival = await agreed(change, code.replace(/\s/g, ""));
    form.reset();
    if (!arrival.user) return "One of your two addresses has agreed. Type the code of the other mail now.";
    await arrival.enter();
    location.reload();
  });
}

/** Which of the two mails a code is from is tried out. @param {Change} change @param {string} token */
async function agreed({ current, wanted }, token) {
  const arrival = new Arrival();
  try {
    await arrival.prove({ email: wanted, token, type: "email_change" });
  } catch (error) {
    if (!(error instanceof AuthTrouble && error.code === "otp_expired")) throw error;
    await arrival.prove({ email: current, token, type: "email_change" });
  }
  return arrival;
}
