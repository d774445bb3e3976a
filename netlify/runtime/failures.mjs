// How a call can fail between Node and Python.

/** A call that got no answer; the message is for our log, never for the caller. */
export class CallFailed extends Error {
  /**
   * @param {string} message
   * @param {{ timedOut?: boolean, logged?: boolean }} [how] `logged`: Python wrote its line, or an earlier call ours
   */
  constructor(message, { timedOut = false, logged = false } = {}) {
    super(message);
    this.timedOut = timedOut;
    this.logged = logged;
  }
}
