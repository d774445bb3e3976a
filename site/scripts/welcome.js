/** Where every link in a mail leads. It names the address and what will happen, and acts on its button alone. */

import { ask } from "/scripts/api.js";
import { Arrival, passwordForm } from "/scripts/arrival.js";
import { WORDS } from "/scripts/auth-words.js";
import { AuthTrouble, mailCode, mailRecovery, requireKeepable } from "/scripts/authentication.js";
import { onSubmit, trouble } from "/scripts/forms.js";
import { codeForm, showInbox } from "/scripts/inbox.js";
import { byId, element, fill } from "/scripts/markup.js";
import { nextPage } from "/scripts/next.js";
import "/scripts/page.js";
import { sessionAddress } from "/scripts/session.js";
import { COOKIES_NEEDED, storageRefused } from "/scripts/storage.js";
import { goOn } from "/scripts/terms.js";

/** @typedef {{state: "open" | "used" | "agreed" | "replaced" | "unknown", kind?: "confirmation" | "recovery" | "email_change", email?: string, new_email?: string, mailed_to?: string, half_made?: boolean}} Link */

const query = new URLSearchParams(location.search);
const token = query.get("token_hash") ?? "";
const type = query.get("type") ?? "";
const arrival = new Arrival();
const page = byId("page-content");

if (storageRefused()) say("This browser keeps nothing for our site.", COOKIES_NEEDED);
else await look();

async function look() {
  if (!/^[A-Za-z0-9_-]{6,128}$/.test(token)) return gone({ state: "unknown" }, wordsOf(query.get("error_code") ?? ""));
  try {
    const link = await ask("account/link", { method: "POST", body: { token_hash: token } });
    if (link.state === "open") offer(link);
    else gone(link);
  } catch (error) {
    say("This did not work just now.", trouble(error), element("button", { class: "button", type: "button", onclick: () => void look() }, "Try again"));
  }
}

/** Say what the link is for, and wait for the button. @param {Link} link */
function offer(link) {
  if (link.kind === "email_change") return offerChange(link);
  const email = link.email ?? "";
  const form = element("div", null);
  const isNew = link.kind === "confirmation";
  const recovery = link.kind === "recovery" && type === "recovery";
  const title = isNew ? "Welcome! One step, and your account is ready." : recovery ? "Set a new password" : "Sign in";
  const does = isNew ? "confirms that this address is yours, and signs you in." : recovery ? "sets the password, signs you in here, and signs out every other browser." : "signs you in.";
  fill(page, element("h1", { tabindex: "-1" }, title), element("p", { class: "lede" }, "For ", element("strong", null, email), ". The button ", does), ...another(email), form);
  const verb = leaving(email) ? "Sign out there, and " : "";
  const button = capital(verb + (isNew ? "begin" : recovery ? "set this password" : "sign in"));
  if (isNew || recovery) passwordForm(form, { email, withName: isNew, button }, (chosen) => enter(link, chosen));
  else pressForm(form, button, () => enter(link, null));
}

/** @param {Link} link @param {{password: string, name?: string} | null} chosen */
async function enter(link, chosen) {
  const email = link.email ?? "";
  const switched = leaving(email);
  try {
    if (chosen) requireKeepable(chosen.password);
    await arrival.prove({ token_hash: token, type: proofType(link) });
  } catch (error) {
    if (error instanceof AuthTrouble && error.code === "otp_expired") return void expired(link);
    throw error;
  }
  if (chosen) await arrival.settle({ ...chosen, drop: link.kind === "confirmation" });
  await arrival.enter(chosen?.name);
  await goOn(switched ? "/course" : nextPage()); // what a stranger's link wanted next is not what was agreed to
}

/** @param {Link} link */
function proofType(link) {
  if (link.kind === "confirmation") return type === "invite" ? "invite" : "signup";
  return link.kind === "recovery" ? (type === "recovery" ? "recovery" : "magiclink") : "email_change";
}

/** Somebody else is signed in here: both addresses are named before anything happens. @param {string} email */
function another(email) {
  if (!leaving(email)) return [];
  return [
    element("p", { class: "notice care", role: "alert" }, "In this browser ", element("strong", null, sessionAddress()), " is signed in. This link belongs to ", element("strong", null, email), ". Go on only if that is you: ", element("strong", null, sessionAddress()), " is then signed out here."),
    element("p", null, element("a", { href: "/course" }, `Stay signed in as ${sessionAddress()}`)),
  ];
}

/** @param {string} email */
function leaving(email) {
  return sessionAddress() !== "" && sessionAddress().toLowerCase() !== email.toLowerCase();
}

/** @param {Link} link */
function offerChange(link) {
  const form = element("div", null);
  fill(
    page,
    element("h1", { tabindex: "-1" }, "Change of address"),
    element("p", { class: "lede" }, "From ", element("strong", null, link.email ?? ""), " to ", element("strong", null, link.new_email ?? ""), "."),
    element("p", null, link.half_made ? "The other address has agreed already: with this button the change is made." : "Both addresses are asked, so that nobody can take an account away. The button agrees for this one."),
    form,
  );
  pressForm(form, "Confirm the change", () => change(link));
}

/** @param {Link} link */
async function change(link) {
  const other = link.mailed_to === link.new_email ? link.email : link.new_email;
  try {
    const made = await arrival.prove({ token_hash: token, type: "email_change" });
    if (!made) return say("One of your two addresses is confirmed.", `${link.mailed_to} has agreed. The change is made when the link in the mail to ${other} is followed, too.`);
  } catch (error) {
    if (error instanceof AuthTrouble && error.code === "otp_expired") return void expired(link);
    if (error instanceof AuthTrouble && ["unexpected_failure", "email_exists"].includes(error.code)) throw new AuthTrouble({ ours: `${link.new_email} belongs to another account by now, so that the change cannot be made. Your address stays ${link.email}.` });
    throw error;
  }
  if (sessionAddress().toLowerCase() === (link.email ?? "").toLowerCase()) await arrival.enter();
  say("Your new e-mail address is confirmed.", `From now on you sign in with ${link.new_email}.`, element("a", { class: "button", href: "/account" }, "Go to your account"));
}

/** The link is ours but too old. @param {Link} link */
function expired(link) {
  if (link.kind === "email_change") return say("This link has expired.", "Your address stays as it is. Ask for the change again on your account page.", element("a", { class: "button", href: "/account" }, "Go to your account"));
  const email = link.email ?? "";
  const form = element("div", null);
  fill(page, element("h1", { tabindex: "-1" }, "This link has expired."), element("p", { class: "lede" }, "We send a new one to ", element("strong", null, email), "."), form);
  pressForm(form, "Send a new link", () => sendAnew(link, email));
}

/** @param {Link} link @param {string} email */
async function sendAnew(link, email) {
  const recovery = link.kind === "recovery" && type === "recovery";
  const again = () => (recovery ? mailRecovery(email) : mailCode(email, nextPage(), { create: link.kind === "confirmation" }));
  await again();
  showInbox(page, { email, recovery, next: nextPage(), again, correct: () => gone({ state: "unknown" }) });
}

/** @param {string} code */
function wordsOf(code) {
  return Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
}

/** The link is used up, or none of ours. @param {Link} link @param {string} [said] what Supabase Auth said of it, in our words */
function gone(link, said) {
  const here = sessionAddress() && element("p", null, "In this browser ", element("strong", null, sessionAddress()), " is signed in. ", element("a", { href: "/course" }, "Go on to your course"));
  if (link.kind === "email_change" && link.state === "used") return say("The change of address is made.", "You sign in with the new address from now on.", here || element("a", { class: "button", href: "/sign-in" }, "Sign in"));
  if (link.kind === "email_change" && link.state === "agreed") return say("This address has agreed already.", "The change is made when the link in the mail to the other address is followed, too.");
  if (link.kind === "confirmation" && link.state === "used") return say("Your address is confirmed already.", "This link did its work before. Nothing is left to do but to sign in.", here || element("a", { class: "button", href: `/sign-in?next=${encodeURIComponent(nextPage())}` }, "Sign in"));
  const why = said ?? { used: "This link was used already.", replaced: "A newer mail has replaced this one.", unknown: "We do not know this link.", agreed: "", open: "" }[link.state];
  const [form, code] = [element("div", null), element("div", null)];
  fill(
    page,
    element("h1", { tabindex: "-1" }, why),
    element("p", { class: "lede" }, "Each link works once, and the newest is the one that counts. If your account is confirmed, ", element("a", { href: "/sign-in" }, "sign in"), ". Otherwise get a new link, or type the six digits of the newest mail."),
    here || null,
    element("h2", null, "Get a new link"),
    form,
    element("h2", null, "Type the code"),
    code,
  );
  addressForm(form, (email) => sendAnew({ state: "unknown", kind: type === "recovery" ? "recovery" : undefined }, email));
  codeForm(code, { email: "", recovery: type === "recovery", next: nextPage() }, page);
}

/** @param {Element} place @param {(email: string) => Promise<void>} act */
function addressForm(place, act) {
  const form = element(
    "form",
    { class: "form", method: "post" },
    element("div", { class: "field" }, element("label", { for: "page-email" }, "Your e-mail address"), element("input", { id: "page-email", name: "email", type: "email", autocomplete: "username", inputmode: "email", autocapitalize: "none", spellcheck: "false", required: true })),
    element("button", { class: "button", type: "submit" }, "Send a new link"),
  );
  fill(place, form);
  onSubmit(form, ({ email }) => act(email.trim()));
}

/** @param {Element} place @param {string} words @param {() => Promise<void>} act */
function pressForm(place, words, act) {
  const form = element("form", { class: "form", method: "post" }, element("button", { class: "button", type: "submit" }, words));
  fill(place, form);
  onSubmit(form, act);
}

/** @param {string} title @param {string} words @param {...any} ways */
function say(title, words, ...ways) {
  fill(page, element("h1", { tabindex: "-1" }, title), element("p", { class: "lede" }, words), element("div", { class: "actions" }, ...ways));
  page.querySelector("h1").focus();
}

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
