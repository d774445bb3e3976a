/** Keeping places on the server, one small request at a time, also when the page is being left. */

import { ask } from "/scripts/api.js";
import { sessionOwner } from "/scripts/session.js";
import { forget, keep, kept } from "/scripts/storage.js";

const LEFT = "masterclass.left";
const FRESH_MILLISECONDS = 3_600_000;

/** @typedef {import("/scripts/films.js").FilmPlace & {completed: boolean}} Place */

/**
 * A keeper of places in one module. `current` names the block the reader is at: its place goes last, because the last
 * one kept is where they resume.
 * @param {string} module
 * @param {() => string | undefined} current
 */
export function placeKeeper(module, current) {
  /** @type {Map<string, Place>} by block and film, the newest last */
  const unsent = new Map();
  let sending = false;
  let asked = false;

  /** What cannot be sent stays for the next time; what came while one place was on its way follows it. @param {boolean} leaving */
  async function send(leaving) {
    if (leaving) leaveBehind(module, [...unsent.values()]);
    asked = true;
    if (sending && !leaving) return;
    sending = true;
    for (; asked; await sendAll(leaving)) asked = false;
    sending = false;
    if (leaving && !unsent.size) forget("localStorage", LEFT); // this page is here still
  }

  /** @param {boolean} leaving */
  async function sendAll(leaving) {
    const here = current();
    for (const [name, place] of [...unsent].sort(([, one], [, other]) => Number(one.block === here) - Number(other.block === here))) {
      unsent.delete(name);
      if (!(await sent(module, place, leaving)) && !unsent.has(name)) unsent.set(name, place);
    }
  }

  addEventListener("online", () => void send(false));
  return {
    /** @param {Place} place */
    add(place) {
      const name = `${place.block} ${place.film}`;
      const completed = place.completed || (unsent.get(name)?.completed ?? false);
      unsent.delete(name);
      unsent.set(name, { ...place, completed });
    },
    send,
  };
}

/** @param {string} module @param {Place} place @param {boolean} leaving */
async function sent(module, { block, film, seconds, completed }, leaving) {
  const body = { module, block, film, seconds, ...(completed ? { completed } : {}) };
  return ask("progress", { method: "PUT", body, keepalive: leaving }).then(
    () => true,
    () => false,
  );
}

/** A browser that ends a page's requests with the page keeps them for the next page to send. @param {string} module @param {Place[]} places */
function leaveBehind(module, places) {
  if ("keepalive" in Request.prototype || !places.length) return;
  keep("localStorage", LEFT, JSON.stringify({ owner: sessionOwner(), module, places, at: Date.now() }));
}

/** Send what the page before could not; a place from long ago would undo what was read elsewhere since. */
export async function sendLeftBehind() {
  const left = JSON.parse(kept("localStorage", LEFT) ?? "null");
  forget("localStorage", LEFT);
  if (!left || left.owner !== sessionOwner() || Date.now() - left.at > FRESH_MILLISECONDS) return;
  for (const place of left.places) await sent(left.module, place, false);
}
