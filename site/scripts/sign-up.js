/** Making an account, and what to do until the mail arrives. */

import { nextPage, sendConfirmation, signUp } from "/scripts/authentication.js";
import { onSubmit, refusedForCookies, trouble } from "/scripts/forms.js";
import { byId, element, fill } from "/scripts/markup.js";
import { announce, carryNext } from "/scripts/page.js";

carryNext();

onSubmit(byId("page-form"), async ({ name, email, password }) => {
  const signedIn = await signUp(name.trim(), email.trim(), password, nextPage());
  if (signedIn) location.assign(nextPage());
  else showMailSent(email.trim());
});

refusedForCookies(byId("page-form"));

/** @param {string} email */
function showMailSent(email) {
  const said = element("p", { role: "status" });
  const again = element("button", { class: "linklike", type: "button", onclick: () => resend(email, said) }, "Send it again");
  fill(
    byId("page-content"),
    element("h1", { tabindex: "-1" }, "Look in your inbox."),
    element("p", { class: "lede" }, "We sent a link to ", element("strong", null, email), ". Follow it in this browser, and your account is ready."),
    element("p", null, "Nothing there after a minute? Look in the spam folder. If this address has an account already, no mail comes: ", element("a", { href: "/sign-in" }, "sign in"), " or ", element("a", { href: "/forgot-password" }, "set a new password"), "."),
    element("div", { class: "actions" }, again),
    said,
  );
  byId("page-content").querySelector("h1").focus();
  announce("We sent you a mail with a link.");
}

/** @param {string} email @param {Element} said */
async function resend(email, said) {
  try {
    await sendConfirmation(email, nextPage());
    said.textContent = "Sent again.";
  } catch (error) {
    said.textContent = trouble(error);
  }
}
