/** The parts that every chart is drawn with: SVG elements by ink, axes, marks. Inks are classes; figures.css knows their colors. */

import { short, ticks } from "/scripts/figures.js";

export const WIDTH = 360;
export const FRAME = { left: 52, right: 350, top: 24, bottom: 206 };
const HEIGHT = 248;

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children @returns {SVGElement} */
export function drawn(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  made.append(...children);
  return made;
}

/** One picture with the words that say what it shows. @param {string} words @param {Node[]} parts @param {number} [height] */
export function picture(words, parts, height = HEIGHT) {
  return drawn("svg", { viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`, role: "img", "aria-label": words }, ...parts);
}

/** @param {string} said @param {number} x @param {number} y @param {string} [inks] @param {string} [anchor] */
export function words(said, x, y, inks = "t small", anchor = "start") {
  return drawn("text", { x, y, class: inks, "text-anchor": anchor }, said);
}

/** @param {string} ink */
export const areaOf = (ink) => `fill-${ink}`;

/** @param {string} ink @param {boolean} dash */
export const lineOf = (ink, dash) => `${["green", "red", "amber", "ink"].includes(ink) ? `line-${ink}` : "line"}${dash ? " dash" : ""}`;

/**
 * A scale from values to places.
 * @param {number} low @param {number} high @param {number} from @param {number} to
 */
export function scale(low, high, from, to) {
  const span = high - low || 1;
  return (/** @type {number} */ value) => from + ((value - low) / span) * (to - from);
}

/** The vertical axis with its lines, and the horizontal one with its label. @param {(value: number) => number} x @param {(value: number) => number} y @param {{low: number, high: number, left: number, right: number, unit: string, label: string, across?: string}} about */
export function axes(x, y, { low, high, left, right, unit, label, across = "number" }) {
  const parts = ticks(low, high).flatMap((value) => [
    drawn("line", { x1: FRAME.left, x2: FRAME.right, y1: y(value), y2: y(value), class: value === 0 ? "axis" : "grid" }),
    words(short(value, unit), FRAME.left - 6, y(value) + 4.5, "t-soft small", "end"),
  ]);
  for (const value of ticks(left, right)) {
    const said = short(value, across);
    parts.push(words(said, Math.min(x(value), WIDTH - said.length * 3.9), FRAME.bottom + 18, "t-soft small", "middle"));
  }
  parts.push(words(label, (FRAME.left + FRAME.right) / 2, FRAME.bottom + 37, "t small", "middle"));
  return parts;
}

/** A place on the horizontal axis, named above. @param {number} place @param {string} label */
export function mark(place, label) {
  const half = label.length * 3.3;
  const at = Math.min(Math.max(place, half), WIDTH - half);
  return [drawn("line", { x1: place, x2: place, y1: FRAME.top, y2: FRAME.bottom, class: "line-ink dash" }), words(label, at, FRAME.top - 8, "t-strong small", "middle")];
}

/** @param {[number, number][]} points */
export const path = (points) => points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
