// A streamed answer (JSON prelude, eight NULs, bytes, trailers when it failed) as a result with a ReadableStream.

import { CallFailed } from "./failures.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

const PRELUDE_END = Buffer.alloc(8);
const MAX_PRELUDE_BYTES = 1024 * 1024;
const FAILED = "lambda-runtime-function-error-type";

/**
 * Reads the prelude of `request` and returns the result it begins; rejects when there is none.
 *
 * @param {IncomingMessage} request
 * @param {(failure?: Error) => void} onEnd called once when the last byte was read or the stream broke
 * @param {() => void} onCancel called instead when the reader left; the handler is told by a closed connection
 * @returns {Promise<import("./answer.mjs").Result>}
 */
export async function readStreamed(request, onEnd, onCancel) {
  const chunks = request[Symbol.asyncIterator]();
  const { prelude, rest } = await readPrelude(chunks);
  let left = false;
  const body = new ReadableStream({
    start(controller) {
      if (rest.length) controller.enqueue(new Uint8Array(rest));
    },
    async pull(controller) {
      try {
        const { value, done } = await chunks.next();
        if (left) return undefined;
        if (!done) return controller.enqueue(new Uint8Array(value));
        if (request.trailers[FAILED]) throw new CallFailed("the handler failed midway", { logged: true });
      } catch (error) {
        if (left) return undefined;
        const failure = error instanceof CallFailed ? error : new CallFailed("the answer broke off");
        controller.error(new Error("the answer broke off"));
        return onEnd(failure);
      }
      controller.close();
      return onEnd();
    },
    cancel() {
      left = true;
      onCancel();
      request.socket.resetAndDestroy();
    },
  });
  return { ...prelude, body };
}

/** @param {AsyncIterator<Buffer>} chunks */
async function readPrelude(chunks) {
  let read = Buffer.alloc(0);
  while (read.length <= MAX_PRELUDE_BYTES) {
    const { value, done } = await chunks.next();
    if (done) break;
    read = Buffer.concat([read, value]);
    const end = read.indexOf(PRELUDE_END);
    if (end >= 0) {
      const prelude = /** @type {import("./answer.mjs").Result} */ (JSON.parse(read.toString("utf8", 0, end)));
      return { prelude, rest: read.subarray(end + PRELUDE_END.length) };
    }
  }
  throw new CallFailed("the stream has no prelude");
}
