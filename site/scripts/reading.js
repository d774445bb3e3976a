/** Where the reader is: kept at each stop of the scroll and when the page is left, one small request at a time. */

import { ask } from "/scripts/api.js";
import { announce } from "/scripts/page.js";
import { element } from "/scripts/markup.js";
import { looksSignedIn } from "/scripts/session.js";

const STILL_MILLISECONDS = 1200;
const MOST_SECONDS = 86_400;

/**
 * @typedef {{block: string, seconds: number, completed: boolean}} Place
 */

/**
 * Follow the reader through the lesson's blocks. `read` is what was marked before.
 * @param {string} module
 * @param {Iterable<string>} read ids of blocks that are marked
 * @param {(block: string) => void} onRead called once for each block that becomes marked
 */
export function follow(module, read, onRead) {
  const marked = new Set(read);
  const blocks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".block")]);
  /** @type {Map<string, Place>} */
  const unsent = new Map();
  const begun = new Set();
  let kept = "";

  for (const block of blocks) {
    addButton(block, () => mark(block.id));
    if (marked.has(block.id)) showMarked(block);
  }
  whenStill(lookAround, leave);

  /** Notice which block is being read, and which has been read to its end. */
  function lookAround() {
    const current = currentBlock(blocks);
    if (!current) return;
    for (const block of blocks) noticeEnd(block);
    note(current);
    void send(false);
  }

  /** Keep where the reader was even when they leave before they stop. @param {boolean} moved since the last look */
  function leave(moved) {
    const current = currentBlock(blocks);
    if (moved && current) note(current);
    void send(true);
  }

  /** @param {HTMLElement} block */
  function noticeEnd(block) {
    const { top, bottom } = block.getBoundingClientRect();
    if (top < innerHeight * 0.75 && bottom > 0) begun.add(block.id);
    const prose = block.querySelector(".prose")?.getBoundingClientRect() ?? { bottom };
    if (begun.has(block.id) && prose.bottom > 0 && prose.bottom <= innerHeight) mark(block.id);
  }

  /** @param {HTMLElement} block */
  function note(block) {
    const place = { block: block.id, seconds: secondsIn(block), completed: unsent.get(block.id)?.completed ?? false };
    const now = `${place.block} ${place.seconds}`;
    if (now === kept && !place.completed) return;
    kept = now;
    unsent.set(block.id, place);
  }

  /** @param {string} id */
  function mark(id) {
    if (marked.has(id)) return;
    marked.add(id);
    const block = /** @type {HTMLElement} */ (document.getElementById(id));
    unsent.set(id, { block: id, seconds: secondsIn(block), completed: true });
    kept = ""; // the mark is kept as a place too: the next stop has to be told again
    showMarked(block);
    onRead(id);
    void send(false);
  }

  let sending = false;
  /** What cannot be sent stays for the next stop. @param {boolean} leaving */
  async function send(leaving) {
    if (sending && !leaving) return;
    sending = true;
    try {
      for (const [id, place] of inOrder(unsent, currentBlock(blocks)?.id)) {
        unsent.delete(id);
        await keep(place, leaving, unsent);
      }
    } finally {
      sending = false;
    }
  }

  /** @param {Place} place @param {boolean} leaving @param {Map<string, Place>} later */
  async function keep({ block, seconds, completed }, leaving, later) {
    const body = { module, block, seconds, ...(completed ? { completed } : {}) };
    try {
      await ask("progress", { method: "PUT", body, keepalive: leaving });
    } catch {
      if (!later.has(block)) later.set(block, { block, seconds, completed });
    }
  }

  addEventListener("online", () => void send(false));
}

/** The place the reader is at goes last, because the last one kept is where they resume. @param {Map<string, Place>} unsent @param {string} [current] */
function inOrder(unsent, current) {
  return [...unsent].sort(([one], [other]) => Number(one === current) - Number(other === current));
}

/** The block across the upper third of the window. @param {HTMLElement[]} blocks */
function currentBlock(blocks) {
  const line = innerHeight / 3;
  return blocks.findLast((block) => block.getBoundingClientRect().top <= line) ?? blocks[0];
}

/** How far into its video a block is. @param {HTMLElement} block */
function secondsIn(block) {
  const video = block.querySelector("video");
  return Math.min(MOST_SECONDS, Math.floor(video?.currentTime ?? 0));
}

/** Go to the kept second of the block's video. @param {string} id @param {number} seconds */
export function resumeVideo(id, seconds) {
  const video = document.getElementById(id)?.querySelector("video");
  if (video && seconds > 0) video.currentTime = seconds;
}

/** @param {() => void} still @param {(moved: boolean) => void} leaving */
function whenStill(still, leaving) {
  let timer = 0;
  let moved = false;
  const look = () => {
    moved = false;
    still();
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(look, STILL_MILLISECONDS);
  };
  const move = () => {
    moved = true;
    restart();
  };
  addEventListener("scroll", move, { passive: true });
  document.addEventListener("pause", restart, { capture: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leaving(moved));
  restart();
}

/** @param {HTMLElement} block @param {() => void} act */
function addButton(block, act) {
  const button = element("button", { class: "button quiet small", type: "button" }, "Mark as read", element("span", { class: "visually-hidden" }, `: ${block.querySelector("h2")?.textContent}`));
  button.addEventListener("click", () => {
    act();
    announce("Marked as read.");
  });
  block.append(element("p", { class: "block-done" }, button));
}

/** @param {HTMLElement} block */
function showMarked(block) {
  const place = block.querySelector(".block-done");
  if (!place || place.classList.contains("read")) return;
  const hadFocus = place.contains(document.activeElement);
  place.classList.add("read");
  place.replaceChildren("✓ Read");
  if (hadFocus) block.querySelector("h2")?.focus({ preventScroll: true });
}

/** True when a place can be kept at all. */
export function keepsPlaces() {
  return looksSignedIn();
}
