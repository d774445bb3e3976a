/** Who is signed in: a thin cover over the vendored Supabase Auth client, loaded only when it is needed. */

import { forget, keep, kept } from "/scripts/storage.js";

const KEEP = "masterclass.session";
/** What one request waits for a new token; the client itself would go on trying for half a minute. */
const RENEWAL_MILLISECONDS = 10_000;

/** @type {Promise<any> | null} */
let made = null;

/** The auth client, made once per page from the public configuration. @returns {Promise<any>} */
export function authClient() {
  const storage = { getItem: (/** @type {string} */ name) => kept("localStorage", name), setItem: (/** @type {string} */ name, /** @type {string} */ value) => keep("localStorage", name, value), removeItem: signedOut };
  made ??= makeClient({ storage, storageKey: KEEP, autoRefreshToken: true, persistSession: true }).catch((error) => {
    made = null;
    throw error;
  });
  return made;
}

/** A client that keeps its session to itself: what a link or code opens is looked at before this browser takes it on. */
export function privateClient() {
  return makeClient({ storageKey: `private.${crypto.randomUUID?.() ?? Math.random()}`, autoRefreshToken: false, persistSession: false });
}

/** @param {Record<string, unknown>} options */
async function makeClient(options) {
  const [{ AuthClient }, configuration] = await Promise.all([import("/vendor/auth-js.js"), configured()]);
  return new AuthClient({
    url: `${configuration.supabase_url}/auth/v1`,
    headers: { apikey: configuration.supabase_publishable_key },
    flowType: "implicit", // a link works on any device for its whole life: our page hands its token in itself
    detectSessionInUrl: false,
    fetch: askAuth,
    ...options,
  });
}

/**
 * What the client asks with. A session's end is told by this device's clock as it was when the session came, however
 * wrong that is; and a refresh that is refused for being one too many, or by a broken server, is "later", never "no".
 * @param {RequestInfo | URL} address @param {RequestInit} [options]
 */
async function askAuth(address, options) {
  const response = await fetch(address, options);
  const path = new URL(String(address), location.origin);
  if (path.searchParams.get("grant_type") === "refresh_token" && (response.status === 429 || response.status >= 500)) {
    return new Response("{}", { status: 503, headers: { "content-type": "application/json" } });
  }
  if (!response.ok || !/\/(token|verify|signup)$/.test(path.pathname)) return response;
  const body = await response.json();
  if (body.expires_in) body.expires_at = Math.floor(Date.now() / 1000) + body.expires_in;
  return new Response(JSON.stringify(body), { status: response.status, headers: response.headers });
}

/** @type {Promise<{supabase_url: string, supabase_publishable_key: string, captcha_site_key?: string, captcha_vendor?: string, terms_version?: string}> | null} */
let configuration = null;

/** The pages' public configuration, asked for once. */
export function configured() {
  configuration ??= fetch("/config.json")
    .then((response) => (response.ok ? response.json() : Promise.reject(new TypeError("no configuration"))))
    .catch((error) => {
      configuration = null;
      throw error;
    });
  return configuration;
}

/** Make a session that a private client opened this browser's own. @param {any} session */
export function takeOn(session) {
  keep("localStorage", KEEP, JSON.stringify(session));
}

/** True when this browser keeps a session; says nothing about whether it still holds. */
export function looksSignedIn() {
  return kept("localStorage", KEEP) !== null;
}

/** Who this browser keeps a session for, as an id; null for nobody. */
export function sessionOwner() {
  return keptUser()?.id ?? null;
}

/** The address of whom this browser keeps a session for; "" for nobody. */
export function sessionAddress() {
  return keptUser()?.email ?? "";
}

function keptUser() {
  try {
    return JSON.parse(kept("localStorage", KEEP) ?? "null")?.user;
  } catch {
    return null;
  }
}

/** Forget the session in this browser without asking anyone. */
export function dropSession() {
  signedOut(KEEP);
}

/** What the client drops when its session is refused for good; the frame of the page is told. @param {string} name */
function signedOut(name) {
  forget("localStorage", name);
  if (name === KEEP) dispatchEvent(new CustomEvent("masterclass-signed-out"));
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
