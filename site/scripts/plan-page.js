/** One page of the plan as a form: what the module asks for, and what the reader has written. */

import { element, fillWithLessonHtml } from "/scripts/markup.js";

const UNITS = { usd: "$", percent: "%", months: "months", years: "years", wrvu: "wRVUs" };

/**
 * @typedef {{key: string, label: string, kind: string}} Entry
 * @typedef {{module: string, order_index: number, module_title: string, page: {title: string, summary: string, number: any, task: any, date: any, parts: {html?: string, fields?: Entry[], checks?: Entry[]}[]}}} PlanPage
 * @typedef {{entries: Record<string, string | number | boolean>, dates: Map<string, string>}} Written
 */

/**
 * @param {PlanPage} one @param {Written} written
 * @param {{entry: (key: string, value: string | boolean | null) => void, date: (key: string, label: string, date: string | null, repeats: string) => void}} keep
 */
export function planPage({ module, order_index: number, module_title: about, page }, written, keep) {
  const entry = (/** @type {Entry} */ { key, label, kind }) => field(`${module}.${key}`, label, kind, written.entries[`${module}.${key}`], keep.entry);
  const dateKey = `${module}.${page.date.key}`;
  const date = element("input", { id: `plan-${dateKey}`, type: "date", value: written.dates.get(dateKey) ?? "", oninput: () => markUnset(date), onchange: () => keep.date(dateKey, page.date.label, date.value || null, page.date.repeats) });
  markUnset(date);
  return element(
    "section",
    { class: "plan-page", id: module, "aria-labelledby": `plan-h-${module}` },
    element("p", { class: "eyebrow" }, `${number}. ${about}`),
    element("h2", { id: `plan-h-${module}` }, page.title),
    element("p", { class: "soft" }, page.summary),
    ...page.parts.map((part) => (part.html === undefined ? list(part, entry) : prose(part.html))),
    element("h3", null, "Three things to take along"),
    entry({ key: page.number.key, label: page.number.label, kind: page.number.unit }),
    entry({ key: page.task.key, label: page.task.label, kind: "check" }),
    element("div", { class: "field" }, element("label", { for: `plan-${dateKey}` }, `${page.date.label} (${page.date.hint})`), date),
  );
}

/** On paper a day that is not set is an empty line. @param {HTMLInputElement} date */
function markUnset(date) {
  date.classList.toggle("unset", date.type === "date" && !date.value);
}

/** @param {{fields?: Entry[], checks?: Entry[]}} part @param {(entry: Entry) => Node} entry */
function list({ fields, checks }, entry) {
  const entries = fields ?? (checks ?? []).map((check) => ({ ...check, kind: "check" }));
  return element("div", { class: fields ? "plan-fields" : "plan-checks" }, ...entries.map(entry));
}

/** @param {string} html */
function prose(html) {
  const made = element("div", { class: "prose" });
  fillWithLessonHtml(made, html);
  return made;
}

/** @param {string} key @param {string} label @param {string} kind @param {string | number | boolean | undefined} value @param {(key: string, value: string | boolean | null) => void} keep */
function field(key, label, kind, value, keep) {
  const id = `plan-${key}`;
  if (kind === "check") {
    const box = element("input", { id, type: "checkbox", checked: value === true, onchange: () => keep(key, box.checked || null) });
    return element("div", { class: "plan-check" }, box, element("label", { for: id }, label));
  }
  const change = { oninput: () => (markUnset(input), keep(key, input.value.trim() || null)) };
  const isNumber = ["usd", "percent", "number", "months", "years", "wrvu"].includes(kind);
  const shape = kind === "date" ? { type: "date" } : isNumber ? { type: "text", inputmode: "decimal", autocomplete: "off" } : { type: "text", maxlength: 400 };
  const input = kind === "note" ? element("textarea", { id, rows: 4, maxlength: 4000, ...change }) : element("input", { id, ...shape, ...change });
  input.value = value === undefined || value === true ? "" : String(value);
  markUnset(input);
  const unit = UNITS[/** @type {"usd"} */ (kind)];
  return element("div", { class: "field" }, element("label", { for: id }, label, unit ? element("span", { class: "fine" }, ` (${unit})`) : null), input);
}
