/** The course as everyone may see it: its modules and its price, from `list-modules`. */

import { ask } from "/scripts/api.js";
import { counted, duration, money } from "/scripts/words.js";

/**
 * @typedef {{slug: string, title: string, summary: string, order_index: number, minutes: number, is_preview: boolean, question_count: number, has_case: boolean}} Module
 * @typedef {{course: {title: string, summary: string, price: {amount_minor: number, currency: string}}, modules: Module[]}} Catalogue
 */

/** @returns {Promise<Catalogue>} */
export function catalogue() {
  return ask("list-modules");
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
