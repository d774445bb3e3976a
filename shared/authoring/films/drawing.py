"""What films are drawn with: texts, boxes and a plot with its axes, in the inks of a lesson's drawings."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

Point = tuple[float, float]


def money(amount: float) -> str:
    """Return dollars as a reader sees them."""
    return f"${amount:,.0f}"


def text(said: str, x: float, y: float, ink: str = "t", anchor: str = "start") -> str:
    """Return a text; `anchor` is start, middle or end."""
    return f'<text class="{ink}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(said, quote=False)}</text>'


def box(ink: str, x: float, y: float, width: float, height: float) -> str:
    """Return an area; one without any size is nothing."""
    if width <= 0 or height <= 0:
        return ""
    return f'<rect class="{ink}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def stroke(ink: str, points: Sequence[Point]) -> str:
    """Return a line through `points`."""
    return f'<path class="{ink}" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>' if len(points) > 1 else ""


def between(start: float, end: float, moved: float) -> float:
    """Return where something is that moves from `start` to `end`."""
    return start + (end - start) * moved


class Plot(NamedTuple):
    """A plot below the sentence: what its axes begin and end with, in the readers' units."""

    x: tuple[float, float]
    y: tuple[float, float]

    LEFT, RIGHT, TOP, BOTTOM = 46, 344, 104, 276

    def at(self, x: float, y: float) -> Point:
        """Return where a value lies in the frame."""
        (x0, x1), (y0, y1) = self.x, self.y
        across = (x - x0) / (x1 - x0) * (self.RIGHT - self.LEFT)
        up = (y - y0) / (y1 - y0) * (self.BOTTOM - self.TOP)
        return self.LEFT + across, self.BOTTOM - up

    def axes(self, across: dict[float, str], up: dict[float, str], name: str) -> str:
        """Return both axes with their marks; `name` says what goes across."""
        made = [stroke("axis", [(self.LEFT, self.TOP - 6), (self.LEFT, self.BOTTOM), (self.RIGHT, self.BOTTOM)])]
        for value, said in up.items():
            _, y = self.at(self.x[0], value)
            made += [stroke("grid", [(self.LEFT, y), (self.RIGHT, y)]), text(said, 42, y + 4, "t-soft small", "end")]
        for value, said in across.items():
            x, _ = self.at(value, self.y[0])
            made += [
                stroke("axis", [(x, self.BOTTOM), (x, self.BOTTOM + 5)]),
                text(said, x, 293, "t-soft small", "middle"),
            ]
        return "".join([*made, text(name, (self.LEFT + self.RIGHT) / 2, 311, "t-soft small", "middle")])

    def curve(self, ink: str, values: Iterable[Point], until: float) -> str:
        """Return the curve through `values` as far as `until`, its last point on the way there included."""
        shown: list[Point] = []
        before: Point | None = None
        for x, y in values:
            if x > until:
                if before is not None and until > before[0]:
                    part = (until - before[0]) / (x - before[0])
                    shown.append((until, between(before[1], y, part)))
                break
            shown.append((x, y))
            before = (x, y)
        return stroke(ink, [self.at(*point) for point in shown])

    def dot(self, x: float, y: float, ink: str = "fill-ink") -> str:
        """Return a point that is marked."""
        across, up = self.at(x, y)
        return f'<circle class="{ink}" cx="{across:.1f}" cy="{up:.1f}" r="4.5"/>'

    def label(self, said: str, x: float, y: float, ink: str, anchor: str = "start", *, down: float = -8) -> str:
        """Return a text beside a value, `down` units below it."""
        across, up = self.at(x, y)
        return text(said, across, up + down, ink, anchor)
