/** Payments as a member reads them: date, amount, what became of it, receipt. */

import { inWords, send } from "/scripts/api.js";
import { element } from "/scripts/markup.js";
import { counted, day, money } from "/scripts/words.js";

/** @typedef {{id: string, amount: string, amount_minor: number, currency: string, refunded_minor: number, payment_date: string | null, state: string, receipt_url: string | null, invoice_url: string | null, seats: number | null}} Payment */

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

/** The papers of a payment: receipt, invoice, and a page for whoever pays it back. @param {Payment} payment */
function papers(payment) {
  const links = [
    payment.receipt_url && element("a", { href: payment.receipt_url, rel: "noopener", class: "fine" }, "Receipt"),
    payment.invoice_url && element("a", { href: payment.invoice_url, rel: "noopener", class: "fine" }, "Invoice"),
    payment.payment_date && allowance(payment.id),
  ].filter(Boolean);
  return links.flatMap((link, at) => (at ? [" · ", link] : [link]));
}

/** The page needs the sign-in, so it is fetched and then shown. @param {string} id */
function allowance(id) {
  const button = element("button", { class: "button quiet small", type: "button" }, "For my education allowance (PDF)");
  button.addEventListener("click", async () => {
    button.setAttribute("disabled", "");
    try {
      const page = await (await send(`payments/${id}/allowance`, { accept: "application/pdf" })).blob();
      const address = URL.createObjectURL(page);
      element("a", { href: address, download: "education-allowance.pdf" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    } catch (error) {
      button.after(element("span", { class: "fine", role: "alert" }, ` ${inWords(error)}`));
    } finally {
      button.removeAttribute("disabled");
    }
  });
  return button;
}

/** @param {Payment} payment */
function row(payment) {
  const state = STATES[payment.state] ?? payment.state.replaceAll("_", " ");
  const seats = payment.seats ? counted(payment.seats, "seat") : "";
  const refunded = payment.refunded_minor ? `${money(payment.refunded_minor, payment.currency)} refunded` : "";
  return element(
    "tr",
    { role: "row" },
    element("th", { scope: "row", role: "rowheader" }, payment.payment_date ? day(payment.payment_date) : "No date yet", element("br"), element("span", { class: "fine" }, [seats, state, refunded].filter(Boolean).join(" · "))),
    element("td", { role: "cell" }, money(payment.amount_minor, payment.currency), element("br"), ...papers(payment)),
  );
}
