/** Making and filling elements. Text always goes in as text; the one exception is lesson HTML, which the server sanitised. */

import { bringIn, holdBack } from "/scripts/media.js";

/**
 * A new element. Attributes named `on…` are listeners, `false` and `null` leave an attribute out.
 * @param {string} tag
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {any}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...present(children));
  return made;
}

/**
 * Replace what `parent` holds.
 * @param {Element} parent
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/**
 * The element with this id; a page without it is a mistake of ours, so it throws.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`this page has no element #${id}`);
  return found;
}

/**
 * Put lesson HTML into `parent`. Only for HTML from our own API, sanitised when the course was loaded.
 * @param {Element} parent
 * @param {string} html
 */
export function fillWithLessonHtml(parent, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  holdBack(template.content);
  parent.replaceChildren(template.content);
  for (const table of parent.querySelectorAll("table")) scrollSideways(table);
  bringIn(parent);
}

/** A wide table scrolls by itself, reachable by keyboard, instead of widening the page. @param {Element} table */
function scrollSideways(table) {
  if (table.closest("figure, .example")) return;
  const name = table.querySelector("caption")?.textContent ?? "Table";
  const scroller = element("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": name });
  table.replaceWith(scroller);
  scroller.append(table);
}

/** @param {unknown[]} children */
function present(children) {
  return /** @type {(Node | string)[]} */ (
    children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : String(child)))
  );
}
