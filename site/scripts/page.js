/** What every page does: say who is signed in, and announce things to those who listen instead of look. */

import { element } from "/scripts/markup.js";
import { looksSignedIn, sessionOwner } from "/scripts/session.js";

const COURSE = "Primary Care Financial Masterclass";

/**
 * Supabase Auth's own mails lead back here with what went wrong in the address, behind `?` or `#`. Only the code is
 * taken along, to the page that has words of ours for it and a way on.
 */
function followTrouble() {
  if (location.pathname === "/welcome") return;
  for (const part of [location.search, location.hash]) {
    const code = new URLSearchParams(part.slice(1)).get("error_code") ?? "";
    if (/^[a-z_]{3,60}$/.test(code)) return location.replace(`/welcome?error_code=${code}`);
  }
}
followTrouble();

/** Show the navigation for a member or for a guest, and mark the page one is on. */
export function frame() {
  const member = looksSignedIn();
  document.documentElement.classList.toggle("member", member);
  document.documentElement.classList.toggle("guest", !member);
  for (const link of document.querySelectorAll(".masthead nav a")) {
    if (link.getAttribute("href") === location.pathname) link.setAttribute("aria-current", "page");
  }
}

/** Name the page in its tab. @param {string} title */
export function entitle(title) {
  document.title = `${title} · ${COURSE}`;
}

/** The address of the sign-in page that comes back here afterwards. */
export function signInAddress() {
  return `/sign-in${backHere()}`;
}

/** The address of the page that makes an account and comes back here afterwards. */
export function signUpAddress() {
  return `/sign-up${backHere()}`;
}

function backHere() {
  return `?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Links between the sign-in pages keep the page one wanted. */
export function carryNext() {
  const next = new URLSearchParams(location.search).get("next");
  if (!next) return;
  for (const link of document.querySelectorAll("a[data-carry]")) {
    link.setAttribute("href", `${link.getAttribute("href")}?next=${encodeURIComponent(next)}`);
  }
}

/** The last part of this page's path: the slug in `/learn/{slug}`. */
export function slugOfPage() {
  return decoded(location.pathname.split("/").filter(Boolean)[1] ?? "");
}

/** A part of the address as it was meant; one that was never encoded rightly stays as it is. @param {string} part */
export function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Say something to screen readers without moving anyone.
 * @param {string} text
 */
export function announce(text) {
  let region = document.querySelector("#page-said");
  if (!region) {
    region = element("div", { id: "page-said", class: "visually-hidden", role: "status" });
    document.body.append(/** @type {Node} */ (region));
  }
  const place = /** @type {Element} */ (region);
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 50);
}

/** A browser may keep a page whole and bring it back as it was: one whose facts move on elsewhere is loaded anew. */
export function loadAnewWhenBroughtBack() {
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

/** What one person was shown is not brought back to the next one at the same computer. */
function forgetForOthers() {
  const owner = sessionOwner();
  addEventListener("pageshow", ({ persisted }) => persisted && sessionOwner() !== owner && location.reload());
}

document.documentElement.classList.add("running"); // first.js waits for it
frame();
forgetForOthers();
addEventListener("storage", frame);
addEventListener("masterclass-signed-out", frame);
