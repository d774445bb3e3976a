/** Proving that one holds an address, and what comes of it: a session that this browser takes on when everything is settled. */

import { ask } from "/scripts/api.js";
import { requireKeepable, withClient } from "/scripts/authentication.js";
import { onSubmit } from "/scripts/forms.js";
import { element, fill } from "/scripts/markup.js";
import { privateClient, takeOn } from "/scripts/session.js";
import { agreeToTerms, termsNote } from "/scripts/terms.js";

const MOMENT_MILLISECONDS = 60_000;

/** One way in: a client of its own, which keeps what was proved while the person fills in the rest. */
export class Arrival {
  /** @type {any} */ client = null;
  /** @type {any} */ user = null;
  /** The password that was set, so that a second press after a lost answer does not set it again. */ settled = "";

  /**
   * Hand in a link's token or a code, once. False while a change of address waits for the other address.
   * @param {{token_hash: string, type: string} | {email: string, token: string, type: string}} proof
   */
  async prove(proof) {
    if (this.user) return true;
    this.client ??= await privateClient();
    const data = await withClient((client) => client.verifyOtp(proof), { client: this.client });
    if (!data.session) return false;
    this.user = data.session.user;
    return true;
  }

  /** True for somebody whose address was confirmed just now: a name and a password are still to be chosen. */
  get isNew() {
    const moment = (/** @type {string} */ name) => Date.parse(this.user[name] ?? "");
    return Math.abs(moment("last_sign_in_at") - moment("email_confirmed_at")) < MOMENT_MILLISECONDS;
  }

  /**
   * Set the password, and the name where one is given. Nobody who signed this address up before goes on: what they set
   * is dropped, and every other session ends.
   * @param {{password: string, name?: string, drop?: boolean}} chosen `drop` forgets what was set before
   */
  async settle({ password, name, drop = false }) {
    requireKeepable(password);
    const before = drop ? Object.fromEntries(Object.keys(this.user.user_metadata ?? {}).filter((key) => !KEPT.has(key)).map((key) => [key, null])) : {};
    const data = name === undefined ? before : { ...before, name };
    if (this.settled !== password) await withClient((client) => client.updateUser({ password, data }), { client: this.client, password });
    this.settled = password;
    await withClient(async (client) => ({ data: null, ...(await client.signOut({ scope: "others" })) }), { client: this.client });
  }

  /** Make the session this browser's own. @param {string} [name] what the member is called from now on */
  async enter(name) {
    const { session } = await withClient((client) => client.getSession(), { client: this.client });
    takeOn(session);
    if (!name) return;
    await ask("account", { method: "PATCH", body: { name } });
    await agreeToTerms();
  }
}

/** What a person set that stays: that they are who Supabase says, and which terms they accepted. */
const KEPT = new Set(["sub", "email", "email_verified", "phone_verified", "terms", "terms_accepted_at"]);

/**
 * A form for a password, and a name where somebody is new; `act` gets both.
 * @param {HTMLElement} place @param {{email: string, withName: boolean, button: string}} form
 * @param {(chosen: {password: string, name?: string}) => Promise<void>} act
 */
export function passwordForm(place, { email, withName, button }, act) {
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("input", { class: "visually-hidden", name: "username", autocomplete: "username", value: email, tabindex: "-1", "aria-hidden": "true", readonly: true }),
    withName &&
      element(
        "div",
        { class: "field" },
        element("label", { for: "page-name" }, "Name"),
        element("input", { id: "page-name", name: "name", autocomplete: "name", maxlength: "200", required: true, "aria-describedby": "page-name-hint" }),
        element("span", { class: "hint", id: "page-name-hint" }, "As it should stand on your certificate."),
      ),
    element(
      "div",
      { class: "field" },
      element("label", { for: "page-password" }, withName ? "Password" : "New password"),
      element("input", { id: "page-password", name: "password", type: "password", autocomplete: "new-password", minlength: "8", required: true, "aria-describedby": "page-password-hint" }),
      element("span", { class: "hint", id: "page-password-hint" }, "At least 8 characters. Longer is better than complicated."),
    ),
    withName && termsNote(),
    element("button", { class: "button", type: "submit" }, button),
  );
  fill(place, form);
  onSubmit(form, async ({ password, name }) => act({ password, ...(withName ? { name: name.trim() } : {}) }));
}
