"""The changes of a module's quiz and case: a new version where something else is asked."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from shared.authoring import sync_queries as sql
from shared.authoring.module import Case, Module, QuizQuestion
from shared.authoring.present import Change, Present, differs
from shared.authoring.sync_queries import Row

_LOOKS = ("question_html", "options", "explanations_html")  # how a question looks; what is asked is beside it


def question_changes(
    module: Module, identity: UUID, blocks: Mapping[str, UUID], present: Present, new_id: Callable[[], UUID]
) -> Iterable[Change]:
    """Yield what brings the module's questions to what its quiz says; another question or key is a new version."""
    rows = [row for row in present.questions if row["module_id"] == identity]
    versions = {str(row["key"]): int(row["version"]) for row in rows}  # in order of version: the newest stays
    current = {str(row["key"]): row for row in rows if row["retired_at"] is None}
    for position, question in enumerate(module.questions, start=1):
        row = current.pop(question.key, None)
        asked = _question_values(question)
        place = {"position": position, "block_id": blocks[question.block]}
        name = f"question {module.slug}/{question.key}"
        if row and _asks_the_same(row, asked):
            shown = {**place, **{field: asked[field] for field in _LOOKS}}
            if differs(row, shown):
                verb = "move" if differs(row, place) else "show anew"
                yield Change(f"{verb} {name}", sql.UPDATE_QUESTION, {"id": row["id"], **shown})
            continue
        if row:
            yield Change(f"retire {name} (version {row['version']})", sql.RETIRE_QUESTION, {"id": row["id"]})
        version = versions.get(question.key, 0) + 1
        values = {"id": new_id(), "module_id": identity, "version": version, **asked, **place}
        yield Change(f"add {name} (version {version})", sql.INSERT_QUESTION, values)
    for key, row in current.items():
        yield Change(f"retire question {module.slug}/{key}", sql.RETIRE_QUESTION, {"id": row["id"]})


def _asks_the_same(row: Row, asked: Row) -> bool:
    """Bold or a table more is the same question: its version, and the answers given to it, go on."""
    options = [[(option["id"], option["text"]) for option in version["options"]] for version in (row, asked)]
    return options[0] == options[1] and not differs(row, {k: v for k, v in asked.items() if k not in _LOOKS})


def _question_values(question: QuizQuestion) -> Row:
    values = question._asdict()
    del values["block"]
    return values | {"tolerance": None if question.tolerance is None else Decimal(question.tolerance)}


def case_changes(module: Module, identity: UUID, present: Present, new_id: Callable[[], UUID]) -> Iterable[Change]:
    """Yield what brings the module's case to what case.md says."""
    rows = [row for row in present.cases if row["module_id"] == identity]
    current = next((row for row in rows if row["retired_at"] is None), None)
    case: Case | None = module.case
    if case and current and not differs(current, case._asdict()):
        return
    if current:
        said = f"retire case {module.slug}/{current['key']} (version {current['version']})"
        yield Change(said, sql.RETIRE_CASE, {"id": current["id"]})
    if case:
        version = max((int(row["version"]) for row in rows if row["key"] == case.key), default=0) + 1
        values = {"id": new_id(), "module_id": identity, "version": version, **case._asdict()}
        yield Change(f"add case {module.slug}/{case.key} (version {version})", sql.INSERT_CASE, values)
