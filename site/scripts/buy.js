/** Full access: what it costs, the way to the payment page, and the way back, which trusts only the server. */

import { ask, inWords, Refusal } from "/scripts/api.js";
import { catalogue, fillFigures } from "/scripts/catalogue.js";
import { byId, element, fill } from "/scripts/markup.js";
import { entitle, frame, loadAnewWhenBroughtBack, signInAddress, signUpAddress } from "/scripts/page.js";
import { looksSignedIn } from "/scripts/session.js";
import { forget, keep, kept } from "/scripts/storage.js";
import { money } from "/scripts/words.js";

const WANTED = "masterclass.wanted";
const PATIENCE_MILLISECONDS = 90_000;

const query = new URLSearchParams(location.search);
const state = byId("buy-state");
const actions = byId("buy-actions");

if (query.get("from")) keep("sessionStorage", WANTED, `/learn/${encodeURIComponent(query.get("from") ?? "")}`);
loadAnewWhenBroughtBack();
catalogue().then(fillFigures, () => {});
await show();

async function show() {
  const session = query.get("session") ?? query.get("session_id");
  if (!looksSignedIn()) return session ? askWhoPaid() : comeBackHere();
  if (session) return waitForPayment(session);
  if (query.has("cancelled")) say("care", "You came back without paying.", "The offer stands.");
  try {
    const account = await ask("account");
    if (account.access.full) return showOpen();
    // Someone whose payment is disputed or under way should know it before they pay again.
    if (!query.has("cancelled")) say("", "Where you stand.", account.access.because.join(" "));
    const { payments } = await ask("payments");
    if (payments.some(({ state: reached }) => reached === "needs_review")) return showReview(account.access.because.join(" "));
    offerPayment();
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return frame(), comeBackHere();
    say("wrong", "This did not work just now.", inWords(error));
    fill(actions, button("Try again", () => location.reload()));
  }
}

/** Who makes an account first comes back to this page, with the module they wanted, even when the mail opens another window. */
function comeBackHere() {
  byId("buy-main").setAttribute("aria-busy", "false");
  fill(actions, element("a", { class: "button", href: signUpAddress() }, "Create an account to continue"), element("a", { href: signInAddress() }, "I have one: sign in"));
}

/** Someone comes from the payment page in a window in which nobody is signed in. */
function askWhoPaid() {
  frame();
  say("care", "Please sign in to see your payment.", "What you paid counts for your account, and every module opens there.");
  fill(actions, element("a", { class: "button", href: signInAddress() }, "Sign in"));
}

function offerPayment() {
  byId("buy-main").setAttribute("aria-busy", "false");
  fill(actions, button("Pay on Stripe’s page", pay), element("a", { href: "/account" }, "See my account"));
}

/** @param {Event} event */
async function pay(event) {
  const pressed = /** @type {HTMLButtonElement} */ (event.currentTarget);
  pressed.disabled = true;
  say("", "Opening the payment page…", "");
  try {
    const { url } = await ask("checkout", { method: "POST", body: {} });
    location.assign(url);
  } catch (error) {
    pressed.disabled = false;
    if (error instanceof Refusal && error.slug === "full-access-already") return showOpen();
    if (error instanceof Refusal && error.slug === "payment-in-progress") return showSlowBank();
    if (error instanceof Refusal && error.slug === "payment-in-review") return showReview(inWords(error));
    say("wrong", "The payment page did not open.", inWords(error));
  }
}

/** Ask until the payment is settled; the address alone proves nothing. @param {string} session */
async function waitForPayment(session) {
  showOffer(false);
  say("", "Waiting for the payment to be confirmed…", "This takes a few seconds.");
  fill(actions);
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (let pause = 800; Date.now() < until; pause = Math.min(pause * 1.4, 6000)) {
    const outcome = await settled(session);
    if (outcome) return outcome();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  showSlowBank();
  actions.prepend(button("Look again", () => waitForPayment(session)));
}

function showSlowBank() {
  say("care", "Your bank takes its time.", "Access opens by itself as soon as the payment is confirmed, even when this page is closed. Your account page shows where it stands.");
  fill(actions, element("a", { href: "/account" }, "See my account"));
}

/** What to show once the session has come to an end; null while it has not. @param {string} session */
async function settled(session) {
  try {
    const { state: reached, role } = await ask(`checkout/${encodeURIComponent(session)}`);
    if (reached === "paid") return role === "paid" ? showThanks : showStanding;
    if (reached === "review") return showStanding;
    if (reached === "failed") return () => again("Your bank did not send the payment.", "It can say why; another account or a card may work.");
    if (reached === "expired") return () => again("The payment page has expired.", "You can open another one.");
    return null;
  } catch (error) {
    if (error instanceof Refusal && (error.passes || error.status === 429)) return null;
    if (error instanceof Refusal && error.status === 401) return askWhoPaid;
    return () => again("This payment cannot be shown.", inWords(error));
  }
}

/** What was paid and opens nothing now has its sentences: looked at, refunded, disputed. */
async function showStanding() {
  const { access } = await ask("account");
  showReview(access.because.join(" "));
}

/** @param {string} words */
function showReview(words) {
  say("care", "Please do not pay again.", words);
  fill(actions, element("a", { href: "/account" }, "See my account"));
}

/** @param {string} title @param {string} words */
function again(title, words) {
  showOffer(true);
  say("wrong", title, words);
  offerPayment();
}

/** Nobody is sold what they have: the offer makes room. @param {string} title @param {string} words */
function greet(title, words) {
  entitle(title);
  fill(byId("buy-title"), title);
  fill(byId("buy-lede"), words);
  showOffer(false);
  byId("buy-title").focus({ preventScroll: true });
}

/** @param {boolean} shown */
function showOffer(shown) {
  for (const id of ["buy-offer", "buy-how"]) byId(id).hidden = !shown;
}

/** After paying: what was paid, the receipt, and what comes next. */
async function showThanks() {
  const { payments } = await ask("payments").catch(() => ({ payments: [] }));
  greet("Thank you.", "Your payment has arrived, and every module is open to you now.");
  showOpen();
  const paid = payments.find((/** @type {import("/scripts/payments.js").Payment} */ one) => one.state === "paid");
  if (!paid) return;
  const receipt = paid.receipt_url && element("a", { href: paid.receipt_url, rel: "noopener" }, "See the receipt");
  state.append(element("p", null, `You paid ${money(paid.amount_minor, paid.currency)}, once. `, receipt, receipt && ". ", "Stripe sends it to your e-mail address too, and your account page keeps it."));
}

function showOpen() {
  if (!byId("buy-offer").hidden) greet("You have full access.", "There is nothing to buy: every module, quiz and case is open to you.");
  say("right", "You have full access.", "Every module is open. Read in any order; your place, answers and scores are kept.");
  const wanted = kept("sessionStorage", WANTED);
  forget("sessionStorage", WANTED);
  fill(actions, element("a", { class: "button", href: wanted ?? "/course" }, wanted ? "Go on to your module" : "Go to my course"), element("a", { href: "/account" }, "Payments and receipt"));
}

/** @param {string} kind @param {string} title @param {string} words */
function say(kind, title, words) {
  byId("buy-main").setAttribute("aria-busy", "false");
  fill(state, element("div", { class: `notice ${kind}` }, element("p", null, element("strong", null, title), " ", words)));
}

/** @param {string} text @param {(event: Event) => void} act */
function button(text, act) {
  return element("button", { class: "button", type: "button", onclick: act }, text);
}
