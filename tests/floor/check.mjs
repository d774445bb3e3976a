// node check.mjs PACKAGES FOLDER: names everything in the pages, scripts and styles below FOLDER that the floor lacks.
// What stands in for a missing feature is told in fallbacks.json; a feature that nobody uses any more must leave it.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

import { inPage } from "./pages.mjs";
import { inScript } from "./scripts.mjs";
import { inStyles } from "./styles.mjs";

const folder = process.argv[3];
const readers = { ".js": inScript, ".mjs": inScript, ".css": inStyles, ".html": inPage };
const fallbacks = JSON.parse(readFileSync(join(import.meta.dirname, "fallbacks.json"), "utf8"));
const unused = new Set(Object.keys(fallbacks));
let wrong = 0;

for (const name of readdirSync(folder, { recursive: true }).sort()) {
  const reader = readers[extname(name)];
  if (!reader) continue;
  const said = new Set();
  for (const [line, feature, lacks] of reader(readFileSync(join(folder, name), "utf8"))) {
    unused.delete(feature);
    if (feature in fallbacks || said.has(feature)) continue;
    said.add(feature);
    console.log(`${name}:${line}: ${feature} is not in ${lacks.join(", ")}`);
    wrong += 1;
  }
}
if (process.argv[4] === "whole") for (const feature of unused) console.log(`fallbacks.json: ${feature} is used nowhere`);
process.exitCode = wrong || (process.argv[4] === "whole" && unused.size) ? 1 : 0;
