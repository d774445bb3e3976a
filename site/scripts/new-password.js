/** Setting a new password: where the link in the recovery mail lands. */

import { finishLink, setPassword } from "/scripts/authentication.js";
import { onSubmit, trouble } from "/scripts/forms.js";
import { byId, element, fill } from "/scripts/markup.js";
import "/scripts/page.js";
import { accessToken } from "/scripts/session.js";
import { COOKIES_NEEDED, storageRefused } from "/scripts/storage.js";

const form = byId("page-form");
onSubmit(form, async ({ password }) => {
  await setPassword(password);
  location.assign("/course");
});
await arrive();

async function arrive() {
  if (storageRefused()) return askForLink(COOKIES_NEEDED);
  try {
    await finishLink();
    if ((await accessToken()) === null) return askForLink("Setting a new password needs a link from a mail of ours.");
    form.hidden = false;
    form.elements.password.focus();
  } catch (error) {
    askForLink(trouble(error));
  }
}

/** @param {string} why */
function askForLink(why) {
  form.hidden = true;
  const place = byId("page-state");
  fill(place, element("p", null, why), element("div", { class: "actions" }, element("a", { class: "button", href: "/forgot-password" }, "Get a link")));
  place.hidden = false;
}
