// One request through a Python instance: event in, answer out, and a problem for everything that fails between.

import { randomUUID } from "node:crypto";
import { responseOf } from "./answer.mjs";
import { eventOf, TooLarge } from "./event.mjs";
import { CallFailed } from "./failures.mjs";
import { logFailure } from "./log.mjs";
import { contentTooLarge, internalError, timedOut } from "./problems.mjs";

/** @typedef {import("./python-instance.mjs").PythonInstance} PythonInstance */

const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Answers `request` by `instance`; never rejects.
 *
 * @param {PythonInstance} instance
 * @param {Request} request
 * @param {{ requestId?: string }} [context]
 * @returns {Promise<Response>}
 */
export async function serve(instance, request, context) {
  const requestId = requestIdOf(request, context);
  try {
    const event = await eventOf(request, requestId);
    return responseOf(await instance.call(requestId, event), request.method);
  } catch (error) {
    if (error instanceof TooLarge) return contentTooLarge(requestId);
    if (!(error instanceof CallFailed)) logFailure(instance.name, requestId, "the bridge failed", String(error));
    else if (!error.logged) logFailure(instance.name, requestId, error.message);
    return error instanceof CallFailed && error.timedOut ? timedOut(requestId) : internalError(requestId);
  }
}

/** @param {Request} request @param {{ requestId?: string }} [context] @returns {string} */
function requestIdOf(request, context) {
  const candidate = request.headers.get("x-nf-request-id") ?? context?.requestId ?? "";
  return REQUEST_ID.test(candidate) ? candidate : randomUUID();
}
