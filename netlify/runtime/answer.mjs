// What a Lambda handler answered, as a web Response.

import { MAX_BODY_BYTES } from "./event.mjs";
import { CallFailed } from "./failures.mjs";

/**
 * A handler's result: payload format 2.0. `body` of a streamed one is made while it is read.
 * @typedef {object} Result
 * @property {number} statusCode
 * @property {Record<string, string | number | boolean>} [headers]
 * @property {string[]} [cookies]
 * @property {string | ReadableStream<Uint8Array> | null} [body]
 * @property {boolean} [isBase64Encoded]
 */

const BODILESS = new Set([204, 205, 304]);
const NOT_OURS_TO_SEND = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "trailer"]);

/**
 * Returns `result` as the Response to a `method` request; throws CallFailed where it is no HTTP answer.
 *
 * @param {unknown} result
 * @param {string} method
 * @returns {Response}
 */
export function responseOf(result, method) {
  const checked = /** @type {Result} */ (result ?? { statusCode: 204 });
  const bodiless = method === "HEAD" || BODILESS.has(checked.statusCode);
  try {
    const headers = headersOf(checked, method);
    if (bodiless && checked.body instanceof ReadableStream) checked.body.cancel().catch(() => {});
    return new Response(bodiless ? null : bodyOf(checked), { status: statusOf(checked), headers });
  } catch (error) {
    if (checked.body instanceof ReadableStream && !checked.body.locked) checked.body.cancel().catch(() => {});
    throw new CallFailed(`the handler's result is no HTTP answer: ${error instanceof Error ? error.name : ""}`);
  }
}

/** @param {Result} result @returns {number} */
function statusOf({ statusCode }) {
  if (!Number.isInteger(statusCode)) throw new TypeError("statusCode");
  return statusCode;
}

/** @param {Result} result @param {string} method @returns {Headers} */
function headersOf({ headers = {}, cookies = [] }, method) {
  if (typeof headers !== "object" || !Array.isArray(cookies)) throw new TypeError("headers");
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers ?? {})) {
    const framing = name.toLowerCase() === "content-length" && method !== "HEAD"; // the platform counts for itself
    if (!framing && !NOT_OURS_TO_SEND.has(name.toLowerCase())) sent.append(name, String(value));
  }
  for (const cookie of cookies) sent.append("set-cookie", cookie);
  return sent;
}

/** @param {Result} result @returns {Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>} */
function bodyOf({ body, isBase64Encoded }) {
  if (body instanceof ReadableStream) return body;
  if (typeof (body ?? "") !== "string") throw new TypeError("body");
  const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > MAX_BODY_BYTES) throw new RangeError("body");
  return bytes;
}
