/** Pictures and films of paid modules: each is asked for with the reader's token and shown from a short-lived address. */

import { send } from "/scripts/api.js";

const GUARDED = "/.netlify/functions/";
const NEAR = "600px";

/**
 * Take the addresses out that the browser could not load by itself; call before the markup enters the page.
 * @param {DocumentFragment} markup
 */
export function holdBack(markup) {
  for (const node of markup.querySelectorAll("[src], [poster]")) {
    for (const name of ["src", "poster"]) {
      const address = node.getAttribute(name);
      if (!address?.startsWith(GUARDED)) continue;
      node.removeAttribute(name);
      node.setAttribute(`data-${name}`, address);
      if (name === "src" && node.hasAttribute("width")) node.setAttribute("src", emptyPicture(node));
    }
  }
}

/** A picture of nothing in the size of what is to come: WebKit gives no height to one without `src`. @param {Element} node */
function emptyPicture(node) {
  const [width, height] = ["width", "height"].map((name) => Number(node.getAttribute(name)) || 0);
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`)}`;
}

/** Fetch what was held back, each figure when the reader comes near it. @param {Element} root */
export function bringIn(root) {
  const watcher = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        void resolve(target);
      }
    },
    { rootMargin: NEAR },
  );
  for (const node of root.querySelectorAll("img[data-src], video")) watcher.observe(node);
}

/** @param {Element} node an image, or a film with its sources, captions and poster */
async function resolve(node) {
  const guarded = [node, ...node.querySelectorAll("[data-src]")].filter((one) => one.hasAttribute("data-src") || one.hasAttribute("data-poster"));
  if (!guarded.length) return;
  void address(node, "poster").catch(() => {}); // a film plays without one, and loading again would stop who has begun
  await Promise.all(guarded.map((one) => address(one, "src"))).catch(() => showAbsence(node));
  if (node instanceof HTMLVideoElement) {
    node.load();
    node.addEventListener("error", () => void renew(node), { once: true, capture: true });
  }
}

/** @param {Element} node @param {"src" | "poster"} name */
async function address(node, name) {
  const held = node.getAttribute(`data-${name}`);
  if (!held) return;
  const signed = await signedAddress(held);
  if (new URL(signed).origin !== location.origin) node.closest("video")?.setAttribute("crossorigin", "anonymous");
  node.setAttribute(name, signed);
}

/** Where the redirect leads; the content itself is left to the element. @param {string} held */
async function signedAddress(held) {
  const response = await send(held.slice(GUARDED.length), { accept: "*/*" });
  await response.body?.cancel();
  return response.url;
}

/** A signed address runs out while a film is paused: go on at the same second with a new one. @param {HTMLVideoElement} film */
async function renew(film) {
  const second = film.currentTime;
  await resolve(film);
  film.currentTime = second;
}

/** @param {Element} node */
function showAbsence(node) {
  const words = document.createElement("p");
  words.className = "notice care";
  words.textContent = node.getAttribute("alt") ? `The picture did not load. What it shows: ${node.getAttribute("alt")}` : "The film did not load. Its transcript is below.";
  node.replaceWith(words);
}
