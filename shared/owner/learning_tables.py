"""The report's tables of people: how far they come, section by section; small groups are hidden."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from shared.owner.records import Column, Figures, Table
from shared.owner.rules import share, told, told_parts, told_total
from shared.owner.words import in_words, month_in_words

STAGES = {
    "signed_up": "Signed up",
    "confirmed": "Confirmed",
    "previewed": "Opened a free lesson",
    "checkout": "Went to pay",
    "paid": "Paid",
}
WEEKS = 52


def funnel_table(weeks: Sequence[Figures], modules: Sequence[Figures]) -> Table:
    """Return how far those came who signed up in each of the last 52 weeks, and all of them together.

    The last row is their total, so each column hides what would follow from it.
    """
    latest = weeks[-WEEKS:]
    keys = [*STAGES, *(f"module_{place + 1}" for place in range(len(modules))), "certified"]
    columns = {key: [_stage(week, key) for week in latest] for key in keys}
    hidden = {key: told_parts(counts) for key, counts in columns.items()}
    rows: list[dict[str, Any]] = [
        {"week": week["week"]} | {key: hidden[key][place] for key in keys} for place, week in enumerate(latest)
    ]
    totals = {key: told_total(counts) for key, counts in columns.items()}
    if rows:
        rows.append({"week": "all"} | totals)
    sentence = (
        f"Of {in_words(totals['signed_up'])} who signed up in the last {WEEKS} weeks, {in_words(totals['paid'])} have "
        f"paid and {in_words(totals['certified'])} have the certificate."
        if rows
        else "Nobody has signed up yet."
    )
    named = [Column(key, label) for key, label in STAGES.items()]
    named += [Column(f"module_{place + 1}", f"{place + 1}. {one['title']}") for place, one in enumerate(modules)]
    return Table(
        "From sign-up to certificate, by week of sign-up",
        sentence,
        (Column("week", "Week from", "day"), *named, Column("certified", "Certificate")),
        rows,
    )


def _stage(week: Figures, key: str) -> int:
    if key.startswith("module_"):
        return int(week["modules"][int(key.removeprefix("module_")) - 1])
    return int(week[key])


def blocks_table(blocks: Sequence[Figures]) -> Table:
    """Return the share of a module's readers that each of its sections reaches."""
    rows = [
        {name: block[name] for name in ("module", "title", "block", "heading")}
        | {"began": told(block["began"]), "reached": told(block["reached"])}
        | {"share": share(block["reached"], block["began"])}
        for block in blocks
    ]
    return Table(
        "How far each lesson is read",
        _steepest_loss(rows),
        (
            Column("title", "Module", "text"),
            Column("heading", "Section", "text"),
            Column("began", "Began the module"),
            Column("reached", "Read the section"),
            Column("share", "Share", "share"),
            Column("module", "Module id", "text"),
            Column("block", "Section id", "text"),
        ),
        rows,
    )


def _steepest_loss(rows: Sequence[Figures]) -> str:
    """Say between which two sections of a module most readers are lost."""
    losses = [
        (before["share"] - after["share"], after)
        for before, after in pairwise(rows)
        if before["module"] == after["module"] and before["share"] is not None and after["share"] is not None
    ]
    if not losses:
        return "Too few have read a lesson to say where they stop."
    loss, row = max(losses, key=lambda one: one[0])
    if loss <= 0:
        return "No section loses readers."
    return f"Most are lost before “{row['heading']}” in “{row['title']}”: {loss:.0%} of those who began it."


def completion_table(cohorts: Sequence[Figures]) -> Table:
    """Return how far those came who first paid in each month."""
    counts = ("members", "one", "half", "whole", "certified")
    rows: list[dict[str, Any]] = [
        {"month": cohort["month"]}
        | {name: told(cohort[name]) for name in counts}
        | {"share": share(cohort["whole"], cohort["members"])}
        for cohort in cohorts
    ]
    known = [row for row in rows if row["share"] is not None]
    sentence = "Too few have paid to say how many complete the course."
    if known:
        month = month_in_words(known[0]["month"])
        sentence = f"Of those who paid in {month}, {known[0]['share']:.0%} have completed every module."
    columns = (
        Column("month", "First paid in", "month"),
        Column("members", "Members"),
        Column("one", "Completed a module"),
        Column("half", "Half of them"),
        Column("whole", "All of them"),
        Column("certified", "Certificate"),
        Column("share", "All of them", "share"),
    )
    return Table("Completion by month of purchase", sentence, columns, rows)


def guide_table(cited: Sequence[Figures]) -> Table:
    """Return which sections the guide answers from."""
    rows = [dict(row) | {"answers": told(row["answers"])} for row in cited]
    sentence = f"Most asked about: “{rows[0]['heading']}”." if rows else "The guide has cited no section yet."
    columns = (
        Column("heading", "Section", "text"),
        Column("answers", "Answers that cite it"),
        Column("module", "Module", "text"),
        Column("block", "Section id", "text"),
    )
    return Table("What the guide is asked about", sentence, columns, rows)


def spend_table(months: Sequence[Figures]) -> Table:
    """Return how much the guide answered in each month, how much of it outside the course, and what it cost."""
    rows: list[dict[str, Any]] = [
        {"month": row["month"], "answers": told(row["answers"]), "not_covered": told(row["not_covered"])}
        | {"share": share(row["not_covered"], row["answers"]), "cost_microusd": row["cost_microusd"]}
        for row in months
    ]
    sentence = "Nobody has asked the guide yet."
    if rows:
        newest, cost = rows[-1], rows[-1]["cost_microusd"] / 1_000_000
        answers, outside = in_words(newest["answers"]), in_words(newest["not_covered"])
        month = month_in_words(newest["month"])
        sentence = f"{month}: {answers} answers, {outside} from no section of the course, for ${cost:,.2f}."
    columns = (
        Column("month", "Month", "month"),
        Column("answers", "Answers"),
        Column("not_covered", "Not covered"),
        Column("share", "Not covered", "share"),
        Column("cost_microusd", "Cost", "microusd"),
    )
    return Table("What the guide answers and costs", sentence, columns, rows)
