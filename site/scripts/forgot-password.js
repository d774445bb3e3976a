/** Asking for a link with which a new password can be set. */

import { sendRecovery } from "/scripts/authentication.js";
import { onSubmit, refusedForCookies } from "/scripts/forms.js";
import { byId } from "/scripts/markup.js";
import "/scripts/page.js";

onSubmit(byId("page-form"), async ({ email }) => {
  await sendRecovery(email.trim());
  return `If there is an account for ${email.trim()}, a link is on its way. Open it in this browser within the hour.`;
});
refusedForCookies(byId("page-form"));
