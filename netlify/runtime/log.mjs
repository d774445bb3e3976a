// The bridge's own log: one JSON line on stderr for what Python could not say itself.

/**
 * @param {string} name the function
 * @param {string} requestId
 * @param {string} failure
 * @param {string} [says]
 */
export function logFailure(name, requestId, failure, says) {
  process.stderr.write(`${JSON.stringify({ level: "error", function: name, request_id: requestId, failure, says })}\n`);
}
