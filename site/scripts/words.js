/** How amounts, times and dates read in English. */

/**
 * An amount in its smallest unit as people write it: `49900, "usd"` is "$499".
 * @param {number} amountMinor
 * @param {string} currency
 */
export function money(amountMinor, currency) {
  const style = { style: /** @type {"currency"} */ ("currency"), currency: currency.toUpperCase() };
  const digits = new Intl.NumberFormat("en-US", style).resolvedOptions().maximumFractionDigits ?? 2;
  const whole = amountMinor % 10 ** digits === 0;
  return new Intl.NumberFormat("en-US", { ...style, minimumFractionDigits: whole ? 0 : digits }).format(amountMinor / 10 ** digits);
}

/** "45 min", "6 h 10 min". @param {number} minutes */
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${rest} min` : `${hours} h`;
}

/** "1 question", "8 questions". @param {number} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "November 24, 2026". @param {string} moment RFC 3339 */
export function day(moment) {
  return new Date(moment).toLocaleDateString("en-US", { year: "numeric", month: "long", day: "numeric" });
}

/** "November 24, 2026, 10:15 AM". @param {string} moment RFC 3339 */
export function dayAndTime(moment) {
  return new Date(moment).toLocaleString("en-US", { year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" });
}

/** A wait as people say it: "20 seconds", "3 minutes". @param {number} seconds */
export function wait(seconds) {
  if (seconds < 90) return counted(Math.max(1, Math.ceil(seconds)), "second");
  if (seconds < 5400) return counted(Math.ceil(seconds / 60), "minute");
  return counted(Math.ceil(seconds / 3600), "hour");
}
