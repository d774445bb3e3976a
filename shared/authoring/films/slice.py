"""The pro-rata slice: why a conversion cuts through all of one's IRAs at once."""

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from shared.authoring.films.drawing import between, box, money, stroke, text
from shared.authoring.films.film import Film, Scene

LEFT, TOP, HIGH = 40.0, 108.0, 170.0
WIDE = 170.0  # of the whole pot
AWAY = 62.0  # how far the slice is drawn out


def slice_film(folder: str, program: Program) -> Film:
    """Return the film over the pot of module 8."""
    pot = _Pot(program)
    return Film(
        folder, "pro-rata-slice", "A slice through the whole pot", [*pot.wish(), *pot.rule(), *pot.way()], still=4
    )


class _Pot:
    def __init__(self, program: Program):
        self._at = Calculation(program, {}).value
        self._moved = Calculation(program, {"moved": self._at("traditional")}).value
        self._share = self._at("basis_share")
        self._old = HIGH * (1 - self._share)

    def wish(self) -> list[Scene]:
        old, new = money(self._at("traditional")), money(self._at("contribution"))
        return [
            Scene(7, f"An old IRA holds {old} that was never taxed.", lambda moved: self._whole(moved, 0)),
            Scene(
                8,
                f"Now {new} goes in on which tax was paid already. It is called basis.",
                lambda moved: self._whole(1, moved),
            ),
            Scene(
                8,
                f"You want to convert just these {new}, free of tax. The rule does not let you choose.",
                lambda _moved: self._whole(1, 1) + box("line-ink", LEFT - 4, TOP + self._old - 3, WIDE + 8, 24),
            ),
        ]

    def rule(self) -> list[Scene]:
        free, taxable, tax, left = (money(self._at(name)) for name in ("free", "taxable", "tax", "basis_left"))
        return [
            Scene(
                10,
                "All your IRAs are one pot. A conversion is a slice that cuts through the whole of it.",
                self._cut,
            ),
            Scene(
                11,
                f"The slice is a tenth of the pot. It holds {taxable} that is taxed now, and only {free} of basis.",
                lambda _moved: self._cut(1, told=True),
            ),
            Scene(
                8,
                f"At {self._at('rate') * 100:g} percent that is {tax} of tax. {left} of basis stays behind in the pot.",
                lambda _moved: self._cut(1, told=True) + text(f"tax {tax}", 262, 302, "t-red"),
            ),
        ]

    def way(self) -> list[Scene]:
        old, taxable = money(self._at("traditional")), money(self._moved("taxable"))
        return [
            Scene(
                9,
                f"A plan at work may take the {old}. What has moved there by December 31 is not in the pot.",
                self._emptied,
            ),
            Scene(
                8,
                f"Then the pot is all basis, and the taxable part of the conversion is {taxable}.",
                lambda _moved: self._emptied(1) + text(f"taxable {taxable}", 238, 298, "t-green"),
            ),
        ]

    def _whole(self, old: float, new: float) -> str:
        shown = box("fill-amber-wash", LEFT, TOP + self._old * (1 - old), WIDE, self._old * old)
        if old == 1:
            shown += text(f"{money(self._at('traditional'))} never taxed", LEFT + 10, TOP + 76, "t-amber")
        across = between(LEFT + WIDE + 30, LEFT, new)
        return shown + (self._basis(across) if new else "")

    def _basis(self, x: float) -> str:
        strip = box("fill-green", x, TOP + self._old, WIDE * min(1, (356 - x) / WIDE), HIGH - self._old)
        return strip + text(f"{money(self._at('contribution'))} basis", min(x, 214) + 10, TOP + HIGH + 20, "t-green")

    def _cut(self, moved: float, *, told: bool = False) -> str:
        wide = WIDE * self._share
        kept = WIDE - wide
        shown = box("fill-amber-wash", LEFT, TOP, kept, self._old) + box(
            "fill-green", LEFT, TOP + self._old, kept, HIGH - self._old
        )
        x = LEFT + kept + AWAY * moved
        shown += box("fill-amber-wash", x, TOP, wide, self._old) + box(
            "fill-green", x, TOP + self._old, wide, HIGH - self._old
        )
        shown += stroke("line-ink", [(x, TOP), (x + wide, TOP), (x + wide, TOP + HIGH), (x, TOP + HIGH), (x, TOP)])
        shown += text("the pot", LEFT, TOP - 8, "t-soft small") + text("the slice", x - 6, TOP - 8, "t-soft small")
        if told:
            shown += text(money(self._at("taxable")), x + wide + 6, TOP + 76, "t-amber")
            shown += text(money(self._at("free")), x + wide + 6, TOP + HIGH - 2, "t-green")
        return shown

    def _emptied(self, moved: float) -> str:
        high = between(self._old, 0, moved)
        shown = box("fill-amber-wash", LEFT, TOP + self._old - high, WIDE, high)
        shown += box("fill-amber-wash", 238, TOP + 30, 100, self._old * moved * 0.8)
        if moved:
            shown += text("plan at work", 238, TOP + 20, "t-soft small")
        return shown + text("the pot", LEFT, TOP - 8, "t-soft small") + self._basis(LEFT)
