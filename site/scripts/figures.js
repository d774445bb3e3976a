/** How a calculator's numbers read: by unit, with the decimals that were declared. */

const DECIMALS = { usd: 0, percent: 1 };
/** Along a calendar values count months from January of year 0, or weeks: which day each begins with. */
const DAYS = {
  month: (/** @type {number} */ value) => new Date(Date.UTC(Math.floor(value / 12), value % 12, 1)),
  week: (/** @type {number} */ value) => new Date(value * 7 * 86_400_000),
};

/** @param {Date} day @param {string} unit */
function calendar(day, unit) {
  const parts = unit === "month" ? { month: "short", year: "numeric" } : { month: "short", day: "numeric" };
  return day.toLocaleDateString("en-US", { .../** @type {Intl.DateTimeFormatOptions} */ (parts), timeZone: "UTC" });
}

/**
 * A value as the reader sees it; what has no value is a dash.
 * @param {number} value @param {string} unit @param {number | null} [decimals]
 */
export function shown(value, unit, decimals = null) {
  if (!Number.isFinite(value)) return "–";
  if (unit in DAYS) return short(value, unit);
  const places = decimals ?? DECIMALS[/** @type {"usd"} */ (unit)] ?? (Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1);
  const scaled = unit === "percent" ? value * 100 : value;
  const number = Math.abs(scaled).toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
  const sign = scaled < 0 && /[1-9]/.test(number) ? "\u2212" : "";
  return `${sign}${unit === "usd" ? "$" : ""}${number}${unit === "percent" ? "%" : ""}`;
}

/** The same for an axis, where there is little room: $1.2M, $40k. @param {number} value @param {string} unit */
export function short(value, unit) {
  if (!Number.isFinite(value)) return "–";
  if (unit === "percent") return `${Math.round(value * 1000) / 10}%`;
  if (unit in DAYS) return Number.isInteger(value) ? calendar(DAYS[/** @type {"month"} */ (unit)](value), unit) : "";
  const size = Math.abs(value);
  const [divisor, letter] = size >= 1e6 ? [1e6, "M"] : size >= 1e4 ? [1e3, "k"] : [1, ""];
  const number = (size / divisor).toLocaleString("en-US", { maximumFractionDigits: size / divisor < 10 ? 2 : 1 });
  return `${value < 0 ? "\u2212" : ""}${unit === "usd" ? "$" : ""}${number}${letter}`;
}

/** Round places for an axis from `low` to `high`, about four of them. @param {number} low @param {number} high */
export function ticks(low, high) {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const made = [];
  for (let number = Math.ceil(low / step); number * step <= high + step / 1000; number += 1) made.push(number * step);
  return made;
}
