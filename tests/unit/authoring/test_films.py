"""Films: what is shown is what their scripts draw of the calculators' own figures, short and complete without sound."""

import re
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.authoring import drawings
from shared.authoring.assets import Asset
from shared.authoring.films.catalogue import FILMS, films_of
from shared.authoring.films.encode import MARK
from shared.authoring.films.film import (
    Film,
    captions_of,
    digest_of,
    frames_of,
    poster_of,
    seconds_of,
    transcript_of,
)
from shared.authoring.load import load_course
from shared.authoring.module import Module
from tests.support.running import ROOT

MOST_BYTES = 1_500_000
WORDS_A_SECOND = 3.0  # read at ease, with a look at the picture
PUBLIC = {"cash-flow-and-net-worth", "student-loans-and-pslf"}


@pytest.fixture(scope="module")
def shown() -> Mapping[str, tuple[Film, Module]]:
    """Each film with its module, by the film's name."""
    course, findings = load_course(ROOT / "sql" / "course", "sql/course")
    assert course is not None, findings.errors()
    modules = {module.folder: module for module in course.modules}
    return {film.name: (film, modules[film.folder]) for film in films_of(course)}


NAMES = ["fund-month-by-month", "staircase-and-line", "two-offers-crossing", "pro-rata-slice", "a-fee-at-work"]


def test_there_are_five(shown: Mapping[str, tuple[Film, Module]]) -> None:
    """Five modules have a film."""
    assert list(shown) == NAMES
    assert len(FILMS) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_film_can_be_read(shown: Mapping[str, tuple[Film, Module]], name: str) -> None:
    """It lasts 40 to 80 seconds, each sentence stands long enough, and no frame's text or ink is unreadable."""
    film, _ = shown[name]
    assert 40 <= seconds_of(film) <= 80
    assert [scene.says for scene in film.scenes if len(scene.says.split()) / WORDS_A_SECOND > scene.seconds] == []
    looked_at = [*frames_of(film)[::40], poster_of(film)]
    for frame in looked_at:
        drawn = re.sub(r"^(<svg[^>]*>)", r"\1<title>A frame</title>", frame).encode()
        assert drawings.faults(drawn, film.name) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_the_scripts(shown: Mapping[str, tuple[Film, Module]], name: str) -> None:
    """The committed film says which frames it was made of: those of the script today; it is small and silent."""
    film, module = shown[name]
    content = _asset(module, f"media/{name}.mp4").content
    assert f"{MARK}{digest_of(film)}".encode() in content, f"python -m shared course film {name}"
    assert len(content) < MOST_BYTES
    assert (b"avc1" in content, b"soun" in content) == (True, False)
    assert _seconds(content) == pytest.approx(seconds_of(film), abs=0.2)
    assert (_asset(module, f"media/{name}.mp4").width, _asset(module, f"media/{name}.mp4").height) == (720, 640)


@pytest.mark.parametrize("name", NAMES)
def test_the_lesson_says_it_in_words(shown: Mapping[str, tuple[Film, Module]], name: str) -> None:
    """Captions and transcript are the script's sentences, there is a poster, and only a preview's film is public."""
    film, module = shown[name]
    assert _asset(module, f"media/{name}.vtt").content.decode() == captions_of(film)
    assert transcript_of(film) in " ".join(" ".join(block.text.split()) for block in module.blocks)
    files = {asset.path: asset for asset in module.assets}
    assert f"media/{name}.jpg" in files
    assert {asset.is_public for path, asset in files.items() if Path(path).parent.name == "media"} == {
        module.slug in PUBLIC
    }


def _asset(module: Module, path: str) -> Asset:
    return next(asset for asset in module.assets if asset.path == path)


def _seconds(content: bytes) -> float:
    """Return how long the film's header says that it is."""
    begins = content.index(b"mvhd") + 4
    scale, duration = struct.unpack(">II", content[begins + 12 : begins + 20])
    return duration / scale
