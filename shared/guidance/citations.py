"""Citations as the server lets them pass: only passages that were given, numbered in the order they are named."""

import re

_MARKERS = re.compile(r"[ \u00a0]?\[([0-9]{1,3}(?:\s*[,;]\s*[0-9]{1,3})*)\]")
_PERHAPS_A_MARKER = re.compile(r"[ \u00a0]?(?:\[[0-9,;\s]{0,20})?$")


class Citations:
    """Reads an answer piece by piece and hands it on with verified markers.

    `[2]` becomes `[1]` where passage 2 is the first one named; a number that no passage had is dropped with its
    brackets. A marker that is cut by the end of a piece waits for the next one.
    """

    def __init__(self, passages: int):
        self._passages = passages
        self._waiting = ""
        self.named: list[int] = []

    def feed(self, piece: str) -> str:
        """Return what of the answer can be shown now."""
        text = self._waiting + piece
        begins = _PERHAPS_A_MARKER.search(text)
        cut = begins.start() if begins else len(text)
        self._waiting = text[cut:]
        return _MARKERS.sub(self._verified, text[:cut])

    def end(self) -> str:
        """Return what was still waiting; half a marker is nothing to show."""
        waiting, self._waiting = self._waiting, ""
        return "" if "[" in waiting else waiting

    def _verified(self, marker: re.Match[str]) -> str:
        numbers = [int(number) for number in re.findall(r"[0-9]+", marker[1])]
        known = [number for number in numbers if 1 <= number <= self._passages]
        for number in known:
            if number not in self.named:
                self.named.append(number)
        space = marker[0][: marker[0].index("[")]
        return space + "".join(f"[{self.named.index(number) + 1}]" for number in known) if known else ""


def without_markers(text: str) -> str:
    """Return an earlier answer without its markers: its numbers mean nothing beside new passages."""
    return _MARKERS.sub("", text)
