"""Where a reader is kept: while they read, scroll and watch, whenever they leave, and for every film."""

import io
import json
import time
import wave
from typing import Any

import pytest
from playwright.sync_api import Request, Route

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

FIRST = "cash-flow-and-net-worth"
FILM = '<figure class="video"><video controls preload="none"><source src="/films/{}.wav"></video></figure>'
LATE_SECONDS = 0.6  # later than a page that has just been opened counts as jumping
PLAY = """([which, seconds]) => {
  const film = document.querySelectorAll('video:has([src$=".wav"])')[which];
  film.currentTime = seconds;
  return film.play();
}"""
FILMS = """[...document.querySelectorAll('video:has([src$=".wav"])')]"""
HAS_PLAYED = f"([which, seconds]) => {FILMS}[which].currentTime > seconds"
SECONDS = f"() => {FILMS}.map((film) => Math.floor(film.currentTime))"
WITHIN, A_WHILE = 5_000, 1_000
ANSWER_SECONDS = 10


class Places:
    """A lesson whose fourth section has two films of ours, open before a member whose clock can be put forward."""

    def __init__(self, reader: Reader):
        self.reader, self.page = reader, reader.page
        self.kept: list[dict[str, Any]] = []
        self.page.clock.install()
        self.page.route("**/films/*", _film)
        self.page.route(f"**/get-module/{FIRST}", self._with_films)
        self.page.on("request", self._note)

    def open(self) -> list[str]:
        """Open the lesson, which comes late, and return the ids of its sections."""
        self.page.goto(f"{self.reader.instance.origin}/learn/{FIRST}")
        self.page.locator(".block-done").first.wait_for()
        self.page.clock.pause_at(self.page.evaluate("Date.now() / 1000 + 0.1"))
        return self.page.locator(".block").evaluate_all("all => all.map(({ id }) => id)")

    def kept_within(self, milliseconds: int, block: str, film: int = 1) -> int:
        """Return the second of that film at which the page keeps the block within that time."""
        before = len(self.kept)
        self.page.clock.run_for(milliseconds)
        until = time.monotonic() + ANSWER_SECONDS
        while True:
            for place in self.kept[before:]:
                if (place["block"], place["film"]) == (block, film):
                    return place["seconds"]
            assert time.monotonic() < until, self.kept
            self.page.wait_for_timeout(50)

    def _with_films(self, route: Route) -> None:
        module = route.fetch().json()
        module["blocks"][3]["html"] += FILM.format(1) + FILM.format(2)
        time.sleep(LATE_SECONDS)
        route.fulfill(json=module)

    def _note(self, request: Request) -> None:
        if request.method == "PUT" and request.url.endswith("/progress"):
            self.kept.append(json.loads(request.post_data or "{}"))


@pytest.fixture
def places(reader: Reader) -> Places:
    """Somebody signed in before a lesson with films."""
    reader.sign_up()
    return Places(reader)


def test_kept_while_it_is_read(places: Places) -> None:
    """A lesson that came late is kept within 5 seconds of reading without a scroll, and of scrolling without a stop."""
    first, second, *_ = places.open()
    places.kept_within(WITHIN, first)
    places.page.locator(".block").nth(1).evaluate("block => block.scrollIntoView({ behavior: 'instant' })")
    for _ in range(WITHIN // A_WHILE - 1):
        _scroll(places)
        places.page.clock.run_for(A_WHILE)
    _scroll(places)
    assert second in [place["block"] for place in places.kept] or places.kept_within(A_WHILE, second) == 0


def test_every_film_keeps_its_second(places: Places) -> None:
    """What plays is kept within 5 seconds, each film of a section for itself, also by leaving; each goes on there."""
    films = places.open()[3]
    _play(places, 1, 40)
    assert places.kept_within(WITHIN, films, 2) >= 41
    _play(places, 0, 20)
    assert places.kept_within(WITHIN, films, 1) >= 21
    left = places.page.evaluate(SECONDS)
    places.page.goto(places.reader.instance.origin + "/course")
    places.open()
    places.reader.until(f"() => ({SECONDS})().every((second) => second > 0)")
    for second, before in zip(places.page.evaluate(SECONDS), left, strict=True):
        assert before <= second <= before + 2


def _scroll(places: Places) -> None:
    """Turn the wheel a little and wait until the page has noticed."""
    before = places.page.evaluate("scrollY")
    places.page.mouse.wheel(0, 5)
    places.reader.until("before => scrollY > before", before)


def _play(places: Places, which: int, seconds: int) -> None:
    """Play a film from there for a second."""
    places.page.evaluate(PLAY, [which, seconds])
    places.reader.until(HAS_PLAYED, [which, seconds + 1])


def _film(route: Route) -> None:
    """Answer a film without a picture, a minute and a half of nothing to be heard, from where it is asked for."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(4000)
        sound.writeframes(b"\x80" * 4000 * 90)
    film = made.getvalue()
    start = int(route.request.headers["range"].removeprefix("bytes=").partition("-")[0])
    part = {"content-range": f"bytes {start}-{len(film) - 1}/{len(film)}", "accept-ranges": "bytes"}
    route.fulfill(status=206, content_type="audio/wav", headers=part, body=film[start:])
