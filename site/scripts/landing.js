/** The first page: curriculum, price and sums, from the course itself. */

import { ask, inWords } from "/scripts/api.js";
import { catalogue, fillFigures, total } from "/scripts/catalogue.js";
import { byId, element, fill } from "/scripts/markup.js";
import "/scripts/page.js";
import { looksSignedIn } from "/scripts/session.js";
import { counted, duration } from "/scripts/words.js";

if (looksSignedIn()) void greetMember();
await show();

/** A member goes on from here, and is not sold what they have. */
async function greetMember() {
  const account = await ask("account").catch(() => null);
  if (!account?.access.full) return;
  byId("offer").hidden = true;
  byId("standing").textContent = "You have full access: every module is open.";
  byId("first-module").setAttribute("href", "/course");
  byId("first-module").textContent = "Go to my course";
}

async function show() {
  const list = byId("modules");
  const away = byId("modules-away");
  try {
    const course = await catalogue();
    fillFigures(course);
    fill(byId("summary"), course.course.summary);
    fill(list, ...course.modules.map(row));
    pointAtFirst(course.modules);
    fill(byId("modules-total"), element("span", null, counted(course.modules.length, "module")), element("span", null, duration(total(course.modules, "minutes"))));
    byId("modules-total").hidden = false;
    list.hidden = false;
    away.hidden = true;
  } catch (error) {
    list.hidden = true;
    away.hidden = false;
    fill(away, element("p", null, `The curriculum could not be loaded. ${inWords(error)}`), element("button", { class: "button quiet small", type: "button", onclick: show }, "Try again"));
  } finally {
    list.setAttribute("aria-busy", "false");
  }
}

/** @param {import("/scripts/catalogue.js").Module} module */
function row(module) {
  const parts = [module.question_count ? counted(module.question_count, "question") : null, module.has_case ? "case review" : null].filter(Boolean);
  return element(
    "li",
    { class: "ledger-row" },
    element("span", { class: "ledger-number", "aria-hidden": "true" }, module.order_index),
    element(
      "div",
      { class: "ledger-entry" },
      element("h3", null, element("a", { href: `/learn/${module.slug}` }, module.title)),
      module.is_preview && element("span", { class: "tag" }, "free"),
      element("p", null, module.summary),
      parts.length ? element("p", null, parts.join(" · ")) : null,
    ),
    element("span", { class: "ledger-figure" }, duration(module.minutes)),
  );
}

/** The button at the top leads to the first free module. @param {import("/scripts/catalogue.js").Module[]} modules */
function pointAtFirst(modules) {
  const first = modules.find((module) => module.is_preview);
  if (!first || byId("offer").hidden) return;
  byId("first-module").href = `/learn/${first.slug}`;
  fill(byId("first-module"), `Read module ${first.order_index}, free`);
}
