/** What a lesson ends with: its calculator, and the three things to take along. */

import { showCalculator } from "/scripts/calculator.js";
import { byId, element, fill } from "/scripts/markup.js";

/** @param {{slug: string, calculator: any, plan: any}} module */
export function showTools(module) {
  if (module.calculator) void showCalculator(byId("page-calculator"), module.slug, module.calculator);
  if (module.plan) showThree(byId("page-three"), module.plan);
}

/** One number to write down, one thing to do this week, one date. @param {HTMLElement} place @param {any} plan */
function showThree(place, plan) {
  const date = plan.date.hint ? `${plan.date.label} (${plan.date.hint})` : plan.date.label;
  fill(
    place,
    element("h2", { id: "page-three-title" }, "Three things to take along"),
    element(
      "ol",
      null,
      element("li", null, element("strong", null, "One number: "), plan.number.label),
      element("li", null, element("strong", null, "One thing this week: "), plan.task.label),
      element("li", null, element("strong", null, "One date: "), date),
    ),
    element("p", null, element("a", { href: `/plan#${location.pathname.split("/")[2]}` }, `Write them into your plan: ${plan.title}`)),
  );
  place.hidden = false;
}
