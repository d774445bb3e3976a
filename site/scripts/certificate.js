/** A certificate's public page: every field, to be compared with the paper. */

import { ask, inWords, send } from "/scripts/api.js";
import { byId, element, fill } from "/scripts/markup.js";
import { entitle, slugOfPage } from "/scripts/page.js";
import { explain } from "/scripts/refusals.js";
import { duration } from "/scripts/words.js";

const code = slugOfPage();
await show();

async function show() {
  try {
    showFields(await ask(`certificate/${encodeURIComponent(code)}`));
    byId("page-refusal").hidden = true;
    byId("page-certificate").hidden = false;
  } catch (error) {
    byId("page-certificate").hidden = true;
    explain(byId("page-refusal"), error, { again: show, noun: "certificate" });
  }
}

/** @param {any} certificate */
function showFields(certificate) {
  entitle(`Certificate of ${certificate.name ?? certificate.code}`);
  fill(byId("page-standing"), certificate.revoked ? revoked() : valid());
  fill(byId("page-name"), certificate.name ?? "No name given");
  byId("page-unconfirmed").hidden = certificate.confirmed;
  fill(byId("page-fields"), ...fields(certificate).filter(([, value]) => value).map(([label, value]) => element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, label), element("td", { role: "cell" }, value))));
  fill(byId("page-modules"), ...(certificate.modules ?? []).map(moduleRow));
  byId("page-modules-part").hidden = !certificate.modules?.length;
  byId("page-pdf").addEventListener("click", download);
  byId("page-pdf").disabled = false;
  byId("page-certificate").setAttribute("aria-busy", "false");
}

function valid() {
  return element("div", { class: "notice right" }, element("p", null, element("strong", null, "This certificate is valid."), " Compare each line with the paper in front of you."));
}

function revoked() {
  return element("div", { class: "notice wrong" }, element("p", null, element("strong", null, "This certificate has been revoked."), " It no longer counts, whatever the paper says."));
}

/** @param {any} certificate @returns {[string, string | null][]} */
function fields(certificate) {
  return [
    ["Course", certificate.course],
    ["Course version", certificate.course_version],
    ["Completed", certificate.issued_on && dayOnPaper(certificate.issued_on)],
    ["Reading time", certificate.minutes && duration(certificate.minutes)],
    ["Code", certificate.code],
    ["CME credit", "None. This is not CME credit."],
  ];
}

/** The day as the paper has it, wherever the reader is. @param {string} date 2026-11-28 */
function dayOnPaper(date) {
  return new Date(date).toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
}

/** @param {any} module */
function moduleRow(module) {
  const objectives = element("ul", null, ...module.objectives.map((/** @type {string} */ one) => element("li", null, one)));
  const figures = [duration(module.minutes), module.best_score_percent === null ? "" : `${module.best_score_percent}%`];
  return element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, module.title, objectives), element("td", { role: "cell" }, figures.filter(Boolean).join(" · ")));
}

async function download() {
  const said = byId("page-said");
  said.textContent = "";
  try {
    const file = await (await send(`certificate/${encodeURIComponent(code)}`, { accept: "application/pdf" })).blob();
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: `certificate-${code}.pdf` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch (error) {
    said.textContent = inWords(error);
  }
}
