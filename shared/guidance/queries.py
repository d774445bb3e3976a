"""Every SQL statement about asking the guide."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.database import Executor
from shared.guidance.reading import Reading
from shared.guidance.records import Case, ClosedModule, Limits, Material, Outcome, Passage, Reservation


def select_material(
    connection: Executor, module: str, case_id: str | None, conversation: UUID | None, reading: Reading, most_turns: int
) -> dict[str, Any]:
    """Return what an answer may be made from, found as the reader: row level security decides; or a refusal."""
    asked = {
        "words": reading.words, "meant": " ".join(reading.meant), "spoken": reading.spoken,
        "seeks_topic": reading.seeks_topic, "continues": reading.continues,
    }  # fmt: skip
    row = connection.execute(
        """
        select masterclass.guidance_material(
                 %(module)s, %(case_id)s, %(conversation)s, %(asked)s::jsonb, %(most_turns)s)
        """,
        {
            "module": module, "case_id": case_id, "conversation": conversation, "asked": json.dumps(asked),
            "most_turns": most_turns,
        },
    ).fetchone()  # fmt: skip
    return row[0] if row else {"refusal": "absent"}


def material_of(found: dict[str, Any], reading: Reading) -> Material:
    """Return what the database found as what it is."""
    case, closed = found["case"], found["closed"]
    return Material(
        module_id=found["module_id"],
        passages=[Passage(**passage) for passage in found["passages"]],
        case=Case(**case) if case else None,
        so_far=found["so_far"],
        closed=ClosedModule(**closed) if closed else None,
        off_course=not case and reading.is_off_course(found["known"], found["named"]),
    )


def reserve_question(
    connection: Executor, material: Material, conversation: UUID | None, question: str, limits: Limits,
    *, sources: Sequence[dict[str, Any]], instruction: str, model: str,
) -> Reservation | dict[str, Any]:  # fmt: skip
    """Keep the question with its pending answer and reserve what it may cost, or return the refusal."""
    row = connection.execute(
        """
        select masterclass.reserve_question(
                 %(module)s, %(conversation)s, %(case)s, %(question)s, %(sources)s::jsonb, %(instruction)s, %(model)s,
                 %(limits)s::jsonb)
        """,
        {
            "module": material.module_id, "conversation": conversation,
            "case": material.case.id if material.case else None, "question": question,
            "sources": json.dumps(list(sources)), "instruction": instruction, "model": model,
            "limits": json.dumps(limits._asdict()),
        },
    ).fetchone()  # fmt: skip
    answer: dict[str, Any] = row[0] if row else {"refusal": "absent"}
    return answer if "refusal" in answer else Reservation(**answer)


def settle_question(connection: Executor, message_id: str, outcome: Outcome, limits: Limits) -> int:
    """End the question as `outcome` says; return how many questions are left today."""
    document = {
        "status": outcome.status, "content": outcome.content, "citations": list(outcome.citations),
        "counted": outcome.counted, "cost": outcome.cost_microusd,
        "input_tokens": outcome.input_tokens, "output_tokens": outcome.output_tokens,
    }  # fmt: skip
    row = connection.execute(
        "select masterclass.settle_question(%(message_id)s, %(outcome)s::jsonb, %(free)s, %(full)s)",
        {"message_id": message_id, "outcome": json.dumps(document), "free": limits.free, "full": limits.full},
    ).fetchone()
    return row[0] if row else 0


def sweep_reservations(connection: Executor) -> int:
    """Give back what calls that died had reserved; return how many."""
    row = connection.execute("select masterclass.sweep_ai_reservations()").fetchone()
    return row[0] if row else 0


def select_conversations(connection: Executor, module: str, free: int, full: int) -> dict[str, Any]:
    """Return the reader's conversations about a module and what is left of today, or a refusal."""
    row = connection.execute(
        "select masterclass.reader_conversations(%(module)s, %(free)s, %(full)s)",
        {"module": module, "free": free, "full": full},
    ).fetchone()
    return row[0] if row else {"refusal": "absent"}
