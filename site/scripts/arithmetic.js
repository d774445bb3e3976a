/**
 * A compiled calculator computed on the device: trees of plain JSON are walked, nothing is ever evaluated as code.
 * shared/authoring/calculators/doubles.py does the same operations in the same order.
 */

import { APPLIED, greatest, isTrue, least } from "/scripts/reals.js";

const MOST_ROWS = 1200;

/**
 * @typedef {number | string | any[]} Tree
 * @typedef {Record<string, number>} Row
 * @typedef {{key: string, label: string, unit: string, decimals: number | null, tree: Tree, shown: string, start?: Tree | null}} Worked
 * @typedef {{key: string, index: string, label: string, from: Tree, to: Tree, by: Tree, columns: Worked[]}} Series
 * @typedef {{kind: "whole" | "marginal", edge: "included" | "excluded", steps: {up_to: Tree | null, value: Tree}[]}} Table
 * @typedef {{key: string, label: string, unit: string, default: number, least: number, most: number, step: number, help: string | null, options: {value: number, label: string}[]}} Input
 * @typedef {{inputs: Input[], facts: Record<string, {key: string, number: number, label: string, value: string, said: string}>, tables: Record<string, Table>, formulas: Worked[], series: Series[]}} Compiled
 */

/** One evaluation over given inputs: formulas and series are computed when first asked for. */
export class Calculation {
  /** @param {Compiled} compiled @param {Record<string, number>} inputs as shown: 6.5 for 6.5 percent */
  constructor(compiled, inputs) {
    this.tables = compiled.tables;
    this.trees = new Map(compiled.formulas.map((formula) => [formula.key, formula.tree]));
    this.series = new Map(compiled.series.map((series) => [series.key, series]));
    /** @type {Map<string, Row[]>} */
    this.made = new Map();
    /** @type {Map<string, {edge: number, value: number}[]>} */
    this.stepped = new Map();
    /** @type {Map<string, number>} */
    this.values = new Map(Object.entries(compiled.facts).map(([name, fact]) => [name, fact.number]));
    for (const input of compiled.inputs) {
      const given = inputs[input.key] ?? input.default;
      this.values.set(input.key, input.unit === "percent" ? given / 100 : given);
    }
  }

  /** An input, a fact or a formula by its name. @param {string} name @returns {number} */
  value(name) {
    let found = this.values.get(name);
    if (found === undefined) {
      found = this.evaluate(/** @type {Tree} */ (this.trees.get(name)), {}, {});
      this.values.set(name, found);
    }
    return found;
  }

  /** The rows of a series. @param {string} key @returns {Row[]} */
  rows(key) {
    let found = this.made.get(key);
    if (!found) {
      found = this.#make(/** @type {Series} */ (this.series.get(key)));
      this.made.set(key, found);
    }
    return found;
  }

  /** @param {Tree} tree @param {Row} row @param {Row} before @returns {number} */
  evaluate(tree, row, before) {
    if (typeof tree === "number") return tree;
    if (typeof tree === "string") return Object.hasOwn(row, tree) ? row[tree] : this.value(tree);
    const [name, ...rest] = tree;
    if (name === "if") return this.evaluate(rest[isTrue(this.evaluate(rest[0], row, before)) ? 1 : 2], row, before);
    if (name === "previous") return before[rest[0]];
    if (name === "table") return this.#lookUp(rest[0], this.evaluate(rest[1], row, before));
    if (name === "over") return this.#over(rest[0], rest[1], rest.slice(2), row, before);
    return APPLIED[name](...rest.map((part) => this.evaluate(part, row, before)));
  }

  /** @param {Series} series */
  #make(series) {
    const [first, to, by] = [series.from, series.to, series.by].map((tree) => this.evaluate(tree, {}, {}));
    /** @type {Row} */
    let before = {};
    for (const { key, start } of series.columns) {
      if (start !== null && start !== undefined) before[key] = this.evaluate(start, {}, {});
    }
    const made = [];
    for (let number = 0; number < MOST_ROWS && by > 0 && first + number * by <= to; number += 1) {
      /** @type {Row} */
      const row = { [series.index]: first + number * by };
      for (const column of series.columns) row[column.key] = this.evaluate(column.tree, row, before);
      made.push(row);
      before = row;
    }
    return made;
  }

  /** A table's steps, computed once: they stand on inputs and facts alone. @param {string} name */
  #steps(name) {
    let found = this.stepped.get(name);
    if (!found) {
      found = this.tables[name].steps.map((step) => ({
        edge: step.up_to === null ? Infinity : this.evaluate(step.up_to, {}, {}),
        value: this.evaluate(step.value, {}, {}),
      }));
      this.stepped.set(name, found);
    }
    return found;
  }

  /** @param {string} name @param {number} amount */
  #lookUp(name, amount) {
    const table = this.tables[name];
    const steps = this.#steps(name);
    if (amount !== amount) return NaN;
    if (table.kind === "whole") {
      const found = steps.find(({ edge }) => edge === Infinity || amount < edge || (amount === edge && table.edge === "included"));
      return found ? found.value : NaN;
    }
    let total = 0;
    let lower = 0;
    for (const { edge, value } of steps) {
      const upper = amount < edge ? amount : edge;
      if (upper > lower) total = total + (upper - lower) * value;
      lower = edge === Infinity ? lower : edge;
    }
    return total;
  }

  /** Sum up a series: the first argument is computed in each row, a second one once. @param {string} name @param {string} key @param {Tree[]} rest @param {Row} row @param {Row} before */
  #over(name, key, rest, row, before) {
    const rows = this.rows(key);
    const index = /** @type {Series} */ (this.series.get(key)).index;
    const values = rows.map((one) => this.evaluate(rest[0], one, {}));
    const other = rest.length > 1 ? this.evaluate(rest[1], row, before) : 0;
    return SUMMED[name](rows.map((one) => one[index]), values, other);
  }
}

/** @param {number[]} values */
const total = (values) => values.reduce((sum, value) => sum + value, 0);

/** @param {number[]} values */
const count = (values) => values.filter(isTrue).length;

/** @type {Record<string, (index: number[], values: number[], other: number) => number>} */
const SUMMED = {
  first_where: (index, values, otherwise) => index[values.findIndex(isTrue)] ?? otherwise,
  at: (index, values, wanted) => values[index.indexOf(wanted)] ?? NaN,
  last: (_, values) => values.at(-1) ?? NaN,
  total: (_, values) => total(values),
  average: (_, values) => (values.length ? total(values) / values.length : NaN),
  least: (_, values) => least(values),
  greatest: (_, values) => greatest(values),
  count: (_, values) => count(values),
  share: (_, values) => (values.length ? count(values) / values.length : NaN),
  quantile: (_, values, part) => quantile(values, part),
  crossing,
};

/** The value below which a part of all lies: the nearest one of those there are. @param {number[]} values @param {number} part */
function quantile(values, part) {
  if (!values.length || values.some((value) => value !== value) || part !== part) return NaN;
  const position = Math.floor(Math.min(Math.max(part, 0), 1) * (values.length - 1) + 0.5);
  return [...values].sort((one, other) => one - other)[position];
}

/** Where the values go through zero for the first time, between two rows as a straight line does. @param {number[]} index @param {number[]} values @param {number} otherwise */
function crossing(index, values, otherwise) {
  for (let number = 1; number < values.length; number += 1) {
    const [before, after] = [values[number - 1], values[number]];
    if (before === 0) return index[number - 1];
    if (before < 0 !== after < 0 && after === after && before === before) {
      return index[number - 1] + (index[number] - index[number - 1]) * (before / (before - after));
    }
  }
  return otherwise;
}
