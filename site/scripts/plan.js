/** The written plan: every page that the reader may open, kept while they write. */

import { ask, inWords, send } from "/scripts/api.js";
import { byId, element, fill } from "/scripts/markup.js";
import { entitle } from "/scripts/page.js";
import { planPage } from "/scripts/plan-page.js";
import { looksSignedIn } from "/scripts/session.js";

const PAUSE_MILLISECONDS = 700;
const member = looksSignedIn();
/** @type {Map<string, string | boolean | null>} */
const entries = new Map();
/** @type {Map<string, {key: string, label: string, date: string | null, repeats: string}>} */
const dates = new Map();
let timer = 0;

entitle("My plan");
byId("page-print").addEventListener("click", () => print());
byId("page-calendar").addEventListener("click", () => void calendar());
addEventListener("pagehide", () => void keep(true));
await show();

async function show() {
  try {
    const [{ pages }, plan] = await Promise.all([ask("study/pages"), member ? ask("study/plan") : { entries: {}, dates: [] }]);
    const written = { entries: plan.entries, dates: new Map(plan.dates.map((/** @type {any} */ one) => [one.key, one.date])) };
    const contents = pages.map((/** @type {any} */ one) => element("li", { value: one.order_index }, element("a", { href: `#${one.module}` }, one.page.title)));
    fill(
      byId("page-pages"),
      element("nav", { class: "plan-contents", "aria-label": "Pages of the plan" }, element("ol", null, ...contents)),
      ...pages.map((/** @type {any} */ one) => planPage(one, written, { entry: noteEntry, date: noteDate })),
    );
    const named = location.hash && document.getElementById(location.hash.slice(1));
    if (named) named.scrollIntoView();
  } catch (error) {
    fill(byId("page-pages"), element("p", { class: "notice", role: "alert" }, inWords(error)));
  } finally {
    byId("page-plan").setAttribute("aria-busy", "false");
  }
}

/** @param {string} key @param {string | boolean | null} value */
function noteEntry(key, value) {
  entries.set(key, value);
  later();
}

/** @param {string} key @param {string} label @param {string | null} date @param {string} repeats */
function noteDate(key, label, date, repeats) {
  dates.set(key, { key, label, date, repeats });
  later();
}

function later() {
  if (!member) return;
  clearTimeout(timer);
  timer = setTimeout(() => void keep(false), PAUSE_MILLISECONDS);
}

/** What cannot be kept now is tried again with the next change. @param {boolean} leaving */
async function keep(leaving) {
  if (!member || !(entries.size || dates.size)) return;
  const sent = { entries: new Map(entries), dates: new Map(dates) };
  entries.clear();
  dates.clear();
  try {
    await ask("study/plan", { method: "PUT", keepalive: leaving, body: { entries: Object.fromEntries(sent.entries), dates: [...sent.dates.values()] } });
    byId("page-said").textContent = "Kept.";
  } catch (error) {
    for (const [key, value] of sent.entries) if (!entries.has(key)) entries.set(key, value);
    for (const [key, value] of sent.dates) if (!dates.has(key)) dates.set(key, value);
    byId("page-said").textContent = `Not kept yet. ${inWords(error)}`;
  }
}

async function calendar() {
  try {
    await keep(false);
    const file = await (await send("study/plan/calendar", { accept: "text/calendar" })).blob();
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: "my-plan.ics" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (error) {
    byId("page-said").textContent = inWords(error);
  }
}
