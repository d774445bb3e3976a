/** The quiz: one question at a time, the answer explained at once, an attempt that survives a lost connection. */

import { ask, inWords, Refusal } from "/scripts/api.js";
import { catalogue } from "/scripts/catalogue.js";
import { byId, element, fill } from "/scripts/markup.js";
import { announce, entitle, slugOfPage } from "/scripts/page.js";
import { chosenIn, complain, controls, markAnswered, noSecondTap, numberExplained, outcome, passage, spoken, stem } from "/scripts/question.js";
import { pastAttempts, review } from "/scripts/quiz-review.js";
import { explain } from "/scripts/refusals.js";
import { counted } from "/scripts/words.js";

/**
 * @typedef {import("/scripts/question.js").Question} Question
 * @typedef {import("/scripts/question.js").Feedback} Feedback
 */

const slug = slugOfPage();
const wanted = new URLSearchParams(location.search);
const practicing = wanted.get("practice") === "missed";
const stage = byId("page-stage");

/** @type {{module: string, pass_percent: number, questions: Question[], attempt: {attempt_id: string, answered: number, feedback: Feedback[]} | null, best_score_percent: number | null, passed: boolean}} */
let quiz;
/** @type {Map<string, Feedback>} */
const answered = new Map();
let attemptId = "";

const listed = catalogue().then(({ modules }) => modules.find((one) => one.slug === slug), () => undefined);
void nameModule();
await open();

async function nameModule() {
  const module = await listed;
  if (!module) return;
  entitle(`Quiz: ${module.title}`);
  fill(byId("page-place"), `Module ${module.order_index} · Quiz`);
  fill(byId("page-title"), module.title);
}

async function open() {
  try {
    const attempt = wanted.get("attempt");
    if (attempt) return await review(stage, slug, attempt);
    await load();
    begin();
  } catch (error) {
    byId("page-quiz").hidden = true;
    const sold = (await listed)?.is_preview === false; // the quiz of a free module wants an account, not a payment
    explain(byId("page-refusal"), error, { again: () => location.reload(), noun: "quiz", module: sold ? slug : "" });
  }
}

async function load() {
  quiz = await ask(`get-quiz/${encodeURIComponent(slug)}${practicing ? "?practice=missed" : ""}`);
  answered.clear();
  const kept = practicing ? null : quiz.attempt;
  attemptId = kept?.attempt_id ?? crypto.randomUUID();
  for (const feedback of kept?.feedback ?? []) answered.set(feedback.question_id, feedback);
}

function begin() {
  byId("page-quiz").setAttribute("aria-busy", "false");
  if (!quiz.questions.length) return showNothing();
  if (!practicing && !quiz.attempt && quiz.best_score_percent !== null) return void showStart();
  if (answered.size) announce(`Going on where you stopped: ${answered.size} of ${quiz.questions.length} answered.`);
  showNext();
}

function showNothing() {
  const words = practicing ? "You have missed nothing: there is nothing to practice." : "This module has no questions.";
  fill(stage, element("p", { class: "lede" }, words), element("div", { class: "actions" }, element("a", { class: "button", href: `/learn/${slug}` }, "Back to the lesson"), practicing ? element("a", { href: `/quiz/${slug}` }, "Go to the quiz") : null));
}

/** Someone who has finished before chooses what to do now. */
async function showStart() {
  const past = await pastAttempts(slug);
  const again = past.waits ? null : element("button", { class: "button", type: "button", onclick: showNext }, "Take it again");
  fill(
    stage,
    element("p", { class: "lede" }, `Your best score is ${quiz.best_score_percent}%: ${quiz.passed ? "passed" : `${quiz.pass_percent}% passes`}.`),
    past.policy && element("p", null, past.policy),
    element("div", { class: "actions" }, again, element("a", { class: again ? null : "button", href: `/quiz/${slug}?practice=missed` }, "Practice what I missed"), element("a", { href: `/learn/${slug}` }, "Back to the lesson")),
    past.list,
  );
}

function showNext() {
  const question = quiz.questions.find((one) => !answered.has(one.id));
  if (question) showQuestion(question);
  else showEnd();
}

/** @param {Question} question */
function showQuestion(question) {
  const number = quiz.questions.indexOf(question) + 1;
  const title = element("h2", { class: "question-place", tabindex: "-1" }, `${practicing ? "Practice question" : "Question"} ${number} of ${quiz.questions.length}`);
  const legend = element("div", { class: "stem", id: "page-stem" }, ...stem(question));
  const said = element("div", { class: "verdict" });
  const bar = element("div", { class: "quiz-bar" }, element("button", { class: "button", type: "submit" }, "Check the answer"));
  const form = element("form", { class: "question", method: "post" }, title, element("div", { role: question.kind === "single" ? "radiogroup" : "group", "aria-labelledby": "page-stem" }, legend, ...controls(question)), said, bar);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    if (answered.has(question.id)) showNext();
    else void check(question, form, said, bar);
  });
  form.addEventListener("click", noSecondTap);
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => shortcut(event, question, form));
  fill(stage, ticks(question), form);
  title.focus({ preventScroll: number === 1 });
}

/** Which questions are done, and how. @param {Question} [current] */
function ticks(current) {
  return element("ol", { class: "ticks", "aria-hidden": "true" }, ...quiz.questions.map((one) => element("li", { class: tick(one, current) })));
}

/** @param {Question} question @param {Question} [current] */
function tick(question, current) {
  const feedback = answered.get(question.id);
  if (!feedback) return question === current ? "current" : "";
  return feedback.correct ? "right" : feedback.credit > 0 ? "part" : "wrong";
}

/** Digits and letters choose, Enter goes on, once for each time it is pressed; only while the question has the focus. @param {KeyboardEvent} event @param {Question} question @param {HTMLFormElement} form */
function shortcut(event, question, form) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.repeat) return event.preventDefault();
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Enter" && !target.closest("button, a, input")) {
    event.preventDefault();
    return press(form);
  }
  if (answered.has(question.id) || target.matches("#page-number")) return;
  const index = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : /^[a-i]$/i.test(event.key) ? event.key.toLowerCase().charCodeAt(0) - 97 : -1;
  const input = /** @type {HTMLInputElement | undefined} */ (form.querySelectorAll("[name=chosen]")[index]);
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.checked = question.kind === "single" ? true : !input.checked;
}

/** Submit a form as its button does. @param {HTMLFormElement} form */
function press(form) {
  /** @type {HTMLButtonElement} */ (form.querySelector("[type=submit]")).click();
}

/** @param {Question} question @param {HTMLFormElement} form @param {HTMLElement} said @param {HTMLElement} bar */
async function check(question, form, said, bar) {
  const { chosen, hindrance } = chosenIn(question, form);
  if (!chosen) return complain(said, hindrance);
  const button = /** @type {HTMLButtonElement} */ (bar.querySelector("button"));
  if (button.disabled) return;
  button.disabled = true;
  try {
    const outcomeOfAll = await submit(question, chosen);
    const feedback = outcomeOfAll.feedback.find((/** @type {Feedback} */ one) => one.question_id === question.id);
    answered.set(question.id, feedback);
    if (outcomeOfAll.completed && !practicing) result = outcomeOfAll;
    showFeedback(question, feedback, form, said, bar);
    announce(spoken(question, feedback, chosen));
  } catch (error) {
    await notSent(error, said);
    if (error instanceof Refusal && error.status === 0) addEventListener("online", () => sendAgain(question, chosen, form), { once: true });
  } finally {
    button.disabled = false;
  }
}

/** @type {{score_percent: number | null, passed: boolean | null} | null} */
let result = null;

/** @param {Question} question @param {string[]} chosen */
function submit(question, chosen) {
  const answers = [{ question_id: question.id, chosen }];
  return ask("submit-quiz", { method: "POST", body: { module: slug, attempt_id: attemptId, answers, ...(practicing ? { practice: true } : {}) } });
}

/** The connection is back: an answer that has not arrived by now, and that nobody has changed, is sent. @param {Question} question @param {string[]} chosen @param {HTMLFormElement} form */
function sendAgain(question, chosen, form) {
  const unchanged = chosenIn(question, form).chosen?.join() === chosen.join();
  if (form.isConnected && unchanged && !answered.has(question.id)) press(form);
}

/** The answer stays in the form; the same attempt makes sending it twice harmless. @param {unknown} error @param {HTMLElement} said */
async function notSent(error, said) {
  const refused = error instanceof Refusal ? error : null;
  const elsewhere = refused?.status === 409;
  const revised = refused?.errors.some(({ pointer }) => pointer.endsWith("/question_id"));
  const moved = refused && (elsewhere || revised) && (await goOnAsItStands(refused, said).catch(() => false));
  if (!moved) complain(said, `${inWords(error)} Your answer is still here; check it again when you like.`);
}

/**
 * Another window has begun an attempt: it is the one that counts. Or the course was revised since the quiz was loaded,
 * and the question is no longer asked. True when something was said.
 * @param {Refusal} error @param {HTMLElement} said
 */
async function goOnAsItStands(error, said) {
  const before = attemptId;
  await load();
  const elsewhere = error.status === 409;
  if (elsewhere && (attemptId === before || !quiz.attempt)) {
    complain(said, error.message);
    return true;
  }
  const words = elsewhere
    ? "You have an attempt open from another window. It goes on here; your last answer was not counted."
    : "The questions were revised since this page was opened. Here they are as they stand now; your last answer was not counted.";
  showNext();
  stage.prepend(element("p", { class: "notice care" }, words));
  announce(words);
  return true;
}

/** @param {Question} question @param {Feedback} feedback @param {HTMLElement} form @param {HTMLElement} said @param {HTMLElement} bar */
function showFeedback(question, feedback, form, said, bar) {
  markAnswered(form, question, feedback);
  const mark = feedback.correct ? "right" : feedback.credit > 0 ? "part" : "wrong";
  said.className = `verdict ${mark}`;
  fill(said, numberExplained(question, feedback), element("p", null, passage(slug, feedback)));
  const last = quiz.questions.every((one) => answered.has(one.id));
  const onward = element("button", { class: "button", type: "submit" }, last ? "See how it went" : "Next question");
  fill(bar, element("strong", { class: `outcome ${mark}` }, outcome(feedback)), onward);
  stage.querySelector(".ticks")?.replaceWith(ticks(question));
  onward.focus({ preventScroll: true });
}

async function showEnd() {
  const missed = quiz.questions.filter((one) => !answered.get(one.id)?.correct);
  const title = practicing ? "Practice done." : result?.passed ? "Passed." : "Not passed yet.";
  const score = practicing || result?.score_percent === null || !result ? null : element("p", { class: "percent" }, result.score_percent, element("small", null, "%"));
  const heading = element("h2", { tabindex: "-1" }, title);
  fill(
    stage,
    ticks(),
    heading,
    score,
    element("p", null, practicing ? "Practice is not counted." : `${quiz.pass_percent}% passes, and your best score counts.`, missed.length ? ` You missed something in ${counted(missed.length, "question")}.` : " You missed nothing."),
    element(
      "div",
      { class: "actions" },
      element("a", { class: "button", href: "/course" }, "Go on"),
      missed.length && !practicing ? element("a", { href: `/quiz/${slug}?practice=missed` }, "Practice what I missed") : null,
      practicing ? element("a", { href: `/quiz/${slug}` }, "Go to the quiz") : element("a", { href: `/quiz/${slug}?attempt=${attemptId}` }, "Review this attempt"),
      element("a", { href: `/learn/${slug}` }, "Back to the lesson"),
    ),
  );
  heading.focus();
  if (score) announce(`${title} ${result?.score_percent} percent.`);
}
