"""A sheet of paper to set type on: the house's typefaces, kerned, in millimetres and points."""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Literal

import uharfbuzz  # noqa: F401  # pyright: ignore[reportUnusedImport, reportMissingTypeStubs] (fpdf2 kerns with it; named for the bundle)
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "fonts"
FACES = {
    "display": "newsreader-display.ttf",
    "italic": "newsreader-italic.ttf",
    "sans": "instrument-sans.ttf",
    "bold": "instrument-sans-bold.ttf",
}
# For names that those cannot set, each loaded when one comes: Latin, Greek and Cyrillic with every mark; Han
# and kana.
WIDER_FACES = {"wide": "noto-serif-display.ttf", "han": "droid-sans-fallback.ttf"}
WIDTH, HEIGHT = 279.4, 215.9  # US Letter, lying: it goes into a frame from any shop
MILLIMETRES = 25.4 / 72  # in a point
BASELINE = 0.8  # of a cell's height from its top: where fpdf2 sets the type of a cell as high as the type

Colour = tuple[int, int, int]
INK: Colour = (27, 36, 32)
SOFT: Colour = (85, 96, 90)
GREEN: Colour = (26, 91, 70)
RULE: Colour = (200, 193, 176)
RED: Colour = (152, 53, 42)


class Sheet:
    """One page; every text is set on a baseline `y` from the top edge."""

    def __init__(self, title: str, made_at: datetime, orientation: Literal["landscape", "portrait"] = "landscape"):
        self.pdf = FPDF(orientation=orientation, unit="mm", format="letter")
        for face, file in FACES.items():
            self.pdf.add_font(face, fname=FONTS / file)
        self.pdf.set_text_shaping(use_shaping_engine=True, features={"kern": True, "liga": True, "lnum": True})
        self.pdf.set_title(title)
        self.pdf.set_lang("en-US")
        self.pdf.set_creation_date(made_at)  # so that the same certificate is the same file, byte for byte
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.add_page()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        face: str,
        points: float,
        colour: Colour = INK,
        align: str = "L",
        tracking: float = 0.0,
    ) -> None:
        """Set one line whose left end, middle or right end (`align` L, C, R) is at `x`."""
        self._style(face, points, colour, tracking)
        height = points * MILLIMETRES
        width = self.pdf.get_string_width(words) - tracking * MILLIMETRES
        start = x - {"L": 0.0, "C": width / 2, "R": width}[align]
        self.pdf.set_xy(start, y - BASELINE * height)
        self.pdf.cell(width, height, words)  # unlike FPDF.text, a cell is kerned
        self.pdf.set_char_spacing(0)

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        face: str,
        points: float,
        colour: Colour = INK,
        align: str = "L",
        leading: float = 1.4,
    ) -> None:
        """Set lines of at most `width` mm, the first of them at about `y`."""
        self._style(face, points, colour, 0)
        self.pdf.set_xy(x, y - points * MILLIMETRES)
        self.pdf.multi_cell(
            width, points * MILLIMETRES * leading, words, align=Align.coerce(align), new_x=XPos.LEFT, new_y=YPos.NEXT
        )

    def fitted(self, words: str, face: str, points: float, width: float, smallest: float) -> float:
        """Return the largest size up to `points`, but not below `smallest`, at which `words` are `width` mm wide."""
        self._style(face, points, INK, 0)
        taken = self.pdf.get_string_width(words)
        return points if taken <= width else max(smallest, points * width / taken)

    def can_set(self, words: str, face: str) -> bool:
        """Whether the typeface has a sign for everything in `words`."""
        font = self.pdf.fonts[face]
        return isinstance(font, TTFFont) and all(ord(sign) in font.cmap for sign in unicodedata.normalize("NFC", words))

    def face_for(self, words: str, face: str) -> str | None:
        """Return `face`, or the wider one that sets all of `words`, or two of them together; None where none can."""
        if self.can_set(words, face):
            return face
        for wider, file in WIDER_FACES.items():
            self.pdf.add_font(wider, fname=FONTS / file)
            if self.can_set(words, wider):
                return wider
        self.pdf.set_fallback_fonts(["han"], exact_match=False)
        return "wide" if all(any(self.can_set(sign, wider) for wider in WIDER_FACES) for sign in words) else None

    def rule(self, x: float, y: float, width: float, thickness: float, colour: Colour) -> None:
        """Draw a horizontal line."""
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(thickness)
        self.pdf.line(x, y, x + width, y)

    def frame(self, inset: float, thickness: float, colour: Colour) -> None:
        """Draw a rectangle `inset` mm from the paper's edge."""
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(thickness)
        self.pdf.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)

    def block(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(x, y, width, height, style="F")

    def bytes(self) -> bytes:
        """Return the PDF."""
        return bytes(self.pdf.output())

    def _style(self, face: str, points: float, colour: Colour, tracking: float) -> None:
        self.pdf.set_font(face, size=points)
        self.pdf.set_text_color(*colour)
        self.pdf.set_char_spacing(tracking)
