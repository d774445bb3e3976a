/** Answers that come in parts, each with a Link to the next: read one after the other, and joined to what they are parts of. */

import { send } from "/scripts/api.js";

/**
 * Ask for every part and join them: lists behind each other, the members of objects beside each other; of anything else
 * the first counts.
 * @param {string} path below the functions' address
 * @returns {Promise<any>}
 */
export async function askForAll(path) {
  let whole;
  for (let next = path; next; ) {
    const response = await send(next);
    const part = await response.json();
    whole = whole === undefined ? part : joined(whole, part);
    next = nextOf(path, response.headers.get("link"));
  }
  return whole;
}

/** Where the next part is; empty behind the last. @param {string} path @param {string | null} link */
function nextOf(path, link) {
  const query = /<(\?[^>]*)>; rel="next"/.exec(link ?? "")?.[1];
  return query ? path.split("?")[0] + query : "";
}

/** @param {any} first @param {any} second @returns {any} */
function joined(first, second) {
  if (Array.isArray(first) && Array.isArray(second)) return first.concat(second);
  if (!isObject(first) || !isObject(second)) return first;
  const both = { ...first };
  for (const [key, value] of Object.entries(second)) both[key] = key in first ? joined(first[key], value) : value;
  return both;
}

/** @param {any} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
