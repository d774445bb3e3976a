"""A phone between two patients: double taps, a connection that comes and goes, the back button, a second window."""

import uuid
from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import system
from tests.browser.conftest import PHONE, SWITCHES
from tests.browser.instance import Instance
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

FIRST = "cash-flow-and-net-worth"
THIRD = "disability-and-life-insurance"
AGE = """() => {
  const session = JSON.parse(localStorage.getItem('masterclass.session'));
  session.expires_at = Math.floor(Date.now() / 1000) - 60;
  session.access_token = session.access_token.split('.').slice(0, 2).join('.') + '.AAAA';
  localStorage.setItem('masterclass.session', JSON.stringify(session));
}"""


@pytest.fixture
def member(reader: Reader) -> Reader:
    """Somebody with full access and a phone."""
    reader.sign_up("Dr. Ada Osei")
    reader.instance.command("access", "grant", reader.email)
    return reader


@pytest.fixture
def keeper(browser: Browser, instance: Instance) -> Generator[Reader]:
    """Someone whose browser keeps whole pages for the back button, as phones do and Playwright forbids."""
    kind = browser.browser_type
    launched = kind.launch(
        executable_path=system.require("chromium"), args=SWITCHES,
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    reader = Reader(launched.new_context(viewport=PHONE).new_page(), instance)
    yield reader
    launched.close()
    assert reader.trouble == []


def test_a_double_tap_skips_no_explanation(member: Reader) -> None:
    """Tapped twice, or with Enter held down, an answer is checked and explained; it is not passed over."""
    page = member.page
    member.open(f"/quiz/{FIRST}")
    _answer(page)
    button = page.locator(".quiz-bar button")
    button.evaluate("button => button.parentElement.scrollIntoView({ block: 'end', behavior: 'instant' })")
    _tap_twice(page)
    expect(page.locator(".outcome")).to_be_visible()
    expect(page.locator(".question-place")).to_contain_text("Question 1 of")
    button.click()
    _answer(page)
    page.keyboard.down("Enter")
    page.locator(".outcome").wait_for()
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(page.locator(".question-place")).to_contain_text("Question 2 of")
    expect(page.locator(".outcome")).to_be_visible()


def test_a_connection_that_comes_back_turns_no_page(member: Reader) -> None:
    """What was sent by hand meanwhile stays explained; what was not is sent, but never a choice that was changed."""
    page = member.page
    member.open(f"/quiz/{FIRST}")
    _lose_an_answer(page)
    page.locator(".quiz-bar button").click()
    page.locator(".outcome").wait_for()
    _blink(page)
    expect(page.locator(".question-place")).to_contain_text("Question 1 of")
    page.locator(".quiz-bar button").click()
    _lose_an_answer(page)
    page.locator("[name=chosen]").nth(1).check()
    _blink(page)
    expect(page.locator(".outcome")).to_have_count(0)
    page.locator("[name=chosen]").nth(0).check()
    _blink(page)
    expect(page.locator(".outcome")).to_have_count(0)  # the listener was for that one time
    page.route("**/submit-quiz", lambda route: route.abort())
    page.locator(".quiz-bar button").click()
    page.get_by_text("Your answer is still here").wait_for()
    page.unroute("**/submit-quiz")
    _blink(page)
    page.locator(".outcome").wait_for()


def test_a_second_window_is_told(member: Reader) -> None:
    """Who answers in a second window sees that the attempt of the first one goes on there, and what did not count."""
    page = member.page
    member.open(f"/quiz/{FIRST}")
    second = page.context.new_page()
    second.goto(page.url)
    second.locator(".question").wait_for()
    for window in (page, second):
        _answer(window)
        window.locator(".quiz-bar button").click()
    notice = second.locator("main .notice")
    expect(notice).to_contain_text("your last answer was not counted")
    expect(second.locator(".question-place")).to_contain_text("Question 2 of")


def test_questions_revised_under_the_reader(member: Reader) -> None:
    """Whose question is no longer asked is shown the quiz as it stands now, and told that nothing was counted."""
    page = member.page
    page.route("**/get-quiz/*", _with_a_retired_question)
    member.open(f"/quiz/{FIRST}")
    page.unroute("**/get-quiz/*")
    _answer(page)
    page.locator(".quiz-bar button").click()
    expect(page.locator("main .notice")).to_contain_text("The questions were revised")
    expect(page.locator(".question-place")).to_contain_text("Question 1 of")
    _answer(page)
    page.locator(".quiz-bar button").click()
    page.locator(".outcome").wait_for()


def test_what_a_form_does_not_accept(member: Reader) -> None:
    """Spaces alone, and what a function refuses, are said in words."""
    page = member.page
    member.open("/account")
    page.get_by_label("Name", exact=True).fill("   ")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_text("Please fill this in first").wait_for()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Ada\u200bOsei")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_text("This was not accepted: a name cannot hold control characters.").wait_for()


def test_a_case_whose_answer_is_not_known(member: Reader) -> None:
    """Nobody is asked to answer a case again because their answer did not arrive; the first one stays in sight."""
    page = member.page
    for answer in ("Buffer first.", "The match first."):
        member.ask("answer-case", "POST", {"module": FIRST, "case_id": "first-six-paychecks", "answer": answer})
    page.route("**/answer-case*", lambda route: route.abort())
    member.open(f"/learn/{FIRST}")
    page.get_by_text("Your answer to this case cannot be shown just now.").wait_for()
    assert page.locator("#page-case-text").count() == 0
    page.unroute("**/answer-case*")
    page.locator("#page-case").get_by_role("button", name="Try again").click()
    expect(page.locator("#page-case blockquote")).to_have_text(["Buffer first.", "The match first."])


@pytest.mark.parametrize("path", [f"/learn/{THIRD}", "/course", "/account"])
def test_an_old_token_and_no_sign_in_service(member: Reader, path: str) -> None:
    """When a session cannot be renewed just now nobody is told to sign in: the page offers to try again, and works."""
    page = member.page
    page.goto(f"{member.instance.origin}/no-such-page")
    page.evaluate(AGE)
    page.route("**/auth/v1/**", lambda route: route.abort())
    page.goto(member.instance.origin + path)
    page.get_by_role("button", name="Try again").wait_for(timeout=25_000)
    assert page.get_by_role("heading", name="Please sign in").count() == 0
    page.unroute("**/auth/v1/**")
    page.get_by_role("button", name="Try again").click()
    page.locator(".block, .ledger-row, #page-access strong").first.wait_for()


def test_an_answer_that_breaks_off(reader: Reader) -> None:
    """An answer cut in the middle is a connection that failed, and said so."""
    reader.open("/")
    said = reader.page.evaluate(
        """async () => {
             const { ask } = await import('/scripts/api.js');
             const cut = new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) });
             window.fetch = async () => new Response(cut);
             return ask('list-modules').then(() => null, ({ status, message }) => ({ status, message }));
           }"""
    )
    assert said == {"status": 0, "message": "The course did not answer. Please try again in a moment."}


def test_back_from_the_payment_page(keeper: Reader) -> None:
    """Who goes back from the payment page with the browser's own button finds an offer that can be taken."""
    page = keeper.page
    keeper.sign_up()
    keeper.open("/buy")
    page.get_by_role("button", name="Pay on Stripe").click()
    page.wait_for_url("**/pay/*")
    page.evaluate("history.back()")
    expect(page.get_by_role("button", name="Pay on Stripe")).to_be_enabled()
    expect(page.get_by_text("Opening the payment page")).to_have_count(0)


def test_back_after_signing_out(keeper: Reader) -> None:
    """After signing out the back button shows nothing of the one who was signed in."""
    page = keeper.page
    keeper.sign_up()
    keeper.open(f"/learn/{FIRST}")
    page.locator("#page-case-text").wait_for()
    keeper.open("/account")
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/")
    page.evaluate("history.back()")
    page.get_by_role("heading", name="Please sign in to continue.").wait_for()
    page.evaluate("history.back()")
    page.locator("#page-case").get_by_role("link", name="Sign in").wait_for()


def test_the_quiz_of_a_free_module(reader: Reader) -> None:
    """A guest is asked to sign in for the quiz of a free module, not to pay, and comes back to it."""
    reader.open(f"/quiz/{FIRST}")
    reader.page.get_by_role("heading", name="Please sign in to continue.").wait_for()
    assert reader.page.get_by_text("$499").count() == 0
    for name in ("Sign in", "Create an account"):
        link = reader.page.locator("#page-refusal").get_by_role("link", name=name)
        assert (link.get_attribute("href") or "").endswith(f"?next=%2Fquiz%2F{FIRST}")
    reader.open(f"/quiz/{THIRD}")
    reader.page.get_by_role("heading", name="is part of full access").wait_for()


def test_an_account_on_the_way_to_pay(reader: Reader) -> None:
    """Who makes an account in order to buy comes back to the offer, and to the module they wanted."""
    reader.open(f"/buy?from={THIRD}")
    reader.page.get_by_role("link", name="Create an account").click()
    reader.page.wait_for_url("**/sign-up?next=*")
    assert reader.page.url.endswith(f"next=%2Fbuy%3Ffrom%3D{THIRD}")


def test_back_from_paying_signed_out(reader: Reader) -> None:
    """Whoever comes from the payment page with nobody signed in is asked to sign in, not to make an account."""
    reader.open("/buy?session=cs_test_1")
    reader.page.get_by_text("Please sign in to see your payment.").wait_for()
    link = reader.page.locator("#buy-actions").get_by_role("link")
    assert [one.get_attribute("href") for one in link.all()] == ["/sign-in?next=%2Fbuy%3Fsession%3Dcs_test_1"]


@pytest.mark.parametrize("mark", ["?", "#"])
def test_a_mail_link_that_failed(reader: Reader, mark: str) -> None:
    """A link that has expired says so in our words, with a way on, also to someone who is not signed in here."""
    reader.open(f"/account{mark}error=access_denied&error_code=otp_expired&error_description=stranger")
    expect(
        reader.page.get_by_role("heading", name="This link or code has expired or was used already.")
    ).to_be_visible()
    expect(reader.page.get_by_role("button", name="Send a new link")).to_be_visible()
    assert reader.page.get_by_text("stranger").count() == 0


@pytest.mark.parametrize("path", [f"/learn/{FIRST}#100%", "/learn/%E0%A4%A", "/quiz/%E0%A4%A"])
def test_addresses_that_were_never_encoded(reader: Reader, path: str) -> None:
    """A stray percent sign in an address leads to the lesson, or to the page for what is not there."""
    reader.open(path)
    reader.page.locator(".block, #page-refusal h1").first.wait_for()
    assert reader.page.get_by_text("Something went wrong on this page").count() == 0


def _with_a_retired_question(route: Route) -> None:
    """Answer with the quiz, its first question one that is no longer asked."""
    answer = route.fetch()
    quiz = answer.json()
    quiz["questions"][0]["id"] = str(uuid.uuid4())
    route.fulfill(response=answer, json=quiz)


def _answer(page: Page) -> None:
    """Give any answer to the question that is shown."""
    number = page.locator("#page-number")
    if number.count():
        number.fill("3")
    else:
        page.locator("[name=chosen]").first.check()


def _lose_an_answer(page: Page) -> None:
    """Check an answer while the connection is away."""
    page.route("**/submit-quiz", lambda route: route.abort())
    _answer(page)
    page.locator(".quiz-bar button").click()
    page.get_by_text("Your answer is still here").wait_for()
    page.unroute("**/submit-quiz")


def _blink(page: Page) -> None:
    """Lose the connection and have it back, and give the page time to act on it."""
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(400)


def _tap_twice(page: Page) -> None:
    """Press the button in the bar, and the place where it was once more, as one double tap."""
    box: Any = page.locator(".quiz-bar button").bounding_box()
    across, down = box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2
    page.mouse.click(across, down)
    page.locator(".outcome").wait_for()
    onward: Any = page.locator(".quiz-bar button").bounding_box()
    page.mouse.move(onward["x"] + onward["width"] * 0.7, onward["y"] + onward["height"] / 2)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
