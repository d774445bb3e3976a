/** The plan's dates on the dashboard, each in its week. */

import { element, fill } from "/scripts/markup.js";

const DAY = 86_400_000;

/** @typedef {{key: string, label: string, date: string}} PlanDate */

/** Show what falls into this week and the next, what was due lately, and what comes then. @param {HTMLElement} place @param {PlanDate[]} dates */
export function showDates(place, dates) {
  const groups = inWeeks(dates, new Date());
  place.hidden = !groups.length;
  fill(
    place,
    element("h2", { id: "page-dates-title" }, "Your dates"),
    ...groups.map(({ name, inside }) =>
      element("div", null, element("h3", null, name), element("ul", null, ...inside.map(({ label, date }) => element("li", null, element("time", { datetime: date }, long(date)), ` ${label}`)))),
    ),
    element("p", { class: "fine" }, element("a", { href: "/plan" }, "Your whole plan")),
  );
}

/** @param {PlanDate[]} dates @param {Date} now */
export function inWeeks(dates, now) {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const monday = today - ((now.getDay() + 6) % 7) * DAY;
  const at = (/** @type {PlanDate} */ one) => Date.parse(`${one.date}T00:00:00Z`);
  const sorted = [...dates].sort((one, other) => at(one) - at(other));
  const between = (/** @type {number} */ from, /** @type {number} */ to) => sorted.filter((one) => at(one) >= from && at(one) < to);
  const groups = [
    { name: "Lately", inside: between(monday - 28 * DAY, monday) },
    { name: "This week", inside: between(monday, monday + 7 * DAY) },
    { name: "Next week", inside: between(monday + 7 * DAY, monday + 14 * DAY) },
    { name: "Then", inside: between(monday + 14 * DAY, Infinity).slice(0, 2) },
  ];
  return groups.filter(({ inside }) => inside.length);
}

/** @param {string} date */
function long(date) {
  return new Date(`${date}T12:00:00`).toLocaleDateString("en-US", { weekday: "short", year: "numeric", month: "long", day: "numeric" });
}
