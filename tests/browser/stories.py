"""What people do here, told once for every engine; a story pauses where a picture is worth taking."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from shared.authoring.load import Course, load_course
from tests.browser.engines.visitor import PASSWORD, Visitor

COURSE = Path(__file__).resolve().parents[2] / "sql" / "course"
FIRST = "cash-flow-and-net-worth"
CLOSED = "disability-and-life-insurance"
RENDERED = "() => document.querySelectorAll('.block-done').length"
# Below the window's edge by 2.5 rem, which are 40 px where nobody wants larger letters; the last one by what is left.
LANDED = """(id) => {
  const wanted = 2.5 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const atTheEnd = scrollY + innerHeight >= document.body.scrollHeight - 4;
  return Math.abs(document.getElementById(id).getBoundingClientRect().top - wanted) <= 4 || atTheEnd;
}"""
# What the page keeps while it is being left may come later than what is kept from outside.
KEPT = """async (module, block) => {
  const { ask } = await import('/scripts/api.js');
  await ask('progress', { method: 'PUT', body: { module, block } });
  await new Promise((done) => setTimeout(done, 500));
  return (await ask('progress')).resume.block === block;
}"""
PANEL = """() => {
  const panel = document.getElementById('page-guide');
  return [panel.scrollHeight, panel.clientHeight];
}"""
EXPLAINED = "() => document.querySelector('.outcome') && document.activeElement.matches('.quiz-bar button')"
MARK = "() => document.querySelectorAll('.block-done.read').length"

Story = Callable[[Visitor], Iterator[str]]


@cache
def course() -> Course:
    """The course that is served, with its keys."""
    loaded, findings = load_course(COURSE, "course")
    assert loaded is not None, findings.errors()
    return loaded


def sign_up(visitor: Visitor) -> Iterator[str]:
    """Someone looks around, makes an account, confirms it from the mail, and is greeted by name."""
    visitor.open("/")
    visitor.sees("$499")
    yield "home"
    visitor.sign_up("Ada Osei", next_page="/account")
    visitor.sees(f"Ada Osei, {visitor.email}")
    yield "account"


def read_and_go_on(visitor: Visitor) -> Iterator[str]:
    """Someone reads a section, leaves, and is led back to where they were."""
    visitor.sign_up(next_page=f"/learn/{FIRST}")
    visitor.wait(RENDERED)
    yield "lesson"
    visitor.press("Mark as read", "button")
    visitor.wait(MARK)
    block = [one["id"] for one in visitor.ask(f"get-module/{FIRST}")["blocks"]][2]
    visitor.open("/course")
    visitor.wait(KEPT, FIRST, block)
    visitor.open("/course")
    visitor.sees("Go on reading")
    yield "course"
    visitor.press("Go on reading")
    visitor.at(f"/learn/{FIRST}")
    visitor.wait(RENDERED)
    visitor.wait(LANDED, block)
    yield "going on"


def quiz(visitor: Visitor) -> Iterator[str]:
    """Someone passes a quiz with the keyboard alone; each answer is explained before the next question."""
    visitor.sign_up(next_page=f"/quiz/{FIRST}")
    questions = next(module for module in course().modules if module.slug == FIRST).questions
    for number, question in enumerate(questions, 1):
        visitor.sees(f"Question {number} of {len(questions)}")
        answer_with_keys(visitor, question._asdict())
        visitor.wait(EXPLAINED)
        if number == 1:
            yield "explained"
        visitor.window.press("Enter")
    visitor.sees("Passed.")
    yield "passed"


def answer_with_keys(visitor: Visitor, question: Mapping[str, Any]) -> None:
    """Give the right answer by keys: digits choose, Tab reaches the number, Enter checks."""
    if question["kind"] == "numeric":
        for _ in range(6):
            if visitor.window.evaluate("() => document.activeElement.id === 'page-number'"):
                break
            visitor.window.press("Tab")
        visitor.window.type(question["correct_answer"][0])
    else:
        ids = [option["id"] for option in question["options"]]
        for right in question["correct_answer"]:
            visitor.window.press(str(ids.index(right) + 1))
    visitor.window.press("Enter")


def guide(visitor: Visitor) -> Iterator[str]:
    """Someone asks the guide, gets an answer piece by piece, and follows a citation into the lesson."""
    visitor.sign_up(next_page=f"/learn/{FIRST}")
    visitor.press("Ask", "#page-guide-open")
    visitor.fill("Your question", "How large should my emergency fund be?")
    visitor.window.press("Enter")
    visitor.wait("() => document.querySelectorAll('.citations a').length")
    yield "guide"
    visitor.press("", ".citations a")
    visitor.wait("() => document.querySelectorAll('.block.found').length")
    block = visitor.window.evaluate("() => document.querySelector('.block.found').id")
    visitor.wait(LANDED, block)
    yield "citation"


def keyboard(visitor: Visitor) -> Iterator[str]:
    """Someone without a pointer signs up, marks a section, asks the guide, and signs out; the focus is always seen."""
    visitor.open(f"/sign-up?next=/learn/{FIRST}")
    write(visitor, "input[type=email]", visitor.email)
    visitor.window.press("Enter")
    visitor.follow_mail()
    visitor.sees("Begin")
    write(visitor, "input[autocomplete=name]", "Ada Osei")
    write(visitor, "input[type=password]", PASSWORD)
    visitor.window.press("Enter")
    visitor.wait(RENDERED)
    visitor.tab_to(".block-done button")
    yield "lesson by keyboard"
    visitor.window.press("Enter")
    visitor.wait(MARK)
    visitor.tab_to("#page-guide-open")
    visitor.window.press("Enter")
    write(visitor, "textarea", "How large should my emergency fund be?")
    visitor.window.press("Enter")
    visitor.wait("() => document.querySelectorAll('.citations a').length")
    visitor.window.press("Escape")
    visitor.wait("() => document.activeElement.id === 'page-guide-open'")
    visitor.open("/account")
    visitor.wait("() => document.querySelector('#page-sign-out')?.disabled === false")
    visitor.tab_to("#page-sign-out")
    visitor.window.press("Enter")
    visitor.wait("() => !document.documentElement.classList.contains('member')")


def write(visitor: Visitor, field: str, text: str) -> None:
    """Reach a field by Tab and type."""
    visitor.tab_to(field)
    visitor.window.type(text)


def ask_the_guide(visitor: Visitor, questions: Sequence[str]) -> None:
    """Ask one after the other in the opened panel, which contains them while the lesson behind it keeps still."""
    visitor.press("Ask", "#page-guide-open")
    visitor.wait("() => document.getElementById('page-guide').open")
    before = visitor.window.evaluate("() => scrollY")
    visitor.window.wheel(195, 150, 400)
    for number, question in enumerate(questions, 1):
        visitor.fill("Your question", question)
        visitor.press("Ask", "#page-guide-send")
        visitor.wait("(many) => document.querySelectorAll('.answer-actions').length === many", number)
    scrolled, shown = visitor.window.evaluate(PANEL)
    assert scrolled == shown, f"the panel scrolls over {scrolled} px and shows {shown}"
    assert visitor.window.evaluate("() => scrollY") == before, "the lesson behind the panel has moved"
    width = visitor.window.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0, "the page scrolls sideways"


def four_questions(visitor: Visitor) -> Iterator[str]:
    """Four questions on a phone, then on a low one."""
    visitor.sign_up(next_page=f"/learn/{FIRST}")
    for width, height in ((390, 844), (390, 430)):
        visitor.window.resize(width, height)
        visitor.open(f"/learn/{FIRST}")
        visitor.wait(RENDERED)
        visitor.press("Ask", "#page-guide-open")
        visitor.wait("() => document.querySelector('#page-guide-left').textContent !== ''")
        visitor.window.evaluate("() => document.getElementById('page-guide-new').click()")
        visitor.press("Close")
        ask_the_guide(visitor, [f"How large should my emergency fund be? {number}" for number in range(4)])
        yield f"four questions {height}"


def without_storage(visitor: Visitor) -> Iterator[str]:
    """Where nothing is kept, free lessons, the guide's panel and the shop work, and signing in says what it needs."""
    visitor.open(f"/learn/{FIRST}")
    visitor.wait("() => document.querySelectorAll('.block').length")
    visitor.press("Ask", "#page-guide-open")
    visitor.sees("to ask. Free members ask")
    visitor.open("/buy")
    visitor.sees("Create an account to continue")
    for page in ("/sign-in", "/sign-up", "/forgot-password", "/welcome", "/course", "/account"):
        visitor.open(page)
        visitor.sees("Signing in needs cookies.")
    yield "cookies"


def buy(visitor: Visitor) -> Iterator[str]:
    """Someone meets the wall, pays, is thanked with amount and receipt, and goes on to the module they wanted."""
    visitor.sign_up()
    visitor.open(f"/learn/{CLOSED}")
    visitor.sees("is part of full access")
    yield "wall"
    visitor.press("Get full access")
    visitor.press("Pay on Stripe")
    visitor.wait(
        "() => document.querySelector('input[autocomplete=cc-number]')?.focus() === undefined"
        " && document.activeElement.autocomplete === 'cc-number'"
    )
    visitor.window.type("4242 4242 4242 4242")
    visitor.press("Pay", "button")
    visitor.sees("You paid $499, once.")
    yield "thanks"
    visitor.press("Go on to your module")
    visitor.at(f"/learn/{CLOSED}")
    visitor.wait(RENDERED)


def certificate(visitor: Visitor) -> Iterator[str]:
    """Someone does all there is to do, and anyone can compare their certificate."""
    earn_the_certificate(visitor)
    visitor.open("/course")
    visitor.press("Issue my certificate")
    visitor.sees("This certificate is valid.")
    visitor.sees("Dr. Ada Osei")
    yield "certificate"


def earn_the_certificate(visitor: Visitor) -> str:
    """Do the whole course through its endpoints and return the certificate's code."""
    visitor.sign_up("Dr. Ada Osei")
    visitor.instance.command("access", "grant", visitor.email)
    for module in course().modules:
        finish(visitor, module)
    return visitor.ask("certificate")["code"]


def finish(visitor: Visitor, module: Any) -> None:
    """Read, answer and write everything of one module through its endpoints."""
    for block in module.blocks:
        visitor.ask("progress", "PUT", {"module": module.slug, "block": block.key, "completed": True})
    asked = {one["question"]: one["id"] for one in visitor.ask(f"get-quiz/{module.slug}")["questions"]}
    answers = [{"question_id": asked[one.question], "chosen": one.correct_answer} for one in module.questions]
    attempt = {"module": module.slug, "attempt_id": str(uuid.uuid4()), "answers": answers}
    assert visitor.ask("submit-quiz", "POST", attempt)["passed"]
    if module.case:
        body = {"module": module.slug, "case_id": module.case.key, "answer": "A buffer first."}
        visitor.ask("answer-case", "POST", body)


def account(visitor: Visitor) -> Iterator[str]:
    """Someone takes another name and then erases the account, which asks for the address in words and the password."""
    visitor.sign_up("Ada Osei", next_page="/account")
    visitor.fill("Name", "Dr. Ada Osei")
    visitor.press("Keep this name")
    visitor.sees("Kept.")
    visitor.press("I want to erase my account")
    visitor.fill("Type your e-mail address", visitor.email)
    visitor.fill("Your password, to be sure", PASSWORD)
    yield "erasing"
    visitor.press("Erase my account for good")
    visitor.sees("Your account is erased.")


STORIES: Mapping[str, Story] = {
    "sign-up": sign_up,
    "read": read_and_go_on,
    "quiz": quiz,
    "guide": guide,
    "buy": buy,
    "certificate": certificate,
    "account": account,
    "keyboard": keyboard,
}
SHORT = (("firefox", "quiz"), ("webkit", "quiz"), ("webkit", "buy"))
