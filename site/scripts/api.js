/** The one place that calls our functions: identity added, problem+json understood, waiting times kept. */

import { accessToken, authClient, sessionOwner } from "/scripts/session.js";
import { wait } from "/scripts/words.js";

const FUNCTIONS = "/.netlify/functions/";
const SECONDS_TO_WAIT = 20;

/** What a function refused, or that it could not be reached (`status` 0). `message` is fit to be shown. */
export class Refusal extends Error {
  /**
   * @param {{status: number, slug: string, message: string, errors?: {pointer: string, detail: string}[], retryAfterSeconds?: number | null, body?: any}} facts
   */
  constructor({ status, slug, message, errors = [], retryAfterSeconds = null, body = {} }) {
    super(message);
    this.status = status;
    this.slug = slug;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
    this.body = body;
  }

  /** True when the same request may work in a moment. */
  get passes() {
    return this.status === 0 || this.status === 503 || this.status === 504;
  }
}

/** Whom this page was opened for: nothing is written or taken along for anybody else. */
const opened = sessionOwner();

/**
 * Ask a function and read its JSON; null for an empty answer. Throws a Refusal.
 * @param {string} path below the functions' address, for example "get-module/cash-flow"
 * @param {{method?: string, body?: unknown, keepalive?: boolean, signal?: AbortSignal, seconds?: number}} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, options = {}) {
  const response = await send(path, options);
  const text = await response.text().catch(() => {
    throw unreachable(); // the connection broke in the middle of the answer
  });
  return text ? JSON.parse(text) : null;
}

/**
 * Ask a function and hand back the response itself, for streams and files. Throws a Refusal.
 * @param {string} path
 * @param {{method?: string, body?: unknown, accept?: string, keepalive?: boolean, signal?: AbortSignal, seconds?: number}} [options]
 * @returns {Promise<Response>}
 */
export async function send(path, options = {}) {
  if (opened !== null && opened !== sessionOwner() && (path.startsWith("account/export") || ![undefined, "GET"].includes(options.method))) {
    location.reload();
    throw new Refusal({ status: 409, slug: "account-changed", message: "Somebody else has signed in in this browser. This page is loaded anew." });
  }
  const token = await accessToken();
  let response = await attempt(path, options, token);
  if (response.status === 401) {
    const renewed = token === undefined ? undefined : await accessToken({ renew: true });
    if (renewed === undefined) throw unreachable(); // signed in still: nobody has to sign in again
    if (renewed) response = await attempt(path, options, renewed);
  }
  if (response.ok) return response;
  const refused = await refusal(response);
  if (refused.slug !== "second-step-required" || !(await passSecondStep())) throw refused;
  response = await attempt(path, options, await accessToken());
  if (!response.ok) throw await refusal(response);
  return response;
}

/** Ask for the code of the reader's app; false when they turn away or have none. Loaded when it is needed: owners alone meet it. */
async function passSecondStep() {
  const { whenAsked } = await import("/scripts/second-step.js");
  return authClient().then(whenAsked).then(
    () => true,
    () => false,
  );
}

/** @param {string} path @param {any} options @param {string | null | undefined} token */
async function attempt(path, { method = "GET", body, accept = "application/json", keepalive = false, signal, seconds = SECONDS_TO_WAIT }, token) {
  /** @type {Record<string, string>} */
  const headers = { accept };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  try {
    return await fetch(FUNCTIONS + path, {
      method,
      headers,
      keepalive,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: endingWith(signal, seconds),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
}

/** A signal that aborts with `signal` or when the time is up: AbortSignal.any, which older browsers lack. @param {AbortSignal | undefined} signal @param {number} seconds */
function endingWith(signal, seconds) {
  const ending = new AbortController();
  const end = () => ending.abort();
  setTimeout(end, seconds * 1000);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  return ending.signal;
}

function unreachable() {
  return new Refusal({ status: 0, slug: "unreachable", message: navigator.onLine ? "The course did not answer. Please try again in a moment." : "You seem to be offline. Please try again when the connection is back." });
}

/** @param {Response} response */
async function refusal(response) {
  const body = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get("retry-after"));
  return new Refusal({
    status: response.status,
    slug: String(body.type ?? "").split("/").pop() || "unknown",
    message: body.detail || body.title || "The course could not answer. Please try again in a moment.",
    errors: body.errors,
    retryAfterSeconds: response.headers.has("retry-after") && retryAfter >= 0 ? retryAfter : null,
    body,
  });
}

/** Any error as one sentence for the reader, with the wait when there is one. @param {unknown} error */
export function inWords(error) {
  if (!(error instanceof Refusal)) return "Something went wrong on this page. Reload it and try again.";
  if (error.slug === "invalid-body" && error.errors.length) return `This was not accepted: ${error.errors.map(({ detail }) => detail.charAt(0).toLowerCase() + detail.slice(1)).join("; ")}.`;
  const until = error.retryAfterSeconds ? ` Try again in ${wait(error.retryAfterSeconds)}.` : "";
  return error.message + until;
}
