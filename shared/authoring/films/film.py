"""A film as its script has it: scenes of one sentence each, drawn frame by frame, silent and complete without sound."""

import hashlib
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

FRAMES_A_SECOND = 10
WIDTH, HEIGHT = 360, 320  # in a drawing's own units; the file has twice as many pixels
LINE_CHARACTERS = 46
MOVING = 0.7  # of a scene; then it holds still, so that one can look
_TOP, _LINE = 26, 21


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence, how long it stands, and what is drawn below it; `picture` gets 0 to 1 as things move."""

    seconds: float
    says: str
    picture: Callable[[float], str]


class Film(NamedTuple):
    """A film of the module in `folder`; `name` is its files' name, `still` the scene whose end is its poster."""

    folder: str
    name: str
    title: str
    scenes: list[Scene]
    still: int


def seconds_of(film: Film) -> float:
    """Return how long the film is."""
    return sum(scene.seconds for scene in film.scenes)


def frames_of(film: Film) -> list[str]:
    """Return every frame as SVG, in the classes of a lesson's drawings."""
    return [
        _frame(scene, min(1.0, number / (count * MOVING)))
        for scene in film.scenes
        for count in [round(scene.seconds * FRAMES_A_SECOND)]
        for number in range(count)
    ]


def poster_of(film: Film) -> str:
    """Return the frame that stands for the film until it is played."""
    return _frame(film.scenes[film.still], 1.0)


def captions_of(film: Film) -> str:
    """Return the film's sentences as WebVTT, each for as long as it stands."""
    made, begins = ["WEBVTT"], 0.0
    for scene in film.scenes:
        ends = begins + scene.seconds
        made.append(f"{_clock(begins)} --> {_clock(ends)}\n{chr(10).join(_lines(scene.says))}")
        begins = ends
    return "\n\n".join(made) + "\n"


def transcript_of(film: Film) -> str:
    """Return what the film says, as its lesson has it."""
    return " ".join(scene.says for scene in film.scenes)


def digest_of(film: Film) -> str:
    """Return what the encoded file carries to show which frames it was made of."""
    return hashlib.sha256("".join(frames_of(film)).encode()).hexdigest()


def _frame(scene: Scene, moved: float) -> str:
    eased = moved * moved * (3 - 2 * moved)
    words = "".join(
        f'<text class="t-strong" x="14" y="{_TOP + _LINE * number}">{escape(line, quote=False)}</text>'
        for number, line in enumerate(_lines(scene.says))
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{words}{scene.picture(eased)}</svg>'


def _lines(says: str) -> list[str]:
    return textwrap.wrap(says, LINE_CHARACTERS)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02}:{rest:06.3f}"
