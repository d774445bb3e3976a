/**
 * A compiled calculator computed on the device. Trees of plain JSON become chains of functions, each tree once for as
 * long as the page stands; nothing is ever evaluated as code. shared/authoring/calculators/programs.py and doubles.py
 * are built in the same way, and do the same operations in the same order.
 */

import { APPLIED, greatest, isTrue, least } from "/scripts/reals.js";

const MOST_ROWS = 1200;

/**
 * @typedef {number | string | any[]} Tree
 * @typedef {Record<string, number>} Row
 * @typedef {{key: string, label: string, unit: string, decimals: number | null, tree: Tree, shown: string, start?: Tree | null}} Worked
 * @typedef {{key: string, index: string, label: string, from: Tree, to: Tree, by: Tree, columns: Worked[]}} Series
 * @typedef {(scope: Scope) => number} Formula
 * @typedef {{kind: "whole" | "marginal", edge: "included" | "excluded", steps: {up_to: Tree | null, value: Tree}[]}} Table
 * @typedef {{key: string, label: string, unit: string, default: number, least: number, most: number, step: number, help: string | null, options: {value: number, label: string}[]}} Input
 * @typedef {{inputs: Input[], facts: Record<string, {key: string, number: number, label: string, value: string, said: string}>, tables: Record<string, Table>, formulas: Worked[], series: Series[]}} Compiled
 */

/** The names that a formula sees; those of the whole calculator are fetched when first asked for. */
class Scope {
  /** @param {Calculation} calculation */
  constructor(calculation) {
    this.calculation = calculation;
    /** @type {Map<string, number>} */
    this.names = new Map();
  }

  /** @param {string} name @returns {number} */
  get(name) {
    let found = this.names.get(name);
    if (found === undefined) {
      found = this.calculation.value(name);
      this.names.set(name, found);
    }
    return found;
  }
}

/** @type {WeakMap<any[], Formula>} */
const readied = new WeakMap();

/** A tree as a function of a scope, made once. @param {Tree} tree @returns {Formula} */
function ready(tree) {
  if (typeof tree === "number") return () => tree;
  if (typeof tree === "string") return (scope) => scope.get(tree);
  let found = readied.get(tree);
  if (!found) {
    found = called(tree[0], tree.slice(1));
    readied.set(tree, found);
  }
  return found;
}

/** @param {string} name @param {any[]} rest @returns {Formula} */
function called(name, rest) {
  if (name === "previous") return ready(before(rest[0]));
  if (name === "table") return lookedUp(rest[0], ready(rest[1]));
  if (name === "over") return summed(rest[0], rest[1], ready(rest[2]), ready(rest[3] ?? 0));
  const [first, second, third] = rest.map(ready);
  if (name === "if") return (scope) => (isTrue(first(scope)) ? second(scope) : third(scope));
  const apply = APPLIED[name];
  if (rest.length === 1) return (scope) => apply(first(scope));
  if (rest.length === 2) return (scope) => apply(first(scope), second(scope));
  const all = rest.map(ready);
  return (scope) => apply(...all.map((part) => part(scope)));
}

/** The name under which a scope keeps a column's value in the row before; no column is called so. @param {string} column */
const before = (column) => `${column} before`;

/** @param {string} table @param {Formula} amount @returns {Formula} */
const lookedUp = (table, amount) => (scope) => scope.calculation.lookUp(table, amount(scope));

/** Sum up a series: its first argument is computed in each row, a second one once. @param {string} name @param {string} key @param {Formula} each @param {Formula} once @returns {Formula} */
const summed = (name, key, each, once) => (scope) => scope.calculation.sum(name, key, each, once(scope));

/** One evaluation over given inputs: formulas and series are computed when first asked for. */
export class Calculation {
  /** @param {Compiled} compiled @param {Record<string, number>} inputs as shown: 6.5 for 6.5 percent */
  constructor(compiled, inputs) {
    this.tables = compiled.tables;
    /** @type {Map<string, {unit: string, decimals: number | null}>} how inputs and formulas read */
    this.units = new Map([...compiled.inputs, ...compiled.formulas].map((one) => [one.key, { unit: one.unit, decimals: "decimals" in one ? one.decimals : null }]));
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
      found = this.evaluate(/** @type {Tree} */ (this.trees.get(name)));
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

  /** What a tree comes to outside of any row. @param {Tree} tree @returns {number} */
  evaluate(tree) {
    return ready(tree)(new Scope(this));
  }

  /** @param {Series} series */
  #make(series) {
    const scope = new Scope(this);
    const [first, to, by] = [series.from, series.to, series.by].map((tree) => ready(tree)(scope));
    const columns = series.columns.map(({ key, tree, start }) => ({ key, formula: ready(tree), start: start ?? null, earlier: before(key) }));
    const carried = columns.filter(({ start }) => start !== null);
    for (const { earlier, start } of carried) scope.names.set(earlier, ready(/** @type {Tree} */ (start))(scope));
    const made = [];
    for (let number = 0; number < MOST_ROWS && by > 0 && first + number * by <= to; number += 1) {
      /** @type {Row} */
      const row = { [series.index]: first + number * by };
      scope.names.set(series.index, first + number * by);
      for (const { key, formula } of columns) {
        row[key] = formula(scope);
        scope.names.set(key, row[key]);
      }
      made.push(row);
      for (const { earlier, key } of carried) scope.names.set(earlier, row[key]);
    }
    return made;
  }

  /** A table's steps, computed once: they stand on inputs and facts alone. @param {string} name */
  #steps(name) {
    let found = this.stepped.get(name);
    if (!found) {
      found = this.tables[name].steps.map((step) => ({
        edge: step.up_to === null ? Infinity : this.evaluate(step.up_to),
        value: this.evaluate(step.value),
      }));
      this.stepped.set(name, found);
    }
    return found;
  }

  /** What a table gives for an amount: its step's value, or the sum over its slices. @param {string} name @param {number} amount */
  lookUp(name, amount) {
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

  /** What the rows of a series come to, `each` computed in every row. @param {string} name @param {string} key @param {Formula} each @param {number} other */
  sum(name, key, each, other) {
    const rows = this.rows(key);
    const { index, columns } = /** @type {Series} */ (this.series.get(key));
    const scope = new Scope(this);
    const values = rows.map((row) => {
      scope.names.set(index, row[index]);
      for (const column of columns) scope.names.set(column.key, row[column.key]);
      return each(scope);
    });
    return SUMMED[name](rows.map((row) => row[index]), values, other);
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
