"""Buying in the browser: a card that pays, one that does not, a bank that takes its time, and money that goes back."""

import time
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

MODULE = "disability-and-life-insurance"
DESK: ViewportSize = {"width": 1280, "height": 900}
PATIENCE_SECONDS = 30


class Buyer:
    """A reader with an account who wants module 3."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.page = reader.page
        self.stripe = f"{reader.instance.origin}/.local/stripe/v1"
        reader.sign_up(next_page="/course")
        reader.open(f"/buy?from={MODULE}")

    def go_to_pay(self) -> None:
        """Follow the button to the payment page."""
        self.page.get_by_role("button", name="Pay on Stripe").click()
        self.page.wait_for_url("**/pay/*")

    def pay(self, card: str) -> None:
        """Type a card as a browser would fill it in, and press the button."""
        self.page.locator("input[autocomplete=cc-number]").fill(card)
        self.page.get_by_role("button", name="Pay").click()

    def session_id(self) -> str:
        """Return the session that the address of the way back names."""
        return self.page.url.partition("session=")[2].partition("&")[0]

    def refund(self, session_id: str) -> None:
        """Give everything back, as the owner would at Stripe, and wait until the webhook has said so."""
        intent = httpx.get(f"{self.stripe}/checkout/sessions/{session_id}", timeout=10).json()["payment_intent"]
        assert httpx.post(f"{self.stripe}/refunds", data={"payment_intent": intent}, timeout=10).status_code == 200
        until = time.monotonic() + PATIENCE_SECONDS
        while self.reader.ask("payments")["payments"][0]["state"] != "refunded":
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_pays_and_a_refund_closes(new_reader: Callable[..., Reader], scheme: str) -> None:
    """Someone pays and lands in module 3; their account shows it; a refund closes module 3 on the next request."""
    buyer = Buyer(new_reader(DESK if scheme == "light" else {"width": 390, "height": 844}, scheme))
    page = buyer.page
    assert buyer.reader.violations() == []
    buyer.go_to_pay()
    buyer.pay("4242 4242 4242 4242")
    page.get_by_text("You have full access.").wait_for()
    session_id = buyer.session_id()
    assert buyer.reader.violations() == []
    page.get_by_role("link", name="Go on to your module").click()
    page.wait_for_url(f"**/learn/{MODULE}")
    page.locator(".block").first.wait_for()
    buyer.reader.open("/account")
    page.get_by_text("You paid on").wait_for()
    page.get_by_role("link", name="Receipt").wait_for()
    assert buyer.reader.violations() == []
    buyer.refund(session_id)
    buyer.reader.open(f"/learn/{MODULE}")
    page.get_by_role("heading", name="is part of full access").wait_for()
    assert page.locator(".block").count() == 0
    buyer.reader.open("/account")
    page.get_by_text("The payment was refunded in full.").wait_for()


def test_a_declined_card_stays_free_and_is_told_why(reader: Reader) -> None:
    """The payment page says that the card was declined, nothing opens, and the way back says nothing was taken."""
    buyer = Buyer(reader)
    buyer.go_to_pay()
    buyer.pay("4000 0000 0000 0002")
    buyer.page.get_by_role("alert").get_by_text("Your card was declined.").wait_for()
    buyer.page.get_by_role("link", name="Back without paying").click()
    buyer.page.get_by_text("You came back without paying.").wait_for()
    assert reader.ask("account")["access"]["full"] is False
    reader.open(f"/learn/{MODULE}")
    buyer.page.get_by_role("heading", name="is part of full access").wait_for()


def test_a_disputed_payment_is_told_before_another(reader: Reader) -> None:
    """Whose payment is disputed reads so where full access is sold, and the table says nothing of access."""
    buyer = Buyer(reader)
    buyer.go_to_pay()
    buyer.pay("4000 0000 0000 0259")
    buyer.page.get_by_text("You have full access.").wait_for()
    until = time.monotonic() + PATIENCE_SECONDS
    while reader.ask("account")["access"]["full"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    reader.open("/buy")
    buyer.page.locator("#buy-state").get_by_text("The payment is disputed at the bank").wait_for()
    assert reader.violations() == []
    reader.open("/account")
    expect(buyer.page.locator("#page-payments")).to_contain_text("disputed with your bank, not decided yet")


def test_the_address_of_the_way_back_opens_nothing(reader: Reader) -> None:
    """An address with somebody's session, or an unpaid one, is no proof: the page says so and access stays closed."""
    buyer = Buyer(reader)
    reader.open("/buy?session=cs_test_invented")
    buyer.page.get_by_text("This payment cannot be shown.").wait_for()
    assert reader.ask("account")["access"]["full"] is False


def test_a_bank_that_takes_its_time(reader: Reader) -> None:
    """A bank debit says that it waits, the account shows it as under way, and access opens when it has settled."""
    buyer = Buyer(reader)
    buyer.go_to_pay()
    buyer.page.get_by_label("US bank account").check()
    buyer.page.get_by_label("Account number").fill("000123456789")
    buyer.page.get_by_role("button", name="Pay").click()
    buyer.page.get_by_text("Waiting for the payment to be confirmed").wait_for()
    assert [payment["state"] for payment in reader.ask("payments")["payments"]] == ["processing"]
    buyer.page.get_by_text("You have full access.").wait_for(timeout=30_000)


@pytest.mark.parametrize("window", [DESK, {"width": 390, "height": 844}], ids=["desk", "phone"])
def test_something_sold_beside_the_course_changes_nothing(
    new_reader: Callable[..., Reader], window: ViewportSize
) -> None:
    """Whoever bought what the dashboard offers beside the course has what they ordered, and reads what they paid."""
    buyer = Buyer(new_reader(window))
    buyer.go_to_pay()
    session_id = buyer.page.url.rpartition("/")[2].partition("?")[0]
    control = f"{buyer.reader.instance.origin}/.local/stripe/control/sessions/{session_id}/cross-sell"
    assert httpx.post(control, json={"amount": 2500}, timeout=10).status_code == 200
    buyer.page.reload()
    buyer.pay("4242 4242 4242 4242")
    buyer.page.get_by_text("You have full access.").wait_for()
    buyer.page.get_by_text("You paid $524").wait_for()
    assert buyer.reader.violations() == []
