/** What a person does about signing in, each as one call; trouble is thrown in plain words. */

import { authClient } from "/scripts/session.js";
import { forget } from "/scripts/storage.js";

/** Supabase Auth's error codes, as one would say them to someone at the desk. */
const WORDS = {
  invalid_credentials: "The e-mail address or the password is not right.",
  email_not_confirmed: "This e-mail address is not confirmed yet. Follow the link in our mail, or ask for it again.",
  user_already_exists: "There is an account with this e-mail address. Sign in, or set a new password.",
  email_exists: "There is an account with this e-mail address already.",
  weak_password: "This password is too easy to guess. Choose a longer one; four unrelated words do well.",
  same_password: "That is the password you have now. Choose a new one.",
  over_email_send_rate_limit: "We sent a mail a moment ago. Look in your inbox and your spam folder, and ask again in a minute.",
  over_request_rate_limit: "That was too many tries at once. Wait a few minutes, then try again.",
  otp_expired: "This link has expired or was used already. Ask for a new one.",
  bad_code_verifier: "Please open the link in the browser in which you asked for it, or ask for a new one here.",
  flow_state_not_found: "Please open the link in the browser in which you asked for it, or ask for a new one here.",
  flow_state_expired: "This link has expired. Ask for a new one.",
  email_address_invalid: "We cannot send mail to this address. Check it for a slip.",
  email_address_not_authorized: "We cannot send mail to this address.",
  signup_disabled: "New accounts cannot be made at the moment.",
  email_provider_disabled: "Signing in by e-mail is switched off at the moment.",
  user_banned: "This account is blocked.",
  user_not_found: "This account no longer exists.",
  session_not_found: "You have been signed out. Please sign in again.",
  session_expired: "You have been signed out. Please sign in again.",
  refresh_token_not_found: "You have been signed out. Please sign in again.",
  refresh_token_already_used: "You have been signed out. Please sign in again.",
  reauthentication_needed: "Please sign in again before you change this.",
  reauthentication_not_valid: "Please sign in again before you change this.",
  current_password_required: "The password you have now is needed to change it.",
  current_password_invalid: "The password you have now is not right.",
  validation_failed: "Something in the form cannot be right. Check the e-mail address and the password for a slip.",
  email_address_not_provided: "An e-mail address is needed.",
  otp_disabled: "There is no account with this e-mail address yet. Create one first.",
  captcha_failed: "We could not tell that you are a person. Please try again.",
  flow_state_already_used: "This link was used already. Ask for a new one.",
  bad_jwt: "You have been signed out. Please sign in again.",
  no_authorization: "You have been signed out. Please sign in again.",
  conflict: "Something else was changed at the same moment. Please try again.",
  hook_timeout: "Making the account took too long. Please try again in a moment.",
  hook_timeout_after_retry: "Making the account took too long. Please try again in a moment.",
  request_timeout: "Signing in takes longer than it should. Please try again in a moment.",
  unexpected_failure: "Signing in does not work at the moment. Please try again later.",
};

/** What Supabase Auth calls "Confirmation link accepted. Please proceed to confirm link sent to the other email". */
const HALF_DONE = "One of your two addresses is confirmed. Now follow the link in the mail to the other one.";

/** Trouble with signing in; `message` is fit to be shown, `code` is Supabase Auth's. */
export class AuthTrouble extends Error {
  /** @param {any} error what the client handed back */
  constructor(error) {
    super(inPlainWords(error));
    this.code = error?.code ?? "";
  }
}

/** @param {any} error */
function inPlainWords(error) {
  const known = /** @type {Record<string, string>} */ (WORDS)[error?.code];
  if (known) return known;
  if (error?.name === "AuthRetryableFetchError" || error instanceof TypeError) return navigator.onLine ? "The sign-in service did not answer. Please try again in a moment." : "You seem to be offline. Try again when the connection is back.";
  if (error?.name === "AuthSessionMissingError") return WORDS.session_not_found;
  if (error?.name === "AuthPKCECodeVerifierMissingError" || /code verifier/i.test(error?.message ?? "")) return WORDS.bad_code_verifier;
  if (error?.status === 429) return WORDS.over_request_rate_limit;
  if (error?.status >= 500) return WORDS.unexpected_failure;
  return error?.message || WORDS.unexpected_failure;
}

/**
 * Run one call of the auth client and hand back its data.
 * @param {(client: any) => Promise<{data: any, error: any}>} call
 */
async function withClient(call) {
  let outcome;
  try {
    outcome = await call(await authClient());
  } catch (error) {
    throw new AuthTrouble(error);
  }
  if (outcome.error) throw new AuthTrouble(outcome.error);
  return outcome.data;
}

/** Make an account; true when one is signed in at once, false when the mail has to be confirmed first.
 * @param {string} name @param {string} email @param {string} password @param {string} next where to go afterwards */
export async function signUp(name, email, password, next) {
  const data = await withClient((client) => client.signUp({ email, password, options: { data: { name }, emailRedirectTo: landing(next) } }));
  return data.session !== null;
}

/** @param {string} email @param {string} password */
export function signIn(email, password) {
  return withClient((client) => client.signInWithPassword({ email, password }));
}

/** Send the confirmation mail again. @param {string} email @param {string} next */
export function sendConfirmation(email, next) {
  return withClient((client) => client.resend({ type: "signup", email, options: { emailRedirectTo: landing(next) } }));
}

/** Send a link with which a new password can be set. @param {string} email */
export function sendRecovery(email) {
  return withClient((client) => client.resetPasswordForEmail(email, { redirectTo: `${location.origin}/new-password` }));
}

/** @param {string} password */
export function setPassword(password) {
  return withClient((client) => client.updateUser({ password }));
}

/** Ask for another e-mail address; it counts once the mails are confirmed. @param {string} email */
export function changeEmail(email) {
  return withClient((client) => client.updateUser({ email }, { emailRedirectTo: `${location.origin}/account` }));
}

/** @param {"local" | "global" | "others"} scope */
export async function signOut(scope) {
  await withClient(async (client) => ({ data: null, ...(await client.signOut({ scope })) }));
}

/** Forget the session in this browser without asking anyone: the account is gone. */
export async function forgetSession() {
  await signOut("local").catch(() => forget("localStorage", "masterclass.session"));
}

/**
 * Finish what a link in a mail began, if this page was opened by one: "nothing", "signed-in",
 * or "message" with what the sign-in service says. The address is cleaned, so that a reload does not repeat it.
 * @returns {Promise<{outcome: "nothing" | "signed-in" | "message", message: string}>}
 */
export async function finishLink() {
  const query = new URLSearchParams(location.search);
  const hash = new URLSearchParams(location.hash.slice(1));
  const given = (/** @type {string} */ name) => query.get(name) ?? hash.get(name);
  const [code, tokenHash] = [given("code"), given("token_hash")];
  const failed = given("error_code") ?? given("error");
  const message = given("message");
  if (!code && !tokenHash && !failed && !message) return { outcome: "nothing", message: "" };
  const type = given("type") ?? "email";
  const description = given("error_description") ?? "";
  cleanAddress(query);
  if (failed) throw new AuthTrouble({ code: failed, message: description });
  if (message) return { outcome: "message", message: /other email/i.test(message) ? HALF_DONE : message };
  if (code) await withClient((client) => client.exchangeCodeForSession(code));
  else await withClient((client) => client.verifyOtp({ token_hash: tokenHash, type }));
  return { outcome: "signed-in", message: "" };
}

/** @param {URLSearchParams} query */
function cleanAddress(query) {
  for (const name of ["code", "token_hash", "type", "error", "error_code", "error_description", "message", "sb"]) query.delete(name);
  const rest = query.toString();
  history.replaceState(null, "", location.pathname + (rest ? `?${rest}` : ""));
}

/** Where the link in a confirmation mail lands. @param {string} next */
function landing(next) {
  return `${location.origin}/sign-in?next=${encodeURIComponent(next)}`;
}

/** The page to go to after signing in: a path of this site, never another one. */
export function nextPage() {
  const wanted = new URLSearchParams(location.search).get("next") ?? "";
  if (!wanted.startsWith("/")) return "/course";
  const target = new URL(wanted, location.origin);
  return target.origin === location.origin && !wanted.startsWith("//") ? target.pathname + target.search + target.hash : "/course";
}
