"""The certificate as one page to hang on a wall: who, what, when, and a code by which anyone can check it."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import segno

from shared.certificates.sheet import GREEN, HEIGHT, INK, RED, RULE, SOFT, WIDTH, Sheet

MIDDLE = WIDTH / 2
EDGE = 24.0
LIST_TOP, LIST_BOTTOM = 133.0, 168.0
COLUMN, GAP = 72.0, 8.0
UNCONFIRMED = "Preview. It is issued once its holder has confirmed the name."
NOTE = (
    "Education in personal finance, no license to advise. The modules, their objectives and the scores on the day of "
    "issue are kept at the address beside the code, for comparison."
)


def draw(certificate: dict[str, Any], address: str) -> bytes:
    """Return the PDF of `certificate` (as GET certificate/{code} answers it); `address` is where it can be checked.

    Who gave no name, or one in a script that the typefaces lack, is called by the code; the page has the name.
    """
    made_at = datetime.fromisoformat(certificate["issued_at"]).astimezone(UTC)
    sheet = Sheet(f"Certificate {certificate['code']}", made_at)
    sheet.frame(9.5, 0.9, GREEN)
    sheet.frame(11.6, 0.2, GREEN)
    _head(sheet, certificate["course"])
    _name(sheet, certificate)
    _deed(sheet, certificate)
    _modules(sheet, certificate["modules"])
    _foot(sheet, certificate)
    _code(sheet, certificate["code"], address)
    if certificate["revoked"]:
        _revoked(sheet)
    elif not certificate["confirmed"]:
        sheet.text(MIDDLE, 17, UNCONFIRMED, "bold", 8, RED, "C")
    return sheet.bytes()


def _head(sheet: Sheet, course: str) -> None:
    _mark(sheet, MIDDLE - 7, 20, 14)
    sheet.text(MIDDLE, 42.5, course.upper(), "bold", 9, GREEN, "C", tracking=1.6)
    sheet.text(MIDDLE, 59, "Certificate of Completion", "display", 32, INK, "C")


def _mark(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Draw the house's mark, a cross above the double rule of a ledger (site/favicon.svg, 32 units wide)."""
    unit = size / 32
    for left, top, width, height in ((13, 2, 6, 18), (7, 8, 18, 6), (3, 24, 26, 2), (3, 28, 26, 2)):
        sheet.block(x + left * unit, y + top * unit, width * unit, height * unit, GREEN)


def _name(sheet: Sheet, certificate: dict[str, Any]) -> None:
    name = unicodedata.normalize("NFC", certificate["name"] or "")
    sheet.text(MIDDLE, 75, "This is to certify that", "italic", 14, SOFT, "C")
    face = sheet.face_for(name, "display") if name else None
    if face is None:
        sheet.text(MIDDLE, 94, f"the holder of {certificate['code']}", "display", 32, INK, "C")
    elif (size := sheet.fitted(name, face, 44, 220, smallest=17)) > 17:
        sheet.text(MIDDLE, 94, name, face, size, INK, "C")
    else:
        sheet.paragraph(EDGE, 85, WIDTH - 2 * EDGE, name, face, 15, INK, "C", leading=1.2)
    sheet.rule(MIDDLE - 85, 101, 170, 0.2, RULE)


def _deed(sheet: Sheet, certificate: dict[str, Any]) -> None:
    number = len(certificate["modules"])
    deed = (
        f"has read every section of {'its one module' if number == 1 else f'its {number} modules'}, passed each quiz "
        f"and worked through the case reviews of the {certificate['course']}."
    )
    sheet.paragraph(MIDDLE - 88, 111, 176, deed, "italic", 14, INK, "C", leading=1.35)


def _modules(sheet: Sheet, modules: list[dict[str, Any]]) -> None:
    """List the modules with their best scores in as few columns as they fit."""
    points = min(
        (sheet.fitted(module["title"], "sans", 8.5, COLUMN - 18, smallest=5) for module in modules), default=8.5
    )
    columns = 1 if len(modules) <= 4 else 2 if len(modules) <= 10 else 3
    rows = -(-len(modules) // columns)
    height = min(6.2, (LIST_BOTTOM - LIST_TOP) / rows)
    left = MIDDLE - (columns * COLUMN + (columns - 1) * GAP) / 2
    for index, module in enumerate(modules):
        x = left + (index // rows) * (COLUMN + GAP)
        _module(sheet, x, LIST_TOP + (index % rows) * height, min(points, height * 1.5), index + 1, module)


def _module(sheet: Sheet, x: float, y: float, points: float, number: int, module: dict[str, Any]) -> None:
    score = module["best_score_percent"]
    size = sheet.fitted(module["title"], "sans", points, COLUMN - 18, smallest=3)
    sheet.text(x + 4, y, str(number), "bold", points, GREEN, "R")
    sheet.text(x + 6.5, y, module["title"], "sans", size, INK)
    if score is not None:
        sheet.text(x + COLUMN, y, f"{score}%", "sans", points, SOFT, "R")
    sheet.rule(x, y + 1.6, COLUMN, 0.1, RULE)


def _foot(sheet: Sheet, certificate: dict[str, Any]) -> None:
    issued = date.fromisoformat(certificate["issued_on"])
    facts = (
        ("Issued", f"{issued:%B} {issued.day}, {issued.year}"),
        ("Course version", certificate["course_version"]),
        ("Length", _length(certificate["minutes"])),
    )
    for x, (label, value) in zip((EDGE, EDGE + 54, EDGE + 96), facts, strict=True):
        sheet.text(x, 179.5, label.upper(), "bold", 6.5, GREEN, tracking=0.8)
        sheet.text(x, 186, value, "display", 13, INK)
    sheet.text(EDGE, 195.5, "Not CME credit.", "bold", 8, INK)
    sheet.paragraph(EDGE, 199.2, 150, NOTE, "sans", 6.5, SOFT, leading=1.3)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def _code(sheet: Sheet, code: str, address: str) -> None:
    """Set the code, the address in letters and as a QR code (error correction M: paper gets creased)."""
    size, right = 25.0, WIDTH - EDGE
    rows = [list(row) for row in segno.make_qr(address, error="m").matrix]
    unit, top = size / len(rows), HEIGHT - EDGE + 4 - size
    for line, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:  # a hair wider than its field, so that no reader sees a seam
                sheet.block(right - size + column * unit, top + line * unit, unit + 0.02, unit + 0.02, INK)
    x = right - size - 5
    sheet.text(x, top + 5.5, "VERIFY", "bold", 6.5, GREEN, "R", tracking=0.8)
    sheet.text(x, top + 12.5, code, "bold", 11, INK, "R", tracking=0.4)
    shown = address.partition("://")[2]
    for offset, words in zip((18, 21.5), (shown.partition("/")[0], "/" + shown.partition("/")[2]), strict=True):
        sheet.text(x, top + offset, words, "sans", 7, SOFT, "R")
    sheet.pdf.link(right - size, top, size, size, address)


def _revoked(sheet: Sheet) -> None:
    sheet.block(9.5, 45, WIDTH - 19, 20, RED)
    sheet.text(MIDDLE, 58.5, "Revoked. This certificate no longer counts.", "display", 26, (255, 253, 249), "C")
