"""A fee at work: two curves from one sum, and the gap between them."""

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from shared.authoring.films.drawing import Plot, Point, between, money
from shared.authoring.films.film import Film, Scene

PLOT = Plot((0, 25), (0, 2_300_000))
ACROSS = {0.0: "0", 5.0: "5", 10.0: "10", 15.0: "15", 20.0: "20", 25.0: "25"}
UP = {500_000.0: "$0.5m", 1_000_000.0: "1.0m", 1_500_000.0: "1.5m", 2_000_000.0: "2.0m"}


def fee_film(folder: str, program: Program) -> Film:
    """Return the film over the two costs of module 9."""
    fee = _Fee(Calculation(program, {}))
    return Film(folder, "a-fee-at-work", "One percent, for twenty-five years", [*fee.curves(), *fee.gap()], still=4)


class _Fee:
    def __init__(self, calculation: Calculation):
        self._at = calculation.value
        rows = [{"year": 0, "with_a": self._at("start"), "with_b": self._at("start")}, *calculation.rows("growth")]
        self._a: list[Point] = [(row["year"], row["with_a"]) for row in rows]
        self._b: list[Point] = [(row["year"], row["with_b"]) for row in rows]

    def curves(self) -> list[Scene]:
        at, years = self._at, f"{self._at('years'):.0f}"
        return [
            Scene(
                7,
                f"{money(at('start'))} is invested. Nothing is added or taken out for {years} years.",
                lambda _moved: self._drawn(0, 0),
            ),
            Scene(
                9,
                f"At {at('return_rate') * 100:g} percent and without cost it grows to {money(at('end_a'))}.",
                lambda moved: self._drawn(25 * moved, 0),
            ),
            Scene(
                9,
                f"A fee of {at('cost_b') * 100:g} percent leaves {(at('return_rate') - at('cost_b')) * 100:g}. The "
                f"same sum grows to {money(at('end_b'))}.",
                lambda moved: self._drawn(25, 25 * moved),
            ),
        ]

    def gap(self) -> list[Scene]:
        at = self._at
        return [
            Scene(
                7,
                f"In the first year the fee is {money(at('first_year_b'))}. Hardly anybody would notice it.",
                lambda _moved: self._drawn(25, 25, gap=1),
            ),
            Scene(
                13,
                "But each fee takes its own later growth along, and the next one is taken from a larger account.",
                lambda moved: self._drawn(25, 25, gap=between(1, 25, moved)),
            ),
            Scene(
                9,
                f"After {at('years'):.0f} years the percent has cost {money(at('difference'))}: "
                f"{at('lost_share') * 100:.0f} percent of the end value.",
                lambda _moved: self._drawn(25, 25, gap=25, told=True),
            ),
        ]

    def _drawn(self, a: float, b: float, *, gap: float = 0, told: bool = False) -> str:
        shown = [PLOT.axes(ACROSS, UP, "Years"), self._between(gap)]
        shown += [PLOT.curve("line-green", self._a, a), PLOT.curve("line-red", self._b, b)]
        shown.append(PLOT.dot(0, self._at("start"), "fill-green"))
        if a >= 25:
            shown.append(PLOT.label("no fee", 19, self._a[19][1], "t-green", "end", down=-10))
        if b >= 25:
            shown.append(PLOT.label("one percent", 24.6, 760_000, "t-red", "end"))
        if told:
            shown.append(PLOT.label(money(self._at("difference")), 22.6, 2_020_000, "t-strong", "end"))
        return "".join(shown)

    def _between(self, until: float) -> str:
        """The area between the curves as far as `until`."""
        whole = [number for number in range(26) if number <= until]
        upper = [PLOT.at(*self._a[number]) for number in whole] + [PLOT.at(*_part(self._a, until))]
        lower = [PLOT.at(*self._b[number]) for number in whole] + [PLOT.at(*_part(self._b, until))]
        points = " L".join(f"{x:.1f} {y:.1f}" for x, y in [*upper, *reversed(lower)])
        return f'<path class="fill-red-wash" d="M{points} Z"/>' if until else ""


def _part(curve: list[Point], until: float) -> Point:
    before = min(int(until), len(curve) - 2)
    return until, between(curve[before][1], curve[before + 1][1], until - before)
