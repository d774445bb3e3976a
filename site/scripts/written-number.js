/** A number as somebody writes it: taken as it stands, or not at all, never as another number. */

const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)$/;
const GROUPED = /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const SPACED = /^[-+]?\d{1,3}(\s\d{3})+(\.\d*)?$/;
const COMMA_FIRST = /^[-+]?\d+,\d*$/;
const DOTS_GROUP = /^[-+]?\d{1,3}(\.\d{3})+,\d*$|^[-+]?\d{1,3}(\.\d{3}){2,}$/;

/**
 * The decimal that `text` says, as a string; or, in `doubt`, what it could be mistaken for and how to write it. Dollar
 * and percent signs are let go, commas and spaces only where they part thousands.
 * @param {string} text
 * @returns {{number: string | null, doubt: string}}
 */
export function readNumber(text) {
  const written = text.trim().replace(/[−–]/g, "-").replace(/^([-+]?)\s*[$€£]\s*/, "$1").replace(/\s*[%$€£]$/, "");
  if (PLAIN.test(written) || GROUPED.test(written) || SPACED.test(written)) return { number: decimal(written.replace(/[,\s]/g, "")), doubt: "" };
  if (COMMA_FIRST.test(written)) return { number: null, doubt: `“${text.trim()}” can be read in two ways. Write ${written.replace(",", ".")} with a decimal point, or ${written.replace(",", "")} without a comma.` };
  if (DOTS_GROUP.test(written)) return { number: null, doubt: `“${text.trim()}” can be read in two ways. Write it with a decimal point and no separators: ${written.replaceAll(".", "").replace(",", ".")}.` };
  return { number: null, doubt: "Enter a number, for example 330000 or 12.5." };
}

/** @param {string} written */
function decimal(written) {
  const [, sign, whole, part] = /** @type {RegExpExecArray} */ (/^([-+]?)(\d*)\.?(\d*)$/.exec(written));
  return `${sign === "-" ? "-" : ""}${whole || "0"}${part ? `.${part}` : ""}`;
}
