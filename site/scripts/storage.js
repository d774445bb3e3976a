/** What this browser keeps for us, where it keeps anything: a browser that blocks cookies refuses, and pages go on. */

/** @typedef {"localStorage" | "sessionStorage"} Shelf */

/** What is kept under `name`, or null. @param {Shelf} shelf @param {string} name @returns {string | null} */
export function kept(shelf, name) {
  try {
    return window[shelf].getItem(name);
  } catch {
    return null;
  }
}

/** Keep `value` if the browser lets us. @param {Shelf} shelf @param {string} name @param {string} value */
export function keep(shelf, name, value) {
  try {
    window[shelf].setItem(name, value);
  } catch {
    // Refused or full: nothing depends on it but convenience.
  }
}

/** @param {Shelf} shelf @param {string} name */
export function forget(shelf, name) {
  try {
    window[shelf].removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** True when nothing can be kept from one page to the next, so that nobody can stay signed in. */
export function storageRefused() {
  const name = "masterclass.probe";
  keep("localStorage", name, "1");
  const refused = kept("localStorage", name) !== "1";
  forget("localStorage", name);
  return refused;
}

/** What someone reads who wants to sign in where nothing is kept. */
export const COOKIES_NEEDED = "Signing in needs cookies. This browser keeps nothing for our site: allow cookies and site data for it in the browser’s settings, then load this page again.";
