/** Making an account: the address is all it takes; name and password are chosen once it is confirmed. */

import { AuthTrouble, mailCode } from "/scripts/authentication.js";
import { addressTrouble } from "/scripts/auth-words.js";
import { onSubmit, refusedForCookies } from "/scripts/forms.js";
import { showInbox } from "/scripts/inbox.js";
import { byId } from "/scripts/markup.js";
import { nextPage } from "/scripts/next.js";
import { carryNext } from "/scripts/page.js";
import { termsVersion } from "/scripts/terms.js";

const page = byId("page-content");
const before = [...page.childNodes];
const form = byId("page-form");

carryNext();
onSubmit(form, async (fields) => {
  const email = fields.email.trim();
  if (addressTrouble(email)) throw new AuthTrouble({ code: "email_address_invalid" });
  const terms = await showTerms();
  if (terms && !byId("page-terms-box").checked) throw new AuthTrouble({ ours: "Please read the terms and agree to them first." });
  const again = () => mailCode(email, nextPage(), { create: true, terms });
  await again();
  showInbox(page, { email, next: nextPage(), again, correct });
});
if (!refusedForCookies(form)) await showTerms().catch(() => null); // asked again with the form

/** Where the terms have a version, they are agreed to by hand; which one. */
async function showTerms() {
  const terms = await termsVersion();
  byId("page-terms").hidden = !terms;
  byId("page-terms-box").required = Boolean(terms);
  return terms;
}

/** Back to the form, with the address to be mended. */
function correct() {
  page.replaceChildren(...before);
  byId("page-email").select();
}
