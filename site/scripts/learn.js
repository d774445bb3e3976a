/** A module: its blocks as the server sends them, contents, neighbours, and where the reader is. */

import { ask } from "/scripts/api.js";
import { catalogue, objectiveList } from "/scripts/catalogue.js";
import { offerGuide } from "/scripts/guide.js";
import { goTo, isJumping } from "/scripts/jumps.js";
import { showCase } from "/scripts/lesson-case.js";
import { byId, element, fill, fillWithLessonHtml } from "/scripts/markup.js";
import { decoded, entitle, slugOfPage } from "/scripts/page.js";
import { sendLeftBehind } from "/scripts/places.js";
import { follow, keepsPlaces } from "/scripts/reading.js";
import { explain } from "/scripts/refusals.js";
import { counted, duration } from "/scripts/words.js";

/**
 * @typedef {{id: string, heading: string, html: string}} Block
 * @typedef {{slug: string, title: string, order_index: number, version: number | string, summary: string, minutes: number, objectives: string[], references: {title: string, publisher: string, url: string}[], disclaimer: string, blocks: Block[], case: {id: string, title: string, html: string, prompt: string} | null, calculator: any, plan: any, previous: string | null, next: string | null}} Lesson
 */

const slug = slugOfPage();
await show();

/** The lesson comes in one answer and is shown at once, whole; what comes later changes no height. */
async function show() {
  const lesson = byId("page-lesson");
  const refused = byId("page-refusal");
  const course = catalogue().catch(() => null);
  const progress = keepsPlaces() ? standing() : null;
  try {
    const module = await ask(`get-module/${encodeURIComponent(slug)}`);
    refused.hidden = true;
    lesson.parentElement.hidden = false;
    showLesson(module);
    if (module.case) void showCase(module.slug, module.case);
    if (module.calculator || module.plan) void import("/scripts/tools.js").then(({ showTools }) => showTools(module));
    void import("/scripts/changed.js").then(({ markChanged }) => markChanged(module.slug, byId("page-blocks")));
    offerGuide(module.slug, module.case);
    const reading = progress && follow(module.slug, showRead);
    goToNamed();
    watchPlace();
    void course.then((known) => known && nameNeighbours(module, known));
    if (reading) void goOn(reading, progress);
  } catch (error) {
    lesson.parentElement.hidden = true;
    explain(refused, error, { again: show, noun: "module", module: slug });
  } finally {
    lesson.setAttribute("aria-busy", "false");
  }
}

/** What is known of this reader in this module; null where it cannot be had. */
async function standing() {
  await sendLeftBehind();
  return ask(`progress?module=${encodeURIComponent(slug)}`).catch(() => null);
}

/** @param {Lesson} module */
function showLesson(module) {
  entitle(module.title);
  fill(byId("page-place"), `Module ${module.order_index}`);
  fill(byId("page-title"), module.title);
  fill(byId("page-summary"), module.summary);
  fill(byId("page-meta"), `${duration(module.minutes)} · ${counted(module.blocks.length, "section")}`);
  fill(byId("page-objectives"), element("h2", null, "After this module you can"), objectiveList(module));
  byId("page-objectives").hidden = !module.objectives.length;
  // A new element: what stood for it while it was awaited is not seen to move.
  byId("page-blocks").replaceWith(element("div", { id: "page-blocks" }, ...module.blocks.map(section)));
  showContents(module.blocks);
  byId("page-quiz").href = `/quiz/${module.slug}`;
  turn(byId("page-previous"), module.previous, "Previous module");
  turn(byId("page-following"), module.next, "Next module");
  fill(byId("page-references-list"), ...module.references.map(({ title, publisher, url }) => element("li", null, element("a", { href: url, rel: "noopener" }, title), `, ${publisher}`)));
  byId("page-references").hidden = !module.references.length;
  fill(byId("page-disclaimer"), module.disclaimer);
  byId("page-after").hidden = false;
}

/** @param {Block[]} blocks */
function showContents(blocks) {
  fill(byId("page-contents-list"), ...blocks.map(entry));
  byId("page-contents").open = matchMedia("(min-width: 64rem)").matches;
  if (keepsPlaces()) countRead();
}

/** What the catalogue knows besides; it stands at the end of the page. @param {Lesson} module @param {import("/scripts/catalogue.js").Catalogue} course */
function nameNeighbours(module, course) {
  const listed = (/** @type {string | null} */ slug) => course.modules.find((one) => one.slug === slug);
  const questions = listed(module.slug)?.question_count ?? 0;
  byId("page-next").hidden = !questions;
  turn(byId("page-previous"), module.previous, "Previous module", listed(module.previous)?.title);
  turn(byId("page-following"), module.next, "Next module", listed(module.next)?.title);
}

/** @param {Block} block */
function section(block) {
  const prose = element("div", { class: "prose" });
  fillWithLessonHtml(prose, block.html);
  return element("section", { class: "block", id: block.id, "aria-labelledby": `page-h-${block.id}` }, element("h2", { id: `page-h-${block.id}`, tabindex: "-1" }, block.heading), prose);
}

/** @param {Block} block */
function entry(block) {
  return element("li", { "data-block": block.id }, element("a", { href: `#${block.id}` }, block.heading));
}

/** @param {HTMLAnchorElement} link @param {string | null} slug @param {string} label @param {string} [title] */
function turn(link, slug, label, title) {
  link.hidden = !slug;
  if (!slug) return;
  link.href = `/learn/${slug}`;
  fill(link, element("small", null, label), title ?? label);
}

/** The address may name a block, which exists only now. */
function goToNamed() {
  const named = location.hash && document.getElementById(decoded(location.hash.slice(1)));
  if (named) goTo(named);
}

function watchPlace() {
  const watcher = new IntersectionObserver(markPlace, { rootMargin: "-20% 0px -70% 0px" });
  for (const block of document.querySelectorAll(".block")) watcher.observe(block);
}

/** Show what was read before; one who comes to go on is taken to the kept place, unless they have begun to read. @param {ReturnType<typeof follow>} reading @param {Promise<any> | null} progress */
async function goOn(reading, progress) {
  const known = await progress;
  reading.remember(known?.blocks_read ?? [], known?.films ?? []);
  const kept = known?.modules.find((/** @type {{module: string}} */ one) => one.module === slug);
  const block = kept?.block && document.getElementById(kept.block);
  if (!block || !new URLSearchParams(location.search).has("resume")) return;
  if (location.hash !== `#${kept.block}` && (scrollY === 0 || isJumping())) goTo(block);
}

/** @param {string} id */
function showRead(id) {
  document.querySelector(`#page-contents-list [data-block="${CSS.escape(id)}"]`)?.classList.add("done");
  countRead();
}

/** How far one is, in words and as a bar. */
function countRead() {
  const all = document.querySelectorAll("#page-contents-list li").length;
  const read = document.querySelectorAll("#page-contents-list li.done").length;
  const bar = element("progress", { max: all, value: read, "aria-hidden": "true" });
  fill(byId("page-read"), bar, read === all ? "All sections read" : `${read} of ${counted(all, "section")} read`);
  byId("page-read").hidden = false;
}

/** @param {IntersectionObserverEntry[]} seen */
function markPlace(seen) {
  const current = seen.find((one) => one.isIntersecting)?.target.id;
  if (!current) return;
  for (const item of document.querySelectorAll("#page-contents-list li")) {
    const link = /** @type {Element} */ (item.firstElementChild);
    if (item.getAttribute("data-block") === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
