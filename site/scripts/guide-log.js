/** The guide's questions and answers on the page: text as text, citations as links into the lesson. */

import { goTo } from "/scripts/jumps.js";
import { byId, element, fill } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";

/**
 * @typedef {{block: string, module: string, heading: string}} Citation
 * @typedef {{message_id?: string, status: string, citations: Citation[], remaining_today?: number}} Done
 * @typedef {{place: HTMLElement, text: HTMLElement, citations: Citation[]}} Answer
 */

/** @param {string} text @returns {HTMLElement} */
export function addQuestion(text) {
  const place = element("p", { class: "asked" }, element("span", { class: "visually-hidden" }, "You asked: "), text);
  byId("page-guide-log").append(place);
  scrollToEnd();
  return place;
}

/** What was asked and answered before, in its order. @param {{role: string, content: string, status: string, citations: Citation[]}[]} messages @param {string} module */
export function showMessages(messages, module) {
  for (const { role, content, status, citations } of messages) {
    if (role === "user") addQuestion(content);
    else {
      const answer = addAnswer();
      addText(answer, content, citations, module);
      finish(answer, { status, citations }, module, null);
    }
  }
}

/** An answer that is still to come. @returns {Answer} */
export function addAnswer() {
  const text = element("div", { class: "answer-text" });
  const place = element("div", { class: "answer" }, text);
  byId("page-guide-log").append(place);
  return { place, text, citations: [] };
}

/** The next piece of an answer: its markers are links as soon as they are there. @param {Answer} answer @param {string} text @param {Citation[] | undefined} citations those named so far, where there are new ones @param {string} module */
export function addText(answer, text, citations, module) {
  answer.citations = citations ?? answer.citations;
  answer.text.append(...withMarkers(text, answer.citations, module));
}

/**
 * Citations, what became of the answer, and what one can do with it.
 * @param {Answer} answer
 * @param {Done} done
 * @param {string} module the lesson this page shows
 * @param {(() => void) | null} again asks the same once more
 */
export function finish(answer, done, module, again) {
  const cut = { partial: "The answer was cut off here.", stopped: "Stopped.", pending: "The answer did not arrive." }[done.status];
  follow(() => {
    answer.place.append(
      ...(cut ? [element("p", { class: "fine cut" }, cut)] : []),
      ...(done.citations.length ? [element("ol", { class: "citations", "aria-label": "From the course" }, ...done.citations.map((cited) => element("li", null, citation(cited, module, cited.heading))))] : []),
      element("div", { class: "answer-actions" }, copyButton(answer.text), again && element("button", { class: "linklike", type: "button", onclick: again }, "Ask again")),
    );
  });
}

/** @param {Citation} cited @param {string} module @param {string | number} text @param {Record<string, string>} [more] */
function citation({ module: slug, block }, module, text, more = {}) {
  return element("a", { href: `/learn/${slug}#${block}`, onclick: (/** @type {Event} */ event) => slug === module && jump(event, block), ...more }, text);
}

/** `[2]` in the text becomes a link to the second citation; what is no citation stays as it was written. @param {string} text @param {Citation[]} citations @param {string} module */
function withMarkers(text, citations, module) {
  return text.split(/(\[\d{1,3}\])/).map((part) => {
    const cited = /^\[\d{1,3}\]$/.test(part) ? citations[Number(part.slice(1, -1)) - 1] : undefined;
    return cited ? element("sup", null, citation(cited, module, part, { class: "marker", "aria-label": `From: ${cited.heading}` })) : part;
  });
}

/** A citation of this lesson leads to its block without leaving the page. @param {Event} event @param {string} id */
function jump(event, id) {
  const block = document.getElementById(id);
  if (!block) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("citation-followed"));
  history.replaceState(null, "", `#${id}`);
  for (const found of document.querySelectorAll(".found")) found.classList.remove("found");
  block.classList.add("found");
  goTo(block);
  block.querySelector("h2")?.focus({ preventScroll: true });
}

/** @param {HTMLElement} text */
function copyButton(text) {
  return element(
    "button",
    {
      class: "linklike",
      type: "button",
      onclick: async () => {
        const copied = await navigator.clipboard.writeText(text.textContent ?? "").then(() => true, () => false);
        announce(copied ? "Copied." : "This browser did not let us copy.");
        fill(byId("page-guide-said"), copied ? "Copied." : "This browser did not let us copy.");
      },
    },
    "Copy",
  );
}

/** Change the log, and stay at its end unless its reader has scrolled up. @param {() => void} change */
export function follow(change) {
  const log = byId("page-guide-log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  change();
  if (atEnd) scrollToEnd();
}

/** Keep the newest line in sight. */
export function scrollToEnd() {
  const log = byId("page-guide-log");
  log.scrollTop = log.scrollHeight;
}
