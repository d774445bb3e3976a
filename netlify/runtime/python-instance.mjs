// A Python instance: calls in order, one at a time, through a child that is replaced when it dies or takes too long.

import { CallFailed } from "./failures.mjs";
import { logFailure } from "./log.mjs";
import { PythonChild } from "./python-child.mjs";

/** @typedef {import("./bundle.mjs").Bundle} Bundle */
/** @typedef {import("./python-child.mjs").End} End */

/**
 * @typedef {object} Call
 * @property {string} id
 * @property {object} event
 * @property {Record<string, string>} environment the variables that came with it
 * @property {(result: unknown) => void} resolve
 * @property {(failure: CallFailed) => void} reject
 * @property {"queued" | "begun" | "delivered" | "answered" | "left"} state
 * @property {number} deadlineMs
 * @property {number} losses how many children died before they took it
 * @property {NodeJS.Timeout} [timer] holds the event loop while the call is in flight
 */

// After this long at rest we may have been frozen: what happened to the child meanwhile is read first.
const RESTED_MS = 100;
// How long a handler whose caller left may take to notice, before its process is replaced.
const LEAVE_MS = 5000;
// How many children may die before they take a call, each replaced by another, until the call is given up.
const LOSSES = 2;

/** The instance. */
export class PythonInstance {
  #bundle;
  /** @type {Call[]} */
  #queue = [];
  /** @type {Call | null} */
  #current = null;
  /** @type {PythonChild | null} */
  #child = null;
  /** @type {CallFailed | null} why no call can ever be answered */
  #broken = null;
  #restingSince = Date.now();

  /** @param {Bundle & { seconds: number }} bundle `seconds` is what one call may take */
  constructor(bundle) {
    this.#bundle = bundle;
  }

  /** The function's name. */
  get name() {
    return this.#bundle.name;
  }

  /** Starts Python unless it runs or cannot. */
  start() {
    if (this.#child || this.#broken) return;
    const child = new PythonChild(this.#bundle, {
      onWaiting: () => this.#child === child && this.#onWaiting(),
      onOutcome: (id, outcome) => this.#onOutcome(id, outcome),
      onStreamEnd: (id, failure) => this.#onStreamEnd(id, failure),
      onStreamCancel: (id) => this.#onStreamCancel(id),
      onInitError: (kind) => this.#break(`the handler cannot be imported (${kind})`, true),
      onExit: (end) => this.#child === child && this.#onExit(end),
    });
    this.#child = child;
  }

  /**
   * Returns the handler's result for `event`, after those of all earlier calls; rejects with CallFailed.
   *
   * @param {string} id
   * @param {object} event
   * @returns {Promise<unknown>}
   */
  call(id, event) {
    if (this.#broken) return Promise.reject(this.#broken);
    this.#current?.timer?.ref();
    return new Promise((resolve, reject) => {
      const environment = Object.fromEntries((this.#bundle.anew ?? []).map((name) => [name, process.env[name] ?? ""]));
      this.#queue.push({ id, event, environment, resolve, reject, state: "queued", deadlineMs: 0, losses: 0 });
      this.#advance();
    });
  }

  /** Ends Python for good. */
  stop() {
    this.#break("stopped", true);
    this.#child?.kill();
  }

  #advance() {
    if (this.#current || !this.#queue.length) return;
    const call = /** @type {Call} */ (this.#queue.shift());
    this.#current = call;
    call.state = "begun";
    call.deadlineMs = Date.now() + this.#bundle.seconds * 1000;
    call.timer = setTimeout(() => this.#giveUp(call), this.#bundle.seconds * 1000);
    this.start();
    if (Date.now() - this.#restingSince > RESTED_MS) setImmediate(() => this.#deliver());
    else this.#deliver();
  }

  #deliver() {
    const call = this.#current;
    if (call?.state !== "begun" || !this.#child?.waiting) return;
    call.state = "delivered";
    this.#child.deliver(call);
  }

  #onWaiting() {
    const call = this.#current;
    if (call?.state === "delivered") call.reject(new CallFailed("Python passed the call over"));
    if (call && call.state !== "begun" && call.state !== "answered") this.#finish(call);
    this.#deliver();
  }

  /** @param {string} id @param {unknown} outcome */
  #onOutcome(id, outcome) {
    const call = this.#current;
    if (call?.id !== id || call.state !== "delivered") return;
    call.state = "answered";
    if (outcome instanceof CallFailed) call.reject(outcome);
    else call.resolve(outcome);
    const streamed = /** @type {{ body?: unknown } | null} */ (outcome)?.body instanceof ReadableStream;
    if (!streamed) this.#finish(call);
  }

  /** @param {string} id @param {Error} [failure] */
  #onStreamEnd(id, failure) {
    const call = this.#current;
    if (call?.id !== id) return;
    if (failure instanceof CallFailed && !failure.logged) logFailure(this.name, id, failure.message);
    this.#finish(call);
  }

  /** @param {string} id */
  #onStreamCancel(id) {
    const call = this.#current;
    if (call?.id !== id) return;
    call.state = "left";
    clearTimeout(call.timer);
    call.timer = setTimeout(() => this.#replace(), Math.min(LEAVE_MS, Math.max(0, call.deadlineMs - Date.now())));
    if (!this.#queue.length) call.timer.unref();
  }

  /** @param {Call} call */
  #giveUp(call) {
    if (call.state === "answered") logFailure(this.name, call.id, "a stream took too long");
    else call.reject(new CallFailed("the handler took too long", { timedOut: true }));
    this.#replace();
  }

  /** Kills Python, which ends the current call, and starts another. */
  #replace() {
    this.#child?.kill();
    this.#child = null;
    if (this.#current) this.#finish(this.#current);
    this.start();
  }

  /** @param {End} end */
  #onExit({ how, missing, untouched }) {
    const started = this.#child?.started ?? false;
    const call = this.#current;
    this.#child = null;
    if (missing) this.#break(`Python cannot be started: ${how}`, false);
    else if (call && (call.state === "begun" || untouched) && (call.losses += 1) <= LOSSES) {
      call.state = "begun"; // its handler has not: it died at rest, while it started, or before it read the call
      return this.start();
    }
    if (call?.state === "answered") logFailure(this.name, call.id, `Python ended in a stream (${how})`);
    call?.reject(new CallFailed(`Python ended (${how})`));
    if (call) this.#finish(call);
    if (started) this.start();
  }

  /** @param {string} why @param {boolean} logged */
  #break(why, logged) {
    if (!logged && !this.#broken) logFailure(this.name, "init", why);
    this.#broken ??= new CallFailed(why, { logged: true });
    const waiting = this.#current ? [this.#current, ...this.#queue] : this.#queue;
    this.#queue = [];
    this.#current = null;
    for (const call of waiting) {
      clearTimeout(call.timer);
      call.reject(this.#broken);
    }
  }

  /** @param {Call} call */
  #finish(call) {
    clearTimeout(call.timer);
    if (this.#current !== call) return;
    this.#current = null;
    this.#restingSince = Date.now();
    this.#advance();
  }
}
