"""What the database has to hold for a course, and the changes that bring it there; pure."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from shared.authoring import sync_queries as sql
from shared.authoring.facts import Fact
from shared.authoring.lesson import Block
from shared.authoring.load import Course
from shared.authoring.module import Module
from shared.authoring.present import Change, Present, differs
from shared.authoring.question_changes import case_changes, question_changes
from shared.authoring.study_time import study_minutes
from shared.authoring.sync_queries import Row


def changes_to(course: Course, present: Present, new_id: Callable[[], UUID] = uuid4) -> list[Change]:
    """Return the changes in the order that foreign keys ask for; none when all is as the course says."""
    changes = [*_course(course, present), *_facts(course, present)]
    rows = {str(row["slug"]): row for row in present.modules}
    for number, module in enumerate(course.modules, start=1):
        row = rows.pop(module.slug, None) or rows.pop(module.head.was or "", None)
        changes += _module(module, number, row, present, new_id)
    for slug, row in rows.items():
        if row["retired_at"] is None:
            inside = [block["id"] for block in present.blocks if block["module_id"] == row["id"]]
            said = f"retire module {slug}{_held(present, inside, 'was: ' + slug + ' in the front matter')}"
            changes.append(Change(said, sql.RETIRE_MODULE, {"id": row["id"]}))
    return changes


def _course(course: Course, present: Present) -> list[Change]:
    file = course.file
    values = {
        "title": file.title,
        "summary": file.summary,
        "version": file.version,
        "disclaimer": file.disclaimer,
        "price_amount_minor": file.price.amount_minor,
        "price_currency": file.price.currency,
        "seat_tiers": [{"from": tier.from_, "amount_minor": tier.amount_minor} for tier in file.seats],
    }
    return [] if present.course == [values] else [Change("set the course's title and price", sql.UPSERT_COURSE, values)]


def _facts(course: Course, present: Present) -> list[Change]:
    rows = {str(row["key"]): row for row in present.facts}
    changes: list[Change] = []
    for fact in course.facts:
        values = _fact_values(fact)
        if rows.pop(fact.key, None) != values:
            changes.append(Change(f"set fact {fact.key}", sql.UPSERT_FACT, values))
    return changes + [Change(f"remove fact {key}", sql.DELETE_FACT, {"key": key}) for key in rows]


def _fact_values(fact: Fact) -> Row:
    return {
        "key": fact.key,
        "value": fact.value,
        "number": None if fact.number is None else Decimal(fact.number),
        "label": fact.label,
        "source_url": fact.source.url,
        "as_of": fact.source_day(),
        "source_date": fact.source_date,
        "status": fact.status,
        "seen": fact.seen,
        "applies_from": fact.applies_to.first,
        "applies_until": fact.applies_to.until,
        "verified_on": fact.verified_on,
        "verified_by": fact.verified_by,
        "review_by": fact.review_by,
    }


def _module(module: Module, number: int, row: Row | None, present: Present, new_id: Callable[[], UUID]) -> list[Change]:
    """A module's version grows with anything inside it."""
    values = _module_values(module, number, present.medians)
    identity: UUID = row["id"] if row else new_id()
    inside = _inside(module, identity, present, new_id)
    values["id"] = identity
    if row is None:
        return [Change(f"add module {module.slug}", sql.INSERT_MODULE, values), *inside]
    if inside or row["retired_at"] is not None or differs(row, values):
        verb = "change" if row["slug"] == module.slug else f"rename module {row['slug']} to {module.slug}: change"
        said = f"{verb} module {module.slug} (version {row['version'] + 1})"
        return [*inside, Change(said, sql.UPDATE_MODULE, values)]
    return []


def _module_values(module: Module, number: int, medians: Mapping[str, int]) -> Row:
    head = module.head
    return {
        "slug": module.slug,
        "title": head.title,
        "summary": head.summary,
        "content": module.content,
        "order_index": number,
        "minutes": study_minutes(module, medians),
        "is_preview": head.preview,
        "objectives": head.objectives,
        "source_list": [reference.model_dump() for reference in head.references],
        "quiz_pass_percent": head.quiz.pass_percent,
        "attempt_limit": head.quiz.attempts or None,
        "quiz_cooldown_minutes": head.quiz.cooldown_minutes,
        "question_count": len(module.questions),
        "has_case": module.case is not None,
    }


def _inside(module: Module, identity: UUID, present: Present, new_id: Callable[[], UUID]) -> list[Change]:
    rows = {str(row["key"]): row for row in present.blocks if row["module_id"] == identity}
    blocks = {block.key: _identity_of(block, rows) or new_id() for block in module.blocks}
    return [
        *_media(module, identity, present),
        *_blocks(module, present, identity, rows, blocks),
        *question_changes(module, identity, blocks, present, new_id),
        *case_changes(module, identity, present, new_id),
        *_tools(module, identity, present),
    ]


def _identity_of(block: Block, rows: Mapping[str, Row]) -> UUID | None:
    """A block goes on under the id that it had, also under the key that it had: progress hangs on it."""
    row = rows.get(block.key) or rows.get(block.was or "")
    return row["id"] if row else None


def _blocks(
    module: Module, present: Present, identity: UUID, rows: Mapping[str, Row], ids: Mapping[str, UUID]
) -> Iterable[Change]:
    by_id = {row["id"]: row for row in rows.values()}
    for position, block in enumerate(module.blocks, start=1):
        values = {
            "id": ids[block.key],
            "key": block.key,
            "position": position,
            "heading": block.heading,
            "html": block.html,
            "text": block.text,
        }
        row = by_id.pop(ids[block.key], None)
        name = f"block {module.slug}/{block.key}"
        if row is None:
            yield Change(f"add {name}", sql.INSERT_BLOCK, values | {"module_id": identity})
        elif row["key"] != block.key:
            said = f"rename block {module.slug}/{row['key']} to {block.key}{_held(present, [row['id']])}"
            yield Change(said, sql.UPDATE_BLOCK, values)
        elif row["retired_at"] is not None or differs(row, values):
            yield Change(f"change {name} (version {row['version'] + 1})", sql.UPDATE_BLOCK, values)
    for row in by_id.values():
        if row["retired_at"] is None:
            held = _held(present, [row["id"]], f"{{#new-id was={row['key']}}} at its new heading")
            yield Change(f"retire block {module.slug}/{row['key']}{held}", sql.RETIRE_BLOCK, {"id": row["id"]})


def _held(present: Present, blocks: Iterable[UUID], keeps: str = "") -> str:
    """Say how many members have progress at `blocks` and what keeps it; nothing where nobody has."""
    members = max((present.members_at.get(block, 0) for block in blocks), default=0)
    if not members:
        return ""
    who = "1 member has" if members == 1 else f"{members} members have"
    return f": {who} progress there, {f'which is lost unless it is renamed by {keeps}' if keeps else 'which is kept'}"


def _media(module: Module, identity: UUID, present: Present) -> Iterable[Change]:
    rows = {row["id"]: row for row in present.media if row["module_id"] == identity}
    kept: set[UUID] = set()
    for asset in module.assets:
        if asset.id in kept:
            continue
        kept.add(asset.id)
        values = {
            "id": asset.id,
            "module_id": identity,
            "kind": asset.kind,
            "path": asset.path,
            "content_type": asset.content_type,
            "size_bytes": len(asset.content),
            "sha256": asset.sha256,
            "object_key": None if asset.is_public else asset.object_key,
            "url": asset.address if asset.is_public else None,
        }
        if rows.get(asset.id) != values:
            yield Change(f"set {asset.kind} {module.slug}/{asset.path}", sql.UPSERT_MEDIA, values)
    for media_id, row in rows.items():
        if media_id not in kept:
            yield Change(f"remove {row['kind']} {module.slug}/{row['path']}", sql.DELETE_MEDIA, {"id": media_id})


def _tools(module: Module, identity: UUID, present: Present) -> Iterable[Change]:
    row = next((row for row in present.tools if row["module_id"] == identity), None)
    plan = module.plan and {**module.plan.head.model_dump(), "parts": module.plan.parts}
    values = {"module_id": identity, "calculator": module.calculator, "plan": plan}
    if row != values and (row or module.calculator or plan):
        yield Change(f"set calculator and plan of {module.slug}", sql.UPSERT_TOOLS, values)
