/** The owner's tables as charts: what of a table is drawn, by the table's name, through the chart module of the lessons. */

import { draw } from "/scripts/charts.js";

/**
 * @typedef {{key: string, label: string, unit: string}} Column
 * @typedef {{heading: string, sentence: string, columns: Column[], rows: Record<string, any>[]}} Table
 * @typedef {{currencies: Record<string, number>}} Told
 * @typedef {import("/scripts/charts.js").Drawn} Drawn
 */

const MOST_BARS = 8;
const MOST_LETTERS = 40; // beside them a figure has its place
const PLAIN = { series: null, column: null, marks: [], range: null, axis: null, bars: [], grid: null, layers: [] };

/** The chart of a table; null where there is nothing to draw. @param {string} name @param {Table} table @param {Told} report @returns {Drawn | null} */
export function chartOf(name, table, report) {
  const drawer = /** @type {Record<string, (table: Table, report: Told) => Drawn | null>} */ (DRAWERS)[name];
  return drawer && table.rows.length ? drawer(table, report) : null;
}

const DRAWERS = { sales, refunds, codes, funnel, progress, completion, questions, guide, spend };

/** @param {Table} table @param {Told} report */
function sales(table, report) {
  const { rows, unit, amount } = oneCurrency(table, report);
  const points = rows.map((row) => ({ at: monthOf(row.month), net: amount(row.net_minor), tax: amount(row.paid_minor - row.refunded_minor - row.lost_minor - row.net_minor), back: amount(row.refunded_minor + row.lost_minor) }));
  return series(table.sentence, points, { unit, label: "Month", across: "month" }, [stack("net", "Net", "green"), stack("tax", "Tax", "amber"), stack("back", "Refunded or lost", "red")]);
}

/** @param {Table} table @param {Told} report */
function refunds(table, report) {
  const { rows, unit, amount } = oneCurrency(table, report);
  const sums = new Map();
  for (const row of rows) sums.set(row.reason, (sums.get(row.reason) ?? 0) + amount(row.amount_minor));
  return bars(table.sentence, [...sums], unit, "red");
}

/** @param {Table} table */
function codes(table) {
  return bars(table.sentence, table.rows.map((row) => [row.code, row.payments]), "number", "green");
}

/** All weeks together, stage by stage. @param {Table} table */
function funnel(table) {
  const all = table.rows.find((row) => row.week === "all");
  const stages = table.columns.filter(({ key }) => key !== "week");
  if (!all || !stages.some(({ key }) => numberOf(all[key]) > 0)) return null;
  const bar = (/** @type {Column} */ { key, label }) => ({ label: shortened(label), parts: [{ value: key, label, ink: "green" }], limit: typeof all[key] === "string" ? all[key] : null, total: false });
  return draw({ ...PLAIN, title: table.sentence, kind: "funnel", unit: "number", bars: stages.map(bar) }, values((key) => numberOf(all[key])));
}

/** @param {Table} table */
function progress(table) {
  const points = table.rows.map((row, number) => ({ at: number + 1, share: numberOf(row.share) }));
  if (!points.some(({ share }) => Number.isFinite(share))) return null;
  return series(table.sentence, points, { unit: "percent", label: "Section of the course", across: "number" }, [line("share", "Of those who began the module", "green")]);
}

/** @param {Table} table */
function completion(table) {
  const points = table.rows.map((row) => ({ at: monthOf(row.month), members: numberOf(row.members), one: numberOf(row.one), whole: numberOf(row.whole) }));
  if (!points.some(({ members }) => Number.isFinite(members))) return null;
  return series(table.sentence, points, { unit: "number", label: "First paid in", across: "month" }, [line("members", "Paid", "ink"), line("one", "Completed a module", "amber"), line("whole", "Completed all", "green")]);
}

/** Each question a dot: how often right, and how it goes with the rest. @param {Table} table */
function questions(table) {
  const judged = table.rows.filter((row) => row.right !== null && row.correlation !== null).sort((one, other) => one.right - other.right);
  if (!judged.length) return null;
  const points = judged.map((row) => ({ at: row.right, fine: row.look ? NaN : row.correlation, odd: row.look ? row.correlation : NaN }));
  return series(table.sentence, points, { unit: "number", label: "Share right; upward: goes with the rest", across: "percent" }, [dots("fine", "Nothing odd", "green"), dots("odd", "Wants a look", "red")]);
}

/** @param {Table} table */
function guide(table) {
  return bars(table.sentence, table.rows.filter((row) => typeof row.answers === "number").map((row) => [row.heading, row.answers]), "number", "green");
}

/** @param {Table} table */
function spend(table) {
  const points = table.rows.map((row) => ({ at: monthOf(row.month), cost: row.cost_microusd / 1e6 }));
  return series(table.sentence, points, { unit: "usd", label: "Month", across: "month" }, [stack("cost", "Cost", "green")]);
}

/** The rows of the currency that most was paid in, and its amounts in whole units. @param {Table} table @param {Told} report */
function oneCurrency(table, report) {
  const counts = new Map();
  for (const { currency } of table.rows) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [[currency]] = [...counts].sort((one, other) => other[1] - one[1]);
  const scale = 10 ** (report.currencies[currency] ?? 2);
  return { rows: table.rows.filter((row) => row.currency === currency), unit: currency === "usd" ? "usd" : "number", amount: (/** @type {number} */ minor) => minor / scale };
}

const shortened = (/** @type {string} */ label) => (label.length > MOST_LETTERS ? `${label.slice(0, MOST_LETTERS - 1)}…` : label);

/** Months from January of year 0. @param {string} month */
export const monthOf = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

/** What is hidden has no place in a drawing. @param {unknown} cell */
const numberOf = (cell) => (typeof cell === "number" ? cell : NaN);

const layer = (/** @type {string} */ kind) => (/** @type {string} */ column, /** @type {string} */ label, /** @type {string} */ ink) => ({ kind, column, upper: null, label, ink, dash: false });
const [stack, line, dots] = ["stack", "line", "dots"].map(layer);

/** @param {string} title @param {{at: number, [column: string]: number}[]} points @param {{unit: string, label: string, across: string}} axes @param {any[]} layers */
function series(title, points, { unit, label, across }, layers) {
  const columns = layers.map(({ column, label: name }) => ({ key: column, label: name, unit, decimals: null }));
  const told = { key: "points", index: "at", label, unit: across, columns };
  const calculation = { ...values(() => NaN), series: new Map([["points", told]]), rows: () => points };
  return draw({ ...PLAIN, title, kind: "series", series: "points", unit, layers }, /** @type {any} */ (calculation));
}

/** The largest, by name. @param {string} title @param {any[][]} named @param {string} unit @param {string} ink */
function bars(title, named, unit, ink) {
  const largest = [...named].sort((one, other) => other[1] - one[1]).slice(0, MOST_BARS);
  if (!largest.length) return null;
  const bar = (/** @type {any[]} */ [label], /** @type {number} */ place) => ({ label: shortened(label), parts: [{ value: String(place), label: "", ink }], limit: null, total: false });
  return draw({ ...PLAIN, title, kind: "bars", unit, bars: largest.map(bar) }, values((key) => largest[Number(key)][1]));
}

/** What the chart module asks of a calculation. @param {(name: string) => number} value @returns {any} */
const values = (value) => ({ value, evaluate: () => NaN, series: new Map(), rows: () => [] });
