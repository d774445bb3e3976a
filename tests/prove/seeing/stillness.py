"""Layout shift of every page and state at 390 and 1280 px, with functions 250 ms late; the table is left in .cache."""

from collections.abc import Iterator

from playwright.sync_api import Browser, ViewportSize

from tests.browser.engines.chromium import ChromiumWindow
from tests.browser.engines.visitor import Visitor
from tests.browser.instance import Instance
from tests.browser.reader import Reader
from tests.browser.stillness import ANYONE, DESK, FIRST, MEMBERS, MOST, come_late, shifts
from tests.browser.stories import earn_the_certificate
from tests.prove.proof import Outcome
from tests.prove.seeing.stage import PICTURES, stage

PHONE: ViewportSize = {"width": 390, "height": 844}
MORE = ("/terms", "/welcome", "/seats", "/learn/student-loans-and-pslf", "/quiz/none", "/problems/cooling-down")


def stillness(size: int, seed: int) -> Outcome:
    """Open up to `size` pages in their states and return how much the worst of them moves."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    lines: list[tuple[float, str]] = []
    with stage() as (instance, browser, _, _folder):
        window = ChromiumWindow(browser)
        certificate = f"/certificate/{earn_the_certificate(Visitor(window, instance))}"
        window.close()
        for viewport in (PHONE, DESK):
            for state, path, amount, what in _states(browser, instance, viewport, certificate):
                if len(lines) < size:
                    lines.append((amount, f"{viewport['width']:>4} {state:<12} {path:<44} {amount:.4f} {what}"))
    (PICTURES / "stillness.txt").write_text("\n".join(line for _, line in lines) + "\n")
    wrong = [line for amount, line in lines if amount > MOST]
    worst = max(lines)[1]
    return Outcome(len(lines), len(wrong), "; ".join(wrong) or f"most of all: {worst.strip()}")


def _states(
    browser: Browser, instance: Instance, viewport: ViewportSize, certificate: str
) -> Iterator[tuple[str, str, float, object]]:
    """Yield every page as a guest, a free member, one who has just paid, and one with full access see it."""
    guest = _reader(browser, instance, viewport)
    come_late(guest.page)
    yield from (("guest", *one) for one in shifts(guest, (*ANYONE, *MORE, certificate)))
    member = _reader(browser, instance, viewport)
    member.sign_up()
    come_late(member.page)
    yield from (("free", *one) for one in shifts(member, (*MEMBERS, *MORE, f"/learn/{FIRST}#emergency-fund")))
    yield from (("paying", *one) for one in shifts(member, (_pay(member),)))
    yield from (("full access", *one) for one in shifts(member, (*MEMBERS, *MORE)))
    guest.page.context.close()
    member.page.context.close()


def _reader(browser: Browser, instance: Instance, viewport: ViewportSize) -> Reader:
    return Reader(browser.new_context(viewport=viewport).new_page(), instance)


def _pay(reader: Reader) -> str:
    """Pay, and return the address of the page that thanks for it."""
    reader.open("/buy")
    reader.page.get_by_role("button", name="Pay on Stripe").click()
    reader.page.locator("input[autocomplete=cc-number]").fill("4242 4242 4242 4242")
    reader.page.get_by_role("button", name="Pay").click()
    reader.page.get_by_text("You have full access.").wait_for()
    return reader.page.url.removeprefix(reader.instance.origin)
