"""Small numbers: which counts may be told, so that nobody reads a single person out of a table."""

from collections.abc import Sequence

from shared.owner.records import Told

SMALL, BESIDE = "<5", "5+"
LARGEST_SMALL = 4
# From how many answers on a question's figures are figures.
ITEM_ANSWERS = 30


def is_small(count: int) -> bool:
    """Return whether a group of `count` is too small to be told: one to four."""
    return 1 <= count <= LARGEST_SMALL


def told(count: int) -> Told:
    """Return one count as it is told, where no total is told beside it."""
    return SMALL if is_small(count) else count


def told_parts(counts: Sequence[int]) -> list[Told]:
    """Return the parts of a total that is told too: small ones hidden, and others with them until nothing follows.

    What is hidden comes to a known sum. One hidden part would be that sum; several small ones are known as well where
    the sum is the least or the most they can come to. Then the smallest part that is still told is hidden with them.
    """
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    beside: set[int] = set()
    while hidden and _follows(counts, hidden, beside):
        shown = [place for place, count in enumerate(counts) if count > LARGEST_SMALL and place not in beside]
        if not shown:
            break
        beside.add(min(shown, key=lambda place: (counts[place], place)))
    words = dict.fromkeys(hidden, SMALL) | dict.fromkeys(beside, BESIDE)
    return [words.get(place, count) for place, count in enumerate(counts)]


def _follows(counts: Sequence[int], hidden: set[int], beside: set[int]) -> bool:
    """Return whether the hidden parts follow from their sum: it is the least, or the most, that they can come to."""
    total = sum(counts[place] for place in hidden | beside)
    least = len(hidden) + (LARGEST_SMALL + 1) * len(beside)
    return total == least or (not beside and (len(hidden) == 1 or total == LARGEST_SMALL * len(hidden)))


def told_total(counts: Sequence[int]) -> Told:
    """Return the total of `counts` as it is told beside them."""
    return told(sum(counts))


def share(part: int, whole: int) -> float | None:
    """Return part ÷ whole to four places; None where either may not be told, or there is no whole."""
    return None if not whole or is_small(part) or is_small(whole) else round(part / whole, 4)
