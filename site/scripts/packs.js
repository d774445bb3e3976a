/** One pack of seats as its buyer sees it: who has a seat, how far they are, what is free. */

import { ask, inWords } from "/scripts/api.js";
import { onSubmit } from "/scripts/forms.js";
import { element, fill } from "/scripts/markup.js";
import { counted, day } from "/scripts/words.js";

/** @typedef {{id: string, email: string | null, state: string, assigned_at: string}} Seat */
/** @typedef {{id: string, size: number, free: number, state: string, seats: Seat[], claim_token?: string}} Pack */

const PACKS = /** @type {Record<string, string>} */ ({
  needs_review: "We have the payment, and it is being looked at. Until then no seat can be given.",
  partly_refunded: "A part of the payment was refunded.",
  refunded: "The payment was refunded: these seats are closed.",
  disputed: "The payment is disputed at the bank: these seats pause until that is decided.",
  lost: "The bank took the payment back: these seats are closed.",
});
const STANDING = new Set(["paid", "partly_refunded"]);
const SEATS = /** @type {Record<string, string>} */ ({ assigned: "has not begun", learning: "is learning", completed: "has completed a module" });

/** @param {Pack} pack @param {() => Promise<void>} again */
export function packPanel(pack, again) {
  const titled = `pack-${pack.id}`;
  const trouble = element("p", { class: "form-trouble", role: "alert" });
  return element(
    "section",
    { class: "panel", "aria-labelledby": titled },
    element("h2", { id: titled }, pack.size === 1 ? "One seat" : `${pack.size} seats, ${pack.free} free`),
    PACKS[pack.state] ? element("p", { class: "notice care" }, PACKS[pack.state]) : null,
    pack.seats.length ? list(pack, trouble, again) : null,
    trouble,
    pack.claim_token ? link(pack.claim_token) : null,
    pack.free > 0 && !pack.claim_token ? giving(pack, again) : null,
  );
}

/** @param {Pack} pack @param {Element} trouble @param {() => Promise<void>} again */
function list(pack, trouble, again) {
  const rows = pack.seats.map((seat) => element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader", class: "address" }, seat.email ?? "", element("br"), element("span", { class: "fine" }, `${SEATS[seat.state]} · since ${day(seat.assigned_at)}`)), element("td", { role: "cell" }, seat.state === "completed" || !STANDING.has(pack.state) ? null : takeBack(seat, trouble, again))));
  return element("table", { class: "account", role: "table" }, element("caption", { class: "visually-hidden" }, `${counted(pack.seats.length, "seat")} given`), element("tbody", null, ...rows));
}

/** @param {Seat} seat @param {Element} trouble @param {() => Promise<void>} again */
function takeBack(seat, trouble, again) {
  const button = element("button", { class: "button quiet small", type: "button", "aria-label": `Take back the seat of ${seat.email}` }, "Take back");
  button.addEventListener("click", async () => {
    button.setAttribute("disabled", "");
    try {
      await ask(`seats/${seat.id}`, { method: "DELETE" });
      await again();
    } catch (error) {
      button.removeAttribute("disabled");
      trouble.textContent = inWords(error);
    }
  });
  return button;
}

/** @param {Pack} pack @param {() => Promise<void>} again */
function giving(pack, again) {
  const field = `seat-${pack.id}`;
  const form = /** @type {HTMLFormElement} */ (
    element(
      "form",
      { class: "form", method: "post" },
      element("div", { class: "field" }, element("label", { for: field }, "E-mail address of whoever gets the next seat"), element("input", { id: field, name: "email", type: "email", inputmode: "email", autocomplete: "off", autocapitalize: "none", spellcheck: "false", required: true })),
      element("button", { class: "button quiet small", type: "submit" }, "Give the seat"),
    )
  );
  onSubmit(form, async ({ email }) => {
    await ask("seats", { method: "POST", body: { pack: pack.id, email: email.trim() } });
    await again();
  });
  return form;
}

/** @param {string} token */
function link(token) {
  const address = `${location.origin}/seats?claim=${token}`;
  const said = element("p", { class: "form-done", role: "status" });
  const copy = element("button", { class: "button quiet small", type: "button" }, "Copy the link");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      fill(said, "Copied.");
    } catch {
      fill(said, "Your browser does not copy it: select the link and copy it yourself.");
    }
  });
  return element("div", null, element("p", null, "Send this link to whoever the gift is for. The first to use it has the seat."), element("p", { class: "address" }, element("a", { href: address }, address)), element("div", { class: "actions" }, copy), said);
}
