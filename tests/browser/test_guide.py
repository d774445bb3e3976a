"""The guide in the browser: asked from lesson and case, streaming, cited, counted, kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

LESSON = "/learn/cash-flow-and-net-worth"
QUESTION = "How large should my emergency fund be?"
BEGUN = re.compile(r".{20,}", re.DOTALL)
BROKEN_OFF = """event: start
data: {"conversation_id": "6a0b8a52-5d52-4f43-8f4b-6b6a3b0c9b11"}

event: delta
data: {"text": "Three months [1]", "citations": [{"block": "emergency-fund", "module": "cash-flow-and-net-worth",
data: "heading": "Emergency fund"}]}

event: delta
data: {"text": ", or [7]"}

"""
# The milliseconds at which the answer grew.
WATCH_IT_COME = """() => {
    window.came = [];
    const inAnswer = ({ target }) => target.matches('.answer-text');
    new MutationObserver((changes) => changes.some(inAnswer) && window.came.push(performance.now()))
        .observe(document.getElementById('page-guide-log'), { childList: true, subtree: true });
}"""
WIDE = {"width": 1280, "height": 900}


def ask(page: Page, question: str = QUESTION) -> None:
    """Ask in the open panel and wait until the answer has ended."""
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".answer").last.get_by_role("button", name="Copy").wait_for()


def open_guide(reader: Reader) -> Page:
    """Sign up, open the lesson and its guide."""
    reader.sign_up(next_page=LESSON)
    reader.page.locator("#page-guide-open").click()
    return reader.page


def reopen(page: Page) -> None:
    """Load the page again: a panel that takes the whole screen does not open by itself."""
    page.reload()
    page.locator("#page-guide-open").wait_for()
    expect(page.locator("#page-guide")).to_be_hidden()
    page.locator("#page-guide-open").click()


@pytest.mark.parametrize("viewport", [None, WIDE], ids=["phone", "desk"])
def test_ask_from_a_case_and_follow_a_citation(new_reader: Callable[..., Reader], viewport: Any) -> None:
    """From the case: the answer comes word by word, its citation leads to the block and marks it; axe finds nothing."""
    reader = new_reader(**({"viewport": viewport} if viewport else {}))
    reader.sign_up(next_page=LESSON)
    page = reader.page
    page.get_by_role("button", name="Ask about this case").click()
    page.get_by_text("About the case “The first six paychecks”").wait_for()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_label("Your question").fill("How large should her emergency fund be?")
    page.evaluate(WATCH_IT_COME)
    page.keyboard.press("Enter")
    page.locator(".answer .citations a").first.wait_for()
    came = page.evaluate("came")
    assert len(came) > 3, "it came piece by piece"
    assert came[-1] - came[0] > 20, "and not all at once"
    assert "No language model is configured here" in page.locator(".answer-text").inner_text()
    page.get_by_text("19 questions left today").wait_for()
    assert reader.violations() == []
    cited = page.locator(".answer .citations a").filter(has_text="emergency fund").first
    heading = cited.inner_text()
    cited.click()
    block = page.locator(".block.found")
    expect(block.locator("h2")).to_have_text(heading)
    expect(block).to_be_in_viewport()
    assert page.url.endswith(f"#{block.get_attribute('id')}")
    expect(page.locator("#page-guide")).to_be_visible(visible=viewport is not None)


def test_kept_over_a_reload(reader: Reader) -> None:
    """After a reload the panel, opened again, has the question, the answer, its citations and what is left."""
    page = open_guide(reader)
    ask(page)
    said = page.locator(".answer-text").inner_text()
    reopen(page)
    page.locator(".answer .citations a").first.wait_for()
    assert page.locator(".asked").inner_text().endswith(QUESTION)
    assert page.locator(".answer-text").inner_text() == said
    page.get_by_text("19 questions left today").wait_for()
    ask(page, "And with two incomes?")
    assert page.locator(".answer").count() == 2
    page.get_by_role("button", name="New topic").click()
    page.get_by_role("button", name="Close").click()
    page.locator("#page-guide-open").click()
    ask(page, "What is a saving rate?")
    assert page.locator(".answer").count() == 1, "closing and opening keeps the new topic"
    reopen(page)
    page.get_by_role("button", name="Show earlier questions").click()
    assert page.locator(".answer").count() == 3


def test_beside_the_lesson_it_stays_open(new_reader: Callable[..., Reader]) -> None:
    """On a desk the panel is open again after a reload, below the masthead, and the focus is not taken there."""
    reader = new_reader(viewport=WIDE)
    page = open_guide(reader)
    ask(page)
    page.reload()
    page.locator(".answer .citations a").first.wait_for()
    assert page.evaluate("document.activeElement === document.body")
    head = page.locator(".masthead").bounding_box()
    panel = page.locator("#page-guide").bounding_box()
    assert head is not None
    assert panel is not None
    assert panel["y"] >= head["y"] + head["height"]
    assert panel["y"] + panel["height"] == WIDE["height"]


# Four at a time, as many as there are instances.
ASK_TWENTY = """async ([module, question]) => {
    const { ask } = await import('/scripts/api.js');
    for (let asked = 0; asked < 20; asked += 4) {
        await Promise.all([0, 1, 2, 3].map((more) => ask('ask-ai', {
            method: 'POST', body: { module, question: `${question} ${asked + more}` },
        })));
    }
}"""


def test_the_last_question_of_the_day(reader: Reader) -> None:
    """At the quota the panel says so and until when, and the question goes back into its field."""
    page = open_guide(reader)
    page.evaluate(ASK_TWENTY, [LESSON.rpartition("/")[2], QUESTION])
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("You have asked your 20 questions of today.").wait_for()
    page.get_by_text("No questions left today").wait_for()
    assert page.get_by_label("Your question").input_value() == QUESTION
    assert page.locator(".asked").count() == 0
    assert reader.violations() == []


def test_identifiers_are_sent_back_with_a_reason(reader: Reader) -> None:
    """A question with a record number is not kept; the field has it again and the reason is said."""
    page = open_guide(reader)
    page.get_by_label("Your question").fill("My patient, MRN 00482913, wants to pay cash.")
    page.keyboard.press("Enter")
    page.get_by_text("seems to contain a record or patient number").wait_for()
    assert "00482913" in page.get_by_label("Your question").input_value()
    reopen(page)
    page.get_by_text("20 questions left today").wait_for()
    assert page.locator(".asked").count() == 0


def test_by_keyboard_alone(reader: Reader) -> None:
    """Open, ask, stop, ask again, copy and close without a mouse; focus is never lost."""
    reader.sign_up(next_page=LESSON)
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#page-guide-open").wait_for()
    page.locator("#page-guide-open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    expect(page.locator(".answer-text")).to_have_text(BEGUN)
    page.keyboard.press("Enter")
    page.get_by_text("Stopped.", exact=True).wait_for()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_text("19 questions left today").wait_for()
    page.get_by_role("button", name="Ask again").focus()
    page.keyboard.press("Enter")
    page.locator(".answer .citations a").first.wait_for()
    page.locator(".answer").last.get_by_role("button", name="Copy").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").first.wait_for()
    assert "[1]" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.locator("#page-guide-open")).to_be_focused()


def test_signed_out(reader: Reader) -> None:
    """Without a sign-in the panel says what it is for and leads to it."""
    reader.open(LESSON)
    reader.page.locator("#page-guide-open").click()
    reader.page.locator("#page-guide").get_by_role("link", name="Sign in").wait_for()


def test_citations_are_live_before_the_answer_ends(reader: Reader) -> None:
    """A marker is a link as soon as it has come, and stays one when the stream dies."""
    page = open_guide(reader)
    page.route("**/ask-ai", lambda route: route.fulfill(content_type="text/event-stream", body=BROKEN_OFF))
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("The answer was cut off here.").wait_for()
    assert page.locator(".answer-text").inner_text() == "Three months [1], or [7]"
    page.get_by_role("link", name="From: Emergency fund").click()
    expect(page.locator(".block.found")).to_have_id("emergency-fund")


def test_answers_are_text(reader: Reader) -> None:
    """Markup in a question or an answer is shown as it is and never becomes an element."""
    page = open_guide(reader)
    hostile = "<img src=x onerror=alert(1)> emergency fund <b>size</b>"
    ask(page, hostile)
    assert page.locator(".asked").inner_text().endswith(hostile)
    assert page.locator(".guide-log img, .guide-log b").count() == 0
