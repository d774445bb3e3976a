/** Going to a section, and telling a jump (ours, a link's, the browser's) from the reader's own scroll: a jump reads nothing. */

const SETTLED_MILLISECONDS = 250;
const SCROLLING_KEYS = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

let jumping = true; // a page that has just been opened may still be moved by the browser
let timer = 0;
let frame = 0;
/** @type {(() => void)[]} */
const begun = [];
/** @type {(() => void)[]} */
const landed = [];

settle();
addEventListener("scroll", () => jumping && settle(), { passive: true });
addEventListener("hashchange", jump);
addEventListener("popstate", jump);
document.addEventListener("click", (event) => /** @type {Element} */ (event.target).closest?.('a[href^="#"]') && jump(), { capture: true });
for (const own of ["wheel", "touchmove"]) addEventListener(own, () => (jumping = false), { passive: true });
addEventListener("keydown", (event) => SCROLLING_KEYS.has(event.key) && (jumping = false));

/** True while the page moves, or has just moved, without the reader having scrolled it. */
export function isJumping() {
  return jumping;
}

/** Call `act` whenever a jump begins. @param {() => void} act */
export function onJump(act) {
  begun.push(act);
}

/** Call `act` whenever a jump has come to its end, and at once where one has before anybody asked. @param {() => void} act */
export function onLanding(act) {
  landed.push(act);
  if (!jumping) act();
}

/** Show the top of `place` at once. @param {Element} place */
export function goTo(place) {
  jump();
  place.scrollIntoView({ behavior: "instant" });
}

/** Change something above or around what is read, and keep it where it is: not every engine does that by itself. @param {() => void} change */
export function holdStill(change) {
  const held = [...document.querySelectorAll(".block > h2, .prose > *")].find((one) => one.getBoundingClientRect().bottom > 0);
  const before = held?.getBoundingClientRect().top ?? 0;
  change();
  const moved = (held?.getBoundingClientRect().top ?? 0) - before;
  if (Math.abs(moved) < 1) return;
  jump();
  scrollBy({ top: moved, behavior: "instant" });
}

/** A jump's own scroll is told with the next frame, however late a busy device draws it. */
function jump() {
  jumping = true;
  for (const act of begun) act();
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => (frame = requestAnimationFrame(settle)));
}

function settle() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    jumping = false;
    for (const act of landed) act();
  }, SETTLED_MILLISECONDS);
}
