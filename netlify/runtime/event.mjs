// A web Request as an API Gateway event, payload format 2.0 (AWS: "Working with AWS Lambda proxy integrations").

import { isUtf8 } from "node:buffer";

export const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** A body above what Netlify lets a function read. */
export class TooLarge extends Error {}

/**
 * Returns the event for `request`, reading its body; rejects with TooLarge.
 *
 * @param {Request} request
 * @param {string} requestId
 * @returns {Promise<object>}
 */
export async function eventOf(request, requestId) {
  const { protocol, hostname, port, search, searchParams, host } = new URL(request.url);
  const scheme = protocol.slice(0, -1);
  const path = rawPathOf(request.url);
  const headers = Object.fromEntries(request.headers);
  const { cookie, ...others } = headers;
  const time = Date.now();
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: search.slice(1),
    cookies: cookie ? cookie.split(/; */) : undefined,
    headers: {
      host,
      ...others,
      "x-forwarded-proto": scheme,
      "x-forwarded-port": port || (scheme === "https" ? "443" : "80"),
    },
    queryStringParameters: joined(searchParams),
    requestContext: {
      accountId: "anonymous",
      apiId: "netlify",
      domainName: hostname,
      http: {
        method: request.method,
        path: decoded(path),
        protocol: "HTTP/1.1",
        sourceIp: headers["x-nf-client-connection-ip"] ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: new Date(time).toISOString(),
      timeEpoch: time,
    },
    ...encoded(await bodyOf(request)),
  };
}

/** The path as it was sent, without what URL.pathname might do to it. @param {string} url @returns {string} */
function rawPathOf(url) {
  const afterOrigin = url.indexOf("/", url.indexOf("//") + 2);
  return afterOrigin < 0 ? "/" : url.slice(afterOrigin).split(/[?#]/, 1)[0];
}

/** Percent-decoded, or as it is where the escapes are not UTF-8. @param {string} path @returns {string} */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Repeated parameters joined by commas. @param {URLSearchParams} parameters */
function joined(parameters) {
  const names = [...new Set(parameters.keys())];
  return names.length ? Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(",")])) : undefined;
}

/** @param {Buffer | null} body */
function encoded(body) {
  if (body === null) return { isBase64Encoded: false };
  return isUtf8(body)
    ? { body: body.toString("utf8"), isBase64Encoded: false }
    : { body: body.toString("base64"), isBase64Encoded: true };
}

/** @param {Request} request @returns {Promise<Buffer | null>} */
async function bodyOf(request) {
  if (request.body === null) return null;
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk); // the rest is read too: a sender hears nothing until it is done
  }
  if (size > MAX_BODY_BYTES) throw new TooLarge();
  return Buffer.concat(chunks);
}
