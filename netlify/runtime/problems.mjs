// The refusals that come from the bridge itself: RFC 9457, like every other of this site.

/** @param {string} requestId */
export const internalError = (requestId) => problem(500, "internal-error", "Something failed on our side", requestId);

/** @param {string} requestId */
export const timedOut = (requestId) => problem(504, "timeout", "The answer took too long and was given up", requestId);

/** @param {string} requestId */
export const contentTooLarge = (requestId) =>
  problem(413, "content-too-large", "The body is larger than this endpoint reads", requestId);

/** @param {string} requestId @param {string} detail */
export const unavailable = (requestId, detail) =>
  problem(503, "unavailable", "A service we need is away", requestId, detail, { "retry-after": "5" });

/**
 * @param {number} status
 * @param {string} slug
 * @param {string} title
 * @param {string} requestId
 * @param {string} [detail]
 * @param {Record<string, string>} [headers]
 * @returns {Response}
 */
function problem(status, slug, title, requestId, detail, headers) {
  const document = { type: `/problems/${slug}`, title, status, detail, request_id: requestId };
  return new Response(JSON.stringify(document), {
    status,
    headers: {
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "content-type": "application/problem+json",
      "referrer-policy": "no-referrer",
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...headers,
    },
  });
}
