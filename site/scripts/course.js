/** The dashboard: how far, what next, and every module with its state. */

import { ask } from "/scripts/api.js";
import { catalogue } from "/scripts/catalogue.js";
import { nameForm } from "/scripts/certificate-name.js";
import { byId, element, fill } from "/scripts/markup.js";
import { loadAnewWhenBroughtBack } from "/scripts/page.js";
import { inTheirTurn, showDates } from "/scripts/plan-dates.js";
import { explain } from "/scripts/refusals.js";
import { counted, duration } from "/scripts/words.js";

/**
 * @typedef {{module: string, state: "not_started" | "in_progress" | "completed", block: string | null, seconds: number, best_score_percent: number | null, passed: boolean}} Standing
 * @typedef {{completed_percent: number, resume: {module: string, block: string, seconds: number} | null, modules: Standing[]}} Progress
 * @typedef {import("/scripts/catalogue.js").Module} Module
 * @typedef {{module: string, what: "blocks" | "quiz" | "case"}} Lack
 * @typedef {{state: "earned" | "missing", code: string | null, missing: Lack[]}} Certificate
 * @typedef {{name: string | null, confirmed: boolean}} Paper
 * @typedef {{title: string, words: string, address: string, button: string}} Step
 */

const STATES = { not_started: "not started", in_progress: "in progress", completed: "completed" };
const LACKING = {
  blocks: { words: "read its sections", address: (/** @type {string} */ slug) => `/learn/${slug}` },
  quiz: { words: "pass its quiz", address: (/** @type {string} */ slug) => `/quiz/${slug}` },
  case: { words: "answer its case", address: (/** @type {string} */ slug) => `/learn/${slug}#page-case` },
};
const UNTOUCHED = /** @type {Standing} */ ({ module: "", state: "not_started", block: null, seconds: 0, best_score_percent: null, passed: false });

loadAnewWhenBroughtBack();
await show();

async function show() {
  const page = byId("page-course");
  try {
    const [course, progress, account, plan] = await Promise.all([catalogue(), ask("progress"), ask("account"), ask("study/plan").catch(() => null)]);
    const certificate = account.access.full ? await ask("certificate").catch(() => null) : null;
    const paper = certificate?.code ? await ask(`certificate/${certificate.code}`).catch(() => null) : null;
    byId("page-refusal").hidden = true;
    page.hidden = false;
    showStanding(course.modules, progress);
    showDates(byId("page-dates"), await inTheirTurn(plan?.dates ?? []));
    showNext(nextStep(course.modules, progress, account.access.full, certificate, paper));
    byId("page-modules-part").hidden = false;
    fill(byId("page-modules"), ...course.modules.map((module) => row(module, standing(progress, module), account.access.full)));
    if (certificate) showCertificate(course.modules, certificate, paper, account.name);
    if (location.hash === "#page-certificate") byId("page-certificate").scrollIntoView();
    if (!account.access.full) await offerQuiz(course.modules, progress);
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

/** @param {Step} step */
function showNext({ title, words, address, button }) {
  fill(byId("page-next"), element("div", null, element("h2", { id: "page-next-title" }, title), element("p", { class: "soft" }, words)), element("a", { class: "button", href: address }, button));
}

/** @param {Module[]} modules @param {Progress} progress @param {boolean} full @param {Certificate | null} certificate @param {Paper | null} paper @returns {Step} */
function nextStep(modules, progress, full, certificate, paper) {
  const missing = certificate?.missing ?? null;
  const open = modules.filter((module) => full || module.is_preview);
  const place = progress.resume;
  const resumed = open.find((module) => module.slug === place?.module);
  const lacks = (/** @type {Module} */ module, /** @type {string} */ what) => missing?.some((one) => one.module === module.slug && one.what === what) ?? false;
  if (place && resumed && standing(progress, resumed).state !== "completed") {
    if (missing && !lacks(resumed, "blocks")) return takeQuiz(resumed);
    return { title: resumed.title, words: `Module ${resumed.order_index}. Go on where you stopped.`, address: `/learn/${resumed.slug}?resume=1#${place.block}`, button: "Go on reading" };
  }
  if (resumed && lacks(resumed, "case")) return answerCase(resumed);
  const next = open.find((module) => standing(progress, module).state !== "completed");
  if (next && missing && !lacks(next, "blocks")) return takeQuiz(next);
  if (next) return { title: next.title, words: `Module ${next.order_index}, ${duration(next.minutes)}. ${next.summary}`, address: `/learn/${next.slug}`, button: progress.modules.some((one) => one.state !== "not_started") ? "Go on" : "Begin" };
  if (!full) return { title: "You have completed the free modules.", words: "Full access opens the rest, the cases and the certificate.", address: "/buy", button: "See full access" };
  const unanswered = open.find((module) => lacks(module, "case"));
  if (unanswered) return answerCase(unanswered);
  if (paper && !paper.confirmed) return { title: "You have completed every module.", words: "Say how your name is printed, and your certificate is issued.", address: "#page-certificate", button: "Confirm your name" };
  return { title: "You have completed every module.", words: "You can take any quiz again; your best score counts.", address: certificate?.code ? `/certificate/${certificate.code}` : "#page-certificate", button: "See the certificate" };
}

/** @param {Module} module @returns {Step} */
function takeQuiz(module) {
  return { title: `Quiz: ${module.title}`, words: `Module ${module.order_index}. You have read every section; ${counted(module.question_count, "question")} to go.`, address: `/quiz/${module.slug}`, button: "Take the quiz" };
}

/** @param {Module} module @returns {Step} */
function answerCase(module) {
  return { title: `Case review: ${module.title}`, words: `Module ${module.order_index} is completed but for its case: commit your answer, then compare it with ours.`, address: `/learn/${module.slug}#page-case`, button: "Answer the case" };
}

/** Who reads without full access and has read all of a module is sent to its quiz. @param {Module[]} modules @param {Progress} progress */
async function offerQuiz(modules, progress) {
  const module = modules.find((one) => one.slug === progress.resume?.module && one.is_preview);
  if (!module || !module.question_count || standing(progress, module).passed) return;
  const [read, lesson] = await Promise.all([ask(`progress?module=${module.slug}`), ask(`get-module/${module.slug}`)]).catch(() => []);
  if (lesson?.blocks.every((/** @type {{id: string}} */ block) => read.blocks_read.includes(block.id))) showNext(takeQuiz(module));
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

/** @param {Module[]} modules @param {Certificate} certificate @param {Paper | null} paper null before it is earned, or when it cannot be read just now @param {string} name */
function showCertificate(modules, { code, missing }, paper, name) {
  const earned = code !== null;
  const issued = paper?.confirmed ?? earned;
  fill(
    byId("page-certificate"),
    element("h2", { id: "page-certificate-title" }, "Certificate"),
    element("p", null, earned ? "You have earned it. The page is public, so that anyone you show it to can check it." : "It is yours once nothing is missing. Still to do:"),
    issued || !earned ? null : nameForm(paper?.name ?? name),
    earned ? element("div", { class: "actions" }, element("a", { class: issued ? "button" : "button quiet", href: `/certificate/${code}` }, "See the certificate")) : element("ul", { class: "lacking" }, ...modules.map((module) => lacking(module, missing))),
  );
  byId("page-certificate").hidden = false;
}

/** @param {Module} module @param {Lack[]} missing */
function lacking(module, missing) {
  const whats = missing.filter((one) => one.module === module.slug).map((one) => one.what);
  if (!whats.length) return null;
  const links = whats.flatMap((what, index) => [index ? ", " : " ", element("a", { href: LACKING[what].address(module.slug) }, LACKING[what].words)]);
  return element("li", null, `Module ${module.order_index}:`, ...links);
}
