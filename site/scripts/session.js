/** Who is signed in: a thin cover over the vendored Supabase Auth client, loaded only when it is needed. */

const KEEP = "masterclass.session";

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
  try {
    return localStorage.getItem(KEEP) !== null;
  } catch {
    return false;
  }
}

/**
 * The reader's access token, refreshed when it is about to expire; null when signed out.
 * @param {{renew?: boolean}} [options] `renew` asks for a new one even if the old one looks good
 * @returns {Promise<string | null>}
 */
export async function accessToken({ renew = false } = {}) {
  if (!looksSignedIn()) return null;
  try {
    const client = await authClient();
    const { data } = renew ? await client.refreshSession() : await client.getSession();
    return data.session?.access_token ?? null;
  } catch {
    return null;
  }
}
