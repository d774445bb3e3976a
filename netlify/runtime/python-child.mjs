// One Python process and the loopback Runtime API that it alone talks to.

import { spawn } from "node:child_process";
import { RuntimeApi } from "./runtime-api.mjs";

/** @typedef {import("./bundle.mjs").Bundle} Bundle */
/**
 * How a child ended: `missing` where there was none to start, `untouched` where no handler began with its invocation.
 * @typedef {{ how: string, missing: boolean, untouched: boolean }} End
 * @typedef {import("./runtime-api.mjs").Listener & { onExit: (end: End) => void }} Listener
 */

/** @type {Set<PythonChild>} */
const alive = new Set();
process.on("exit", () => alive.forEach((child) => child.kill()));

/** A child in a process group of its own: killing it takes along what its handler started. */
export class PythonChild {
  #api;
  #bundle;
  #listener;
  #killed = false;
  /** @type {import("node:child_process").ChildProcess | null} */
  #process = null;
  /** Whether it ever asked for work. */
  started = false;

  /** @param {Bundle} bundle @param {Listener} listener */
  constructor(bundle, listener) {
    this.#bundle = bundle;
    this.#listener = listener;
    this.#api = new RuntimeApi({
      ...listener,
      onWaiting: () => {
        this.started = true;
        listener.onWaiting();
      },
    });
    this.#spawn().catch((error) => this.#end(String(error), true));
  }

  /** Whether it waits for work. */
  get waiting() {
    return !this.#killed && this.#api.waiting;
  }

  /** @param {import("./runtime-api.mjs").Invocation} invocation */
  deliver(invocation) {
    this.#api.deliver(this.#bundle.name, invocation);
  }

  /** Ends the process and everything it started, at once; its server closes when it is gone. */
  kill() {
    this.#killed = true;
    const pid = this.#process?.pid;
    if (pid === undefined || !alive.has(this)) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // it ended by itself a moment ago
    }
  }

  async #spawn() {
    const address = await this.#api.listen();
    if (this.#killed) return this.#api.close();
    const { command, folder, environment } = this.#bundle;
    const child = spawn(command, this.#bundle.arguments, {
      cwd: folder,
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: address, MASTERCLASS_PARENT_FD: "3" },
      stdio: ["ignore", "inherit", "inherit", "pipe"], // the pipe's end is how the child learns that Node is gone
      detached: true,
    });
    this.#process = child;
    child.unref();
    const lifeline = /** @type {import("node:net").Socket} */ (child.stdio[3]);
    lifeline?.on("error", () => {}).unref();
    if (child.pid !== undefined) alive.add(this);
    child.on("error", (error) => this.#end(error.message, true));
    child.on("exit", (code, signal) => this.#end(signal ?? `exit ${code}`, false));
  }

  /** @param {string} how @param {boolean} missing */
  async #end(how, missing) {
    this.kill(); // what its handler started may still run
    alive.delete(this);
    const untouched = await this.#api.untouched();
    this.#api.close();
    this.#listener.onExit({ how, missing, untouched });
  }
}
