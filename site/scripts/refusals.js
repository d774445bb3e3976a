/** Pages that were refused: what happened, why, and the way on, by problem type. */

import { inWords, Refusal } from "/scripts/api.js";
import { aboutModule, catalogue, fillFigures, objectiveList } from "/scripts/catalogue.js";
import { element, fill } from "/scripts/markup.js";
import { signInAddress, signUpAddress } from "/scripts/page.js";
import { looksSignedIn } from "/scripts/session.js";
import { COOKIES_NEEDED, storageRefused } from "/scripts/storage.js";
import { duration } from "/scripts/words.js";

const PATIENCE_MILLISECONDS = 3000;

/**
 * Explain a refusal inside `place` and take the reader there. `again` is offered when trying again may help;
 * `module` is the slug of the lesson that was asked for: signed out, it is told about full access first.
 * @param {HTMLElement} place
 * @param {unknown} error
 * @param {{again?: () => void, noun?: string, module?: string}} [options]
 */
export function explain(place, error, { again = () => location.reload(), noun = "page", module = "" } = {}) {
  const status = error instanceof Refusal ? error.status : -1;
  const wall = status === 402 || (status === 401 && module !== "" && !looksSignedIn());
  if (wall) return void showWall(place, module);
  const step = error instanceof Refusal && error.slug === "second-step-required";
  const parts = step ? secondStep(again) : status === 401 ? signedOut() : status === 404 ? absent(noun) : trouble(error, again);
  show(place, parts);
}

/** @param {HTMLElement} place @param {unknown[]} parts */
function show(place, parts) {
  fill(place, ...(/** @type {Node[]} */ (parts)));
  place.hidden = false;
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}

/** What one has come to is shown whole: price, title and objectives with it, where they can be had. @param {HTMLElement} place @param {string} slug */
async function showWall(place, slug) {
  const known = Promise.all([catalogue().catch(() => null), slug ? aboutModule(slug) : null]);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, [null, null]));
  const [course, about] = await Promise.race([known, late]);
  show(place, needsFullAccess(slug));
  if (course) nameWhatIsMissed(place, slug, course, about);
}

/**
 * Price and the module's own title and summary.
 * @param {HTMLElement} place @param {string} slug
 * @param {import("/scripts/catalogue.js").Catalogue} course @param {import("/scripts/catalogue.js").About | null} about
 */
function nameWhatIsMissed(place, slug, course, about) {
  fillFigures(course);
  const module = course.modules.find((one) => one.slug === slug);
  if (!module) return;
  fill(/** @type {Element} */ (place.querySelector(".eyebrow")), `Module ${module.order_index} · ${duration(module.minutes)}`);
  fill(/** @type {Element} */ (place.querySelector("h1")), `“${module.title}” is part of full access.`);
  const taught = about?.objectives.length ? [element("p", { class: "after-heading" }, "After it you can"), objectiveList(about)] : [];
  place.querySelector("h1")?.after(element("p", { class: "lede" }, module.summary), ...taught);
}

function signedOut() {
  return [
    element("h1", null, "Please sign in to continue."),
    element("p", { class: "lede" }, "This part of the course is kept for members. An account is free, and signing in brings you back to this page."),
    storageRefused() && element("p", { class: "notice care" }, COOKIES_NEEDED),
    element("div", { class: "actions" }, link(signInAddress(), "Sign in", true), link(signUpAddress(), "Create an account"), link("/#curriculum", "Read the free modules")),
  ];
}

/** @param {string} module */
function needsFullAccess(module) {
  const signedIn = looksSignedIn();
  return [
    element("p", { class: "eyebrow" }, "Full access"),
    element("h1", null, "This module is part of full access."),
    element(
      "p",
      null,
      "Full access opens every module with its quiz, case review, guidance and the certificate, for one payment of ",
      element("strong", { "data-price": "" }, "a fixed price"),
      ". No subscription, nothing renews.",
    ),
    signedIn && element("p", null, "What you have read, answered and scored so far is kept, and goes on from there."),
    element("div", { class: "actions" }, link(`/buy?from=${encodeURIComponent(module)}`, "Get full access", true), signedIn ? null : link(signInAddress(), "I have it: sign in"), link("/#curriculum", "Read the free modules")),
  ];
}

/** @param {() => void} again */
function secondStep(again) {
  return [
    element("h1", null, "This page wants a second step."),
    element("p", { class: "lede" }, "Beside your password it asks for the code of an authenticator app. Set one up on your account page, then come back."),
    element("div", { class: "actions" }, link("/account#page-factors", "Set it up", true), element("button", { class: "button quiet", type: "button", onclick: again }, "I have one: ask me again")),
  ];
}

/** @param {string} noun */
function absent(noun) {
  return [
    element("p", { class: "eyebrow" }, "404"),
    element("h1", null, `There is no ${noun} at this address.`),
    element("p", { class: "lede" }, "It may have been renamed. The curriculum lists everything there is."),
    element("div", { class: "actions" }, link("/#curriculum", "See the curriculum", true)),
  ];
}

/** @param {unknown} error @param {() => void} again */
function trouble(error, again) {
  return [
    element("h1", null, "This did not work just now."),
    element("p", { class: "lede" }, inWords(error)),
    element("div", { class: "actions" }, element("button", { class: "button", type: "button", onclick: again }, "Try again"), link("/", "Go to the home page")),
  ];
}

/** @param {string} address @param {string} text @param {boolean} [first] */
function link(address, text, first = false) {
  return element("a", { href: address, class: first ? "button" : null }, text);
}
