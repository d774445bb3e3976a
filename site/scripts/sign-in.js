/** Signing in, by password or by a mailed code. */

import { AuthTrouble, mailCode, signIn } from "/scripts/authentication.js";
import { addressTrouble } from "/scripts/auth-words.js";
import { onSubmit, refusedForCookies } from "/scripts/forms.js";
import { showInbox } from "/scripts/inbox.js";
import { byId } from "/scripts/markup.js";
import { nextPage } from "/scripts/next.js";
import { carryNext } from "/scripts/page.js";
import { goOn } from "/scripts/terms.js";

const page = byId("page-content");
const before = [...page.childNodes];
const form = byId("page-form");
const byCode = byId("page-code-form");

carryNext();
onSubmit(form, async ({ email, password }) => {
  try {
    await signIn(email.trim(), password);
  } catch (error) {
    if (error instanceof AuthTrouble && error.code === "email_not_confirmed") return mail(email.trim());
    throw error;
  }
  await goOn(nextPage());
});
onSubmit(byCode, ({ email }) => mail(email.trim()));
refusedForCookies(form);
refusedForCookies(byCode);
form.elements.email.addEventListener("input", () => (byCode.elements.email.value = form.elements.email.value));

/** Mail the code, and wait for it here. An address that waits for its confirmation gets that mail. @param {string} email */
async function mail(email) {
  if (addressTrouble(email)) throw new AuthTrouble({ code: "email_address_invalid" });
  const again = () => mailCode(email, nextPage());
  await again();
  showInbox(page, { email, next: nextPage(), again, correct });
}

function correct() {
  page.replaceChildren(...before);
  byId("page-email").select();
}
