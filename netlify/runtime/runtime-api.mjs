// AWS's Lambda Runtime API on loopback, for one Python child (AWS: "Using the Lambda runtime API for custom runtimes").

import { createServer } from "node:http";
import { CallFailed } from "./failures.mjs";
import { readStreamed } from "./streamed.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * What a child does. `onOutcome` gets the handler's result, or the CallFailed that stands for it;
 * `onStreamEnd` follows a streamed result, with the failure that ended it early, if any.
 * @typedef {object} Listener
 * @property {() => void} onWaiting
 * @property {(id: string, outcome: unknown) => void} onOutcome
 * @property {(id: string, failure?: Error) => void} onStreamEnd
 * @property {(id: string) => void} onStreamCancel
 * @property {(kind: string) => void} onInitError
 */

const PATH = /^\/2018-06-01\/runtime\/(?:(init\/error)|invocation\/(?:(next)|([^/]+)\/(response|error)))$/;
const MAX_ANSWER_BYTES = 40 * 1024 * 1024; // 6 MB in JSON's longest spelling

/** The server; it keeps no event loop alive and no time limits, because Lambda freezes and thaws. */
export class RuntimeApi {
  /** @type {ServerResponse | null} */
  #parked = null;
  #listener;
  #server;
  #taken = "";

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
    this.#server = createServer((request, response) => this.#receive(request, response));
    Object.assign(this.#server, { timeout: 0, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
    this.#server.on("connection", (socket) => socket.unref());
  }

  /** Begins to serve. @returns {Promise<string>} host:port */
  async listen() {
    await new Promise((resolve, reject) => {
      this.#server.once("error", reject).listen(0, "127.0.0.1", () => resolve(undefined)).unref();
    });
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    return `127.0.0.1:${port}`;
  }

  /** Whether the child waits for work. */
  get waiting() {
    return this.#parked !== null;
  }

  /**
   * Hands the waiting child an invocation.
   *
   * @param {string} name
   * @param {{ id: string, event: object, deadlineMs: number }} invocation
   */
  deliver(name, { id, event, deadlineMs }) {
    const body = JSON.stringify(event);
    this.#taken = id;
    this.#parked?.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(Math.round(deadlineMs)),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:netlify:000000000000:function:${name}`,
    });
    this.#parked?.end(body);
    this.#parked = null;
  }

  /** Ends every connection. */
  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  #receive(request, response) {
    const [, init, next, id, kind] = PATH.exec(request.url ?? "") ?? [];
    if (request.method === "GET" && next) this.#park(response);
    else if (request.method === "POST" && init) this.#failToStart(request, response);
    else if (request.method === "POST" && id && id === this.#taken) this.#settle(id, kind, request, response);
    else acknowledge(request.resume(), response, id ? 400 : 404);
  }

  /** @param {ServerResponse} response */
  #park(response) {
    this.#parked = response;
    response.on("close", () => {
      if (this.#parked === response) this.#parked = null;
    });
    this.#listener.onWaiting();
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  #failToStart(request, response) {
    acknowledge(request.resume(), response, 202);
    this.#listener.onInitError(String(request.headers["lambda-runtime-function-error-type"] ?? "unknown"));
  }

  /** @param {string} id @param {string} kind @param {IncomingMessage} request @param {ServerResponse} response */
  async #settle(id, kind, request, response) {
    this.#taken = "";
    if (kind === "error") {
      acknowledge(request.resume(), response, 202);
      this.#listener.onOutcome(id, new CallFailed("the handler failed", { logged: true }));
    } else if (request.headers["lambda-runtime-function-response-mode"] === "streaming") {
      await this.#relay(id, request, response);
    } else {
      await this.#take(id, request, response);
    }
  }

  /** @param {string} id @param {IncomingMessage} request @param {ServerResponse} response */
  async #take(id, request, response) {
    try {
      const outcome = await readWhole(request);
      acknowledge(request, response, outcome instanceof CallFailed ? 413 : 202);
      this.#listener.onOutcome(id, outcome);
    } catch {
      this.#listener.onOutcome(id, new CallFailed("the answer broke off or is no JSON"));
    }
  }

  /** @param {string} id @param {IncomingMessage} request @param {ServerResponse} response */
  async #relay(id, request, response) {
    const onEnd = (/** @type {Error | undefined} */ failure) => {
      if (request.complete) acknowledge(request, response, 202);
      this.#listener.onStreamEnd(id, failure);
    };
    try {
      this.#listener.onOutcome(id, await readStreamed(request, onEnd, () => this.#listener.onStreamCancel(id)));
    } catch {
      this.#listener.onOutcome(id, new CallFailed("the stream has no prelude"));
      request.destroy();
    }
  }
}

/** @param {IncomingMessage} request @returns {Promise<unknown>} */
async function readWhole(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
  }
  if (size > MAX_ANSWER_BYTES) return new CallFailed("the answer is too large");
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

/** @param {IncomingMessage} request @param {ServerResponse} response @param {number} status */
function acknowledge(request, response, status) {
  const body = '{"status":"OK"}\n';
  response.writeHead(status, { "content-type": "application/json", "content-length": body.length }).end(body);
}
