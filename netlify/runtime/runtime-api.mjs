// AWS's Lambda Runtime API on loopback, for one Python child (AWS: "Using the Lambda runtime API for custom runtimes").

import { createServer } from "node:http";
import { MAX_BODY_BYTES } from "./event.mjs";
import { CallFailed } from "./failures.mjs";
import { readStreamed } from "./streamed.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {import("node:net").Socket} Socket */

/**
 * One call: `environment` holds the variables that came with it.
 * @typedef {{ id: string, event: object, deadlineMs: number, environment: Record<string, string> }} Invocation
 *
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
const MAX_ANSWER_BYTES = 40 * 1024 * 1024; // a body of 6 MB in JSON's longest spelling
// How long after a child's end the kernel may take to say how its connection ended.
const LAST_WORD_MS = 100;

// Refusals in the words of AWS's own server (github.com/aws/aws-lambda-runtime-interface-emulator, rapi/rendering).
const ACCEPTED = { status: 202, body: { status: "OK" } };
const UNKNOWN = { status: 404, body: { errorMessage: "Not found", errorType: "NotFound" } };
const WRONG_METHOD = { status: 405, body: { errorMessage: "Method not allowed", errorType: "MethodNotAllowed" } };
const WRONG_ID = { status: 400, body: { errorMessage: "Invalid request ID", errorType: "InvalidRequestID" } };
const TWICE = {
  status: 403,
  body: { errorMessage: "State transition is not allowed", errorType: "InvalidStateTransition" },
};
const TOO_LARGE = {
  status: 413,
  body: {
    errorMessage: `Exceeded maximum allowed payload size (${MAX_BODY_BYTES} bytes).`,
    errorType: "RequestEntityTooLarge",
  },
};

/** The server; it keeps no event loop alive and no time limits, because Lambda freezes and thaws. */
export class RuntimeApi {
  /** @type {ServerResponse | null} */
  #parked = null;
  #listener;
  #server;
  /** The id of the invocation that the child has, or had last. */
  #given = "";
  #answered = true;
  /** @type {WeakMap<Socket, Promise<boolean>>} whether a connection was reset, once it is over */
  #lost = new WeakMap();
  /** That of the connection by which the invocation was given. */
  #unread = Promise.resolve(false);

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
    this.#server = createServer((request, response) => this.#receive(request, response));
    Object.assign(this.#server, { timeout: 0, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
    this.#server.on("connection", (socket) => this.#lost.set(socket.unref(), wasReset(socket)));
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
   * @param {Invocation} invocation
   */
  deliver(name, { id, event, deadlineMs, environment }) {
    const parked = this.#parked;
    if (!parked) return;
    const body = JSON.stringify(event);
    this.#parked = null;
    this.#given = id;
    this.#answered = false;
    this.#unread = this.#lost.get(/** @type {Socket} */ (parked.socket)) ?? this.#unread;
    parked.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(Math.round(deadlineMs)),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:netlify:000000000000:function:${name}`,
      ...clientContext(environment),
    });
    parked.end(body);
  }

  /** Whether the child, which has ended, never read the whole of its invocation: then no handler began with it. */
  async untouched() {
    if (this.#answered) return false;
    return Promise.race([this.#unread, new Promise((resolve) => setTimeout(resolve, LAST_WORD_MS, false))]);
  }

  /** Ends every connection. */
  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  #receive(request, response) {
    const [path, init, next, id, kind] = PATH.exec(request.url ?? "") ?? [];
    const refusal = path ? this.#refusalOf(request.method === (next ? "GET" : "POST"), id) : UNKNOWN;
    if (refusal || kind !== "response") request.resume(); // what it says is not wanted
    if (refusal) reply(response, refusal);
    else if (next) this.#park(response);
    else if (init) this.#failToStart(request, response);
    else this.#settle(/** @type {string} */ (id), kind, request, response);
  }

  /** @param {boolean} fits whether the method is the path's @param {string | undefined} id */
  #refusalOf(fits, id) {
    if (!fits) return WRONG_METHOD;
    if (id && id !== this.#given) return WRONG_ID;
    return id && this.#answered ? TWICE : null;
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
    reply(response, ACCEPTED);
    this.#listener.onInitError(String(request.headers["lambda-runtime-function-error-type"] ?? "unknown"));
  }

  /** @param {string} id @param {string} kind @param {IncomingMessage} request @param {ServerResponse} response */
  async #settle(id, kind, request, response) {
    this.#answered = true;
    if (kind === "error") {
      reply(response, ACCEPTED);
      this.#listener.onOutcome(id, new CallFailed("the handler failed", { logged: true }));
    } else if (request.headers["lambda-runtime-function-response-mode"] === "streaming") {
      await this.#relay(id, request, response);
    } else {
      await this.#take(id, request, response);
    }
  }

  /** @param {string} id @param {IncomingMessage} request @param {ServerResponse} response */
  async #take(id, request, response) {
    const answer = await readWhole(request).catch(() => new CallFailed("the answer broke off"));
    if (answer instanceof CallFailed) return this.#listener.onOutcome(id, answer);
    const outcome = outcomeOf(answer);
    reply(response, isTooLarge(answer, outcome) ? TOO_LARGE : ACCEPTED);
    return this.#listener.onOutcome(id, isTooLarge(answer, outcome) ? new CallFailed("the answer is too large") : outcome);
  }

  /** @param {string} id @param {IncomingMessage} request @param {ServerResponse} response */
  async #relay(id, request, response) {
    const onEnd = (/** @type {Error | undefined} */ failure) => {
      if (request.complete) reply(response, ACCEPTED);
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

/**
 * What came with the call, where AWS has a place for that: the client context's `env`.
 *
 * @param {Record<string, string>} environment
 * @returns {Record<string, string>}
 */
function clientContext(environment) {
  if (!Object.keys(environment).length) return {};
  const ascii = (/** @type {string} */ other) => `\\u${other.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return { "lambda-runtime-client-context": JSON.stringify({ env: environment }).replace(/[^ -~]/g, ascii) };
}

/** Reads the body; of one that is too large no more than shows that. @param {IncomingMessage} request */
async function readWhole(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** @param {Buffer} answer @returns {unknown} */
function outcomeOf(answer) {
  try {
    return JSON.parse(answer.toString("utf8"));
  } catch {
    return new CallFailed("the answer is no JSON");
  }
}

/** @param {Buffer} answer @param {unknown} outcome @returns {boolean} */
function isTooLarge(answer, outcome) {
  const { body, isBase64Encoded } = /** @type {import("./answer.mjs").Result} */ (outcome ?? {});
  const bytes = typeof body === "string" ? Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8") : 0;
  return answer.length > MAX_ANSWER_BYTES || bytes > MAX_BODY_BYTES;
}

/**
 * Whether the peer of `socket` closed it with bytes in it that it had not read: the kernel then resets the connection
 * instead of ending it (RFC 1122, section 4.2.2.13). Known once the connection is over.
 *
 * @param {Socket} socket
 * @returns {Promise<boolean>}
 */
function wasReset(socket) {
  return new Promise((resolve) => {
    socket.once("error", () => resolve(true));
    socket.once("end", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

/** @param {ServerResponse} response @param {{ status: number, body: object }} answer */
function reply(response, { status, body }) {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { "content-type": "application/json", "content-length": text.length }).end(text);
}
