/** Payments as a member reads them: date, amount, what became of it, receipt. */

import { element } from "/scripts/markup.js";
import { day, money } from "/scripts/words.js";

/** @typedef {{id: string, amount: string, amount_minor: number, currency: string, refunded_minor: number, payment_date: string | null, state: string, receipt_url: string | null}} Payment */

// What became of this payment; whether access is open depends on all of them, and stands above the table.
const STATES = /** @type {Record<string, string>} */ ({
  processing: "being processed by your bank",
  paid: "paid",
  needs_review: "received, being looked at",
  partly_refunded: "partly refunded",
  refunded: "refunded in full",
  disputed: "disputed with your bank, not decided yet",
  lost: "disputed and returned to you",
});

/** @param {Payment[]} payments */
export function paymentsTable(payments) {
  if (!payments.length) return element("p", { class: "soft" }, "There are no payments.");
  return element("table", { class: "account", role: "table" }, element("caption", { class: "visually-hidden" }, "Your payments"), element("tbody", null, ...payments.map(row)));
}

/** @param {Payment} payment */
function row(payment) {
  const state = STATES[payment.state] ?? payment.state.replaceAll("_", " ");
  const refunded = payment.refunded_minor ? `${money(payment.refunded_minor, payment.currency)} refunded` : "";
  return element(
    "tr",
    { role: "row" },
    element("th", { scope: "row", role: "rowheader" }, payment.payment_date ? day(payment.payment_date) : "No date yet", element("br"), element("span", { class: "fine" }, [state, refunded].filter(Boolean).join(" · "))),
    element("td", { role: "cell" }, money(payment.amount_minor, payment.currency), element("br"), payment.receipt_url && element("a", { href: payment.receipt_url, rel: "noopener", class: "fine" }, "Receipt")),
  );
}
