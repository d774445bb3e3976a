"""RAP's staircase beside IBR's line: what each plan asks in a month, as income grows."""

from itertools import pairwise

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from shared.authoring.films.drawing import Plot, Point, money
from shared.authoring.films.film import Film, Scene

PLOT = Plot((0, 400_000), (0, 3_600))
CLOSE = Plot((60_000, 130_000), (200, 1_200))
ACROSS = {0.0: "0", 100_000.0: "$100k", 200_000.0: "200k", 300_000.0: "300k", 400_000.0: "400k"}
NEAR = {70_000.0: "$70k", 80_000.0: "80k", 90_000.0: "90k", 100_000.0: "100k", 120_000.0: "120k"}
UP = {1_000.0: "$1k", 2_000.0: "2k", 3_000.0: "3k"}
NEAR_UP = {400.0: "$400", 600.0: "600", 800.0: "800", 1_000.0: "1,000"}
EDGE = 100_000
STEEPEST = 12  # dollars a month for 1,000 more of income; what rises more is a step


def staircase_film(folder: str, program: Program) -> Film:
    """Return the film over the two payments of module 2."""
    plans = _Plans(program)
    scenes = [*plans.line(), *plans.staircase(), *plans.further()]
    return Film(folder, "staircase-and-line", "RAP's staircase beside IBR's line", scenes, still=4)


class _Plans:
    def __init__(self, program: Program):
        self._program = program
        self._example = Calculation(program, {})
        self._ceiling = self._example.value("ibr_most")
        self._ibr = [(income, self._asked(income, "ibr_final")) for income in range(0, 400_001, 1_000)]
        self._rap = _with_risers([(income, self._asked(income, "rap_final")) for income in range(0, 400_001, 1_000)])

    def _asked(self, income: float, plan: str) -> float:
        return Calculation(self._program, {"agi_later": income}).value(plan)

    def line(self) -> list[Scene]:
        at = self._example.value
        ceiling_from = next(income for income, asked in self._ibr if asked >= self._ceiling)
        return [
            Scene(
                8,
                f"Two plans ask for a share of income. Here is one physician, single, who owes {money(at('balance'))} "
                f"at {at('loan_rate') * 100:g} percent.",
                lambda _moved: self._drawn(0, 0),
            ),
            Scene(
                10,
                f"IBR leaves the first {money(at('protected'))} alone and asks for a tenth of the rest: a "
                "straight line.",
                lambda moved: self._drawn(moved * ceiling_from, 0),
            ),
            Scene(
                7,
                f"At {money(self._ceiling)} a month it stops. IBR has a ceiling.",
                lambda moved: self._drawn(ceiling_from + moved * (400_000 - ceiling_from), 0),
            ),
        ]

    def staircase(self) -> list[Scene]:
        below, above = self._asked(EDGE, "rap_final"), self._asked(EDGE + 1, "rap_final")
        return [
            Scene(
                10,
                "RAP asks for a percentage of the whole income, and the percentage climbs in steps.",
                lambda moved: self._close(60_000 + moved * 39_000),
            ),
            Scene(
                11,
                f"At {money(EDGE)} it asks ${below:,.2f}. One dollar more, and the higher rate reaches back to the "
                f"first dollar: ${above:,.2f}.",
                lambda moved: self._close(99_000 + moved * 31_000, edge=True),
            ),
        ]

    def further(self) -> list[Scene]:
        last = self._rap[-1][1]
        return [
            Scene(
                10,
                f"Beyond that it is a straight line without a ceiling: {money(last)} a month at $400,000.",
                lambda moved: self._drawn(400_000, 100_000 + moved * 300_000),
            ),
            Scene(
                8,
                "So work out both with your own income. Any new federal loan, or a consolidation, would close IBR.",
                lambda _moved: self._drawn(400_000, 400_000),
            ),
        ]

    def _drawn(self, ibr: float, rap: float) -> str:
        shown = [PLOT.axes(ACROSS, UP, "Adjusted gross income")]
        shown += [PLOT.curve("line-green dash", self._ibr, ibr), PLOT.curve("line-red", self._rap, rap)]
        if ibr >= 150_000:
            shown.append(PLOT.label("IBR", 150_000, self._asked(150_000, "ibr_final"), "t-green", down=24))
        if ibr >= 400_000:
            shown.append(
                PLOT.label(f"ceiling {money(self._ceiling)}", 398_000, self._ceiling, "t-green small", "end", down=40)
            )
        if rap >= 300_000:
            shown.append(PLOT.label("RAP", 290_000, self._asked(300_000, "rap_final"), "t-red", "end"))
        return "".join(shown)

    def _close(self, until: float, *, edge: bool = False) -> str:
        inside = [point for point in self._rap if CLOSE.x[0] <= point[0] <= CLOSE.x[1]]
        low = [point for point in self._ibr if CLOSE.x[0] <= point[0] <= CLOSE.x[1]]
        shown = [CLOSE.axes(NEAR, NEAR_UP, "Adjusted gross income, looked at closely")]
        shown += [CLOSE.curve("line-green dash", low, CLOSE.x[1]), CLOSE.curve("line-red", inside, until)]
        shown.append(CLOSE.label("IBR", 120_000, self._asked(120_000, "ibr_final"), "t-green", down=24))
        if edge:
            below, above = self._asked(EDGE, "rap_final"), self._asked(EDGE + 1, "rap_final")
            shown += [CLOSE.dot(EDGE, below, "fill-red"), CLOSE.dot(EDGE, above, "fill-red")]
            shown.append(CLOSE.label(f"${above - below:,.2f} more", EDGE - 1_500, above, "t-red", "end"))
        return "".join(shown)


def _with_risers(values: list[Point]) -> list[Point]:
    """Draw a step as one: straight up behind the income that still belongs to the lower one."""
    made: list[Point] = []
    for (income, asked), (further, more) in pairwise(values):
        made.append((income, asked))
        if more - asked > STEEPEST:
            made.append((income + 1, (income + 1) * more / further))
    return [*made, values[-1]]
