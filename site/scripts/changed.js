/** What changed among a lesson's dated numbers since this reader was last here, on this device. */

import { element } from "/scripts/markup.js";
import { keep, kept } from "/scripts/storage.js";

/** Mark what changed since the last visit, and remember this one. @param {string} slug @param {ParentNode} place */
export function markChanged(slug, place) {
  const name = `masterclass.visited.${slug}`;
  const last = kept("localStorage", name);
  keep("localStorage", name, new Date().toISOString().slice(0, 10));
  if (!last) return;
  for (const item of place.querySelectorAll("li[data-changed]")) {
    if ((item.getAttribute("data-changed") ?? "") < last) continue;
    item.prepend(element("strong", { class: "changed" }, "Changed since you were last here. "));
    item.closest("details")?.setAttribute("open", "");
    const key = CSS.escape(item.getAttribute("data-fact") ?? "");
    for (const fact of place.querySelectorAll(`.fact[data-fact="${key}"]`)) fact.classList.add("changed");
  }
}
