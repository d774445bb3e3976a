"""Stripe: whether the key, the prices and the webhook endpoint are what the course sells and the code understands."""

from typing import Any, cast

import psycopg

from shared import environment
from shared.doctor.asking import place_of, same_place
from shared.doctor.project import Project, setting
from shared.doctor.records import Check, Ill, Unasked, require
from shared.environment import SettingMissing
from shared.payments import gateway
from shared.payments.problems import PaymentsUnavailable
from shared.payments.records import API_VERSION
from shared.payments.stripe_objects import HANDLED_TYPES

HOOK = "/.netlify/functions/stripe-webhook"
WHERE = "Workbench → Webhooks"
PRICE = "select price_amount_minor, price_currency from masterclass.course"


def checks(project: Project) -> list[Check]:
    """Return what is asked of Stripe."""
    return [
        Check("What is sold costs at Stripe what the course says", _price),
        Check("What seats are sold by is on sale", _seats),
        Check(
            "Stripe tells this site of payments, all that it must know, as the code reads it", lambda: _told(project)
        ),
    ]


def _price() -> str:
    price = _asked_price(setting("STRIPE_PRICE_ID"), "STRIPE_PRICE_ID")
    amount, currency = _course_price()
    found = (price.get("unit_amount"), price.get("currency"))
    require(
        found == (amount, currency),
        f"Stripe's price is {found[0]} {found[1]} and the course's {amount} {currency}: nobody can buy. Make another"
        " price at Stripe, or change sql/course/course.yaml and run course sync.",
    )
    return f"{amount / 100:.2f} {currency}"


def _seats() -> str | None:
    price_id = environment.read("STRIPE_SEATS_PRICE_ID")
    if not price_id:
        return "none are sold"
    _asked_price(price_id, "STRIPE_SEATS_PRICE_ID")
    return None


def _asked_price(price_id: str, name: str) -> dict[str, Any]:
    with_key = _client()
    try:
        with gateway.failures_as_problems():
            price = gateway.as_json(with_key.v1.prices.retrieve(price_id))
    except gateway.SessionUnknown:
        raise Ill(f"{name} is no price of the account that STRIPE_SECRET_KEY belongs to.") from None
    except PaymentsUnavailable:
        raise Ill(
            "Stripe refuses STRIPE_SECRET_KEY, or does not know the price in its mode. Compare key and price: both of"
            " test mode or both live; a restricted key must be allowed to read Prices."
        ) from None
    require(price.get("active"), f"{name} is archived at Stripe: make it active, or name another.")
    return price


def _told(project: Project) -> str:
    endpoints = _endpoints()
    wanted = f"{project.site}{HOOK}"
    ours = [each for each in endpoints if same_place(str(each.get("url")), wanted)]
    others = ", ".join(place_of(str(each.get("url"))) for each in endpoints) or "none"
    require(ours, f"no endpoint leads to {wanted} (there are: {others}). {WHERE} → add it.")
    endpoint = ours[0]
    require(endpoint.get("status") == "enabled", f"the endpoint is {endpoint.get('status')}. {WHERE} → enable it.")
    events = set(cast("list[str]", endpoint.get("enabled_events") or []))
    missing = sorted(set(HANDLED_TYPES) - events) if "*" not in events else []
    require(not missing, f"the endpoint is not told of {', '.join(missing)}. {WHERE} → edit its events.")
    version = endpoint.get("api_version")
    require(
        version == API_VERSION,
        f"the endpoint speaks version {version or 'of the account'}, the code {API_VERSION}. It is chosen when an"
        f" endpoint is made: make a new one in {WHERE}, put its secret beside the old one, then remove that.",
    )
    return f"{len(events)} kinds of event" if "*" not in events else "every kind of event"


def _endpoints() -> list[dict[str, Any]]:
    with_key = _client()
    try:
        with gateway.failures_as_problems():
            listed = gateway.as_json(with_key.v1.webhook_endpoints.list({"limit": 100}))
    except PaymentsUnavailable:
        raise Unasked(
            "STRIPE_SECRET_KEY may not read webhook endpoints, and the functions need not: run the doctor with a key"
            f" that may (Webhook Endpoints: Read), or compare {WHERE} with the table in docs/deploy.md."
        ) from None
    return listed["data"]


def _client() -> Any:
    setting("STRIPE_SECRET_KEY")
    try:
        return gateway.client(retries=0)
    except SettingMissing as problem:
        raise Ill(str(problem)) from None


def _course_price() -> tuple[int, str]:
    try:
        with psycopg.connect(setting("MIGRATION_DATABASE_URL"), connect_timeout=10) as connection:
            rows = connection.execute(PRICE).fetchall()
    except psycopg.Error:
        rows = []
    if not rows:
        raise Unasked("the course's price is not in the database yet: migrate, then course sync.")
    return rows[0][0], str(rows[0][1]).strip()
