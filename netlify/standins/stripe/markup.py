"""The HTML of the payment page, the receipt and the notices; every inserted value is escaped."""

from html import escape
from pathlib import Path
from string import Template

from netlify.standins.stripe.store import Object, member, members

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


def payment(session: Object, items: list[Object], code: str, problem: str, method: str) -> str:
    """Return the page that takes a payment for `session`."""
    total, consent = session["amount_total"], member(session, "consent_collection")
    return _fill(
        "payment",
        product=items[0]["description"],
        total=money(total, session["currency"]),
        email=session["customer_email"] or "",
        cancel_url=session["cancel_url"] or "#",
        card="checked" if method == "card" else "",
        bank="checked" if method != "card" else "",
        pay="Pay" if total else "Pay nothing, get access",
        due=money(total, session["currency"]) if total else "",
        has_code="hidden" if code or not session["allow_promotion_codes"] else "",
        free="hidden" if total == 0 else "",
        has_address="" if _wants_address(session) else "hidden",
        has_tax_id="" if session["tax_id_collection"]["enabled"] else "hidden",
        has_terms="" if consent.get("terms_of_service") == "required" else "hidden",
        lines=_rows(_amounts(session, items, code)),
        problem=f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else "",
    )


def invoice(made: Object) -> str:
    """Return the page of a paid invoice."""
    currency, fields = made["currency"], members(made, "custom_fields")
    rows = [(_several(line), money(line["amount"], currency)) for line in made["lines"]["data"]]
    rows += [("Invoice total", money(made["total"], currency)), ("Paid", money(made["amount_paid"], currency))]
    rows += [(str(one["name"]), str(one["value"])) for one in fields]
    rows += [("Tax ID", str(one["value"])) for one in made["customer_tax_ids"]]
    who = made["customer_name"] or made["customer_email"] or ""
    return _fill("invoice", number=made["number"], who=who, email=made["customer_email"] or "", lines=_rows(rows))


def _amounts(session: Object, items: list[Object], code: str) -> list[tuple[str, str]]:
    """Return what the order is made of: each item where there are several, discount, tax."""
    currency, details = session["currency"], session["total_details"]
    several = len(items) > 1 or items[0]["quantity"] > 1
    rows = [(_several(item), item["amount_subtotal"]) for item in items if several]
    rows += [("Subtotal", session["amount_subtotal"])]
    rows += [(f"Discount · {code}", -details["amount_discount"])] if details["amount_discount"] else []
    shown = [(name, money(amount, currency)) for name, amount in rows]
    if session["automatic_tax"]["enabled"]:
        is_known = session["automatic_tax"]["status"] == "complete"
        shown.append(("Tax", money(details["amount_tax"], currency) if is_known else "by your address"))
    return shown


def _several(item: Object) -> str:
    return f"{item['quantity']} of {item['description']}"


def _wants_address(session: Object) -> bool:
    return session["automatic_tax"]["enabled"] or session["billing_address_collection"] == "required"


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
