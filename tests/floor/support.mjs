// The oldest browsers the pages are made for, and what MDN's browser-compat-data says they lack.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

export const FLOOR = {
  safari: ["Safari", "16.4"],
  safari_ios: ["iOS", "16.4"],
  firefox: ["Firefox", "115"],
  chrome: ["Chrome", "109"],
  edge: ["Edge", "109"],
};

/** Packages of npm, from the folder into which they were installed. */
export const packages = createRequire(join(process.argv[2], "package.json"));
export const data = JSON.parse(readFileSync(packages.resolve("@mdn/browser-compat-data"), "utf8"));

/** What lacks a feature at the floor: ["Safari 17.4", "Firefox never"]; nothing where everyone has it. */
export function lacking(compat) {
  return Object.entries(FLOOR)
    .filter(([browser]) => compat.support[browser] && !statements(compat.support[browser]).some((one) => has(one, FLOOR[browser][1])))
    .map(([browser, [name]]) => `${name} ${since(compat.support[browser])}`);
}

function statements(support) {
  return Array.isArray(support) ? support : [support];
}

function has({ version_added: added, version_removed: removed, flags, prefix, alternative_name: other }, floor) {
  if (flags || prefix || other || !added || added === "preview") return false;
  if (removed && compare(removed, floor) <= 0) return false;
  return added === true || compare(added, floor) <= 0;
}

function since(support) {
  const plain = statements(support).find(({ flags, prefix, alternative_name: other }) => !flags && !prefix && !other);
  return plain?.version_added || "never";
}

function compare(one, other) {
  const parts = (version) => version.replace("≤", "").split(".").map(Number);
  const [a, b] = [parts(one), parts(other)];
  return a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0);
}

/** Every feature below `tree` as [path, name, compat]. */
export function* features(tree, path) {
  for (const [name, inside] of Object.entries(tree)) {
    if (name === "__compat") continue;
    if (inside.__compat) yield [`${path}.${name}`, name, inside.__compat];
    yield* features(inside, `${path}.${name}`);
  }
}
