// Where a function's Python lies, and the environment it runs in.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What `python -m netlify.build` writes as `.bundles/<name>/python.json`; paths are relative to that folder.
 * @typedef {object} Manifest
 * @property {string} interpreter the program
 * @property {string[]} arguments what makes it run netlify.runtime.client
 * @property {string[]} path      PYTHONPATH
 * @property {string} handler     "functions.list_modules.handler"
 * @property {Record<string, string>} [environment] what this interpreter needs, and what only the build was told
 * @property {Record<string, string>} [files] variables that name a file of the bundle, unless they are set already
 * @property {string[]} [settings] the variables that shared/settings.py reads: no other of the project's is passed on
 *
 * How to start a Python child.
 * @typedef {object} Bundle
 * @property {string} name
 * @property {string} command
 * @property {string[]} arguments
 * @property {string} folder its working folder
 * @property {Record<string, string>} environment
 * @property {string[]} [anew] variables that come with each invocation, instead of once for all
 */

// Netlify's AI Gateway sets these for each invocation where the owner set neither, and its tokens end: what an earlier
// invocation was given must never be used (docs.netlify.com, "AI Gateway"). An owner's own stay as they are.
const ANEW = ["OPENAI_API_KEY", "OPENAI_BASE_URL"];
// What programs and Lambda need, beside the settings.
const SYSTEMS = /^(PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|AWS_REGION|AWS_LAMBDA_.*)$/;
// Node's own, and Lambda's for the Node runtime around us: wrong or misleading in a Python child.
const NOT_FOR_PYTHON = /^(NODE_|npm_|PYTHON|LD_|_LAMBDA_|LAMBDA_RUNTIME_DIR$|AWS_EXECUTION_ENV$|_$)/;

/**
 * Returns how to start the Python of function `name`, bundled beside the module at `url` or above it. The build
 * inlines this file into the entry, so where it lies does not say where the bundle's root is.
 *
 * @param {string} name
 * @param {string} url
 * @returns {Bundle}
 */
export function readBundle(name, url) {
  const folder = bundleFolder(name, dirname(fileURLToPath(url)));
  const file = join(folder, "python.json");
  const manifest = /** @type {Manifest} */ (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
  const { interpreter = "python", path = [], handler = "", files = {}, settings } = manifest;
  const anew = ANEW.filter((name) => settings?.includes(name));
  return {
    name,
    folder,
    command: join(folder, interpreter),
    arguments: manifest.arguments ?? [],
    environment: {
      ...Object.fromEntries(Object.entries(files).map(([variable, file]) => [variable, join(folder, file)])),
      ...inherited(process.env, settings?.filter((name) => !anew.includes(name))),
      PYTHONPATH: path.map((entry) => join(folder, entry)).join(":"),
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUTF8: "1",
      ...manifest.environment,
      _HANDLER: handler,
    },
    anew,
  };
}

/**
 * Returns what of `environment` a Python child may see: the `settings`, and what every program needs; without settings
 * everything but what is Node's.
 *
 * @param {Record<string, string | undefined>} environment
 * @param {string[]} [settings]
 * @returns {Record<string, string>}
 */
export function inherited(environment, settings) {
  const sees = (/** @type {string} */ name) =>
    settings ? settings.includes(name) || SYSTEMS.test(name) : !NOT_FOR_PYTHON.test(name);
  const kept = Object.entries(environment).filter(([name, value]) => value !== undefined && sees(name));
  return /** @type {Record<string, string>} */ (Object.fromEntries(kept));
}

/** @param {string} name @param {string} start @returns {string} */
function bundleFolder(name, start) {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, ".bundles", name);
    if (existsSync(candidate) || folder === dirname(folder)) return candidate;
  }
}
