/** A module's calculator: computed on this device, sent nowhere. A member may keep what they set, when they say so. */

import { ask } from "/scripts/api.js";
import { Calculation } from "/scripts/arithmetic.js";
import { saysWhence, takenFromPlan, writer } from "/scripts/carried.js";
import { draw } from "/scripts/charts.js";
import { drawn } from "/scripts/drawing.js";
import { shown } from "/scripts/figures.js";
import { element, fill } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";
import { looksSignedIn } from "/scripts/session.js";

/**
 * @typedef {import("/scripts/arithmetic.js").Input} Input
 * @typedef {import("/scripts/arithmetic.js").Compiled & {title: string, question: string, note: string | null, outputs: {key: string, sentences: {when: any, text: string}[]}[], charts: import("/scripts/charts.js").Chart[], example: {title: string, inputs: Record<string, number>}}} Calculator
 */

const UNITS = { usd: "dollars", percent: "percent", number: "", choice: "", wrvu: "wRVUs" };

/** Put the module's calculator into `place`; settles once it holds what the member kept and planned. @param {HTMLElement} place @param {string} module @param {Calculator} calculator */
export function showCalculator(place, module, calculator) {
  const values = exampleOf(calculator);
  const said = element("div", { class: "calculator-said", role: "status" });
  const drawings = element("div", { class: "prose calculator-charts" });
  const worked = element("dl", { class: "calculator-worked" });
  const fields = calculator.inputs.map((input) => field(input, values, update));
  const whence = element("p", { class: "fine calculator-whence", role: "status" });
  fill(
    place,
    element("h2", { id: "page-calculator-title" }, calculator.title),
    element("p", { class: "lede" }, calculator.question),
    element("form", { class: "calculator-inputs", onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, ...fields.map((one) => one.shown)),
    doors(module, calculator, values, set),
    whence,
    said,
    looksSignedIn() ? writer(module, calculator, () => new Calculation(calculator, values)) : null,
    drawings,
    element("details", { class: "calculator-how" }, element("summary", null, "How it is worked out"), worked, facts(calculator)),
    element("p", { class: "fine" }, calculator.note ?? "", calculator.note ? " " : "", "Computed on your device; what you set is sent nowhere unless you keep it."),
  );
  place.hidden = false;
  update();
  return looksSignedIn() ? recall() : Promise.resolve();

  function update() {
    const calculation = new Calculation(calculator, values);
    fill(said, ...calculator.outputs.map((output) => sentence(output, calculator, calculation)));
    fill(drawings, ...calculator.charts.map((chart) => figure(chart, calculation)));
    fill(worked, ...calculator.formulas.flatMap((formula) => [element("dt", null, formula.label), element("dd", null, formula.shown, element("strong", null, ` = ${shown(calculation.value(formula.key), formula.unit, formula.decimals)}`))]));
  }

  /** @param {Record<string, number>} given */
  function set(given) {
    for (const one of fields) one.set(given[one.key] ?? values[one.key]);
    update();
  }

  async function recall() {
    const [kept, taken] = await Promise.all([ask(`study/calculator/${encodeURIComponent(module)}`).catch(() => null), takenFromPlan(calculator).catch(() => ({}))]);
    set({ ...kept?.inputs, ...taken });
    fill(whence, ...saysWhence(calculator, taken));
  }
}

/** @param {Calculator} calculator @returns {Record<string, number>} */
function exampleOf(calculator) {
  return { ...Object.fromEntries(calculator.inputs.map((input) => [input.key, input.default])), ...calculator.example.inputs };
}

/** @param {Input} input @param {Record<string, number>} values @param {() => void} changed */
function field(input, values, changed) {
  const id = `calculator-${input.key}`;
  const help = input.help ? element("p", { class: "fine", id: `${id}-help` }, input.help) : null;
  const described = help ? { "aria-describedby": `${id}-help` } : {};
  if (input.unit === "choice") {
    const picker = element("select", { id, ...described, onchange: () => (choose(Number(picker.value)), changed()) }, ...input.options.map((option) => element("option", { value: option.value }, option.label)));
    const choose = (/** @type {number} */ value) => void ((values[input.key] = value), (picker.value = String(value)));
    return { key: input.key, set: choose, shown: element("div", { class: "field" }, element("label", { for: id }, input.label), picker, help) };
  }
  const { least, most, step, label } = input;
  const unit = UNITS[/** @type {"usd"} */ (input.unit)] ?? input.unit;
  const number = element("input", { id, type: "number", inputmode: "decimal", min: least, max: most, step: "any", ...described, oninput: () => typed(), onchange: () => set(values[input.key]) });
  const slider = element("input", { type: "range", min: least, max: most, step, "aria-label": `${label}, slider`, oninput: () => take(Number(slider.value)) });
  const named = element("label", { for: id }, label, unit ? element("span", { class: "fine" }, ` (${unit})`) : null);
  return { key: input.key, set, shown: element("div", { class: "field" }, named, element("div", { class: "calculator-field" }, number, slider), help) };

  function typed() {
    const value = number.valueAsNumber;
    if (!Number.isFinite(value)) return;
    values[input.key] = Math.min(Math.max(value, least), most);
    slider.value = String(values[input.key]);
    changed();
  }

  /** @param {number} value */
  function take(value) {
    set(value);
    changed();
  }

  /** @param {number} value */
  function set(value) {
    values[input.key] = Math.min(Math.max(value, input.least), input.most);
    number.value = String(values[input.key]);
    slider.value = String(values[input.key]);
  }
}

/** @param {string} module @param {Calculator} calculator @param {Record<string, number>} values @param {(given: Record<string, number>) => void} set */
function doors(module, calculator, values, set) {
  const example = element("button", { class: "button quiet small", type: "button", onclick: () => set(exampleOf(calculator)) }, "Use the lesson’s example");
  set(exampleOf(calculator));
  if (!looksSignedIn()) return element("p", { class: "actions" }, example);
  const address = `study/calculator/${encodeURIComponent(module)}`;
  const keep = (/** @type {Record<string, number> | null} */ inputs, /** @type {string} */ done) => async () => {
    const told = await ask(address, { method: "PUT", body: { inputs } }).then(() => done, () => "That could not be kept. Try again in a moment.");
    announce(told);
    fill(state, told);
  };
  const state = element("span", { class: "fine", role: "status" });
  const keeper = element("button", { class: "button quiet small", type: "button", onclick: () => void keep(values, "Kept with your account.")() }, "Keep my numbers");
  const forgetter = element("button", { class: "button quiet small", type: "button", onclick: () => void keep(null, "Forgotten.")() }, "Forget them");
  return element("p", { class: "actions" }, example, keeper, forgetter, state);
}

/** The first sentence that fits. @param {Calculator["outputs"][number]} output @param {Calculator} calculator @param {Calculation} calculation */
function sentence(output, calculator, calculation) {
  const said = output.sentences.find(({ when }) => when === null || calculation.evaluate(when) === 1);
  if (!said) return null;
  const named = new Map([...calculator.inputs, ...calculator.formulas].map((one) => [one.key, one]));
  const text = said.text.replace(/\{([^{}]+)\}/g, (_, key) => {
    const one = /** @type {any} */ (named.get(key));
    return one ? shown(calculation.value(key), one.unit, one.decimals ?? places(one)) : (calculator.facts[key]?.value ?? "");
  });
  return element("p", null, ...text.split("**").map((part, number) => (number % 2 ? element("strong", null, part) : part)));
}

/** A percentage that the reader set is said as they would say it: 10%, not 10.0%. @param {any} one */
const places = (one) => (one.unit === "percent" && Number.isInteger(one.step) && Number.isInteger(one.least) ? 0 : null);

/** @param {import("/scripts/charts.js").Chart} chart @param {Calculation} calculation */
function figure(chart, calculation) {
  const made = draw(chart, calculation);
  const legend = made.legend.map((one) => element("li", null, drawn("svg", { viewBox: "0 0 20 12", "aria-hidden": "true" }, swatch(one)), one.label));
  const table = element(
    "table",
    null,
    element("caption", { class: "visually-hidden" }, chart.title),
    element("thead", null, element("tr", null, ...made.heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", null, ...made.rows.map(([first, ...rest]) => element("tr", null, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", null, cell))))),
  );
  return element(
    "figure",
    null,
    made.picture,
    legend.length ? element("ul", { class: "legend" }, ...legend) : null,
    element("figcaption", null, chart.title),
    element("details", { class: "calculator-table" }, element("summary", null, "The same as a table"), element("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": chart.title }, table)),
  );
}

/** @param {{ink: string, line: boolean, dash: boolean, dots?: boolean}} one */
function swatch({ ink, line, dash, dots }) {
  if (dots) return drawn("circle", { cx: 10, cy: 6, r: 4, class: `fill-${ink}` });
  if (!line) return drawn("rect", { x: 0, y: 1, width: 20, height: 10, class: `fill-${ink}` });
  return drawn("line", { x1: 0, x2: 20, y1: 6, y2: 6, class: `line-${ink}${dash ? " dash" : ""}` });
}

/** The dated facts that it counts with. @param {Calculator} calculator */
function facts(calculator) {
  const used = Object.values(calculator.facts);
  return used.length ? element("ul", { class: "fine" }, ...used.map((fact) => element("li", null, `${fact.label}: ${fact.value}. ${fact.said}`))) : null;
}
