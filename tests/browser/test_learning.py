"""Learning in the browser: go on where one stopped, answer with the keyboard alone, finish, and show the paper."""

import json
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Response, expect

from shared.authoring.load import Course, load_course
from shared.authoring.study_time import study_minutes
from tests import system
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

COURSE = Path(__file__).resolve().parents[2] / "sql" / "course"
FIRST = "cash-flow-and-net-worth"


@pytest.fixture(scope="module")
def course() -> Course:
    """The course that is served, with its keys."""
    loaded, findings = load_course(COURSE, "course")
    assert loaded is not None, findings.errors()
    return loaded


@pytest.fixture
def member(reader: Reader) -> Reader:
    """Somebody with full access and a phone."""
    reader.sign_up("Dr. Ada Osei")
    reader.instance.command("access", "grant", reader.email)
    return reader


def test_go_on_where_one_stopped(member: Reader) -> None:
    """A place that was scrolled to is where the dashboard leads back to, and what was read is marked."""
    page = member.page
    member.open(f"/learn/{FIRST}")
    third = page.locator(".block").nth(2)
    there = third.get_attribute("id")
    with page.expect_response(lambda answer: _is_put(answer) and _sent(answer)["block"] == there):
        third.evaluate("block => block.scrollIntoView({ behavior: 'instant' })")
    page.locator(".block").first.get_by_role("button", name="Mark as read").click()
    page.get_by_text("1 of 7 sections read").wait_for(state="attached")
    with page.expect_response(lambda answer: _is_put(answer) and _sent(answer)["block"] == there):
        third.evaluate("block => block.scrollIntoView({ behavior: 'instant' })")
    member.open("/course")
    page.get_by_role("link", name="Go on reading").click()
    page.locator("#page-contents-list li.done").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    assert abs(third.evaluate("block => block.getBoundingClientRect().top")) < 60
    assert page.locator("#page-contents-list li.done").count() == 1


def test_whoever_leaves_at_once_goes_on_there_too(member: Reader) -> None:
    """A place that was scrolled to a moment before the page was left is kept; one that was only opened is not."""
    page = member.page
    member.open(f"/learn/{FIRST}")
    page.locator(".block-done").first.wait_for()
    page.wait_for_timeout(1500)  # the first stop has been kept
    fourth = page.locator(".block").nth(3)
    there = fourth.get_attribute("id")
    # Scrolled and left in one breath, as by a tap on a link: no stop of the scroll comes between.
    fourth.evaluate("""block => {
        addEventListener('scroll', () => { location.href = '/course'; }, { once: true });
        block.scrollIntoView({ behavior: 'instant' });
    }""")
    page.wait_for_url("**/course")
    until = time.monotonic() + 10
    while (place := _place(member)) != there:
        assert time.monotonic() < until, place
        page.wait_for_timeout(100)


def _place(reader: Reader) -> str | None:
    """Return the block at which the reader stands in the first module."""
    modules = reader.ask("progress")["modules"]
    return next(one["block"] for one in modules if one["module"] == FIRST)


def test_nothing_of_the_key_reaches_the_browser(member: Reader, course: Course) -> None:
    """Of everything that lesson, quiz and dashboard load before an answer, no byte is an explanation or a rubric."""
    module = course.modules[0]
    needles = [why[:50] for question in module.questions for why in question.explanations.values()]
    assert module.case is not None
    needles += [str(line["text"])[:50] for line in module.case.rubric] + [module.case.model_answer[:50]]
    loaded: list[tuple[str, str]] = []
    member.page.on("response", lambda answer: loaded.append((answer.url, _text(answer))))
    for path in ("/course", f"/learn/{FIRST}", f"/quiz/{FIRST}?practice=missed", f"/quiz/{FIRST}"):
        member.open(path)
    assert len(loaded) > 40
    assert [(url, needle) for url, text in loaded for needle in needles if needle in text] == []
    _choose(member, module.questions[0]._asdict())
    member.page.get_by_role("button", name="Next question").wait_for()
    first = next(iter(module.questions[0].explanations.values()))[:50]
    assert any(first in text for _, text in loaded), "the search finds what is there"


def test_learn_to_the_end(new_reader: Callable[..., Reader], member: Reader, course: Course, tmp_path: Path) -> None:
    """Pass a quiz with the keyboard alone, see progress move, finish, open the certificate, check it signed out."""
    page = member.page
    _pass_with_the_keyboard(member, course)
    assert member.violations() == []
    read = course.modules[0].blocks[0].key  # in a course of sixteen modules one quiz alone is less than a percent
    member.ask("progress", "PUT", {"module": FIRST, "block": read, "completed": True})
    member.open("/course")
    assert page.locator("#page-strip li.in_progress").count() == 1
    page.get_by_text("best score 100%, passed").wait_for()
    _finish(member, course)
    member.open("/course")
    assert page.locator("#page-percent").inner_text() == "100"
    assert member.violations() == []
    code = _confirm_the_name(member)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename == f"certificate-{code}.pdf"
    _look_at(Path(download.value.path()), tmp_path)
    _compare_signed_out(new_reader(), code, sum(study_minutes(module) for module in course.modules))


def test_a_case_is_committed_first(member: Reader) -> None:
    """A case is committed before it is compared, and what was committed stays to be read."""
    page = member.page
    member.open(f"/learn/{FIRST}")
    assert page.get_by_role("heading", name="Our answer", exact=True).count() == 0
    page.locator("#page-case-text").fill("First a buffer, then the match.")
    page.get_by_role("button", name="Commit my answer").click()
    page.get_by_role("heading", name="Our answer", exact=True).wait_for()
    assert member.violations() == []
    member.open(f"/learn/{FIRST}")
    page.get_by_text("First a buffer, then the match.").wait_for()
    page.get_by_role("heading", name="Our answer", exact=True).wait_for()


def _pass_with_the_keyboard(reader: Reader, course: Course) -> None:
    """Answer every question rightly without a pointer; each verdict is announced, and the next is one key away."""
    page, keyboard = reader.page, reader.page.keyboard
    reader.open(f"/quiz/{FIRST}")
    questions = course.modules[0].questions
    for number, question in enumerate(questions, start=1):
        page.get_by_role("heading", name=f"Question {number} of {len(questions)}").wait_for()
        _choose(reader, question._asdict())
        expect(page.locator("#page-said")).to_contain_text("Right.")
        last = number == len(questions)
        expect(page.get_by_role("button", name="See how it went" if last else "Next question")).to_be_focused()
        keyboard.press("Enter")
    page.get_by_role("heading", name="Passed.").wait_for()
    expect(page.get_by_role("heading", name="Passed.")).to_be_focused()


def _choose(reader: Reader, question: dict[str, Any]) -> None:
    """Give the right answer by keys: digits choose, Tab reaches the number, Enter checks."""
    keyboard = reader.page.keyboard
    if question["kind"] == "numeric":
        tabs = 0
        while not reader.page.locator("#page-number:focus").count():
            keyboard.press("Tab")
            tabs += 1
            assert tabs < 6, "the number is reached by Tab"
        keyboard.type(question["correct_answer"][0])
    else:
        ids = [option["id"] for option in question["options"]]
        for right in question["correct_answer"]:
            keyboard.press(str(ids.index(right) + 1))
    keyboard.press("Enter")


def _finish(reader: Reader, course: Course) -> None:
    """Do the rest of the course through its endpoints."""
    for module in course.modules:
        for block in module.blocks:
            reader.ask("progress", "PUT", {"module": module.slug, "block": block.key, "completed": True})
        if module.slug != FIRST:
            asked = {
                question["question"]: question["id"] for question in reader.ask(f"get-quiz/{module.slug}")["questions"]
            }
            answers = [{"question_id": asked[one.question], "chosen": one.correct_answer} for one in module.questions]
            body = {"module": module.slug, "attempt_id": str(uuid.uuid4()), "answers": answers}
            assert reader.ask("submit-quiz", "POST", body)["passed"]
        if module.case:
            body = {"module": module.slug, "case_id": module.case.key, "answer": "A buffer first."}
            reader.ask("answer-case", "POST", body)


def _confirm_the_name(reader: Reader) -> str:
    """See the preview, say how the name is printed, and come to the certificate; return its code."""
    page = reader.page
    page.locator("#page-certificate").get_by_role("link", name="See the certificate").click()
    page.get_by_role("link", name="Confirm your name").click()
    page.get_by_label("Your name on the certificate").fill("Dr. Ada Ṣọlá Osei")
    page.get_by_role("button", name="Issue my certificate").click()
    page.wait_for_url("**/certificate/*")
    page.get_by_role("heading", name="Dr. Ada Ṣọlá Osei").wait_for()
    expect(page.get_by_text("This is a preview")).to_be_hidden()
    return page.url.rpartition("/")[2]


def _look_at(pdf: Path, folder: Path) -> None:
    """Draw the PDF: one page, landscape, ink of the house's green on it, and most of it paper."""
    drawn = folder / "certificate"
    subprocess.run([system.require("pdftoppm"), "-r", "60", "-png", "-singlefile", pdf, drawn], check=True)
    with Image.open(drawn.with_suffix(".png")) as image:
        assert image.size == (660, 510)
        colours = image.convert("RGB").getcolors(660 * 510) or []
    paper = next(count for count, colour in colours if colour == (255, 255, 255))
    green = sum(count for count, colour in colours if colour == (26, 91, 70))
    assert 0.8 < paper / (660 * 510) < 0.97
    assert green > 1000


def _compare_signed_out(guest: Reader, code: str, minutes: int) -> None:
    """A stranger compares every field, at the code however it is typed, and whether or not it answers at first."""
    page = guest.page
    page.route("**/functions/certificate/*", lambda route: route.abort())
    guest.open(f"/certificate/{code.lower()}")
    page.unroute("**/functions/certificate/*")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("This certificate is valid.").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Dr. Ada Ṣọlá Osei"
    length = f"{minutes // 60} h {minutes % 60} min".removesuffix(" 0 min")
    for shown in (code, "2026.1", "None. This is not CME credit.", length):
        assert page.get_by_text(shown).count() >= 1, shown
    expect(page.get_by_role("button", name="Download the PDF")).to_be_enabled()
    assert guest.violations() == []


def _is_put(answer: Response) -> bool:
    return answer.request.method == "PUT" and answer.url.endswith("/progress") and answer.status == 204


def _sent(answer: Response) -> Any:
    return json.loads(answer.request.post_data or "{}")


def _text(answer: Response) -> str:
    """Return the body as text; what has none (a redirect, a cut answer) is empty."""
    try:
        return answer.body().decode(errors="replace")
    except Exception:  # noqa: BLE001 (Playwright raises its plain Error for answers without a body)
        return ""
