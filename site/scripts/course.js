/** The dashboard: how far, what next, and every module with its state. */

import { ask } from "/scripts/api.js";
import { catalogue } from "/scripts/catalogue.js";
import { byId, element, fill } from "/scripts/markup.js";
import "/scripts/page.js";
import { explain } from "/scripts/refusals.js";
import { duration } from "/scripts/words.js";

/**
 * @typedef {{module: string, state: "not_started" | "in_progress" | "completed", block: string | null, seconds: number, best_score_percent: number | null, passed: boolean}} Standing
 * @typedef {{completed_percent: number, resume: {module: string, block: string, seconds: number} | null, modules: Standing[]}} Progress
 * @typedef {import("/scripts/catalogue.js").Module} Module
 */

const STATES = { not_started: "not started", in_progress: "in progress", completed: "completed" };
const UNTOUCHED = /** @type {Standing} */ ({ module: "", state: "not_started", block: null, seconds: 0, best_score_percent: null, passed: false });

await show();

async function show() {
  const page = byId("page-course");
  try {
    const [course, progress, account] = await Promise.all([catalogue(), ask("progress"), ask("account")]);
    byId("page-refusal").hidden = true;
    page.hidden = false;
    showStanding(course.modules, progress);
    showNext(course.modules, progress, account.access.full);
    fill(byId("page-modules"), ...course.modules.map((module) => row(module, standing(progress, module), account.access.full)));
    if (account.access.full) await showCertificate(course.modules);
  } catch (error) {
    page.hidden = true;
    explain(byId("page-refusal"), error, { again: show });
  } finally {
    page.setAttribute("aria-busy", "false");
  }
}

/** @param {Progress} progress @param {Module} module @returns {Standing} */
function standing(progress, module) {
  return progress.modules.find((one) => one.module === module.slug) ?? UNTOUCHED;
}

/** @param {Module[]} modules @param {Progress} progress */
function showStanding(modules, progress) {
  byId("page-percent").textContent = String(progress.completed_percent);
  fill(byId("page-strip"), ...modules.map((module) => cell(module, standing(progress, module).state)));
}

/** @param {Module} module @param {Standing["state"]} state */
function cell(module, state) {
  const words = `${module.order_index}. ${module.title}: ${STATES[state]}`;
  return element("li", { class: state, title: words }, element("span", { class: "visually-hidden" }, words));
}

/** @param {Module[]} modules @param {Progress} progress @param {boolean} full */
function showNext(modules, progress, full) {
  const { title, words, address, button } = nextStep(modules, progress, full);
  fill(byId("page-next"), element("div", null, element("h2", { id: "page-next-title" }, title), element("p", { class: "soft" }, words)), element("a", { class: "button", href: address }, button));
}

/** @param {Module[]} modules @param {Progress} progress @param {boolean} full */
function nextStep(modules, progress, full) {
  const open = modules.filter((module) => full || module.is_preview);
  const place = progress.resume;
  const resumed = open.find((module) => module.slug === place?.module);
  if (place && resumed && standing(progress, resumed).state !== "completed") {
    return { title: resumed.title, words: `Module ${resumed.order_index}. Go on where you stopped, or take its quiz when you have read it.`, address: `/learn/${resumed.slug}?resume=1#${place.block}`, button: "Go on reading" };
  }
  const next = open.find((module) => standing(progress, module).state !== "completed");
  if (next) return { title: next.title, words: `Module ${next.order_index}, ${duration(next.minutes)}. ${next.summary}`, address: `/learn/${next.slug}`, button: progress.modules.some((one) => one.state !== "not_started") ? "Go on" : "Begin" };
  if (!full) return { title: "You have completed the free modules.", words: "Full access opens the rest, the cases and the certificate.", address: "/buy", button: "See full access" };
  return { title: "You have completed every module.", words: "Retake any quiz as often as you like; your best score counts.", address: "#page-certificate", button: "See the certificate" };
}

/** @param {Module} module @param {Standing} standing @param {boolean} full */
function row(module, standing, full) {
  const open = full || module.is_preview;
  const score = standing.best_score_percent === null ? null : `best score ${standing.best_score_percent}%${standing.passed ? ", passed" : ""}`;
  return element(
    "li",
    { class: "ledger-row" },
    element("span", { class: "ledger-number", "aria-hidden": "true" }, module.order_index),
    element(
      "div",
      { class: "ledger-entry" },
      element("h3", null, element("a", { href: `/learn/${module.slug}` }, module.title)),
      element("p", null, [open ? STATES[standing.state] : "part of full access", score].filter(Boolean).join(" · ")),
      open && module.question_count ? element("p", { class: "links" }, element("a", { href: `/quiz/${module.slug}` }, "Quiz", element("span", { class: "visually-hidden" }, ` of module ${module.order_index}`))) : null,
    ),
    element("span", { class: `ledger-figure${standing.state === "completed" ? " done" : ""}` }, standing.state === "completed" ? "✓ done" : duration(module.minutes)),
  );
}

/** @param {Module[]} modules */
async function showCertificate(modules) {
  const certificate = await ask("certificate").catch(() => null);
  if (!certificate) return;
  const place = byId("page-certificate");
  const earned = certificate.state === "earned";
  const missing = new Set(certificate.missing.map((/** @type {{module: string}} */ one) => one.module));
  const titles = modules.filter((module) => missing.has(module.slug)).map((module) => module.order_index);
  fill(
    place,
    element("h2", { id: "page-certificate-title" }, "Certificate"),
    element("p", null, earned ? "You have earned it. The page is public, so that anyone you show it to can check it." : `Still missing: sections, quizzes or cases of module ${titles.join(", ")}.`),
    earned ? element("div", { class: "actions" }, element("a", { class: "button", href: `/certificate/${certificate.code}` }, "See the certificate")) : null,
  );
  place.hidden = false;
}
