/** One question: how it is asked, what was chosen, and what came back. Quiz and review share it. */

import { element, fill, fillWithLessonHtml } from "/scripts/markup.js";
import { readNumber } from "/scripts/written-number.js";

/**
 * @typedef {{id: string, position: number, kind: "single" | "multiple" | "numeric", question: string, question_html?: string, unit?: string | null, options: {id: string, text: string, html?: string}[]}} Question
 * @typedef {{question_id: string, correct: boolean, credit: number, correct_options: string[], explanations: Record<string, string>, explanations_html?: Record<string, string>, block: string, chosen?: string[]}} Feedback
 */

const HOW = { single: "Choose one.", multiple: "Choose all that apply. A wrong choice takes credit away.", numeric: "Enter a number." };

const KEYS = { single: " Keys 1 to 9 choose, Enter checks.", multiple: " Keys 1 to 9 choose, Enter checks.", numeric: "" };

/** The question's stem, as it was written. @param {Question} question */
export function stem(question) {
  if (question.question_html) return [written("div", "prose", question.question_html, "")];
  return question.question.trim().split(/\n\s*\n/).map((paragraph) => element("p", null, paragraph));
}

/** Words as their author wrote them, tables, lists and all; a single paragraph needs none around it. @param {string} tag @param {string} name @param {string | undefined} html @param {string} text */
function written(tag, name, html, text) {
  const made = element(tag, { class: name });
  if (!html) return fill(made, text), made;
  fillWithLessonHtml(made, html);
  const [only, more] = made.children;
  if (only?.tagName === "P" && !more) made.replaceChildren(...only.childNodes);
  return made;
}

/** The controls to answer with. @param {Question} question @param {string[]} [chosen] */
export function controls(question, chosen = []) {
  const how = element("p", { class: "fine", id: "page-how" }, HOW[question.kind], element("span", { class: "keys" }, KEYS[question.kind]));
  return question.kind === "numeric" ? [how, numberField(question, chosen[0] ?? "")] : [how, optionList(question, chosen)];
}

/** @param {Question} question @param {string} value */
function numberField(question, value) {
  const input = element("input", { id: "page-number", name: "chosen", inputmode: "decimal", autocomplete: "off", value, "aria-describedby": "page-how", required: true });
  const sign = element("button", { class: "button quiet small sign", type: "button", "aria-label": "Change the sign" }, "±");
  sign.addEventListener("click", () => changeSign(input));
  return element("div", { class: "field number" }, element("label", { for: "page-number" }, "Your number"), element("span", { class: "with-unit" }, sign, input, question.unit ? element("span", { class: "unit" }, question.unit) : null));
}

/** A phone's number pad has no minus. @param {HTMLInputElement} input */
function changeSign(input) {
  const digits = input.value.trim().replace(/^[-−+]/, "");
  input.value = /^\s*[-−]/.test(input.value) ? digits : `-${digits}`;
  input.focus();
}

/** @param {Question} question @param {string[]} chosen */
function optionList(question, chosen) {
  const type = question.kind === "single" ? "radio" : "checkbox";
  return element(
    "ul",
    { class: "options" },
    ...question.options.map((option, index) =>
      element(
        "li",
        { "data-option": option.id },
        element("label", { class: "option" }, element("input", { type, name: "chosen", value: option.id, checked: chosen.includes(option.id) }), element("span", { class: "option-key", "aria-hidden": "true" }, index + 1), written("div", "option-text", option.html, option.text), element("span", { class: "option-frame", "aria-hidden": "true" })),
      ),
    ),
  );
}

/**
 * What the form's controls say now, a number as one decimal; or, with `chosen` null, what hinders.
 * @param {Question} question @param {HTMLFormElement} form
 * @returns {{chosen: string[] | null, hindrance: string}}
 */
export function chosenIn(question, form) {
  const values = new FormData(form).getAll("chosen").map(String);
  if (question.kind !== "numeric") return { chosen: values.length ? values : null, hindrance: "Choose an answer first." };
  const { number, doubt } = readNumber(values[0] ?? "");
  return { chosen: number === null ? null : [number], hindrance: doubt };
}

/** One button takes the other's place: the second half of a double tap must not pass over what the first one brought. @param {MouseEvent} event */
export function noSecondTap(event) {
  if (event.detail > 1 && /** @type {Element} */ (event.target).closest("[type=submit]")) event.preventDefault();
}

/** Say in the verdict's place what hinders. @param {HTMLElement} said @param {string} words */
export function complain(said, words) {
  said.className = "verdict wrong";
  fill(said, element("p", { role: "alert" }, words));
}

/** Freeze the controls and write beside each option what it was. @param {Element} form @param {Question} question @param {Feedback} feedback */
export function markAnswered(form, question, feedback) {
  for (const input of form.querySelectorAll("[name=chosen], .sign")) /** @type {HTMLInputElement} */ (input).disabled = true;
  form.classList.add("answered");
  for (const item of form.querySelectorAll("[data-option]")) {
    const id = /** @type {string} */ (item.getAttribute("data-option"));
    const correct = feedback.correct_options.includes(id);
    const chosen = /** @type {HTMLInputElement} */ (item.querySelector("input")).checked;
    item.classList.add(correct ? "correct" : chosen ? "mistaken" : "other");
    const why = written("div", "explanation", feedback.explanations_html?.[id], feedback.explanations[id] ?? "");
    why.prepend(element("strong", null, verdict(correct, chosen)), " ");
    item.append(why);
  }
}

/** @param {boolean} correct @param {boolean} chosen */
function verdict(correct, chosen) {
  if (correct) return chosen ? "You chose this, and it is right." : "This is right.";
  return chosen ? "You chose this, and it is not right." : "This is not right.";
}

/** The outcome in a few words. @param {Feedback} feedback */
export function outcome(feedback) {
  if (feedback.correct) return "Right.";
  return feedback.credit > 0 ? `Partly right: ${Math.round(feedback.credit * 100)}% of the credit.` : "Not right.";
}

/** The outcome and why, as one says it aloud. @param {Question} question @param {Feedback} feedback @param {string[]} chosen */
export function spoken(question, feedback, chosen) {
  const why = question.kind === "numeric" ? Object.values(feedback.explanations) : chosen.map((id) => feedback.explanations[id]);
  const right = question.kind === "numeric" ? [`${feedback.correct_options[0]} ${question.unit ?? ""}`] : question.options.filter(({ id }) => feedback.correct_options.includes(id)).map(({ text }) => text);
  return [outcome(feedback), feedback.correct ? "" : `The right answer: ${right.join("; ")}.`, ...why].filter(Boolean).join(" ");
}

/** What is said about a number: the exact value and the reason. @param {Question} question @param {Feedback} feedback */
export function numberExplained(question, feedback) {
  if (question.kind !== "numeric") return null;
  const exact = Number(feedback.correct_options[0]).toLocaleString("en-US", { maximumFractionDigits: 10 });
  const why = written("div", "why", feedback.explanations_html?.answer, Object.values(feedback.explanations).join(" "));
  why.prepend(element("strong", null, `The number is ${exact}${question.unit ? ` ${question.unit}` : ""}.`), " ");
  return why;
}

/** A link to the passage the question rests on. @param {string} module @param {Feedback} feedback */
export function passage(module, feedback) {
  return feedback.block ? element("a", { href: `/learn/${module}#${feedback.block}` }, "Read the passage") : null;
}
