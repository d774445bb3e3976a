/** Where the guide's panel stands: below the masthead, above the on-screen keyboard, and over a page that keeps still. */

/** Where less than this is left, beside an on-screen keyboard, the panel takes the masthead's place too. */
const LEAST = 480;

/**
 * Keep `panel` in its place while page, window and keyboard move.
 * @param {HTMLElement} panel
 * @param {HTMLElement} log what scrolls inside it
 */
export function keepInPlace(panel, log) {
  const place = () => {
    const seen = window.visualViewport;
    const begins = seen?.offsetTop ?? 0;
    const bottom = begins + (seen?.height ?? innerHeight);
    const masthead = document.querySelector(".masthead")?.getBoundingClientRect().bottom ?? 0;
    const top = bottom - masthead < LEAST ? begins : Math.max(begins, masthead);
    panel.style.setProperty("--guide-top", `${top}px`);
    panel.style.setProperty("--guide-height", `${bottom - top}px`);
  };
  addEventListener("scroll", place, { passive: true });
  addEventListener("resize", place);
  window.visualViewport?.addEventListener("resize", place);
  window.visualViewport?.addEventListener("scroll", place);
  new MutationObserver(place).observe(panel, { attributes: true, attributeFilter: ["open"] });
  // What the panel cannot scroll by itself would scroll the lesson behind it, and count as reading.
  for (const kind of ["wheel", "touchmove"]) {
    panel.addEventListener(kind, (event) => !scrolls(/** @type {Element} */ (event.target), log) && event.cancelable && event.preventDefault(), { passive: false });
  }
  place();
}

/** @param {Element} target @param {HTMLElement} log */
function scrolls(target, log) {
  const field = target.closest("textarea");
  if (field) return field.scrollHeight > field.clientHeight;
  return log.contains(target) && log.scrollHeight > log.clientHeight;
}
