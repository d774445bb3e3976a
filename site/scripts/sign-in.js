/** Signing in, and where the links in our confirmation mails land. */

import { AuthTrouble, finishLink, nextPage, sendConfirmation, signIn } from "/scripts/authentication.js";
import { onSubmit, refusedForCookies, say, trouble } from "/scripts/forms.js";
import { byId } from "/scripts/markup.js";
import { carryNext } from "/scripts/page.js";

const form = byId("page-form");
const resend = byId("page-resend");

carryNext();
onSubmit(form, async ({ email, password }) => {
  resend.hidden = true;
  try {
    await signIn(email.trim(), password);
  } catch (error) {
    resend.hidden = !(error instanceof AuthTrouble && error.code === "email_not_confirmed");
    throw error;
  }
  location.assign(nextPage());
});
resend.addEventListener("click", async () => {
  try {
    await sendConfirmation(form.elements.email.value.trim(), nextPage());
    say(form, "", "Sent. Follow the link in the mail.");
    resend.hidden = true;
  } catch (error) {
    say(form, trouble(error), "");
  }
});
if (!refusedForCookies(form)) await arrive();

/** A confirmed address signs one in here; in another browser it is confirmed all the same, and one signs in by hand. */
async function arrive() {
  const confirmed = new URLSearchParams(location.search).has("code");
  try {
    const { outcome, message } = await finishLink();
    if (outcome === "signed-in") location.replace(nextPage());
    if (outcome === "message") say(form, "", message);
  } catch (error) {
    if (confirmed) say(form, "", "Your e-mail address is confirmed. Sign in to begin.");
    else say(form, trouble(error), "");
  }
}
