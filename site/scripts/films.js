/** The films of a lesson: which one plays, how far each was seen, and going on there. */

const MOST_SECONDS = 86_400;

/** @typedef {{block: string, film: number, seconds: number}} FilmPlace a film is counted from 1 among those of its block */

/** Follow every film below `blocks`. @param {HTMLElement[]} blocks */
export function followFilms(blocks) {
  const places = blocks.flatMap((block) => [...block.querySelectorAll("video")].map((film, before) => ({ film, block, number: before + 1, kept: 0 })));
  /** @type {typeof places} the one begun last stands last */
  let begun = [];
  let scrolledOn = true;

  document.addEventListener("play", ({ target }) => begin(places.find(({ film }) => film === target)), { capture: true });
  addEventListener("scroll", () => (scrolledOn = true), { passive: true });

  /** @param {(typeof places)[0] | undefined} place */
  function begin(place) {
    if (!place) return;
    begun = [...begun.filter((one) => one !== place), place];
    scrolledOn = false;
  }

  /** @param {typeof places} all */
  const latest = (all) => all.filter(({ film }) => !film.paused).pop() ?? all.slice().pop();

  return {
    playing: () => places.some(({ film }) => !film.paused),

    /** The block whose film plays, or was stopped last and not scrolled away from. */
    watched() {
      const place = latest(begun);
      return place && (!place.film.paused || !scrolledOn) ? place.block : undefined;
    },

    /** How far one is in a block: in its film that plays, was begun last, or was left at some second before. @param {HTMLElement} block @returns {FilmPlace} */
    placeIn(block) {
      const mine = (/** @type {typeof places} */ all) => all.filter((one) => one.block === block);
      const place = latest(mine(begun)) ?? latest(mine(places).filter(({ film }) => film.currentTime > 0));
      return { block: block.id, film: place?.number ?? 1, seconds: place ? secondsOf(place.film) : 0 };
    },

    /** The films that have gone on since they were last asked about. @returns {FilmPlace[]} */
    news() {
      const fresh = places.filter(({ film, kept }) => secondsOf(film) > 0 && secondsOf(film) !== kept);
      for (const place of fresh) place.kept = secondsOf(place.film);
      return fresh.map(({ block, number, kept }) => ({ block: block.id, film: number, seconds: kept }));
    },

    /** Take the films that nobody has begun to where they were left. @param {FilmPlace[]} left */
    goOn(left) {
      for (const { block, film, seconds } of left) {
        const place = places.find((one) => one.block.id === block && one.number === film);
        if (!place || place.film.currentTime > 0) continue;
        place.kept = seconds;
        place.film.currentTime = seconds;
      }
    },
  };
}

/** @param {HTMLVideoElement} film */
function secondsOf(film) {
  return Math.min(MOST_SECONDS, Math.floor(film.currentTime));
}
