/** Past attempts: the list, and one of them with every question as it was asked. */

import { ask } from "/scripts/api.js";
import { element, fill } from "/scripts/markup.js";
import { askForAll } from "/scripts/parts.js";
import { controls, markAnswered, numberExplained, outcome, passage, stem } from "/scripts/question.js";
import { counted, dayAndTime } from "/scripts/words.js";

/**
 * The finished attempts as a list, and whether another may begin; `waits` when it may not now.
 * @param {string} slug
 * @returns {Promise<{list: Element | null, policy: string, waits: boolean}>}
 */
export async function pastAttempts(slug) {
  const answer = await askForAll(`quiz-attempts/${encodeURIComponent(slug)}`).catch(() => null);
  const finished = (answer?.attempts ?? []).filter((/** @type {any} */ one) => one.score_percent !== null);
  const list = element("section", { class: "after-sheet", "aria-labelledby": "page-past-title" }, element("h2", { id: "page-past-title" }, "Past attempts"), element("table", { class: "account", role: "table" }, element("tbody", null, ...finished.map((/** @type {any} */ one) => row(slug, one)))));
  return { list: finished.length ? list : null, policy: answer ? policy(answer.retake) : "", waits: answer?.retake.possible === false };
}

/** @param {{possible: boolean, reason: string | null, at: string | null, limit: number | null, used: number}} retake */
function policy({ possible, reason, at, limit, used }) {
  if (reason === "limit") return `This quiz may be taken ${counted(limit ?? 0, "time")}, and you have. Practice stays open.`;
  if (reason === "cooldown" && at) return `A pause lies between two attempts: the next can begin ${dayAndTime(at)}.`;
  return possible && limit ? `It may be taken ${counted(limit, "time")}; ${limit - used} left. The best score counts.` : "";
}

/** @param {string} slug @param {any} attempt */
function row(slug, attempt) {
  const when = attempt.completed_at ?? attempt.started_at;
  return element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, element("a", { href: `/quiz/${slug}?attempt=${attempt.attempt_id}` }, when ? dayAndTime(when) : "Attempt")), element("td", { role: "cell" }, `${attempt.score_percent}%${attempt.passed ? ", passed" : ""}`));
}

/** Show one attempt in `stage`. @param {Element} stage @param {string} slug @param {string} id */
export async function review(stage, slug, id) {
  const attempt = await ask(`quiz-attempts/${encodeURIComponent(slug)}/${encodeURIComponent(id)}`);
  const feedback = new Map(attempt.feedback.map((/** @type {any} */ one) => [one.question_id, one]));
  const answers = new Map((attempt.answers ?? []).map((/** @type {any} */ one) => [one.question_id, one.chosen]));
  const corrections = new Map(attempt.corrections.map((/** @type {any} */ one) => [one.question_id, one]));
  fill(
    stage,
    element("p", { class: "lede" }, attempt.score_percent === null ? "This attempt is not finished." : `This attempt scored ${attempt.score_percent}%.`),
    ...attempt.questions.map((/** @type {any} */ question, /** @type {number} */ index) => asked(slug, question, index, feedback.get(question.id), answers.get(question.id) ?? [], corrections.get(question.id))),
    element("div", { class: "actions" }, element("a", { class: "button", href: `/quiz/${slug}` }, "Go to the quiz"), element("a", { href: `/learn/${slug}` }, "Back to the lesson")),
  );
  stage.closest("[aria-busy]")?.setAttribute("aria-busy", "false");
}

/** @param {string} slug @param {any} question @param {number} index @param {any} feedback @param {string[]} chosen @param {any} correction */
function asked(slug, question, index, feedback, chosen, correction) {
  const shown = element("form", { class: "question reviewed" }, element("h2", { class: "question-place" }, `Question ${index + 1}`), ...stem(question));
  if (!feedback) {
    shown.append(element("p", { class: "soft" }, "Not answered."));
    return shown;
  }
  shown.append(...(question.kind === "numeric" ? [element("p", null, "You answered ", element("strong", null, chosen[0] ?? "nothing"), ".")] : controls(question, chosen).slice(1)));
  markAnswered(shown, question, feedback);
  for (const input of shown.querySelectorAll("input")) input.name += `-${index}`;
  shown.append(element("div", { class: `verdict ${feedback.correct ? "right" : feedback.credit > 0 ? "part" : "wrong"}` }, element("p", null, element("strong", null, outcome(feedback))), numberExplained(question, feedback), passage(slug, feedback)));
  if (correction) shown.append(corrected(correction, index));
  return shown;
}

/** We were wrong: the question as it stands today, with its right answer. @param {any} correction @param {number} index */
function corrected({ question, feedback }, index) {
  const today = element("div", { class: "corrected" }, ...stem(question), ...(question.kind === "numeric" ? [] : controls(question).slice(1)));
  markAnswered(today, question, feedback);
  for (const input of today.querySelectorAll("input")) input.name += `-${index}-today`;
  return element("section", { class: "notice care", "aria-label": "Correction" }, element("p", null, element("strong", null, "We have corrected this question since you answered it."), " Nobody's score was lowered by it. This is how it stands today:"), today, numberExplained(question, feedback));
}
