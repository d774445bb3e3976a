/** Where to go on afterwards: a page of this site, never another one. */

/** The pages that somebody may be led to; anything else is the dashboard. */
const KNOWN = /^\/(?:|course|account|buy|plan|numbers|seats|owner|terms|learn\/[a-z0-9-]+|quiz\/[a-z0-9-]+|certificate\/[A-Za-z0-9-]+)$/;
const MISREAD = /\/\/|\\/;

/**
 * A page of `origin` as a path, or "/course" for everything else: another origin, an unknown path, or an address that
 * browsers and parsers could read differently.
 * @param {string | null} wanted a path or an address of this site
 * @param {string} origin
 */
export function pageOf(wanted, origin) {
  const text = wanted ?? "";
  if (!text.startsWith("/") && !text.startsWith(`${origin}/`)) return "/course";
  const path = text.startsWith("/") ? text : text.slice(origin.length);
  if (MISREAD.test(path) || /[^!-~]/.test(path)) return "/course";
  let target;
  try {
    target = new URL(path, origin);
  } catch {
    return "/course";
  }
  const same = target.origin === origin && !MISREAD.test(target.pathname) && KNOWN.test(target.pathname);
  return same ? target.pathname + target.search + target.hash : "/course";
}

/** The page that this page's address names as the next. */
export function nextPage() {
  return pageOf(new URLSearchParams(location.search).get("next"), location.origin);
}
