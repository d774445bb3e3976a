/** A table of the owner's report on the page: its sentence, its chart, and every number beneath. */

import { send } from "/scripts/api.js";
import { drawn } from "/scripts/drawing.js";
import { shown } from "/scripts/figures.js";
import { element } from "/scripts/markup.js";
import { chartOf, monthOf } from "/scripts/owner-charts.js";
import { money } from "/scripts/words.js";

/** @typedef {import("/scripts/owner-charts.js").Table} Table */
/** @typedef {import("/scripts/owner-charts.js").Column} Column */

const NUMBERS = new Set(["count", "money", "microusd", "share", "number"]);

/** @param {string} name @param {Table} table @param {{currencies: Record<string, number>}} report */
export function tableFigure(name, table, report) {
  const chart = chartOf(name, table, report);
  const legend = chart?.legend.map((one) => element("li", null, drawn("svg", { viewBox: "0 0 20 12", "aria-hidden": "true" }, swatch(one)), one.label)) ?? [];
  return element(
    "section",
    { class: "owner-table prose", "aria-labelledby": `page-table-${name}` },
    element("p", { class: "eyebrow" }, table.heading),
    element("h3", { id: `page-table-${name}` }, table.sentence),
    chart ? element("figure", null, chart.picture, legend.length > 1 ? element("ul", { class: "legend" }, ...legend) : null) : null,
    table.rows.length ? numbers(name, table) : null,
  );
}

/** @param {string} name @param {Table} table */
function numbers(name, table) {
  const trouble = element("span", { class: "form-trouble", role: "alert" });
  const file = element("button", { class: "button quiet small", type: "button", onclick: () => void download(name, trouble) }, "Download as CSV");
  const rows = table.rows.map((row) => element("tr", null, ...table.columns.map((column, place) => cell(column, row, place === 0))));
  const heads = table.columns.map(({ label, unit }) => element("th", { scope: "col", class: NUMBERS.has(unit) ? "number" : null }, label));
  return element(
    "details",
    null,
    element("summary", null, `The table: ${table.rows.length === 1 ? "1 row" : `${table.rows.length.toLocaleString("en-US")} rows`}`),
    element(
      "div",
      { class: "table-scroll", tabindex: "0", role: "group", "aria-label": table.heading },
      element("table", null, element("caption", { class: "visually-hidden" }, table.heading), element("thead", null, element("tr", null, ...heads)), element("tbody", null, ...rows)),
    ),
    element("p", { class: "actions" }, file, trouble),
  );
}

/** @param {Column} column @param {Record<string, any>} row @param {boolean} first */
function cell({ key, unit }, row, first) {
  const said = written(row[key], unit, row);
  return first ? element("th", { scope: "row" }, said) : element("td", { class: NUMBERS.has(unit) ? "number" : null }, said);
}

/** A cell as people read it; what is hidden is text already. @param {any} value @param {string} unit @param {Record<string, any>} row */
function written(value, unit, row) {
  if (value === null || value === undefined || value === "") return "–";
  if (unit === "day" && value === "all") return "All weeks";
  if (unit === "month") return shown(monthOf(value), "month");
  if (typeof value !== "number") return String(value);
  if (unit === "money") return money(value, row.currency);
  if (unit === "microusd") return money(Math.round(value / 10_000), "usd");
  if (unit === "share") return `${(value * 100).toFixed(1)}%`;
  return unit === "number" ? value.toFixed(2) : value.toLocaleString("en-US");
}

/** @param {string} name @param {HTMLElement} trouble */
export async function download(name, trouble) {
  trouble.textContent = "";
  try {
    const file = await (await send(`owner/report?format=csv&table=${name}`, { accept: "text/csv" })).blob();
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: `${name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch {
    trouble.textContent = "The file did not come. Try again in a moment.";
  }
}

/** @param {{ink: string, line: boolean, dash: boolean, dots?: boolean}} one */
function swatch({ ink, line, dots }) {
  if (dots) return drawn("circle", { cx: 10, cy: 6, r: 4, class: `fill-${ink}` });
  if (!line) return drawn("rect", { x: 0, y: 1, width: 20, height: 10, class: `fill-${ink}` });
  return drawn("line", { x1: 0, x2: 20, y1: 6, y2: 6, class: `line-${ink}` });
}
