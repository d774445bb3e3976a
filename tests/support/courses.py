"""A small course for tests, written to a folder: two preview modules and one behind the wall."""

from pathlib import Path

import pytest

from shared.authoring.load import load_course
from shared.authoring.sync import write_rows
from tests.support.databases import Database

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="{height}"/></svg>'

COURSE = """\
title: A small masterclass
summary: Three modules for tests.
version: "1"
price: {amount_minor: 49900, currency: usd}
seats: [{from: 2, amount_minor: 44900}, {from: 5, amount_minor: 39900}]
disclaimer: Education, not individual advice.
modules: [01-cash-flow, 02-student-loans, 03-insurance]
"""

FACTS = """\
facts:
  - key: pslf.qualifying_payments
    value: "120"
    label: Qualifying payments for PSLF
    applies_to: {from: 2007-10-01}
    status: in_force
    source:
      title: Public Service Loan Forgiveness
      publisher: Federal Student Aid
      url: https://studentaid.gov/pslf
    source_date: "2026-11-01"
    seen: primary
    review_by: 2036-07-01
"""

LESSON = """\
---
title: {title}
summary: About {title}.
preview: {preview}
objectives: ["Say what it is"]
references:
  - {{title: "A source", publisher: "A publisher", url: "https://example.org/source"}}
---
## What it is {{#what-it-is}}

{title} in **plain** words. A dated number: {{{{fact:pslf.qualifying_payments}}}}.

![A rectangle that grows](images/growth.svg "It grows")

## How it works {{#how-it-works}}

~~~example First year out
Take-home pay in a month: 252000 / 12 = $21,000
Saving rate: 7500 / 21000 = 35.7%
~~~

~~~note A rule of thumb
Pay *yourself* first.
~~~
{extra}"""

VIDEO = """
~~~video
title: A film
file: media/intro.mp4
captions: media/intro.vtt
transcript: |
  Welcome to the film.
~~~
"""

QUIZ = """\
questions:
  - key: rate
    kind: single
    block: what-it-is
    question: |
      Income is $100.

      Which share is **half**?
    options:
      - {id: a, text: "$50", correct: true, explanation: "Half of 100."}
      - {id: b, text: "$60", explanation: "That is more than half."}
  - key: parts
    kind: multiple
    block: how-it-works
    question: Which of these are parts?
    options:
      - {id: a, text: One, correct: true, explanation: "A part."}
      - {id: b, text: Two, correct: true, explanation: "Another part."}
      - {id: c, text: Whole, explanation: "The whole is no part."}
  - key: pay
    kind: numeric
    block: how-it-works
    question: 6,000 at $55 each is how much?
    answer: "330000"
    tolerance: "0"
    unit: USD
    explanation: 6,000 times 55.
"""

CASE = """\
---
id: first-paychecks
title: The first paychecks
prompt: What would you do first?
rubric:
  - {id: buffer, text: "Names an emergency fund", points: 2}
---
Dr. Ito starts in **August**.

## Model answer

SECRET-MODEL-ANSWER: a buffer first.
"""


PLAN = """\
---
title: My page
summary: What I wrote down.
number: {key: saving_rate, label: My saving rate, unit: percent}
task: {key: transfer_set, label: Set one transfer}
date: {key: again, label: Look again, hint: six months from today, repeats: yearly}
---
What I have today:

~~~fields
pay | Take-home pay in a month | usd
~~~

~~~checks
match | I take the whole match
~~~
"""

CALCULATOR = """\
title: A month
question: What is left?
inputs:
  - {key: pay, label: Pay, unit: usd, default: 21000, least: 0, most: 60000, step: 100}
  - {key: rate, label: Saving rate, unit: percent, default: 35.7, least: 0, most: 90, step: 0.1}
formulas:
  - {key: month, label: A month's pay, formula: pay}
  - {key: kept, label: Kept, formula: pay * rate}
series:
  - key: months
    index: month_number
    label: Month
    from: 1
    to: 12
    columns:
      - {key: fund, label: The fund, start: 0, formula: previous(fund) + kept}
outputs: [{key: kept, sentences: [{text: "You keep **{kept}** a month."}]}]
charts:
  - {title: The fund, kind: series, series: months, layers: [{kind: line, column: fund, label: The fund, ink: green}]}
example: {title: First year out, lines: {Take-home pay in a month: month}}
"""


def write_course(folder: Path) -> Path:
    """Write the course into `folder` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(COURSE)
    (folder / "facts.yaml").write_text(FACTS)
    _write_module(folder / "01-cash-flow", "Cash flow", preview=True)
    _write_module(folder / "02-student-loans", "Student loans", preview=True)
    _write_module(folder / "03-insurance", "Insurance", preview=False)
    return folder


def _write_module(folder: Path, title: str, *, preview: bool) -> None:
    (folder / "images").mkdir(parents=True)
    (folder / "media").mkdir()
    extra = "" if preview else VIDEO
    (folder / "lesson.md").write_text(LESSON.format(title=title, preview=str(preview).lower(), extra=extra))
    (folder / "quiz.yaml").write_text(QUIZ)
    (folder / "images" / "growth.svg").write_text(PICTURE.format(height=len(title)))
    (folder / "plan.md").write_text(PLAN)
    (folder / "calculator.yaml").write_text(CALCULATOR)
    if not preview:
        (folder / "case.md").write_text(CASE)
        (folder / "media" / "intro.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(64))
        (folder / "media" / "intro.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome.\n")


def load_rows(database: Database, folder: Path) -> None:
    """Write the course in `folder` to `database`, without its media: for tests that look at rows only."""
    course, findings = load_course(folder, folder.name)
    assert course is not None, findings.errors()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MIGRATION_DATABASE_URL", database.url("postgres"))
        write_rows(course, dry_run=False)
