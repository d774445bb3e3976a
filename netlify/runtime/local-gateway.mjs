// Under `netlify dev`: calls forwarded to the local gateway, streaming kept.

import { randomUUID } from "node:crypto";
import { unavailable } from "./problems.mjs";

const HOP_BY_HOP = ["connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "host", "expect"];
const DECODED_ALREADY = ["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"];

/**
 * Returns a function that hands every request to the gateway at `origin` ("http://localhost:8889").
 *
 * @param {string} origin
 * @returns {(request: Request) => Promise<Response>}
 */
export function forwardTo(origin) {
  return async (request) => {
    const requestId = request.headers.get("x-nf-request-id") ?? randomUUID();
    if (!origin) return unavailable(requestId, "No local gateway: start this with `make netlify-dev`.");
    try {
      return answerOf(await fetch(addressed(request, origin)), request.method);
    } catch {
      return unavailable(requestId, `The local gateway at ${origin} does not answer.`);
    }
  };
}

/** @param {Request} request @param {string} origin @returns {Request} */
function addressed(request, origin) {
  const url = new URL(request.url);
  const headers = without(request.headers, HOP_BY_HOP);
  headers.set("x-forwarded-host", url.host);
  headers.set("accept-encoding", "identity");
  const { method, body, signal } = request;
  const options = { method, headers, body, signal, duplex: "half", redirect: /** @type {const} */ ("manual") };
  return new Request(new URL(url.pathname + url.search, origin), options);
}

/** @param {Response} response @param {string} method @returns {Response} */
function answerOf(response, method) {
  const headers = without(response.headers, method === "HEAD" ? [] : DECODED_ALREADY);
  return new Response(response.body, { status: response.status, headers });
}

/** @param {Headers} headers @param {string[]} names @returns {Headers} */
function without(headers, names) {
  const kept = new Headers(headers);
  for (const name of names) kept.delete(name);
  return kept;
}
