/** The guide's questions and answers on the page: text as text, citations as links into the lesson. */

import { byId, element, fill } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";

/**
 * @typedef {{block: string, module: string, heading: string}} Citation
 * @typedef {{message_id?: string, status: string, citations: Citation[], remaining_today?: number}} Done
 * @typedef {{place: HTMLElement, text: HTMLElement}} Answer
 */

/** @param {string} text @returns {HTMLElement} */
export function addQuestion(text) {
  const place = element("p", { class: "asked" }, element("span", { class: "visually-hidden" }, "You asked: "), text);
  byId("page-guide-log").append(place);
  scrollToEnd();
  return place;
}

/** An answer that is still to come. @returns {Answer} */
export function addAnswer() {
  const text = element("div", { class: "answer-text" });
  const place = element("div", { class: "answer" }, text);
  byId("page-guide-log").append(place);
  return { place, text };
}

/**
 * Citations, what became of the answer, and what one can do with it.
 * @param {Answer} answer
 * @param {Done} done
 * @param {string} module the lesson this page shows
 * @param {(() => void) | null} again asks the same once more
 */
export function finish(answer, done, module, again) {
  const cut = { partial: "The answer was cut off.", stopped: "Stopped." }[done.status];
  answer.place.append(
    ...(cut ? [element("p", { class: "fine" }, cut)] : []),
    ...(done.citations.length ? [element("ol", { class: "citations", "aria-label": "From the course" }, ...done.citations.map((cited) => citation(cited, module)))] : []),
    element("div", { class: "answer-actions" }, copyButton(answer.text), again && element("button", { class: "linklike", type: "button", onclick: again }, "Ask again")),
  );
  scrollToEnd();
}

/** @param {Citation} cited @param {string} module */
function citation({ module: slug, block, heading }, module) {
  return element("li", null, element("a", { href: `/learn/${slug}#${block}`, onclick: (/** @type {Event} */ event) => slug === module && jump(event, block) }, heading));
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
  block.scrollIntoView();
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

/** Keep the newest line in sight. */
export function scrollToEnd() {
  const log = byId("page-guide-log");
  log.scrollTop = log.scrollHeight;
}
