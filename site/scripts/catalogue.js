/** The course as everyone may see it: its modules and its price, from `list-modules`. */

import { ask } from "/scripts/api.js";
import { element } from "/scripts/markup.js";
import { counted, duration, money } from "/scripts/words.js";

/**
 * @typedef {{slug: string, title: string, summary: string, order_index: number, minutes: number, is_preview: boolean, question_count: number, has_case: boolean}} Module
 * @typedef {{course: {title: string, summary: string, price: {amount_minor: number, currency: string}}, modules: Module[]}} Catalogue
 * @typedef {{slug: string, title: string, summary: string, minutes: number, objectives: string[], references: {title: string, publisher: string, url: string}[], pass_percent: number, disclaimer: string}} About
 */

/** @returns {Promise<Catalogue>} */
export function catalogue() {
  return ask("list-modules");
}

/** What everyone may know about one module, or null when it cannot be had. @param {string} slug @returns {Promise<About | null>} */
export function aboutModule(slug) {
  return ask(`get-module/${encodeURIComponent(slug)}/about`).catch(() => null);
}

/** @param {About} about */
export function objectiveList({ objectives }) {
  return element("ul", { class: "objectives" }, ...objectives.map((one) => element("li", null, one)));
}

/** Write price and sums wherever the page has a place for them. @param {Catalogue} course */
export function fillFigures({ course, modules }) {
  const price = money(course.price.amount_minor, course.price.currency);
  for (const place of document.querySelectorAll("[data-price]")) place.textContent = price;
  const sums = {
    "included-modules": counted(modules.length, "module"),
    "included-time": duration(total(modules, "minutes")),
    "included-questions": String(total(modules, "question_count")),
    "included-cases": String(modules.filter((module) => module.has_case).length),
  };
  for (const [id, text] of Object.entries(sums)) {
    const place = document.getElementById(id);
    if (place) place.textContent = text;
  }
}

/** @param {Module[]} modules @param {"minutes" | "question_count"} field */
export function total(modules, field) {
  return modules.reduce((sum, module) => sum + module[field], 0);
}
