/** Asking for a link with which a new password can be set. */

import { AuthTrouble, mailRecovery } from "/scripts/authentication.js";
import { addressTrouble } from "/scripts/auth-words.js";
import { onSubmit, refusedForCookies } from "/scripts/forms.js";
import { showInbox } from "/scripts/inbox.js";
import { byId } from "/scripts/markup.js";
import "/scripts/page.js";

const page = byId("page-content");
const before = [...page.childNodes];

onSubmit(byId("page-form"), async (fields) => {
  const email = fields.email.trim();
  if (addressTrouble(email)) throw new AuthTrouble({ code: "email_address_invalid" });
  const again = () => mailRecovery(email);
  await again();
  showInbox(page, { email, recovery: true, next: "/course", again, correct });
});
refusedForCookies(byId("page-form"));

function correct() {
  page.replaceChildren(...before);
  byId("page-email").select();
}
