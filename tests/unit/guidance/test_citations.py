"""Citations: only what was given, numbered as named, however the answer is cut into pieces."""

import random

import pytest

from shared.guidance.citations import Citations, without_markers

TEXT = "One [3]. Two [1][3], three [9] and [2, 1]. An aside [sic], a year [2026], an end [1"
SHOWN = "One [1]. Two [2][1], three and [3][2]. An aside [sic], a year [2026], an end"


def read(pieces: list[str], passages: int = 3) -> tuple[str, list[int]]:
    """Return what is shown of an answer that comes in `pieces`, and the passages it names."""
    citations = Citations(passages)
    shown = [citations.feed(piece) for piece in pieces]
    return "".join([*shown, citations.end()]), citations.named


def test_markers_are_verified() -> None:
    """Numbers follow the order of naming; unknown ones vanish with their brackets; half a marker is not shown."""
    assert read([TEXT]) == (SHOWN, [3, 1, 2])


@pytest.mark.parametrize("seed", range(50))
def test_pieces_make_no_difference(seed: int) -> None:
    """The same answer comes out however the provider cuts it."""
    seeded = random.Random(seed)
    cuts = sorted(seeded.sample(range(len(TEXT)), seeded.randrange(1, len(TEXT))))
    pieces = [TEXT[start:end] for start, end in zip([0, *cuts], [*cuts, len(TEXT)], strict=True)]
    assert read(pieces) == (SHOWN, [3, 1, 2])


def test_without_passages_nothing_can_be_cited() -> None:
    """An answer about a case alone has no markers left."""
    assert read(["It depends [1]."], passages=0) == ("It depends.", [])


def test_a_waiting_end_is_short() -> None:
    """No piece waits for more than what may be a marker, so that the first word is shown at once."""
    citations = Citations(3)
    assert citations.feed("Keep") == "Keep"
    assert citations.feed(" three") == " three"
    assert citations.feed(" [") == ""
    assert citations.feed("see") == " [see"


def test_earlier_answers_lose_their_markers() -> None:
    """In a conversation the numbers of an earlier answer would point at other passages."""
    assert without_markers("Three months [1], or six [2][3].") == "Three months, or six."
