"""The emergency fund, filling month by month, and the step that its target takes when the loan payment begins."""

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from shared.authoring.films.drawing import Plot, between, box, money, stroke
from shared.authoring.films.film import Film, Scene

PLOT = Plot((0, 12.8), (0, 50_000))
ACROSS = {1.0: "1", 3.0: "3", 6.0: "6", 9.0: "9", 12.0: "12"}
UP = {10_000.0: "$10k", 20_000.0: "20k", 30_000.0: "30k", 40_000.0: "40k"}
END = PLOT.x[1]
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def fund_film(folder: str, program: Program) -> Film:
    """Return the film over the first-year runway of module 1."""
    fund = _Fund(Calculation(program, {}))
    scenes = [*fund.before_the_loan(), *fund.with_the_loan(), *fund.looking_back()]
    return Film(folder, "fund-month-by-month", "The fund, month by month", scenes, still=3)


class _Fund:
    def __init__(self, calculation: Calculation):
        self._at = calculation.value
        self._funds = [self._at("savings"), *(row["fund"] for row in calculation.rows("months"))]
        self._first = self._at("months_wanted") * self._at("necessary")
        self._step = int(self._at("loan_month"))
        self._full = int(self._at("fund_full"))
        self._hoped = next(m for m in range(24) if self._funds[0] + m * self._at("free_before") >= self._first)

    def before_the_loan(self) -> list[Scene]:
        start, necessary, free = (money(self._at(name)) for name in ("savings", "necessary", "free_before"))
        return [
            Scene(
                7,
                f"A new attending has {start} in the bank. Six months of necessary spending, {necessary} each, "
                f"are {money(self._first)}.",
                lambda moved: self._drawn(0, target=moved * END),
            ),
            Scene(
                9,
                f"Each paycheck leaves {free} for the fund. After three it holds {money(self._funds[3])}.",
                lambda moved: self._drawn(moved * 3),
            ),
        ]

    def with_the_loan(self) -> list[Scene]:
        loan, target, free = (money(self._at(name)) for name in ("loan", "target_with_loan", "free_each_month"))
        return [
            Scene(
                9,
                f"In month {NUMBERS[self._step]} the loan payment begins: {loan} that cannot be stopped. The target "
                f"steps up to {target}.",
                lambda moved: self._drawn(3, loan=max(0.01, moved)),
            ),
            Scene(
                13,
                f"And each paycheck now leaves {free}. So the fund climbs more slowly. It is full in month "
                f"{NUMBERS[self._full]}.",
                lambda moved: self._drawn(between(3, self._full, moved), loan=1),
            ),
        ]

    def looking_back(self) -> list[Scene]:
        return [
            Scene(
                8,
                f"With the loan left out, a full fund would have been expected in month {NUMBERS[self._hoped]}.",
                lambda moved: self._drawn(self._full, loan=1, hope=moved * self._hoped),
            ),
            Scene(
                7,
                "Count the payment before it begins, and sign for nothing large until the fund is full.",
                lambda _moved: self._drawn(self._full, loan=1, hope=self._hoped),
            ),
        ]

    def _drawn(self, month: float, *, target: float = END, loan: float = 0, hope: float = 0) -> str:
        shown = [
            PLOT.axes(ACROSS, UP, "Month"),
            *(_bar(number, self._funds[number]) for number in range(int(month) + 1)),
        ]
        shown.append(_bar(int(month) + 1, self._funds[int(month) + 1] * (month - int(month))))
        shown.append(self._target(target, loan))
        if hope:
            shown.append(PLOT.curve("line dash", [(0, self._funds[0]), (self._hoped, self._first)], hope))
        return "".join(shown)

    def _target(self, until: float, loan: float) -> str:
        edge = self._step - 0.5
        if not loan:
            line = PLOT.curve("line-amber", [(0, self._first), (END, self._first)], until)
            return line + PLOT.label(f"target {money(self._first)}", 0.3, self._first, "t-amber small")
        up = between(self._first, self._at("target_with_loan"), loan)
        steps = [(0, self._first), (edge, self._first), (edge, up), (between(edge, END, loan), up)]
        line = stroke("line-amber", [PLOT.at(*point) for point in steps])
        return line + PLOT.label(f"target {money(up)}", self._step - 0.3, up, "t-amber small")


def _bar(month: int, amount: float) -> str:
    x, y = PLOT.at(month, amount)
    left, width = (x - 7, 14) if month else (x, 7)
    return box("fill-green", left, y, width, PLOT.BOTTOM - y)
