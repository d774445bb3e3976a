"""The HTML of the payment page, the receipt and the notices; every inserted value is escaped."""

from html import escape
from pathlib import Path
from string import Template

from netlify.standins.stripe.store import Object

_TEMPLATES = Path(__file__).parent / "pages"
_WITHOUT_CENTS = {
    "bif",
    "clp",
    "djf",
    "gnf",
    "jpy",
    "kmf",
    "krw",
    "mga",
    "pyg",
    "rwf",
    "vnd",
    "vuv",
    "xaf",
    "xof",
    "xpf",
}
_WITH_MILLS = {"bhd", "jod", "kwd", "omr", "tnd"}
_SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def money(amount_minor: int, currency: str) -> str:
    """Return an amount for people: `$499.00`, `¥49,900`."""
    digits = 0 if currency in _WITHOUT_CENTS else 3 if currency in _WITH_MILLS else 2
    sign, before = ("\N{MINUS SIGN}" if amount_minor < 0 else ""), _SIGNS.get(currency, f"{currency.upper()} ")
    whole, part = divmod(abs(amount_minor), 10**digits)
    return f"{sign}{before}{whole:,}" + (f".{part:0{digits}}" if digits else "")


def payment(session: Object, product: str, code: str, problem: str, method: str) -> str:
    """Return the page that takes a payment for `session`."""
    currency, total, details = session["currency"], session["amount_total"], session["total_details"]
    rows = [("Subtotal", session["amount_subtotal"])]
    rows += [(f"Discount · {code}", -details["amount_discount"])] if details["amount_discount"] else []
    rows += [("Tax", details["amount_tax"])] if session["automatic_tax"]["enabled"] else []
    return _fill(
        "payment",
        product=product,
        total=money(total, currency),
        email=session["customer_email"] or "",
        cancel_url=session["cancel_url"] or "#",
        card="checked" if method == "card" else "",
        bank="checked" if method != "card" else "",
        pay="Pay" if total else "Pay nothing, get access",
        due=money(total, currency) if total else "",
        has_code="hidden" if code or not session["allow_promotion_codes"] else "",
        free="hidden" if total == 0 else "",
        wanted="required" if total else "",
        lines=_rows([(name, money(amount, currency)) for name, amount in rows]),
        problem=f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else "",
    )


def receipt(charged: Object, product: str) -> str:
    """Return the receipt of a charge."""
    currency = charged["currency"]
    rows = [("Amount paid", money(charged["amount_captured"], currency))]
    rows += [("Refunded", money(-charged["amount_refunded"], currency))] if charged["amount_refunded"] else []
    return _fill(
        "receipt", product=product, number=charged["id"], email=charged["receipt_email"] or "", lines=_rows(rows)
    )


def notice(title: str, text: str, url: str | None = None, label: str = "") -> str:
    """Return a page that says one thing, with a way on where there is one."""
    link = f'<a class="button" href="{escape(url)}">{escape(label)}</a>' if url else ""
    return _fill("notice", title=title, text=text, link=link)


_MARKUP = {"lines", "problem", "link"}  # made above, escaped there


def _fill(name: str, **values: str) -> str:
    shell = Template((_TEMPLATES / "shell.html").read_text())
    body = Template((_TEMPLATES / f"{name}.html").read_text())
    safe = {key: value if key in _MARKUP else escape(value) for key, value in values.items()}
    return shell.substitute(body=body.substitute(safe), title=safe.get("title", "Payment"))


def _rows(rows: list[tuple[str, str]]) -> str:
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows)
