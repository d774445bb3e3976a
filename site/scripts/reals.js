/**
 * The functions of the course's one arithmetic, upon doubles: the same operations in the same order as
 * shared/authoring/calculators/reals.py, so that browser and course check agree bit for bit. No Math.pow, log or exp:
 * their last digit differs between machines. What has no value is NaN and spreads.
 */

const MOST_WHOLE_EXPONENT = 10_000;
const MOST_DRAWS = 4_096;
const LN2 = 0.6931471805599453;
const HALF_UP_NUDGE = 2 ** -46; // 1.005 is a little less than it says; people round it to 1.01 all the same
const MOST_EXACT = 4503599627370496; // 2 ** 52: above it, a double has no halves

/** @param {number} value */
export const isTrue = (value) => value === value && value !== 0;

/** @param {boolean} holds */
const said = (holds) => (holds ? 1 : 0);

/** Half up, away from zero; `places` may be negative. @param {number} value @param {number} places */
export function rounded(value, places) {
  const scale = power(10, Math.abs(places));
  const scaled = places >= 0 ? Math.abs(value) * scale : Math.abs(value) / scale;
  if (!(scaled < MOST_EXACT)) return value;
  const whole = Math.floor(scaled + 0.5 + scaled * HALF_UP_NUDGE);
  const made = places >= 0 ? whole / scale : whole * scale;
  return value < 0 ? -made : made;
}

/** @param {number} left @param {number} right */
const divided = (left, right) => (right === 0 ? NaN : left / right);

/** A whole exponent multiplies; any other goes by logarithm and needs a positive number. @param {number} number @param {number} exponent */
export function power(number, exponent) {
  if (exponent !== exponent || number !== number || Math.abs(exponent) === Infinity) return NaN;
  if (exponent === Math.floor(exponent) && Math.abs(exponent) <= MOST_WHOLE_EXPONENT) {
    return exponent >= 0 ? wholePower(number, exponent) : divided(1, wholePower(number, -exponent));
  }
  if (number === 0 && exponent > 0) return 0;
  return number > 0 ? exponential(exponent * logarithm(number)) : NaN;
}

/** @param {number} number @param {number} exponent */
function wholePower(number, exponent) {
  let made = 1;
  let factor = number;
  let left = exponent;
  while (left > 0) {
    const half = Math.floor(left / 2);
    if (left - half * 2 === 1) made = made * factor;
    factor = factor * factor;
    left = half;
  }
  return made;
}

/** The natural logarithm of a positive number, from halvings and the series of atanh. @param {number} number */
function logarithm(number) {
  if (!(number > 0 && number < Infinity)) return NaN;
  let halvings = 0;
  let left = number;
  for (; left > 1.5; halvings += 1) left = left / 2;
  for (; left < 0.75; halvings -= 1) left = left * 2;
  const ratio = (left - 1) / (left + 1);
  const square = ratio * ratio;
  let term = ratio;
  let total = 0;
  for (let odd = 1; odd < 40; odd += 2) {
    total = total + term / odd;
    term = term * square;
  }
  return 2 * total + halvings * LN2;
}

/** The number e to a power, from doublings and the series. @param {number} exponent */
function exponential(exponent) {
  if (!(exponent > -700 && exponent < 700)) return exponent <= -700 ? 0 : NaN;
  const doublings = Math.floor(exponent / LN2 + 0.5);
  const left = exponent - doublings * LN2;
  let term = 1;
  let total = 1;
  for (let number = 1; number < 24; number += 1) {
    term = (term * left) / number;
    total = total + term;
  }
  return total * power(2, doublings);
}

/** The level payment that repays `principal` at `rate` a period. @param {number} principal @param {number} rate @param {number} payments */
function annuity(principal, rate, payments) {
  if (rate === 0) return divided(principal, payments);
  return divided(principal * rate, 1 - divided(1, power(1 + rate, payments)));
}

/** @type {Map<number, number>} */
const drawn = new Map();

/** The `draw`-th of a fixed stream of draws from the normal distribution, drawn once. @param {number} draw */
function luck(draw) {
  let found = drawn.get(draw);
  if (found === undefined) {
    found = normal(draw);
    if (drawn.size < MOST_DRAWS) drawn.set(draw, found);
  }
  return found;
}

/** Twelve uniform draws, less six. @param {number} draw */
function normal(draw) {
  if (!Number.isFinite(draw)) return NaN;
  let state = (Math.floor(Math.abs(draw)) * 48271 + 11) % 2147483647;
  let total = 0;
  for (let number = 0; number < 16; number += 1) {
    state = (state * 16807) % 2147483647;
    if (number >= 4) total = total + state / 2147483647;
  }
  return total - 6;
}

/** @param {number} value */
const floor = (value) => (Math.abs(value) < MOST_EXACT ? Math.floor(value) : value);

/** @param {number[]} values */
export const least = (values) => (values.length ? values.reduce((found, value) => (value < found || value !== value ? value : found)) : NaN);

/** @param {number[]} values */
export const greatest = (values) => (values.length ? values.reduce((found, value) => (value > found || value !== value ? value : found)) : NaN);

/** @type {Record<string, (...values: number[]) => number>} */
export const APPLIED = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": divided,
  "**": power,
  "<": (left, right) => said(left < right),
  "<=": (left, right) => said(left <= right),
  ">": (left, right) => said(left > right),
  ">=": (left, right) => said(left >= right),
  "==": (left, right) => said(left === right),
  "!=": (left, right) => said(left !== right),
  and: (left, right) => said(isTrue(left) && isTrue(right)),
  or: (left, right) => said(isTrue(left) || isTrue(right)),
  not: (value) => said(!isTrue(value)),
  negative: (value) => -value,
  floor,
  ceil: (value) => -floor(-value),
  abs: (value) => Math.abs(value),
  round: rounded,
  min: (...values) => least(values),
  max: (...values) => greatest(values),
  annuity,
  luck,
};
