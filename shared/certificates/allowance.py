"""One page for an education allowance: what was bought and paid, the syllabus, the certificate where it is earned."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from shared.certificates.sheet import GREEN, INK, RULE, SOFT, Sheet

LEFT, RIGHT = 22.0, 193.9  # of a letter page standing, in mm
AMOUNTS = (("subtotal", "Price"), ("discount", "Discount"), ("tax", "Tax"), ("refunded", "Refunded"))
NOTHING = {"0", "0.00", "0.000"}
NOTE = (
    "An online course in personal finance for primary-care physicians: reading, quizzes, written case reviews. "
    "Minutes are the study time of each module as published. This is not CME credit, and no accrediting body has "
    "reviewed it."
)


def draw(bought: dict[str, Any]) -> bytes:
    """Return the PDF of a payment as `masterclass.reader_allowance` tells it."""
    paid_at = datetime.fromisoformat(bought["paid_at"]).astimezone(UTC)
    sheet = Sheet("For your education allowance", paid_at, orientation="portrait")
    sheet.text(LEFT, 26, bought["course"].upper(), "bold", 8, GREEN, tracking=1.4)
    sheet.text(LEFT, 39, "For your education allowance", "display", 24, INK)
    y = _person(sheet, 50, bought, paid_at)
    y = _amounts(sheet, y + 8, bought)
    y = _syllabus(sheet, y + 10, bought["modules"] or [])
    y = _certificate(sheet, y + 9, bought["certificate"])
    sheet.text(LEFT, 254, "Not CME credit.", "bold", 9, INK)
    sheet.paragraph(LEFT, 259, RIGHT - LEFT, NOTE, "sans", 8, SOFT, leading=1.35)
    return sheet.bytes()


def _person(sheet: Sheet, y: float, bought: dict[str, Any], paid_at: datetime) -> float:
    name = unicodedata.normalize("NFC", bought["name"] or "")
    person = f"{name}, {bought['email']}" if name and sheet.can_set(name, "sans") else bought["email"]
    seats = bought["seats"]
    what = "Full access" if seats is None else "One seat" if seats == 1 else f"{seats} seats"
    lines = (
        ("Paid by", person),
        ("Paid on", f"{paid_at:%B} {paid_at.day}, {paid_at.year} (UTC)"),
        ("Bought", f"{what} to the {bought['course']}, version {bought['version']}"),
        ("Payment", bought["payment"] or ""),
    )
    for label, value in lines:
        sheet.text(LEFT, y, label, "sans", 9, SOFT)
        sheet.text(LEFT + 26, y, value, "sans", sheet.fitted(value, "sans", 10, RIGHT - LEFT - 26, smallest=6), INK)
        y += 6.5
    return y


def _amounts(sheet: Sheet, y: float, bought: dict[str, Any]) -> float:
    currency = bought["currency"].upper()
    for key, label in AMOUNTS:
        if key != "subtotal" and bought[key] in NOTHING:
            continue
        code = f" ({bought['promotion_code']})" if key == "discount" and bought["promotion_code"] else ""
        sign = "-" if key in {"discount", "refunded"} else ""
        sheet.text(LEFT, y, label + code, "sans", 10, INK)
        sheet.text(RIGHT, y, f"{sign}{bought[key]} {currency}", "sans", 10, INK, "R")
        y += 6.2
    sheet.rule(LEFT, y - 3.6, RIGHT - LEFT, 0.3, GREEN)
    sheet.text(LEFT, y + 2, "Paid", "bold", 11, INK)
    sheet.text(RIGHT, y + 2, f"{bought['paid']} {currency}", "bold", 11, INK, "R")
    return y + 4


def _syllabus(sheet: Sheet, y: float, modules: list[dict[str, Any]]) -> float:
    sheet.text(LEFT, y, "Syllabus", "display", 14, INK)
    sheet.text(RIGHT, y, "minutes", "sans", 8, SOFT, "R")
    y += 6.5
    leading = min(6.0, 108 / max(1, len(modules)))
    points = min(9.5, leading * 1.65)
    for number, module in enumerate(modules, start=1):
        size = sheet.fitted(module["title"], "sans", points, RIGHT - LEFT - 28, smallest=4)
        sheet.text(LEFT + 6, y, str(number), "sans", points, SOFT, "R")
        sheet.text(LEFT + 9, y, module["title"], "sans", size, INK)
        sheet.text(RIGHT, y, str(module["minutes"]), "sans", points, INK, "R")
        sheet.rule(LEFT, y + 1.5, RIGHT - LEFT, 0.1, RULE)
        y += leading
    total = sum(module["minutes"] for module in modules)
    sheet.text(LEFT + 9, y + 1, "In all", "bold", points, INK)
    sheet.text(RIGHT, y + 1, f"{total:,}", "bold", points, INK, "R")
    return y


def _certificate(sheet: Sheet, y: float, certificate: dict[str, Any] | None) -> float:
    if certificate is None:
        words = "Certificate of completion: not earned yet."
    else:
        issued = date.fromisoformat(certificate["issued_on"])
        words = f"Certificate of completion {certificate['code']}, issued {issued:%B} {issued.day}, {issued.year}."
    sheet.text(LEFT, y, words, "sans", 10, INK)
    return y
