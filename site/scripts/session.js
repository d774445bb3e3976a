/** Who is signed in: a thin cover over the vendored Supabase Auth client, loaded only when it is needed. */

import { kept } from "/scripts/storage.js";

const KEEP = "masterclass.session";
/** What one request waits for a new token; the client itself would go on trying for half a minute. */
const RENEWAL_MILLISECONDS = 10_000;

/** @type {Promise<any> | null} */
let made = null;

/** The auth client, made once per page from the public configuration. @returns {Promise<any>} */
export function authClient() {
  made ??= makeClient().catch((error) => {
    made = null;
    throw error;
  });
  return made;
}

async function makeClient() {
  const [{ AuthClient }, configuration] = await Promise.all([import("/vendor/auth-js.js"), configured()]);
  return new AuthClient({
    url: `${configuration.supabase_url}/auth/v1`,
    headers: { apikey: configuration.supabase_publishable_key },
    storageKey: KEEP,
    flowType: "pkce",
    autoRefreshToken: true,
    persistSession: true,
    detectSessionInUrl: false,
  });
}

/** @returns {Promise<{supabase_url: string, supabase_publishable_key: string}>} */
async function configured() {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error("no configuration");
  return response.json();
}

/** True when this browser keeps a session; says nothing about whether it still holds. */
export function looksSignedIn() {
  return kept("localStorage", KEEP) !== null;
}

/** Who this browser keeps a session for, as an id; null for nobody. */
export function sessionOwner() {
  try {
    return JSON.parse(kept("localStorage", KEEP) ?? "null")?.user?.id ?? null;
  } catch {
    return null;
  }
}

/**
 * The reader's access token, refreshed when it is about to expire; null when signed out, undefined when the session
 * is kept but the sign-in service could not be asked to renew it.
 * @param {{renew?: boolean}} [options] `renew` asks for a new one even if the old one looks good
 * @returns {Promise<string | null | undefined>}
 */
export async function accessToken({ renew = false } = {}) {
  if (!looksSignedIn()) return null;
  const late = new Promise((resolve) => setTimeout(resolve, RENEWAL_MILLISECONDS, undefined));
  return Promise.race([renewed(renew).catch(() => undefined), late]);
}

/** @param {boolean} renew */
async function renewed(renew) {
  const client = await authClient();
  const { data, error } = renew ? await client.refreshSession() : await client.getSession();
  if (error?.name === "AuthRetryableFetchError") return undefined;
  return data.session?.access_token ?? null;
}
