/** The owner's page: figures as they were last made, who needs help, and helping them. Everyone else is told that nothing is here. */

import { ask, inWords } from "/scripts/api.js";
import { byId, element, fill } from "/scripts/markup.js";
import { announce, entitle, loadAnewWhenBroughtBack } from "/scripts/page.js";
import { chooseMember, listenForMembers } from "/scripts/owner-member.js";
import { download, tableFigure } from "/scripts/owner-tables.js";
import { explain } from "/scripts/refusals.js";
import { day, dayAndTime } from "/scripts/words.js";

const SECTIONS = {
  "page-money": ["sales", "kinds", "codes", "refunds"],
  "page-people": ["funnel", "completion"],
  "page-lessons": ["progress", "questions", "picks"],
  "page-guide": ["guide", "spend"],
};
const NEEDS = {
  stopped: "Have full access, and have not learned for 14 days",
  failed_twice: "Failed a quiz twice",
  did_not_buy: "Went to pay twice, and did not",
};
const REFRESH_SECONDS = 60;

loadAnewWhenBroughtBack();
await show();

async function show() {
  try {
    const report = await ask("owner/report", { seconds: REFRESH_SECONDS });
    entitle("The course in figures");
    byId("page-absent").hidden = true;
    byId("page-owner").hidden = false;
    fillReport(report);
    listen();
  } catch (error) {
    explain(byId("page-absent"), error);
  }
}

/** @param {any} report */
function fillReport(report) {
  byId("page-made").textContent = `Made ${dayAndTime(report.made_at)}. Groups of one to four people read <5.`;
  for (const [place, names] of Object.entries(SECTIONS)) fill(byId(place), ...names.map((name) => tableFigure(name, report[name], report)));
  fill(byId("page-look"), ...flagged(report.questions));
  fill(byId("page-needs"), ...Object.entries(NEEDS).map(([need, words]) => needed(need, words, report.help)));
}

/** The questions that want a look, before all others. @param {import("/scripts/owner-charts.js").Table} table */
function flagged(table) {
  const odd = table.rows.filter(({ look }) => look);
  if (!odd.length) return [];
  return [element("ul", { class: "held" }, ...odd.map((row) => element("li", null, element("strong", null, row.look), element("br"), `${row.question.split("\n")[0]} `, element("span", { class: "fine" }, `${row.module}, ${row.key}, version ${row.version}`))))];
}

/** @param {string} need @param {string} words @param {{counts: Record<string, number>, rows: any[]}} help */
function needed(need, words, help) {
  const rows = help.rows.filter((row) => row.need === need);
  const count = help.counts[need] ?? 0;
  const more = count > rows.length ? element("p", { class: "fine" }, `The latest ${rows.length} of ${count.toLocaleString("en-US")}; the file has all.`) : null;
  return element("section", { class: "owner-need" }, element("h3", null, `${words}: ${count.toLocaleString("en-US")}`), rows.length ? element("ul", null, ...rows.map(person)) : element("p", null, "Nobody."), more);
}

/** @param {any} row */
function person(row) {
  const where = [row.module, row.block].filter(Boolean).join(", ");
  const times = row.need === "stopped" ? "" : `${row.times} times, `;
  return element(
    "li",
    null,
    element("button", { class: "button quiet small", type: "button", onclick: () => chooseMember(row.email) }, row.email),
    element("span", null, `${row.name ? `${row.name}: ` : ""}${times}last on ${day(row.since)}${where ? `, at ${where}` : ""}`),
  );
}

function listen() {
  listenForMembers();
  const refresh = byId("page-refresh");
  refresh.disabled = false;
  refresh.addEventListener("click", async () => {
    refresh.disabled = true;
    byId("page-refreshing").textContent = "Counting…";
    try {
      await ask("owner/action", { method: "POST", body: { action: "refresh" }, seconds: REFRESH_SECONDS });
      fillReport(await ask("owner/report"));
      byId("page-refreshing").textContent = "";
      announce("The figures were made anew.");
    } catch (error) {
      byId("page-refreshing").textContent = inWords(error);
    }
    refresh.disabled = false;
  });
  byId("page-help-file").addEventListener("click", () => void download("help", byId("page-help-trouble")));
}
