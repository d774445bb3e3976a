"""Every SQL statement about asking the guide."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.database import Executor
from shared.guidance.reading import Reading
from shared.guidance.records import Case, ClosedModule, Limits, Material, Outcome, Passage, Reservation
from shared.statements import Part


def select_material(
    connection: Executor, module: str, case_id: str | None, conversation: UUID | None, reading: Reading, most_turns: int
) -> dict[str, Any]:
    """Return what an answer may be made from, found as the reader: row level security decides."""
    asked = {
        "words": reading.words,
        "meant": " ".join(reading.meant),
        "spoken": reading.spoken,
        "seeks_topic": reading.seeks_topic,
        "continues": reading.continues,
    }
    return connection.execute(
        """
        select masterclass.guidance_material(
                 %(module)s, %(case_id)s, %(conversation)s, %(asked)s::jsonb, %(most_turns)s)
        """,
        {
            "module": module,
            "case_id": case_id,
            "conversation": conversation,
            "asked": json.dumps(asked),
            "most_turns": most_turns,
        },
    ).value()


def material_of(found: dict[str, Any], reading: Reading) -> Material:
    """Return what the database found as what it is."""
    case, closed = found["case"], found["closed"]
    return Material(
        module_id=found["module_id"],
        passages=[Passage(**passage) for passage in found["passages"]],
        case=Case(**case) if case else None,
        so_far=found["so_far"],
        closed=ClosedModule(**closed) if closed else None,
        off_course=not case and reading.is_off_course(found["known"], found["named"], found["familiar"]),
    )


def set_limits(connection: Executor, limits: Limits) -> None:
    """Let the database know what members may ask and what the guide may cost in a day."""
    connection.execute(
        "select masterclass.set_guidance_limits(%(free)s, %(full)s, %(burst)s, %(spend)s)", limits._asdict()
    )


def begin_question(
    connection: Executor,
    material: Material,
    conversation: UUID | None,
    question: str,
    cost: int | None,
    *,
    sources: Sequence[dict[str, Any]],
    instruction: str,
    model: str,
) -> Reservation:
    """Keep the question with its pending answer and reserve what it may cost; None asks no provider."""
    return Reservation(
        **connection.execute(
            """
        select masterclass.begin_question(
                 %(module)s, %(conversation)s, %(case)s, %(question)s, %(sources)s::jsonb, %(instruction)s, %(model)s,
                 %(cost)s)
        """,
            {
                "module": material.module_id,
                "conversation": conversation,
                "case": material.case.id if material.case else None,
                "question": question,
                "sources": json.dumps(list(sources)),
                "instruction": instruction,
                "model": model,
                "cost": cost,
            },
        ).value()
    )


def end_question(connection: Executor, message_id: str, outcome: Outcome) -> int:
    """End the question as `outcome` says; return how many questions are left today."""
    document = {
        "status": outcome.status,
        "content": outcome.content,
        "citations": list(outcome.citations),
        "counted": outcome.counted,
        "cost": outcome.cost_microusd,
        "input_tokens": outcome.input_tokens,
        "output_tokens": outcome.output_tokens,
    }
    return connection.execute(
        "select masterclass.end_question(%(message_id)s, %(outcome)s::jsonb)",
        {"message_id": message_id, "outcome": json.dumps(document)},
    ).value()


def sweep_reservations(connection: Executor) -> int:
    """Give back what calls that died had reserved; return how many."""
    return connection.execute("select masterclass.sweep_ai_reservations()").value()


def select_conversations(connection: Executor, module: str, before: str) -> Part:
    """Return a page of the reader's conversations about a module and what is left of today."""
    rows = connection.execute(
        """
        select p.document::text, coalesce(p.next, '')
          from masterclass.conversations_page(%(module)s, nullif(%(before)s, '')) as p
        """,
        {"module": module, "before": before},
    )
    return rows.part()
