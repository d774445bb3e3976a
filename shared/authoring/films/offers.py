"""Two offers crossing: what each pays as the volume of work grows."""

from itertools import pairwise

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from shared.authoring.films.drawing import Plot, Point, between, money
from shared.authoring.films.film import Film, Scene

PLOT = Plot((3_000, 6_500), (150_000, 370_000))
ACROSS = {3_000.0: "3,000", 4_000.0: "4,000", 5_000.0: "5,000", 6_000.0: "6,000"}
UP = {200_000.0: "$200k", 250_000.0: "250k", 300_000.0: "300k", 350_000.0: "350k"}


def offers_film(folder: str, program: Program) -> Film:
    """Return the film over the two offers of module 4."""
    offers = _Offers(Calculation(program, {}))
    scenes = [*offers.each(), *offers.crossing(), *offers.years()]
    return Film(folder, "two-offers-crossing", "Two offers, one crossing", scenes, still=3)


class _Offers:
    def __init__(self, calculation: Calculation):
        self._at = calculation.value
        rows = [row for row in calculation.rows("volumes") if PLOT.x[0] <= row["volume"] <= PLOT.x[1]]
        self._a: list[Point] = [(row["volume"], row["line_a"]) for row in rows]
        self._b: list[Point] = [(row["volume"], row["line_b"]) for row in rows]

    def each(self) -> list[Scene]:
        at = self._at
        return [
            Scene(
                7,
                "Two offers for the same work. Which one pays more depends on how much work there is.",
                lambda _moved: self._drawn(0, 0),
            ),
            Scene(
                9,
                f"Offer A pays {money(at('rate_a'))} for each wRVU and nothing else: a straight line.",
                lambda moved: self._drawn(between(*PLOT.x, moved), 0),
            ),
            Scene(
                10,
                f"Offer B guarantees {money(at('base_b'))}. Above {at('threshold_b'):,.0f} wRVUs it adds "
                f"{money(at('rate_b'))} for each.",
                lambda moved: self._drawn(PLOT.x[1], between(*PLOT.x, moved)),
            ),
        ]

    def crossing(self) -> list[Scene]:
        return [
            Scene(
                9,
                f"They cross at {self._at('crossing_at'):,.0f} wRVUs. To the left of it B pays more, to the right A.",
                lambda _moved: self._drawn(*[PLOT.x[1]] * 2) + PLOT.dot(self._at("crossing_at"), self._at("base_b")),
            )
        ]

    def years(self) -> list[Scene]:
        at, low, high = self._at, self._at("low_volume"), self._at("high_volume")
        return [
            Scene(
                9,
                f"In a thin year of {low:,.0f}, B pays {money(at('low_b'))} and A {money(at('low_a'))}.",
                lambda moved: self._at_volume(between(at("crossing_at"), low, moved)),
            ),
            Scene(
                10,
                f"In a full year of {high:,.0f}, A pays {money(at('high_a'))} and B {money(at('high_b'))}.",
                lambda moved: self._at_volume(between(low, high, moved)),
            ),
            Scene(
                8,
                "So ask first how many patients the schedule will bring, and how sure that is.",
                lambda _moved: self._at_volume(high),
            ),
        ]

    def _drawn(self, a: float, b: float) -> str:
        shown = [PLOT.axes(ACROSS, UP, "wRVUs in a year")]
        shown += [PLOT.curve("line-green", self._a, a), PLOT.curve("line-amber", self._b, b)]
        if a >= PLOT.x[1]:
            shown.append(PLOT.label("Offer A", 6_050, _on(self._a, 6_100), "t-green", "end", down=-12))
        if b >= PLOT.x[1]:
            shown.append(PLOT.label("Offer B", 3_050, self._at("base_b"), "t-amber", down=-10))
        return "".join(shown)

    def _at_volume(self, volume: float) -> str:
        a, b = _on(self._a, volume), _on(self._b, volume)
        upright = PLOT.curve("line dash", [(volume, PLOT.y[0]), (volume, max(a, b))], volume)
        dots = PLOT.dot(volume, a, "fill-green") + PLOT.dot(volume, b, "fill-amber")
        return self._drawn(*[PLOT.x[1]] * 2) + upright + dots


def _on(curve: list[Point], volume: float) -> float:
    """Return what a curve is at `volume`, between its points too."""
    for (left, low), (right, high) in pairwise(curve):
        if left <= volume <= right:
            return between(low, high, (volume - left) / (right - left))
    return curve[-1][1]
