/** Numbers that a member carries from one calculator to the next by way of their plan: taken from its pages, written into them. */

import { ask, inWords } from "/scripts/api.js";
import { element, fill } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";
import { rounded } from "/scripts/reals.js";

/**
 * @typedef {{page: string, entry: string, times: number, over: number}} Taken
 * @typedef {{takes?: Record<string, Taken>, writes?: Record<string, string>, inputs: any[], formulas: any[]}} Carrier
 * @typedef {import("/scripts/arithmetic.js").Calculation} Calculation
 */

/** What the plan already says of the calculator's inputs. @param {Carrier} calculator @returns {Promise<Record<string, number>>} */
export async function takenFromPlan({ takes = {} }) {
  if (!Object.keys(takes).length) return {};
  const { entries } = await ask("study/plan");
  /** @type {Record<string, number>} */
  const found = {};
  for (const [input, { page, entry, times, over }] of Object.entries(takes)) {
    const written = plainNumber(entries[`${page}.${entry}`]);
    if (written !== null) found[input] = rounded((written * times) / over, 2);
  }
  return found;
}

/** Say where the numbers come from. @param {Carrier} calculator @param {Record<string, number>} taken */
export function saysWhence({ takes = {}, inputs }, taken) {
  const said = inputs.filter(({ key }) => key in taken).map(({ key, label }) => [label, takes[key].page]);
  return said.length ? ["From your plan: ", ...said.flatMap(([label, page], index) => [index ? ", " : "", element("a", { href: `/plan#${page}` }, label)]), "."] : [];
}

/** The button that writes what was worked out into the module's page. @param {string} module @param {Carrier} calculator @param {() => Calculation} calculated */
export function writer(module, calculator, calculated) {
  const writes = Object.entries(calculator.writes ?? {});
  if (!writes.length) return null;
  const state = element("span", { class: "fine", role: "status" });
  const button = element("button", { class: "button quiet small", type: "button", onclick: () => void write() }, "Write into my plan");
  return element("p", { class: "calculator-writer" }, button, state);

  async function write() {
    try {
      await ask("study/plan", { method: "PUT", body: { entries: entriesOf(module, calculator, calculated()) } });
      announce("Written into your plan.");
      fill(state, "Written into ", element("a", { href: `/plan#${module}` }, "your plan"), ".");
    } catch (error) {
      announce(inWords(error));
      fill(state, inWords(error));
    }
  }
}

/** @param {string} module @param {Carrier} calculator @param {Calculation} calculation */
export function entriesOf(module, calculator, calculation) {
  const named = new Map([...calculator.inputs, ...calculator.formulas].map((one) => [one.key, one]));
  return Object.fromEntries(
    Object.entries(calculator.writes ?? {})
      .map(([entry, name]) => [`${module}.${entry}`, asWritten(calculation.value(name), named.get(name))])
      .filter(([, written]) => written !== null),
  );
}

/** As somebody would copy it: percentages as shown, dollars without cents unless the calculator shows them. @param {number} value @param {{unit: string, decimals?: number | null}} one */
function asWritten(value, { unit, decimals }) {
  if (!Number.isFinite(value)) return null;
  return String(rounded(unit === "percent" ? value * 100 : value, decimals || (unit === "usd" ? 0 : 2)));
}

/** What stands on the plan's line as a number; a line may hold any words. @param {unknown} written */
function plainNumber(written) {
  const plain = String(written ?? "").replace(/[$,%\s]/g, "");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
