/** A module: its blocks as the server sends them, contents, neighbours, and where the reader is. */

import { ask } from "/scripts/api.js";
import { aboutModule, catalogue, objectiveList } from "/scripts/catalogue.js";
import { offerGuide } from "/scripts/guide.js";
import { showCase } from "/scripts/lesson-case.js";
import { byId, element, fill, fillWithLessonHtml } from "/scripts/markup.js";
import { decoded, entitle, slugOfPage } from "/scripts/page.js";
import { follow, keepsPlaces, resumeVideo } from "/scripts/reading.js";
import { explain } from "/scripts/refusals.js";
import { counted, duration } from "/scripts/words.js";

/**
 * @typedef {{id: string, heading: string, html: string}} Block
 * @typedef {{slug: string, title: string, order_index: number, version: number | string, blocks: Block[], case: {id: string, title: string, html: string, prompt: string} | null, previous: string | null, next: string | null}} Lesson
 */

const slug = slugOfPage();
await show();

async function show() {
  const lesson = byId("page-lesson");
  const refused = byId("page-refusal");
  try {
    const module = await ask(`get-module/${encodeURIComponent(slug)}`);
    refused.hidden = true;
    lesson.parentElement.hidden = false;
    showLesson(module);
    const introduced = introduce(module);
    if (module.case) void showCase(module.slug, module.case);
    offerGuide(module.slug, module.case);
    showPlace();
    if (keepsPlaces()) void keepPlace(module.slug, introduced);
    void introduced.then(goToNamed); // what is said above the blocks moves them
  } catch (error) {
    lesson.parentElement.hidden = true;
    explain(refused, error, { again: show, noun: "module", module: slug });
  } finally {
    lesson.setAttribute("aria-busy", "false");
  }
}

/** @param {Lesson} module */
function showLesson(module) {
  entitle(module.title);
  fill(byId("page-place"), `Module ${module.order_index}`);
  fill(byId("page-title"), module.title);
  fill(byId("page-meta"), counted(module.blocks.length, "section"));
  fill(byId("page-blocks"), ...module.blocks.map(section));
  fill(byId("page-contents-list"), ...module.blocks.map(entry));
  byId("page-side").hidden = false;
  byId("page-contents").open = matchMedia("(min-width: 64rem)").matches;
  byId("page-quiz").href = `/quiz/${module.slug}`;
  turn(byId("page-previous"), module.previous, "Previous module");
  turn(byId("page-following"), module.next, "Next module");
  byId("page-after").hidden = false;
}

/** What everyone may know about the module; the lesson does without when it cannot be had. @param {Lesson} module */
async function introduce(module) {
  const [course, about] = await Promise.all([catalogue().catch(() => null), aboutModule(module.slug)]);
  const listed = course?.modules.find((one) => one.slug === module.slug);
  if (listed) {
    const parts = [duration(listed.minutes), counted(module.blocks.length, "section"), listed.question_count ? counted(listed.question_count, "question") : ""];
    fill(byId("page-meta"), parts.filter(Boolean).join(" · "));
    byId("page-next").hidden = !listed.question_count;
  }
  const title = (/** @type {string | null} */ slug) => course?.modules.find((one) => one.slug === slug)?.title ?? null;
  turn(byId("page-previous"), module.previous, "Previous module", title(module.previous));
  turn(byId("page-following"), module.next, "Next module", title(module.next));
  if (about) showAbout(about);
}

/** @param {import("/scripts/catalogue.js").About} about */
function showAbout(about) {
  fill(byId("page-summary"), about.summary);
  fill(byId("page-objectives"), element("h2", null, "After this module you can"), objectiveList(about));
  byId("page-objectives").hidden = !about.objectives.length;
  fill(byId("page-references-list"), ...about.references.map(({ title, publisher, url }) => element("li", null, element("a", { href: url, rel: "noopener" }, title), `, ${publisher}`)));
  byId("page-references").hidden = !about.references.length;
  fill(byId("page-disclaimer"), about.disclaimer);
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

/** @param {HTMLAnchorElement} link @param {string | null} slug @param {string} label @param {string | null} [title] */
function turn(link, slug, label, title = null) {
  link.hidden = !slug;
  if (!slug) return;
  link.href = `/learn/${slug}`;
  fill(link, element("small", null, label), title ?? label);
}

/** The address may name a block, which exists only now. */
function showPlace() {
  goToNamed();
  const watcher = new IntersectionObserver(markPlace, { rootMargin: "-20% 0px -70% 0px" });
  for (const block of document.querySelectorAll(".block")) watcher.observe(block);
}

function goToNamed() {
  const named = location.hash && document.getElementById(decoded(location.hash.slice(1)));
  if (named) named.scrollIntoView({ behavior: "instant" });
}

/** A member's place is kept; one who comes to go on is taken there. @param {string} module @param {Promise<void>} introduced */
async function keepPlace(module, introduced) {
  const progress = await ask(`progress?module=${encodeURIComponent(module)}`).catch(() => null);
  const standing = progress?.modules.find((/** @type {{module: string}} */ one) => one.module === module);
  for (const id of progress?.blocks_read ?? []) showRead(id);
  countRead();
  if (standing?.block && new URLSearchParams(location.search).has("resume")) {
    await introduced;
    document.getElementById(standing.block)?.scrollIntoView({ behavior: "instant" });
    resumeVideo(standing.block, standing.seconds);
  }
  follow(module, progress?.blocks_read ?? [], (id) => {
    showRead(id);
    countRead();
  });
}

/** How far one is, in words and as a bar. */
function countRead() {
  const all = document.querySelectorAll("#page-contents-list li").length;
  const read = document.querySelectorAll("#page-contents-list li.done").length;
  const bar = element("progress", { max: all, value: read, "aria-hidden": "true" });
  fill(byId("page-read"), bar, read === all ? "All sections read" : `${read} of ${counted(all, "section")} read`);
  byId("page-read").hidden = false;
}

/** @param {string} id */
function showRead(id) {
  document.querySelector(`#page-contents-list [data-block="${CSS.escape(id)}"]`)?.classList.add("done");
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
