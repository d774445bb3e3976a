"""Seats in the browser: a practice buys, gives and takes back; a gift is claimed by its link; refunds close them."""

import time
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

MODULE = "disability-and-life-insurance"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_SECONDS = 30


def pay(reader: Reader) -> str:
    """Pay on Stripe's page; return the session that the way back names."""
    reader.page.wait_for_url("**/pay/*")
    reader.page.locator("input[autocomplete=cc-number]").fill("4242 4242 4242 4242")
    reader.page.get_by_role("button", name="Pay").click()
    reader.page.get_by_text("Thank you. Your payment has arrived").wait_for()
    return reader.page.url.partition("session=")[2].partition("&")[0]


def refund(reader: Reader, session_id: str) -> None:
    """Give everything back, as the owner would at Stripe, and wait until the webhook has said so."""
    stripe = f"{reader.instance.origin}/.local/stripe/v1"
    intent = httpx.get(f"{stripe}/checkout/sessions/{session_id}", timeout=10).json()["payment_intent"]
    assert httpx.post(f"{stripe}/refunds", data={"payment_intent": intent}, timeout=10).status_code == 200
    until = time.monotonic() + PATIENCE_SECONDS
    while reader.ask("seats")["packs"][0]["state"] != "refunded":
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_a_practice_of_five(new_reader: Callable[..., Reader], window: ViewportSize) -> None:
    """Buy five as a practice, give one, a colleague reads, it is taken back, the refund closes what is left."""
    buyer, colleague = new_reader(window), new_reader(window)
    buyer.sign_up("Ada Osei", next_page="/seats")
    page = buyer.page
    page.get_by_label("How many").fill("5")
    expect(page.locator("#page-total")).to_have_text("5 \u00d7 $399 = $1,995")
    page.get_by_text("An invoice that names your practice").click()
    page.get_by_label("Practice or hospital").fill("Riverside Family Practice")
    assert buyer.violations() == []
    page.get_by_role("button", name="Pay on Stripe").click()
    session_id = pay(buyer)
    page.get_by_role("heading", name="5 seats, 5 free").wait_for()
    colleague.sign_up("Bea Lindqvist")
    page.get_by_label("E-mail address of whoever gets").fill(colleague.email)
    page.get_by_role("button", name="Give the seat").click()
    page.get_by_role("heading", name="5 seats, 4 free").wait_for()
    assert buyer.violations() == []
    colleague.open(f"/learn/{MODULE}")
    colleague.page.locator(".block").first.wait_for()
    page.get_by_role("button", name=f"Take back the seat of {colleague.email}").click()
    page.get_by_role("heading", name="5 seats, 5 free").wait_for()
    colleague.open(f"/learn/{MODULE}")
    colleague.page.get_by_role("heading", name="is part of full access").wait_for()
    refund(buyer, session_id)
    buyer.open("/seats")
    page.get_by_text("The payment was refunded: these seats are closed.").wait_for()
    buyer.open("/account")
    expect(page.locator("#page-payments")).to_contain_text("5 seats")


def test_a_gift_is_claimed_by_its_link(new_reader: Callable[..., Reader]) -> None:
    """The link takes nothing by being opened; its button does, once; the next one reads that it was used."""
    giver, first, second = new_reader(DESK), new_reader(), new_reader()
    giver.sign_up("Ada Osei", next_page="/seats")
    giver.page.get_by_role("button", name="Buy one as a gift").click()
    pay(giver)
    address = giver.page.locator("a[href*='claim=']").get_attribute("href") or ""
    path = address.removeprefix(giver.instance.origin)
    for one, name in ((first, "Bea Lindqvist"), (second, "Cem Aydin")):
        one.sign_up(name)
        one.open(path)
        assert one.violations() == []
        one.page.get_by_role("button", name="Take this seat").click()
    first.page.get_by_role("heading", name="The seat is yours.").wait_for()
    second.page.get_by_text("Every seat of this pack is taken.").wait_for()
    assert first.ask("account")["access"]["full"] is True
    assert second.ask("account")["access"]["full"] is False


def test_the_page_for_the_allowance_is_a_file(new_reader: Callable[..., Reader]) -> None:
    """Whoever paid takes the page for their employer along as a PDF."""
    buyer = new_reader(DESK)
    buyer.sign_up(next_page="/seats")
    buyer.page.get_by_role("button", name="Buy one as a gift").click()
    pay(buyer)
    buyer.open("/account")
    with buyer.page.expect_download() as told:
        buyer.page.get_by_role("button", name="For my education allowance").click()
    assert told.value.suggested_filename == "education-allowance.pdf"
    assert buyer.violations() == []
