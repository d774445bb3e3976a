// What a function's entry exports: `export default pythonFunction("list-modules")`.

import { readBundle } from "./bundle.mjs";
import { forwardTo } from "./local-gateway.mjs";
import { PythonInstance } from "./python-instance.mjs";
import { serve } from "./serve.mjs";

/** @typedef {(request: Request, context?: { requestId?: string }) => Promise<Response>} NetlifyFunction */

const DEVELOPMENT = process.env.NETLIFY_DEV === "true";
const GATEWAY = process.env.MASTERCLASS_LOCAL_GATEWAY ?? "";

// Netlify's limits, and what is left of them for answering 504 ourselves.
const LIMIT_SECONDS = { request: 60, background: 15 * 60 };
const MARGIN_SECONDS = 1.5;

/**
 * Returns the Netlify function that is answered by `functions/<name>.py` (dashes are underscores there).
 * Its Python starts at once, beside Node's own start. A scheduled function says `{ seconds: 30 }`, Netlify's limit
 * for it. Under `netlify dev` calls go to the local gateway, because every call gets a worker of its own there.
 *
 * @param {string} name
 * @param {{ seconds?: number }} [limits]
 * @returns {NetlifyFunction}
 */
export function pythonFunction(name, limits = {}) {
  if (DEVELOPMENT || GATEWAY) return forwardTo(GATEWAY);
  const usual = name.endsWith("-background") ? LIMIT_SECONDS.background : LIMIT_SECONDS.request;
  const seconds = (limits.seconds ?? usual) - MARGIN_SECONDS;
  const instance = new PythonInstance({ ...readBundle(name, import.meta.url), seconds });
  instance.start();
  return (request, context) => serve(instance, request, context);
}
