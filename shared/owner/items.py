"""Questions as their answers show them: shares, picks, and what wants a look, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.owner.records import Column, Figures, Table
from shared.owner.rules import ITEM_ANSWERS, told, told_parts

EASY, HARD, TELLS_LITTLE, HARDLY = 0.95, 0.25, 0.1, 0.02
HALF = 0.5
TOO_FEW = f"fewer than {ITEM_ANSWERS} answers"


def flags(item: Figures) -> list[str]:
    """Return what somebody should look at in a question, in words; too few answers say nothing."""
    if item["n"] < ITEM_ANSWERS:
        return []
    found = [*_doubts_of_key(item), *_dead_options(item)]
    right = item["right_answers"] / item["n"]
    if right >= EASY:
        found.append("nearly everybody is right")
    if right <= HARD:
        found.append("few are right")
    if item["correlation"] is not None and 0 <= item["correlation"] < TELLS_LITTLE:
        found.append("says little about who knows the rest")
    return found


def _doubts_of_key(item: Figures) -> list[str]:
    """The highest 27 % pick something else than the key, or do worse than the others."""
    picks, size = item["options"], item["group_size"]
    best_right = max((one["highest"] for one in picks if one["correct"]), default=0)
    wrong = [one for one in picks if not one["correct"]]
    if item["kind"] == "multiple":
        doubted = [one["id"] for one in wrong if one["highest"] > HALF * size and one["highest"] >= one["lowest"]]
        left_out = [one["id"] for one in picks if one["correct"] and one["highest"] < HALF * size]
        found = [f"the best pick {_letter(option)}: is the key right?" for option in doubted]
        found += [f"the best leave out {_letter(option)}: is the key right?" for option in left_out]
    else:
        doubted = [one["id"] for one in wrong if one["highest"] > best_right]
        found = [f"the best pick {_letter(option)}: is the key right?" for option in doubted]
    if not found and (item["correlation"] or 0) < 0:
        found = ["whoever knows the rest is wrong here: is the key right?"]
    return found


def _dead_options(item: Figures) -> list[str]:
    nobody = [one["id"] for one in item["options"] if not one["everyone"]]
    hardly = [one["id"] for one in item["options"] if 0 < one["everyone"] < HARDLY * item["n"]]
    return [f"nobody picks {_letter(option)}" for option in nobody] + [
        f"hardly anybody picks {_letter(option)}" for option in hardly
    ]


def _letter(option: str) -> str:
    return option.upper() if len(option) == 1 else f"“{option}”"


def questions_table(items: Sequence[Figures]) -> Table:
    """Return every question that was answered: how often, how often right, how it goes with the rest, what is odd."""
    rows = [_question_row(item) for item in items]
    flagged = sum(1 for row in rows if row["look"])
    asked = sum(1 for item in items if item["n"] >= ITEM_ANSWERS)
    sentence = (
        f"{flagged} of {asked} questions with {ITEM_ANSWERS} answers or more want a look."
        if asked
        else f"No question has {ITEM_ANSWERS} first answers yet: figures begin there."
    )
    columns = (
        Column("module", "Module", "text"),
        Column("key", "Question", "text"),
        Column("version", "Version"),
        Column("n", "Answers"),
        Column("right", "Right", "share"),
        Column("correlation", "With the rest", "number"),
        Column("look", "Look at", "text"),
        Column("question", "As asked", "text"),
    )
    return Table("Questions, first attempts", sentence, columns, rows)


def _question_row(item: Figures) -> dict[str, Any]:
    enough = item["n"] >= ITEM_ANSWERS
    row = {name: item[name] for name in ("module", "key", "version", "question")}
    return row | {
        "n": told(item["n"]),
        "right": round(item["right_answers"] / item["n"], 4) if enough else None,
        "correlation": None if not enough or item["correlation"] is None else round(item["correlation"], 3),
        "look": "; ".join(flags(item)).replace("?;", "?"),
    }


def picks_table(items: Sequence[Figures]) -> Table:
    """Return who picked what: each option's picks among the lowest and the highest 27 % of first attempts."""
    judged = [item for item in items if item["n"] >= ITEM_ANSWERS and item["options"]]
    rows = [row for item in judged for row in _pick_rows(item)]
    sentence = (
        "Who knows the rest should pick the right option oftener than who does not."
        if rows
        else f"No question has {ITEM_ANSWERS} first answers yet."
    )
    columns = (
        Column("module", "Module", "text"),
        Column("key", "Question", "text"),
        Column("version", "Version"),
        Column("option", "Option", "text"),
        Column("text", "Says", "text"),
        Column("correct", "Key", "text"),
        Column("lowest", "Lowest 27%"),
        Column("highest", "Highest 27%"),
        Column("group", "Of each"),
    )
    return Table("Picks by option", sentence, columns, rows)


def _pick_rows(item: Figures) -> list[dict[str, Any]]:
    """Picks of one option each are parts of a group whose size is told; of several, each option parts it in two."""
    options, size = item["options"], item["group_size"]
    sides = {
        side: [told_parts([one[side], size - one[side]])[0] for one in options]
        if item["kind"] == "multiple"
        else told_parts([one[side] for one in options])
        for side in ("lowest", "highest")
    }
    return [
        {name: item[name] for name in ("module", "key", "version")}
        | _option(one)
        | {"lowest": sides["lowest"][place], "highest": sides["highest"][place], "group": size}
        for place, one in enumerate(options)
    ]


def _option(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"option": one["id"], "text": one["text"], "correct": "key" if one["correct"] else ""}
