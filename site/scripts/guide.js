/** The guide beside lesson and case: ask, watch the answer come, follow its citations. */

import { ask, inWords, Refusal, send as sendRequest } from "/scripts/api.js";
import { addAnswer, addQuestion, addText, finish, follow, scrollToEnd, showMessages } from "/scripts/guide-log.js";
import { byId, element, fill } from "/scripts/markup.js";
import { holdStill } from "/scripts/jumps.js";
import { announce, signInAddress } from "/scripts/page.js";
import { keepInPlace } from "/scripts/guide-place.js";
import { looksSignedIn } from "/scripts/session.js";
import { forget, keep, kept } from "/scripts/storage.js";
import { events } from "/scripts/stream.js";
import { counted } from "/scripts/words.js";

/** @typedef {import("/scripts/guide-log.js").Done} Done @typedef {import("/scripts/guide-log.js").Answer} Answer */

const OPEN = "masterclass.guide";
const SECONDS = 60;
const SETTLING_MILLISECONDS = 1500;
const ENTER_OF_COMPOSING = 229; // Safari ends the composition before the key that ended it

let module = "";
/** @type {string | null} */
let caseId = null;
/** @type {string | null} */
let conversation = null;
let historyAsked = false; // once a page: opening the panel again does not undo "New topic"
/** @type {AbortController | null} */
let running = null;

/** Offer the guide on this page. @param {string} slug @param {{id: string, title: string} | null} shown the module's case */
export function offerGuide(slug, shown) {
  module = slug;
  const panel = byId("page-guide");
  byId("page-guide-open").hidden = false;
  byId("page-guide-open").addEventListener("click", () => open(null, ""));
  byId("page-guide-close").addEventListener("click", close);
  byId("page-guide-stop").addEventListener("click", () => running?.abort());
  byId("page-guide-new").addEventListener("click", beginAnew);
  byId("page-guide-form").addEventListener("submit", submit);
  byId("page-guide-text").addEventListener("keydown", sendOnEnter);
  panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close());
  panel.addEventListener("cancel", (/** @type {Event} */ event) => (event.preventDefault(), close()));
  document.addEventListener("citation-followed", () => overAll() && close());
  if (shown) offerForCase(shown);
  keepInPlace(panel, byId("page-guide-log"));
  // On a phone the panel is the whole page: it opens when it is asked for, never by itself.
  if (kept("sessionStorage", OPEN) === slug && looksSignedIn() && !narrow()) open(null, "", false);
}

/** @param {{id: string, title: string}} shown */
function offerForCase({ id, title }) {
  const button = element("button", { class: "button quiet small", type: "button", onclick: () => open(id, title) }, "Ask about this case");
  byId("page-case").append(element("div", { class: "actions" }, button));
}

/** @param {string | null} about @param {string} title @param {boolean} [takeFocus] */
function open(about, title, takeFocus = true) {
  const panel = byId("page-guide");
  caseId = about;
  fill(byId("page-guide-about"), about ? `About the case “${title}”, and this module` : "About this module");
  if (!panel.open) {
    holdStill(() => document.documentElement.classList.add("guided"));
    if (narrow()) panel.showModal();
    else showBeside(panel);
    byId("page-guide-open").setAttribute("aria-expanded", "true");
    keep("sessionStorage", OPEN, module);
    void showHistory();
  }
  if (takeFocus) byId("page-guide-text").focus();
}

/** True where the panel takes the whole page instead of standing beside the lesson. */
function narrow() {
  return matchMedia("(max-width: 60rem)").matches;
}

/** True while the panel lies over the lesson. */
function overAll() {
  return byId("page-guide").open && narrow();
}

/** Opening a dialog moves the focus into it; what opens by itself leaves the focus where it was. @param {HTMLDialogElement} panel */
function showBeside(panel) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  panel.show();
  if (before && before !== document.body) before.focus({ preventScroll: true });
  else /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
}

function close() {
  byId("page-guide").close();
  holdStill(() => document.documentElement.classList.remove("guided"));
  forget("sessionStorage", OPEN);
  byId("page-guide-open").setAttribute("aria-expanded", "false");
  byId("page-guide-open").focus();
}

async function showHistory() {
  if (!looksSignedIn()) return askToSignIn();
  if (historyAsked) return;
  historyAsked = true;
  try {
    const kept = await ask(`ask-ai?module=${encodeURIComponent(module)}`);
    showRemaining(kept.remaining_today);
    if (!kept.conversations.length || byId("page-guide-log").childElementCount) return; // one has asked meanwhile
    const [latest, ...earlier] = kept.conversations;
    conversation = latest.conversation_id;
    byId("page-guide-new").hidden = false;
    showMessages(latest.messages, module);
    if (earlier.length) offerEarlier(earlier);
    scrollToEnd();
  } catch (error) {
    historyAsked = false;
    sayTrouble(error);
  }
}

function askToSignIn() {
  byId("page-guide-form").hidden = true;
  fill(byId("page-guide-log"), element("p", null, element("a", { href: signInAddress() }, "Sign in"), " to ask. Free members ask about the free modules."));
}

/** Earlier conversations wait behind a button: what one comes back for is the last one. @param {{messages: any[]}[]} earlier */
function offerEarlier(earlier) {
  const log = byId("page-guide-log");
  const button = element("button", { class: "linklike guide-earlier", type: "button" }, "Show earlier questions");
  button.addEventListener("click", () => {
    const newest = [...log.children].slice(1);
    log.replaceChildren();
    for (const one of [...earlier].reverse()) showMessages(one.messages, module);
    log.append(element("hr"), ...newest);
    log.focus();
  });
  log.prepend(button);
}

/** The next question begins a conversation of its own; the earlier ones are kept. */
function beginAnew() {
  if (running) return;
  conversation = null;
  fill(byId("page-guide-log"));
  fill(byId("page-guide-said"));
  byId("page-guide-new").hidden = true;
  byId("page-guide-text").focus();
}

/** @param {KeyboardEvent} event */
function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === ENTER_OF_COMPOSING) return;
  event.preventDefault();
  byId("page-guide-send").click();
}

/** @param {Event} event */
function submit(event) {
  event.preventDefault();
  const field = byId("page-guide-text");
  const question = field.value.trim();
  if (!question || running) return;
  field.value = "";
  void put(question);
}

/** Ask, and show the answer while it comes. @param {string} question */
async function put(question) {
  const asked = addQuestion(question);
  const answer = addAnswer();
  running = new AbortController();
  working(true);
  try {
    const body = { module, question, ...(conversation ? { conversation_id: conversation } : {}), ...(caseId ? { case_id: caseId } : {}) };
    const response = await sendRequest("ask-ai", { method: "POST", accept: "text/event-stream", body, signal: running.signal, seconds: SECONDS });
    const done = await receive(response, answer);
    finish(answer, done, module, () => running || put(question));
    showRemaining(done.remaining_today);
    byId("page-guide-new").hidden = false;
    announce(`${answer.text.textContent} ${done.citations.length ? counted(done.citations.length, "citation") : ""}`);
  } catch (error) {
    await failed(error, question, asked, answer);
  } finally {
    running = null;
    working(false);
  }
}

/** @param {Response} response @param {Answer} answer @returns {Promise<Done>} */
async function receive(response, answer) {
  for await (const { event, data } of events(response)) {
    if (data.conversation_id) conversation = data.conversation_id;
    if (event === "delta") follow(() => addText(answer, data.text, data.citations, module));
    if (event === "error") throw new Refusal({ status: data.status, slug: String(data.type ?? "").split("/").pop() ?? "", message: data.detail || data.title, retryAfterSeconds: data.retry_after_seconds ?? null });
    if (event === "done") return data;
  }
  return { status: "partial", citations: answer.citations };
}

/** What had come by then stays; a refused question goes back into the field. @param {unknown} error @param {string} question @param {HTMLElement} asked @param {any} answer */
async function failed(error, question, asked, answer) {
  const stopped = running?.signal.aborted;
  if (answer.text.textContent || stopped) {
    finish(answer, { status: stopped ? "stopped" : "partial", citations: answer.citations }, module, () => running || put(question));
    if (stopped) setTimeout(refreshRemaining, SETTLING_MILLISECONDS);
    else sayTrouble(error);
    return;
  }
  asked.remove();
  answer.place.remove();
  byId("page-guide-text").value = question;
  if (error instanceof Refusal) showRemaining(error.body.remaining_today);
  sayTrouble(error);
}

/** A stopped answer tells nothing more: what is left of today is asked for. */
async function refreshRemaining() {
  const kept = await ask(`ask-ai?module=${encodeURIComponent(module)}`).catch(() => null);
  showRemaining(kept?.remaining_today);
}

/** @param {unknown} error */
function sayTrouble(error) {
  follow(() => fill(byId("page-guide-said"), inWords(error)));
}

/** @param {boolean} now */
function working(now) {
  const [send, stop] = [byId("page-guide-send"), byId("page-guide-stop")];
  const hadFocus = send.contains(document.activeElement) || stop.contains(document.activeElement);
  byId("page-guide-log").setAttribute("aria-busy", String(now));
  send.hidden = now;
  stop.hidden = !now;
  if (hadFocus) (now ? stop : byId("page-guide-text")).focus();
  if (now) fill(byId("page-guide-said"));
}

/** @param {number | undefined} remaining */
function showRemaining(remaining) {
  if (remaining === undefined || remaining === null) return;
  fill(byId("page-guide-left"), remaining ? `${counted(remaining, "question")} left today` : "No questions left today");
}
