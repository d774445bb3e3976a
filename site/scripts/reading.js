/** What is read: a section whose beginning and then whose end the reader has had before them, and where they are. */

import { followFilms } from "/scripts/films.js";
import { isJumping, onJump, onLanding } from "/scripts/jumps.js";
import { element } from "/scripts/markup.js";
import { announce } from "/scripts/page.js";
import { placeKeeper } from "/scripts/places.js";
import { looksSignedIn } from "/scripts/session.js";

const STILL_MILLISECONDS = 1200;
const KEEP_MILLISECONDS = 4500; // with what a request takes: reading, steady scrolling and playing never lose more than 5 s
const BEGUN_MILLISECONDS = 1000;
const WORDS_A_SECOND = 10; // nobody reads faster: whoever stays that long has read what is before them

/**
 * Follow the reader through the lesson's blocks, each of which gets its button at once.
 * @param {string} module
 * @param {(block: string) => void} onRead called once for each block that becomes marked
 */
export function follow(module, onRead) {
  const blocks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".block")]);
  /** @type {Set<string>} */
  const marked = new Set();
  const begun = beginnings(blocks);
  const films = followFilms(blocks);
  const here = () => films.watched() ?? currentBlock(blocks);
  const keeper = placeKeeper(module, () => here()?.id);
  let kept = "";

  for (const block of blocks) addButton(block, () => mark(block));
  watchReader({ lookAround, keepPlace, goingOn, leave, words: () => wordsIn(currentBlock(blocks)), seen: begun.look });

  /** Notice which block is being read, and which has been read to its end. */
  function lookAround() {
    begun.look();
    for (const block of blocks) noticeEnd(block);
    keepPlace();
  }

  function keepPlace() {
    note(true);
    void keeper.send(false);
  }

  /** What is kept while nobody stops. @param {boolean} moved since the last look */
  function goingOn(moved) {
    note(moved || films.playing());
    void keeper.send(false);
  }

  /** Keep where the reader was even when they leave before they stop. @param {boolean} moved since the last look */
  function leave(moved) {
    note(moved || films.playing());
    void keeper.send(true);
  }

  /** @param {HTMLElement} block */
  function noticeEnd(block) {
    const bottom = (block.querySelector(".prose") ?? block).getBoundingClientRect().bottom;
    if (begun.has(block) && bottom > 0 && bottom <= innerHeight) mark(block);
  }

  /** Note how far every film has come, and the reader's own place after that. @param {boolean} moved */
  function note(moved) {
    const seen = films.news();
    for (const place of seen) keeper.add({ ...place, completed: false });
    const block = here();
    if (!block || !(moved || seen.length)) return;
    const place = films.placeIn(block);
    const now = `${place.block} ${place.film} ${place.seconds}`;
    if (now === kept && seen.every((one) => one.block === place.block)) return;
    kept = now;
    keeper.add({ ...place, completed: false });
  }

  /** @param {HTMLElement} block */
  function mark(block) {
    if (marked.has(block.id)) return;
    show(block);
    keeper.add({ ...films.placeIn(block), completed: true });
    kept = ""; // the mark is kept as a place too: the next stop has to be told again
    void keeper.send(false);
  }

  /** @param {HTMLElement} block */
  function show(block) {
    marked.add(block.id);
    showMarked(block);
    onRead(block.id);
  }

  return {
    /** Show what was marked before, and take the films to where they were left. @param {string[]} ids @param {import("/scripts/films.js").FilmPlace[]} left */
    remember(ids, left) {
      for (const block of blocks) if (ids.includes(block.id) && !marked.has(block.id)) show(block);
      films.goOn(left);
    },
  };
}

/** Which blocks have been begun: their heading was before the reader for a moment, not merely passed by. @param {HTMLElement[]} blocks */
function beginnings(blocks) {
  /** @type {Map<HTMLElement, number>} */
  const since = new Map();
  const begun = new Set();
  return {
    look() {
      const now = performance.now();
      for (const block of blocks) {
        const { top } = block.getBoundingClientRect();
        if (since.has(block) && now - /** @type {number} */ (since.get(block)) >= BEGUN_MILLISECONDS) begun.add(block);
        if (top < 0 || top > innerHeight * 0.75 || document.hidden) since.delete(block);
        else if (!since.has(block)) since.set(block, now);
      }
    },
    /** @param {HTMLElement} block */
    has: (block) => begun.has(block),
  };
}

/** The block across the upper third of the window. @param {HTMLElement[]} blocks */
function currentBlock(blocks) {
  const line = innerHeight / 3;
  return blocks.filter((block) => block.getBoundingClientRect().top <= line).pop() ?? blocks[0];
}

/** @param {HTMLElement | undefined} block */
function wordsIn(block) {
  return block?.textContent?.trim().split(/\s+/).length ?? 0;
}

/**
 * Call `lookAround` when the reader stops after a scroll of their own, or has stayed long enough to have read what a
 * jump brought; `keepPlace` after a shorter stay, `goingOn` all the time.
 * @param {{lookAround: () => void, keepPlace: () => void, goingOn: (moved: boolean) => void, leave: (moved: boolean) => void, words: () => number, seen: () => void}} told
 */
function watchReader({ lookAround, keepPlace, goingOn, leave, words, seen }) {
  let still = 0;
  /** @type {number[]} */
  let stays = [];
  let moved = false;
  const forget = () => [still, ...stays].forEach(clearTimeout);
  const own = () => {
    forget();
    still = setTimeout(() => ((moved = false), lookAround()), STILL_MILLISECONDS);
  };
  addEventListener("scroll", () => (seen(), !isJumping() && ((moved = true), own())), { passive: true });
  document.addEventListener("pause", own, { capture: true });
  onJump(() => ((moved = false), forget()));
  onLanding(() => {
    seen();
    forget();
    stays = [setTimeout(keepPlace, KEEP_MILLISECONDS), setTimeout(lookAround, Math.max(KEEP_MILLISECONDS, (words() / WORDS_A_SECOND) * 1000))];
  });
  setInterval(() => goingOn(moved), KEEP_MILLISECONDS);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave(moved));
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

/** The words are as high as the button whose place they take. @param {HTMLElement} block */
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
