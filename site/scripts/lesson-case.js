/** The case at the end of a module: commit an answer, then compare it with rubric and model answer. */

import { ask, inWords } from "/scripts/api.js";
import { onSubmit } from "/scripts/forms.js";
import { byId, element, fill, fillWithLessonHtml } from "/scripts/markup.js";
import { signInAddress } from "/scripts/page.js";
import { askForAll } from "/scripts/parts.js";
import { looksSignedIn } from "/scripts/session.js";
import { forget, keep, kept } from "/scripts/storage.js";
import { counted } from "/scripts/words.js";

/**
 * @typedef {{id: string, title: string, html: string, prompt: string}} Case
 * @typedef {{case_id: string, answer: string, rubric: {id: string, text: string, points?: number}[], model_answer_html: string}} Answered
 */

/**
 * Show the case of a module, with the reader's own answer when there is one.
 * @param {string} module
 * @param {Case} shown
 */
export async function showCase(module, shown) {
  const place = byId("page-case");
  const narrative = element("div", { class: "prose" });
  fillWithLessonHtml(narrative, shown.html);
  const answer = element("div", { id: "page-case-answer" });
  fill(place, element("p", { class: "eyebrow" }, "Case review"), element("h2", { id: "page-case-title", tabindex: "-1" }, shown.title), narrative, element("p", { class: "case-prompt", id: "page-case-prompt" }, shown.prompt), answer);
  place.hidden = false;
  if (!looksSignedIn()) return fill(answer, signInFirst());
  await showOwn(answer, module, shown);
}

/** What one has committed, or the form; never the form while it is not known. @param {Element} place @param {string} module @param {Case} shown */
async function showOwn(place, module, shown) {
  fill(place, element("p", null, element("span", { class: "waiting" })));
  place.setAttribute("aria-busy", "true");
  try {
    const own = await ownAnswers(module, shown.id);
    fill(place, ...(own.length ? compared(own) : [answerForm(module, shown)]));
  } catch (error) {
    const again = element("button", { class: "button quiet small", type: "button", onclick: () => void showOwn(place, module, shown) }, "Try again");
    fill(place, element("p", { role: "alert" }, `Your answer to this case cannot be shown just now. ${inWords(error)}`), element("div", { class: "actions" }, again));
  } finally {
    place.setAttribute("aria-busy", "false");
  }
}

function signInFirst() {
  return element("p", null, element("a", { href: signInAddress() }, "Sign in"), " to commit your answer and see ours.");
}

/** What one has committed, the first answer first: a second window may have added one. @param {string} module @param {string} id @returns {Promise<Answered[]>} */
async function ownAnswers(module, id) {
  const { answers } = await askForAll(`answer-case?module=${encodeURIComponent(module)}`);
  return answers.filter((/** @type {Answered} */ one) => one.case_id === id).reverse();
}

/** @param {string} module @param {Case} shown */
function answerForm(module, shown) {
  const draft = `masterclass.draft.${shown.id}`;
  const text = element("textarea", { id: "page-case-text", name: "answer", rows: 8, maxlength: 10000, required: true, "aria-labelledby": "page-case-prompt", "aria-describedby": "page-case-hint" });
  text.value = kept("sessionStorage", draft) ?? "";
  text.addEventListener("input", () => keep("sessionStorage", draft, text.value));
  const form = element("form", { class: "form case-form", method: "post" }, text, element("p", { class: "fine", id: "page-case-hint" }, "Once you commit it, your answer stands, and you see the rubric and our model answer. No patient details, please."), element("button", { class: "button", type: "submit" }, "Commit my answer"));
  onSubmit(form, async ({ answer }) => {
    const compare = await ask("answer-case", { method: "POST", body: { module, case_id: shown.id, answer } });
    forget("sessionStorage", draft);
    fill(byId("page-case-answer"), ...compared([{ ...compare, answer }]));
    byId("page-case-rubric").focus();
  });
  return form;
}

/** @param {Answered[]} own */
function compared(own) {
  const { rubric, model_answer_html } = own[0];
  const model = element("div", { class: "prose" });
  fillWithLessonHtml(model, model_answer_html);
  return [
    element("h3", null, own.length > 1 ? "Your answers" : "Your answer"),
    ...own.map(({ answer }) => element("blockquote", { class: "own-answer" }, answer)),
    element("h3", { id: "page-case-rubric", tabindex: "-1" }, "What a good answer holds"),
    element("ul", { class: "rubric" }, ...rubric.map((line) => element("li", null, line.text, line.points ? element("span", { class: "fine" }, ` ${counted(line.points, "point").replace(" ", "\u00a0")}`) : null))),
    element("h3", null, "Our answer"),
    model,
  ];
}
