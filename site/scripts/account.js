/** The account: what we hold about a person, and what they can do with it. */

import { ask, inWords, Refusal } from "/scripts/api.js";
import { showChangeCode } from "/scripts/address-change.js";
import { addressTrouble } from "/scripts/auth-words.js";
import { AuthTrouble, changeEmail, changePassword, confirmPassword, forgetSession, requireKeepable, signOut } from "/scripts/authentication.js";
import { showFactors } from "/scripts/factors.js";
import { onSubmit, trouble } from "/scripts/forms.js";
import { byId, element, fill } from "/scripts/markup.js";
import { frame, loadAnewWhenBroughtBack } from "/scripts/page.js";
import { askForAll } from "/scripts/parts.js";
import { paymentsTable } from "/scripts/payments.js";
import { explain } from "/scripts/refusals.js";
import { dropSession } from "/scripts/session.js";
import { day } from "/scripts/words.js";

/** @typedef {{id: string, email: string, name: string, role: string, created_at: string, access: {full: boolean, because: string[]}}} Account */

// What stands in the first screen comes whole, unless payments are slower than this.
const PATIENCE_MILLISECONDS = 3000;

/** @type {Account} */
let account;
let inReview = false;

loadAnewWhenBroughtBack();
await show();

async function show() {
  const payments = showPayments();
  try {
    account = await ask("account");
  } catch (error) {
    byId("page-title").hidden = true;
    return explain(byId("page-refusal"), error, { again: () => void location.reload() });
  }
  showPerson();
  showAccess();
  bind();
  await Promise.race([payments, new Promise((late) => setTimeout(late, PATIENCE_MILLISECONDS))]);
  byId("page-account").hidden = false;
  await Promise.all([payments, showFactors(byId("page-factors-list"), account.email)]);
  byId("page-account").setAttribute("aria-busy", "false");
}

function showPerson() {
  fill(byId("page-who"), `${account.name || "You"}, ${account.email}, a member since ${day(account.created_at)}.`);
  byId("page-name").value = account.name;
  for (const field of document.querySelectorAll("input[name=username]")) /** @type {HTMLInputElement} */ (field).value = account.email;
}

function showAccess() {
  const { full, because } = account.access;
  fill(
    byId("page-access"),
    element("p", null, element("strong", null, full ? "You have full access." : "You do not have full access.")),
    ...because.map((reason) => element("p", null, reason)),
    full ? null : element("div", { class: "actions", id: "page-offer" }, element("a", { class: "button small", href: "/buy" }, "See full access")),
  );
  withdrawOffer();
}

/** Whoever has paid, and waits for us to look at it, is not invited to pay again. */
function withdrawOffer() {
  if (inReview) document.getElementById("page-offer")?.remove();
}

async function showPayments() {
  try {
    const { payments } = await ask("payments");
    fill(byId("page-payments"), paymentsTable(payments));
    inReview = payments.some((/** @type {{state: string}} */ { state }) => state === "needs_review");
    withdrawOffer();
    byId("page-erase-debit").hidden = !payments.some((/** @type {{state: string}} */ { state }) => state === "processing");
  } catch (error) {
    fill(byId("page-payments"), element("p", null, `Your payments cannot be shown just now. ${inWords(error)}`));
  }
}

function bind() {
  onSubmit(byId("page-name-form"), rename);
  onSubmit(byId("page-email-form"), async ({ email, password }) => {
    const wanted = email.trim();
    if (addressTrouble(wanted)) throw new AuthTrouble({ code: "email_address_invalid" });
    if (wanted.toLowerCase() === account.email.toLowerCase()) throw new AuthTrouble({ ours: "That is your address already." });
    await confirmPassword(account.email, password);
    await changeEmail(wanted);
    byId("page-email-form").reset();
    showChangeCode(byId("page-email-code"), { current: account.email, wanted });
  });
  onSubmit(byId("page-password-form"), async ({ now, password }) => {
    requireKeepable(password);
    await confirmPassword(account.email, now);
    await changePassword(password, now);
    byId("page-password-form").reset();
    return "Your new password counts from now on.";
  });
  onSubmit(byId("page-erase-form"), erase);
  byId("page-sign-out").addEventListener("click", () => leave("local"));
  byId("page-sign-out-everywhere").addEventListener("click", () => leave("global"));
  byId("page-export").addEventListener("click", download);
}

/** @param {Record<string, string>} fields */
async function rename({ name }) {
  await ask("account", { method: "PATCH", body: { name: name.trim() } });
  account = { ...account, name: name.trim() };
  showPerson();
  return "Kept.";
}

/** @param {"local" | "global"} scope */
async function leave(scope) {
  try {
    await signOut(scope);
  } catch (error) {
    if (scope === "global") return void (byId("page-sessions-said").textContent = `Your other browsers are still signed in: ${trouble(error)}`);
  }
  dropSession(); // whoever sits here next finds nobody signed in, whatever the service said
  location.assign("/");
}

async function download() {
  const said = byId("page-export-said");
  said.textContent = "";
  try {
    const file = new Blob([JSON.stringify(await askForAll("account/export"), null, 1)], { type: "application/json" });
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: "masterclass-my-data.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch (error) {
    said.textContent = inWords(error);
  }
}

/**
 * An open computer is not its owner: the address is typed in words, which no password manager does, and the password
 * makes the sign-in fresh, which erasing wants.
 * @param {Record<string, string>} fields
 */
async function erase({ address, password }) {
  if (address.trim().toLowerCase() !== account.email.toLowerCase()) throw new AuthTrouble({ ours: `Type the e-mail address of this account: ${account.email}` });
  await confirmPassword(account.email, password, { fresh: true });
  try {
    await ask("account", { method: "DELETE" });
  } catch (error) {
    // A first answer may have been lost on the way: then the account is gone, and the second answer says 401 or 404.
    if (!(error instanceof Refusal && (error.status === 401 || error.status === 404))) throw error;
  }
  await forgetSession();
  frame();
  fill(
    byId("page-account"),
    element("div", { class: "notice right", tabindex: "-1", id: "page-erased" }, element("h2", null, "Your account is erased."), element("p", null, "Everything we held about you is gone. Thank you for reading with us.")),
    element("div", { class: "actions" }, element("a", { class: "button", href: "/" }, "Go to the home page")),
  );
  byId("page-erased").focus();
}
