/** A calculator's charts: each is drawn from what was computed, and said again as a table. */

import { areaOf, axes, drawn, FRAME, lineOf, mark, path, picture, scale, WIDTH, words } from "/scripts/drawing.js";
import { shown } from "/scripts/figures.js";

/**
 * @typedef {import("/scripts/arithmetic.js").Calculation} Calculation
 * @typedef {{kind: string, column: string, upper: string | null, label: string, ink: string, dash: boolean}} Layer
 * @typedef {{label: string, at: any, when: any}} Mark
 * @typedef {{label: string, parts: {value: string, label: string, ink: string}[], limit: string | null, range: [string, string] | null, total: boolean}} Bar
 * @typedef {{title: string, kind: string, series: string | null, column: string | null, unit: string, layers: Layer[], marks: Mark[], range: {label: string, from: any, until: any} | null, axis: {from: any, until: any} | null, bars: Bar[], grid: {rows: string[], columns: string[], lit: string[], level: string} | null}} Chart
 * @typedef {{picture: SVGElement, legend: {label: string, ink: string, line: boolean, dash: boolean, dots?: boolean}[], heads: string[], rows: string[][]}} Drawn
 */

/** @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
export function draw(chart, calculation) {
  const drawer = { series: overSeries, histogram, bars, waterfall, ranges, grid, funnel }[/** @type {"series"} */ (chart.kind)];
  return drawer(chart, calculation);
}

/** @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function overSeries(chart, calculation) {
  const series = /** @type {any} */ (calculation.series.get(/** @type {string} */ (chart.series)));
  const rows = calculation.rows(series.key);
  const index = rows.map((row) => row[series.index]);
  const stacks = chart.layers.filter((layer) => layer.kind === "stack");
  const tops = rows.map((row) => stacks.reduce((sum, layer) => sum + Math.max(0, row[layer.column]), 0));
  const others = chart.layers.filter((layer) => layer.kind !== "stack").flatMap((layer) => [layer.column, layer.upper]);
  const values = [0, ...tops, ...others.flatMap((name) => (name ? rows.map((row) => row[name]) : []))].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values) || 1];
  const half = stacks.length ? (index[1] - index[0] || 1) / 2 : 0;
  const [left, right] = [index[0] - half, index[index.length - 1] + half];
  const x = scale(left, right, FRAME.left, FRAME.right);
  const y = scale(low, high, FRAME.bottom, FRAME.top);
  const parts = [
    ...rangeOf(chart, calculation, x),
    ...chart.layers.filter((layer) => layer.kind === "band").map((layer) => band(layer, rows, index, x, y)),
    ...axes(x, y, { low, high, left: index[0], right: index[index.length - 1], unit: chart.unit, label: series.label, across: series.unit }),
    ...stacked(stacks, rows, index, half, x, y),
    ...chart.layers.filter((layer) => ["line", "step", "dots"].includes(layer.kind)).flatMap((layer) => line(layer, rows, index, x, y)),
    ...marksOf(chart, calculation, x),
  ];
  const columns = new Map(series.columns.map((/** @type {any} */ column) => [column.key, column]));
  const named = chart.layers.flatMap((layer) => [layer.column, layer.upper]).filter((name) => name !== null);
  const unit = (/** @type {any} */ column, /** @type {number} */ value) => shown(value, column.unit, column.decimals);
  return {
    picture: picture(inWords(chart, rows, index, series.label, series.unit), parts),
    legend: chart.layers.map(({ label, ink, kind, dash }) => ({ label, ink, dash, line: ["line", "step"].includes(kind), dots: kind === "dots" })),
    heads: [series.label, ...named.map((name) => columns.get(name).label)],
    rows: rows.map((row, number) => [shown(index[number], series.unit), ...named.map((name) => unit(columns.get(name), row[name]))]),
  };
}

/** What the chart says, for those who cannot see it. @param {Chart} chart @param {any[]} rows @param {number[]} index @param {string} label @param {string} across */
function inWords(chart, rows, index, label, across) {
  const last = rows.length - 1;
  const said = chart.layers.map((layer) => `${layer.label}: from ${shown(rows[0]?.[layer.column], chart.unit)} to ${shown(rows[last]?.[layer.column], chart.unit)}`);
  return `${chart.title}. ${label} ${shown(index[0], across)} to ${shown(index[last], across)}. ${said.join("; ")}. The table beneath has every number.`;
}

/** @param {Layer[]} layers @param {any[]} rows @param {number[]} index @param {number} half @param {(value: number) => number} x @param {(value: number) => number} y */
function stacked(layers, rows, index, half, x, y) {
  const ground = rows.map(() => 0);
  const width = Math.max(0.6, (x(half) - x(0)) * 2 * (rows.length > 60 ? 1 : 0.82));
  return layers.flatMap((layer) =>
    rows.map((row, number) => {
      const value = Math.max(0, row[layer.column]);
      const from = ground[number];
      ground[number] += Number.isFinite(value) ? value : 0;
      return drawn("rect", { x: x(index[number]) - width / 2, y: y(ground[number]), width, height: Math.max(0, y(from) - y(ground[number])), class: areaOf(layer.ink) });
    }),
  );
}

/** @param {Layer} layer @param {any[]} rows @param {number[]} index @param {(value: number) => number} x @param {(value: number) => number} y */
function line(layer, rows, index, x, y) {
  /** @type {[number, number][]} */
  const points = rows.map((row, number) => /** @type {[number, number]} */ ([x(index[number]), y(row[layer.column])])).filter(([, at]) => Number.isFinite(at));
  if (layer.kind === "dots") return points.map(([cx, cy]) => drawn("circle", { cx, cy, r: 3, class: areaOf(layer.ink) }));
  const steps = layer.kind === "step" ? points.flatMap(([at, value], number) => (number ? [/** @type {[number, number]} */ ([at, points[number - 1][1]]), /** @type {[number, number]} */ ([at, value])] : [/** @type {[number, number]} */ ([at, value])])) : points;
  return points.length ? [drawn("path", { d: path(steps), class: lineOf(layer.ink, layer.dash) })] : [];
}

/** @param {Layer} layer @param {any[]} rows @param {number[]} index @param {(value: number) => number} x @param {(value: number) => number} y */
function band(layer, rows, index, x, y) {
  const side = (/** @type {string} */ name) => rows.map((row, number) => /** @type {[number, number]} */ ([x(index[number]), y(row[name])]));
  return drawn("path", { d: `${path([...side(layer.column), ...side(/** @type {string} */ (layer.upper)).reverse()])}Z`, class: areaOf(layer.ink) });
}

/** @param {Chart} chart @param {Calculation} calculation @param {(value: number) => number} x */
function rangeOf(chart, calculation, x) {
  if (!chart.range) return [];
  const [from, until] = [chart.range.from, chart.range.until].map((tree) => Math.min(Math.max(x(calculation.evaluate(tree)), FRAME.left), FRAME.right));
  if (!(until > from)) return [];
  const shade = drawn("rect", { x: from, y: FRAME.top, width: until - from, height: FRAME.bottom - FRAME.top, class: "fill-shade" });
  return [shade, words(chart.range.label, (from + until) / 2, FRAME.bottom - 8, "t-soft small", "middle")];
}

/** @param {Chart} chart @param {Calculation} calculation @param {(value: number) => number} x */
function marksOf(chart, calculation, x) {
  return chart.marks.flatMap(({ at, when, label }) => {
    const place = x(calculation.evaluate(at));
    const holds = when === null || calculation.evaluate(when) === 1;
    return holds && place >= FRAME.left && place <= FRAME.right ? mark(place, label) : [];
  });
}

/** @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function histogram(chart, calculation) {
  const series = /** @type {any} */ (calculation.series.get(/** @type {string} */ (chart.series)));
  const column = series.columns.find((/** @type {any} */ one) => one.key === chart.column);
  const values = calculation.rows(series.key).map((row) => row[column.key]).filter(Number.isFinite);
  const held = chart.axis && [chart.axis.from, chart.axis.until].map((tree) => calculation.evaluate(tree));
  const [low, high] = held ?? (values.length ? [Math.min(...values), Math.max(...values)] : [0, 1]);
  const bins = 24;
  const width = (high - low) / bins || 1;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) counts[Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width)))] += 1;
  const x = scale(low, low + width * bins, FRAME.left, FRAME.right);
  const y = scale(0, Math.max(...counts, 1), FRAME.bottom, FRAME.top);
  const rects = counts.map((count, number) => {
    const ink = low + (number + 0.5) * width < 0 ? "fill-red" : "fill-green";
    return drawn("rect", { x: x(low + number * width) + 0.5, width: Math.max(0.5, x(width) - x(0) - 1), y: y(count), height: FRAME.bottom - y(count), class: ink });
  });
  const about = { low: 0, high: Math.max(...counts, 1), left: low, right: high, unit: "number", label: column.label, across: chart.unit };
  const said = `${chart.title}. ${values.length} draws from ${shown(low, chart.unit)} to ${shown(high, chart.unit)}. The table beneath counts them.`;
  return {
    picture: picture(said, [...axes(x, y, about), ...rects, ...marksOf(chart, calculation, x)]),
    legend: [],
    heads: [`${column.label}, from`, "to", "How often"],
    rows: counts.map((count, number) => [shown(low + number * width, chart.unit), shown(low + (number + 1) * width, chart.unit), String(count)]),
  };
}

/** A bucket that is not offered (a lid at zero, and nothing in it) is left out. @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function bars(chart, calculation) {
  const valueOf = (/** @type {string} */ name) => calculation.value(name);
  const sumOf = (/** @type {Bar} */ bar) => bar.parts.reduce((sum, part) => sum + Math.max(0, valueOf(part.value)), 0);
  const offered = chart.bars.filter((bar) => !bar.limit || valueOf(bar.limit) > 0 || sumOf(bar) > 0);
  const sums = offered.map(sumOf);
  const high = Math.max(...sums, ...offered.map((bar) => (bar.limit ? valueOf(bar.limit) : 0)).filter(Number.isFinite), 1e-9);
  const x = scale(0, high, 6, WIDTH - 8);
  const parts = offered.flatMap((bar, number) => {
    const top = 8 + number * 50;
    let from = 0;
    const rects = bar.parts.map((part) => {
      const begun = from;
      const value = Math.max(0, valueOf(part.value));
      from += Number.isFinite(value) ? value : 0;
      return drawn("rect", { x: x(begun), y: top + 18, width: x(from) - x(begun), height: 20, class: areaOf(part.ink) });
    });
    const lid = bar.limit ? [drawn("line", { x1: x(valueOf(bar.limit)), x2: x(valueOf(bar.limit)), y1: top + 17, y2: top + 42, class: "line-ink" })] : [];
    const end = bar.limit ? `${shown(sums[number], chart.unit)} of ${shown(valueOf(bar.limit), chart.unit)}` : shown(sums[number], chart.unit);
    return [words(bar.label, 6, top + 12, "t small"), words(end, WIDTH - 6, top + 12, "t-strong small", "end"), ...rects, ...lid];
  });
  const rows = offered.flatMap((bar) => bar.parts.map((part) => [bar.label, part.label, shown(valueOf(part.value), chart.unit)]));
  const legend = [...new Map(offered.flatMap((bar) => bar.parts).map((part) => [part.label, { label: part.label, ink: part.ink, line: false, dash: false }])).values()];
  return { picture: picture(`${chart.title}. ${rows.map((row) => row.join(" ")).join("; ")}.`, parts, 16 + offered.length * 50), legend: legend.length > 1 ? legend : [], heads: ["What", "Part", "Amount"], rows };
}

/** Whether a line down to the next bar meets neither its name nor its amount. @param {number} place @param {string | undefined} label */
const isClear = (place, label) => label !== undefined && place > 10 + label.length * 7 && place < WIDTH - 80;

/** @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function waterfall(chart, calculation) {
  let level = 0;
  const steps = chart.bars.map((bar) => {
    const value = calculation.value(bar.parts[0].value);
    const from = bar.total ? 0 : level;
    level = bar.total ? value : level + value;
    return { bar, value, from, to: level };
  });
  const ends = steps.flatMap(({ from, to }) => [from, to, 0]).filter(Number.isFinite);
  const x = scale(Math.min(...ends), Math.max(...ends) || 1, 6, WIDTH - 8);
  const parts = steps.flatMap(({ bar, value, from, to }, number) => {
    const top = 8 + number * 46;
    const [left, right] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    return [
      words(bar.label, 6, top + 12, bar.total ? "t-strong small" : "t small"),
      words(shown(value, chart.unit), WIDTH - 6, top + 12, "t-strong small", "end"),
      drawn("rect", { x: left, y: top + 18, width: Math.max(1, right - left), height: 18, class: areaOf(bar.parts[0].ink) }),
      ...(isClear(x(to), steps[number + 1]?.bar.label) ? [drawn("line", { x1: x(to), x2: x(to), y1: top + 36, y2: top + 64, class: "line" })] : []),
    ];
  });
  const rows = steps.map(({ bar, value, to }) => [bar.label, shown(value, chart.unit), shown(to, chart.unit)]);
  return { picture: picture(`${chart.title}. ${rows.map((row) => `${row[0]} ${row[1]}`).join("; ")}.`, parts, 12 + steps.length * 46), legend: [], heads: ["Step", "Amount", "Reached"], rows };
}

/** Each value on a line of its own beside the stretch that it is compared with. @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function ranges(chart, calculation) {
  const made = chart.bars.map((bar, number) => {
    const [name, [from, until]] = [bar.parts[0].value, /** @type {[string, string]} */ (bar.range)];
    const { unit, decimals } = calculation.units.get(name) ?? { unit: chart.unit, decimals: null };
    const [value, low, high] = [name, from, until].map((one) => calculation.value(one));
    const said = shown(value, unit, decimals);
    const across = [low, high].map((end) => shown(end, unit, unit === "percent" ? 0 : null)).join(" to ");
    const [least, most] = [Math.min(value, low), Math.max(value, high)].map((one) => (Number.isFinite(one) ? one : high));
    const x = scale(least - (most - least || 1) * 0.35, most + (most - least || 1) * 0.35, 6, WIDTH - 8);
    const top = 8 + number * 66;
    const drawings = [
      words(bar.label, 6, top + 12, "t small"),
      words(said, WIDTH - 6, top + 12, "t-strong small", "end"),
      drawn("rect", { x: 6, y: top + 20, width: WIDTH - 14, height: 16, class: "fill-shade" }),
      drawn("rect", { x: x(low), y: top + 24, width: x(high) - x(low), height: 8, class: "fill-green" }),
      words(`reported: ${across}`, (x(low) + x(high)) / 2 < WIDTH / 2 ? 6 : WIDTH - 6, top + 52, "t-soft small", (x(low) + x(high)) / 2 < WIDTH / 2 ? "start" : "end"),
      ...(Number.isFinite(value) ? [drawn("line", { x1: x(value), x2: x(value), y1: top + 15, y2: top + 41, class: "line-ink" })] : []),
    ];
    return { drawings, row: [bar.label, said, across] };
  });
  const rows = made.map(({ row }) => row);
  const said = `${chart.title}. ${rows.map(([label, value, across]) => `${label}: ${value}, reported ${across}`).join("; ")}.`;
  const legend = [{ label: "Reported", ink: "green", line: false, dash: false }, { label: "Yours", ink: "ink", line: true, dash: false }];
  return { picture: picture(said, made.flatMap(({ drawings }) => drawings), 12 + made.length * 66), legend, heads: ["What", "Yours", "Reported"], rows };
}

/** @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function grid(chart, calculation) {
  const { rows, columns, lit, level } = /** @type {NonNullable<Chart["grid"]>} */ (chart.grid);
  const levels = lit.map((name) => calculation.value(name));
  const reached = calculation.value(level);
  const [left, width, height] = [104, (WIDTH - 108) / columns.length, 44];
  const parts = columns.map((name, number) => words(name, left + width * (number + 0.5), 18, "t-strong small", "middle"));
  rows.forEach((name, number) => {
    const top = 28 + number * height;
    if (number + 1 === reached) parts.push(drawn("rect", { x: 1, y: top - 1, width: WIDTH - 2, height: height - 2, class: "fill-shade" }));
    parts.push(words(name, 6, top + 25, number + 1 === reached ? "t-strong small" : "t small"));
    columns.forEach((_, column) => {
      const on = levels[column] === number + 1;
      parts.push(drawn("rect", { x: left + width * column + 4, y: top + 4, width: width - 8, height: height - 12, rx: 4, class: on ? "fill-green" : "fill-sheet" }));
      if (on) parts.push(words("here", left + width * (column + 0.5), top + 25, "t-on-green small", "middle"));
    });
  });
  const table = columns.map((name, number) => [name, rows[levels[number] - 1] ?? "–"]);
  const said = `${chart.title}. ${table.map((row) => row.join(": ")).join("; ")}. Reached: ${rows[reached - 1] ?? "none"}.`;
  return { picture: picture(said, parts, 34 + rows.length * height), legend: [], heads: ["Element", "Level"], rows: [...table, ["Reached", rows[reached - 1] ?? "–"]] };
}

/** Bars about one middle, each as wide as the number of those who came so far; what may not be told is a sliver. @param {Chart} chart @param {Calculation} calculation @returns {Drawn} */
function funnel(chart, calculation) {
  const values = chart.bars.map((bar) => calculation.value(bar.parts[0].value));
  const high = Math.max(...values.filter(Number.isFinite), 1);
  const parts = chart.bars.flatMap((bar, number) => {
    const top = 6 + number * 40;
    const width = values[number] === 0 ? 0 : Math.max(2, ((WIDTH - 12) * (Number.isFinite(values[number]) ? values[number] : 0)) / high);
    const told = bar.limit ?? shown(values[number], chart.unit);
    return [words(bar.label, 6, top + 12, "t small"), words(told, WIDTH - 6, top + 12, "t-strong small", "end"), drawn("rect", { x: (WIDTH - width) / 2, y: top + 17, width, height: 13, class: areaOf(bar.parts[0].ink) })];
  });
  const rows = chart.bars.map((bar, number) => [bar.label, bar.limit ?? shown(values[number], chart.unit)]);
  return { picture: picture(`${chart.title}. ${rows.map((row) => row.join(" ")).join("; ")}.`, parts, 8 + chart.bars.length * 40), legend: [], heads: ["Stage", "Members"], rows };
}
