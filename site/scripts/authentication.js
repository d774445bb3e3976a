/** What a person does about signing in, each as one call; trouble is thrown in plain words. */

import { inPlainWords, passwordTrouble } from "/scripts/auth-words.js";
import { captchaToken } from "/scripts/captcha.js";
import { authClient, dropSession, privateClient } from "/scripts/session.js";
import { whenAsked } from "/scripts/second-step.js";

/** From one address the service takes thirty at once, then one each two seconds; mails and codes one each ten. */
const TOKEN_PAUSE_MILLISECONDS = 2_000;
const MAIL_PAUSE_MILLISECONDS = 10_000;
/** How many turns are waited for: three minutes for a token, a quarter of an hour for a mail. */
const TURNS = 90;

/** Trouble with signing in; `message` is fit to be shown, `code` is Supabase Auth's; `pausing`: a mail was sent a moment ago. */
export class AuthTrouble extends Error {
  /** @param {any} error what the client handed back @param {string} [password] the one that was refused */
  constructor(error, password = "") {
    super(error?.ours ?? inPlainWords(error, password));
    this.code = error?.code ?? "";
    this.pausing = /after \d+ seconds/.test(error?.message ?? "");
  }
}

/**
 * Run one call of an auth client and hand back its data. Where many sign in at once it waits its turn, saying so; where
 * the account has a second step it asks for the code and goes on.
 * @param {(client: any) => Promise<{data: any, error: any}>} call
 * @param {{client?: any, pause?: number, password?: string}} [options]
 */
export async function withClient(call, { client, pause = TOKEN_PAUSE_MILLISECONDS, password = "" } = {}) {
  const until = Date.now() + TURNS * pause;
  for (;;) {
    const outcome = await attempt(call, client);
    if (!outcome.error) return outcome.data;
    if (outcome.error.code === "insufficient_aal") await secondStep(client ?? (await authClient()));
    else if (outcome.error.code === "over_request_rate_limit" && Date.now() + pause < until) await turn(pause);
    else throw new AuthTrouble(outcome.error, password);
  }
}

/** @param {any} client */
async function secondStep(client) {
  try {
    await whenAsked(client);
  } catch (error) {
    throw new AuthTrouble(error);
  }
}

/** @param {(client: any) => Promise<{data: any, error: any}>} call @param {any} client */
async function attempt(call, client) {
  try {
    return await call(client ?? (await authClient()));
  } catch (error) {
    return { data: null, error };
  }
}

/** Wait for the next turn; not all at the same moment. @param {number} pause */
function turn(pause) {
  dispatchEvent(new CustomEvent("masterclass-waiting"));
  return new Promise((resolve) => setTimeout(resolve, pause * (1 + Math.random() / 2)));
}

/** Refuse a password that could not be kept whole. @param {string} password */
export function requireKeepable(password) {
  const wrong = passwordTrouble(password);
  if (wrong) throw new AuthTrouble({ code: "weak_password", ours: wrong });
}

/** @param {string} email @param {string} password @param {{client?: any}} [options] */
export function signIn(email, password, { client } = {}) {
  return withClient(async (one) => one.signInWithPassword({ email, password, options: { captchaToken: await captchaToken() } }), { client });
}

/**
 * Mail what lets one in: a link and six digits. Nobody learns whether there is an account: what tells known from
 * unknown addresses, the pause between two mails included, reads like success.
 * @param {string} email @param {string} next @param {{create?: boolean, terms?: string}} [options] `create` makes an account where there is none
 */
export async function mailCode(email, next, { create = false, terms } = {}) {
  const options = { shouldCreateUser: create, emailRedirectTo: location.origin + next, ...(terms ? { data: { terms } } : {}) };
  const asked = withClient(async (client) => client.signInWithOtp({ email, options: { ...options, captchaToken: await captchaToken() } }), { pause: MAIL_PAUSE_MILLISECONDS });
  await quietly(asked, { sayWhenFull: create });
}

/** Mail a link with which a new password can be set; the same words for everybody, as above. @param {string} email */
export async function mailRecovery(email) {
  await quietly(withClient(async (client) => client.resetPasswordForEmail(email, { captchaToken: await captchaToken() }), { pause: MAIL_PAUSE_MILLISECONDS }));
}

/**
 * @param {Promise<unknown>} asked
 * @param {{sayWhenFull?: boolean}} [options] that the hour's mails are used up is said where it is so for every address
 */
async function quietly(asked, { sayWhenFull = false } = {}) {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof AuthTrouble && ["otp_disabled", "over_email_send_rate_limit", "user_not_found"].includes(error.code))) throw error;
    const full = error.code === "over_email_send_rate_limit" && !error.pausing;
    if (full && sayWhenFull) throw new AuthTrouble({ ours: "We cannot send more mails this hour. Please try again later." });
  }
}

/** Set another password, showing the one there is. @param {string} password @param {string} current */
export function changePassword(password, current) {
  requireKeepable(password);
  return withClient((client) => client.updateUser({ password, current_password: current }), { password });
}

/**
 * Show the password; here nobody asked for the address.
 * @param {string} email @param {string} password @param {{fresh?: boolean}} [options] `fresh` makes this browser's session a new one; else it stays as it is
 */
export async function confirmPassword(email, password, { fresh = false } = {}) {
  const client = fresh ? undefined : await privateClient();
  try {
    await signIn(email, password, { client });
  } catch (error) {
    throw error instanceof AuthTrouble && error.code === "invalid_credentials" ? new AuthTrouble({ code: "current_password_invalid" }) : error;
  }
  await client?.signOut({ scope: "local" });
}

/** Ask for another e-mail address; it counts once the mails are confirmed. @param {string} email */
export function changeEmail(email) {
  return withClient((client) => client.updateUser({ email }, { emailRedirectTo: `${location.origin}/account` }), { pause: MAIL_PAUSE_MILLISECONDS });
}

/** @param {"local" | "global" | "others"} scope */
export async function signOut(scope) {
  await withClient(async (client) => ({ data: null, ...(await client.signOut({ scope })) }));
}

/** Leave this browser signed out, also when the sign-in service cannot be told. */
export async function forgetSession() {
  await signOut("local").catch(() => null);
  dropSession();
}
