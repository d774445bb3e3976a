/** Seats: buying a pack or a gift, giving seats to people, claiming one by its link. */

import { ask, inWords, Refusal } from "/scripts/api.js";
import { onSubmit } from "/scripts/forms.js";
import { byId, element, fill } from "/scripts/markup.js";
import { packPanel } from "/scripts/packs.js";
import { loadAnewWhenBroughtBack, signInAddress, signUpAddress } from "/scripts/page.js";
import { looksSignedIn } from "/scripts/session.js";
import { money } from "/scripts/words.js";

/** @typedef {{price: {amount_minor: number, currency: string}, seats: {from: number, amount_minor: number}[]}} Prices */

const PATIENCE_MILLISECONDS = 60_000;
const query = new URLSearchParams(location.search);
const claim = query.get("claim");
const member = looksSignedIn();

loadAnewWhenBroughtBack();
const shown = show();
await Promise.allSettled([showPrices(), query.has("session") || shown]);
byId("seats-main").setAttribute("aria-busy", "false");
await shown;

async function show() {
  for (const id of ["page-buy-form", "page-gift-form"]) byId(id).hidden = !member;
  if (claim) offerGift(claim);
  if (!member) return;
  onSubmit(byId("page-buy-form"), ({ seats, practice, attention, tax_id }) => pay({ seats: Number(seats), ...invoice({ practice, attention, tax_id }) }));
  onSubmit(byId("page-gift-form"), () => pay({ gift: true }));
  if (query.has("cancelled")) say("care", "You came back without paying.");
  const session = query.get("session");
  if (session) await waitForPayment(session);
  await showPacks();
}

/** Empty fields are no part of an invoice. @param {Record<string, string>} fields */
function invoice(fields) {
  const named = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
  return Object.keys(named).length ? { invoice: named } : {};
}

/** @param {object} body */
async function pay(body) {
  const { url } = await ask("checkout", { method: "POST", body });
  location.assign(url);
}

/** What was paid is here when Stripe says so. @param {string} session */
async function waitForPayment(session) {
  say("", "Waiting for the payment to be confirmed…");
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (let pause = 800; Date.now() < until; pause = Math.min(pause * 1.4, 6000)) {
    const state = await stateOf(session);
    if (state === "paid") return say("right", "Thank you. Your payment has arrived, and the seats are yours to give.");
    if (state === "review") return say("care", "We have your payment, and it is being looked at. Your account page says when that is done.");
    if (state === "expired" || state === "failed") return say("wrong", "This payment did not go through. You can try again below.");
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  say("care", "Your bank takes its time. The seats appear here by themselves when it has confirmed the payment.");
}

/** @param {string} session */
async function stateOf(session) {
  try {
    return (await ask(`checkout/${encodeURIComponent(session)}`)).state;
  } catch (error) {
    return error instanceof Refusal && error.status === 404 ? "failed" : "open";
  }
}

async function showPacks() {
  try {
    const { packs } = await ask("seats");
    fill(byId("page-packs"), ...packs.map((/** @type {import("/scripts/packs.js").Pack} */ pack) => packPanel(pack, showPacks)));
  } catch (error) {
    fill(byId("page-packs"), element("p", { class: "notice wrong", role: "alert" }, inWords(error)));
  }
}

/** A link alone takes nothing: the seat is taken by the button. @param {string} token */
function offerGift(token) {
  byId("page-gift").hidden = false;
  byId("page-buy").hidden = true;
  const actions = byId("page-gift-actions");
  if (!member) return fill(actions, element("a", { class: "button", href: signUpAddress() }, "Create an account to take it"), element("a", { href: signInAddress() }, "I have one: sign in"));
  const take = element("button", { class: "button", type: "button" }, "Take this seat");
  take.addEventListener("click", async () => {
    take.setAttribute("disabled", "");
    try {
      await ask("seats/claim", { method: "POST", body: { token } });
      fill(byId("page-gift"), element("h2", null, "The seat is yours."), element("p", null, "Every module is open to you."), element("div", { class: "actions" }, element("a", { class: "button", href: "/course" }, "Go to my course")));
    } catch (error) {
      take.removeAttribute("disabled");
      byId("page-gift-said").textContent = inWords(error);
    }
  });
  fill(actions, take);
}

async function showPrices() {
  const field = byId("page-seats");
  try {
    const prices = /** @type {Prices} */ (await ask("seats/prices"));
    const { currency } = prices.price;
    const tiers = [{ from: 1, amount_minor: prices.price.amount_minor }, ...prices.seats];
    const rows = tiers.map(({ from, amount_minor }, at) => element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, reach(from, tiers[at + 1]?.from)), element("td", { role: "cell" }, `${money(amount_minor, currency)} each`)));
    fill(byId("page-prices"), element("table", { class: "account", role: "table" }, element("caption", { class: "visually-hidden" }, "What a seat costs"), element("tbody", null, ...rows)));
    const total = () => {
      const seats = Math.max(1, Math.min(500, Math.floor(Number(field.value)) || 1));
      const tier = tiers.filter(({ from }) => from <= seats).pop() ?? tiers[0];
      byId("page-total").textContent = `${seats} × ${money(tier.amount_minor, currency)} = ${money(seats * tier.amount_minor, currency)}`;
    };
    field.addEventListener("input", total);
    total();
  } catch {
    fill(byId("page-prices"), element("p", null, "You see the price on Stripe’s page before you pay."));
  }
}

/** @param {number} from @param {number | undefined} next */
function reach(from, next) {
  if (next === undefined) return `${from} or more`;
  return next - 1 === from ? (from === 1 ? "1 seat" : `${from} seats`) : `${from} to ${next - 1} seats`;
}

/** @param {string} kind @param {string} words */
function say(kind, words) {
  fill(byId("page-said"), element("p", { class: `notice ${kind}` }, words));
}
