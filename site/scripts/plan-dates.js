/** The plan's dates on the dashboard, each in its week. */

import { ask } from "/scripts/api.js";
import { element, fill } from "/scripts/markup.js";

const DAY = 86_400_000;
const LATELY = 28 * DAY;

/** @typedef {{key: string, label: string, date: string}} PlanDate */

/** The dates, those that come again in their next turn: the plan's pages say which do. @param {PlanDate[]} dates @returns {Promise<PlanDate[]>} */
export async function inTheirTurn(dates) {
  const now = new Date();
  if (!dates.some((one) => at(one) < mondayOf(now) - LATELY)) return dates;
  const { pages } = await ask("study/pages").catch(() => ({ pages: [] }));
  const repeats = new Map(pages.map((/** @type {any} */ { module, page }) => [`${module}.${page.date.key}`, page.date.repeats]));
  return dates.map((one) => ({ ...one, date: nextTurn(one, repeats.get(one.key) ?? "none", now) }));
}

/** The first day on which a date comes that is not long past; the last of a month stands for a day that it lacks. @param {PlanDate} one @param {string} repeats none, yearly or monthly @param {Date} now */
export function nextTurn(one, repeats, now) {
  const months = { yearly: 12, monthly: 1 }[/** @type {"yearly"} */ (repeats)];
  const [year, month, day] = one.date.split("-").map(Number);
  let turn = at(one);
  for (let number = 1; months && turn < mondayOf(now) - LATELY; number += 1) {
    const last = new Date(Date.UTC(year, month + months * number, 0)).getUTCDate();
    turn = Date.UTC(year, month - 1 + months * number, Math.min(day, last));
  }
  return new Date(turn).toISOString().slice(0, 10);
}

/** @param {PlanDate} one */
const at = (one) => Date.parse(`${one.date}T00:00:00Z`);

/** @param {Date} now */
function mondayOf(now) {
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - ((now.getDay() + 6) % 7) * DAY;
}

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
  const monday = mondayOf(now);
  const sorted = [...dates].sort((one, other) => at(one) - at(other));
  const between = (/** @type {number} */ from, /** @type {number} */ to) => sorted.filter((one) => at(one) >= from && at(one) < to);
  const groups = [
    { name: "Lately", inside: between(monday - LATELY, monday) },
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
