"""The calculator and the written plan in the browser: worked out on the device, kept only when one says so."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

FIRST = "cash-flow-and-net-worth"
LOANS = "student-loans-and-pslf"
TURNS = """async () => {
  const { nextTurn } = await import("/scripts/plan-dates.js");
  const at = (date, repeats, now) => nextTurn({ key: "", label: "", date }, repeats, new Date(`${now}T12:00:00`));
  return [
    at("2024-02-29", "yearly", "2027-12-01"),
    at("2024-02-29", "yearly", "2026-12-01"),
    at("2026-01-31", "monthly", "2026-12-10"),
    at("2026-03-02", "none", "2026-12-10"),
    at("2026-11-02", "yearly", "2026-11-30"),
  ];
}"""
LOAN = "Loan payment in a month"


def test_a_guest_calculates_and_sends_nothing(reader: Reader) -> None:
    """Fields, sliders and keys change the sentences, the chart and its table; no request leaves the device."""
    page = reader.page
    reader.open(f"/learn/{FIRST}")
    panel = page.locator("#page-calculator")
    expect(panel.get_by_text("The fund is full in month")).to_contain_text("month 12")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    panel.get_by_label(LOAN).first.fill("2900")
    expect(panel.get_by_text("The fund is full in month")).not_to_contain_text("month 12")
    panel.get_by_label(f"{LOAN}, slider").press("ArrowRight")
    assert panel.get_by_label(LOAN).first.input_value() == "2910"
    panel.get_by_text("The same as a table").click()
    assert panel.locator("tbody tr").count() == 24
    panel.get_by_text("How it is worked out").click()
    expect(panel.locator(".calculator-worked")).to_contain_text("A full fund then")
    panel.get_by_role("button", name="Use the lesson\u2019s example").click()
    expect(panel.get_by_text("The fund is full in month")).to_contain_text("month 12")
    assert panel.get_by_role("img").first.get_attribute("aria-label")
    assert panel.get_by_role("button", name="Keep my numbers").count() == 0
    assert sent == []
    assert reader.violations() == []


def test_a_member_keeps_numbers_and_plan(new_reader: Callable[..., Reader]) -> None:
    """Kept numbers are there on the next visit; the plan keeps what is written, prints it, and dates its week."""
    ann = new_reader()
    ann.sign_up()
    page = ann.page
    ann.open(f"/learn/{FIRST}")
    page.locator("#page-calculator").get_by_label(LOAN).first.fill("2900")
    page.get_by_role("button", name="Keep my numbers").click()
    expect(page.locator("#page-calculator .actions")).to_contain_text("Kept with your account.")
    ann.open(f"/learn/{FIRST}")
    expect(page.locator("#page-calculator").get_by_label(LOAN).first).to_have_value("2900")

    ann.open("/plan")
    mine = page.locator(f"#{FIRST}")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "study/plan" in answer.url):
        mine.get_by_label("saving rate").first.fill("32.9")
        mine.get_by_role("checkbox").first.check()
        mine.locator('input[type="date"]').last.fill(datetime.now(UTC).date().isoformat())
    expect(page.locator("#page-said")).to_have_text("Kept.")
    ann.open("/plan")
    expect(mine.get_by_label("saving rate").first).to_have_value("32.9")
    expect(mine.get_by_role("checkbox").first).to_be_checked()
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Dates for my calendar").click()
    assert "BEGIN:VEVENT" in calendar.value.path().read_text()
    assert ann.violations() == []
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(mine.get_by_label("saving rate").first).to_be_visible()
    page.emulate_media(media="screen")
    ann.open("/course")
    expect(page.locator("#page-dates")).to_contain_text("This week")
    assert page.evaluate(TURNS) == ["2028-02-29", "2027-02-28", "2026-11-30", "2026-03-02", "2026-11-02"]


def test_numbers_carry_from_page_to_page(new_reader: Callable[..., Reader]) -> None:
    """What one calculator writes into the plan stands there, and the next calculator begins with it and says so."""
    ben = new_reader()
    ben.sign_up()
    page = ben.page
    ben.open(f"/learn/{LOANS}")
    page.locator("#calculator-agi_now").fill("90000")
    page.get_by_role("button", name="Write into my plan").click()
    expect(page.locator("#page-calculator")).to_contain_text("Written into your plan.")
    ben.open(f"/learn/{FIRST}")
    expect(page.locator("#calculator-loan")).to_have_value("550.5")
    expect(page.locator("#page-calculator")).to_contain_text(f"From your plan: {LOAN}.")
    page.get_by_role("button", name="Write into my plan").click()
    page.get_by_role("link", name="your plan", exact=True).click()
    expect(page.locator(f'[id="plan-{LOANS}.required_payment"]')).to_have_value("550.5")
    expect(page.locator(f'[id="plan-{FIRST}.necessary_spending"]')).to_have_value("5951")
    assert ben.violations() == []


def test_numbers_for_everyone(reader: Reader) -> None:
    """The page of numbers lists every dated number with its source, and a lesson says them again beneath a section."""
    reader.open("/numbers")
    expect(reader.page.get_by_role("heading", name="What changed")).to_be_visible()
    expect(reader.page.locator('[id="plan.deferral_limit"]')).to_contain_text("not yet checked by our reviewer")
    assert reader.violations() == []
    reader.open(f"/learn/{FIRST}")
    reader.page.locator("details.dated summary").first.click()
    expect(reader.page.locator("details.dated li").first).to_contain_text("not yet checked by our reviewer")


def test_a_lesson_marks_what_changed(reader: Reader) -> None:
    """A number that changed after the last visit is marked where it stands, on this device alone."""
    page = reader.page
    reader.open(f"/learn/{FIRST}")
    assert page.locator(".changed").count() == 0
    page.evaluate("localStorage.setItem('masterclass.visited.x', '2026-01-01')")
    marked = page.evaluate(
        """async () => {
             const { markChanged } = await import('/scripts/changed.js');
             const place = document.createElement('div');
             for (const day of ['2026-02-01', '2025-12-01']) {
               const list = document.createElement('details');
               const item = document.createElement('li');
               item.dataset.changed = day;
               item.dataset.fact = 'f';
               list.append(item);
               place.append(list);
             }
             markChanged('x', place);
             return [...place.querySelectorAll('details')].map((one) => one.open);
           }"""
    )
    assert marked == [True, False]


PLAYED = """async () => {
  const film = document.querySelector("figure.video video");
  film.scrollIntoView();
  const track = film.textTracks[0];
  track.mode = "hidden";
  const happened = (node, what) => new Promise((done) => node.addEventListener(what, done, { once: true }));
  const deadline = Date.now() + 15_000;
  while (film.querySelector("[data-src]:not([src])") && Date.now() < deadline) await new Promise(requestAnimationFrame);
  if (!track.cues?.length) await Promise.race([happened(film.querySelector("track"), "load"), film.play()]);
  await Promise.all([happened(film, "timeupdate"), film.play()]);
  const isThere = () => track.cues?.length && film.currentTime > 0;
  while (!isThere() && Date.now() < deadline) await new Promise(requestAnimationFrame);
  film.pause();
  return [film.videoWidth, film.videoHeight, Math.round(film.duration), track.cues.length];
}"""


def test_films_play(new_reader: Callable[..., Reader]) -> None:
    """A preview's film plays for anyone; a paid one plays for who has access; both have a caption for each sentence."""
    cy = new_reader()
    cy.open(f"/learn/{FIRST}")
    assert cy.page.evaluate(PLAYED) == [720, 640, 53, 6]
    assert cy.violations() == []
    cy.sign_up()
    cy.instance.command("access", "grant", cy.email)
    cy.open("/learn/the-backdoor-roth")
    assert cy.page.evaluate(PLAYED) == [720, 640, 69, 8]
