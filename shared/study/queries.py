"""Every SQL statement about a member's own work."""

from typing import Any

from shared.database import Executor


def select_plan(connection: Executor) -> dict[str, Any]:
    """Return the reader's plan: entries, and dates in order with `repeats`."""
    row = connection.execute("select masterclass.reader_plan()").fetchone()
    return row[0] if row else {"entries": {}, "dates": []}


def select_plan_pages(connection: Executor) -> str:
    """Return the pages of the plan that the reader may open, in the course's order."""
    row = connection.execute(
        """
        select json_build_object('pages', (
                 select coalesce(json_agg(json_build_object('module', m.slug, 'order_index', m.order_index,
                                                            'module_title', m.title, 'page', t.plan)
                                          order by m.order_index), '[]')
                   from masterclass.module_tools as t
                   join masterclass.content_modules as m on m.id = t.module_id
                  where m.retired_at is null
                    and t.plan is not null))::text
        """
    ).fetchone()
    return row[0] if row else '{"pages": []}'


def put_plan(connection: Executor, entries: str, dates: str) -> str | None:
    """Keep what the reader wrote (two JSON objects); return why not ('member', 'full') or None."""
    row = connection.execute(
        "select masterclass.put_plan(%(entries)s::jsonb, %(dates)s::jsonb)", {"entries": entries, "dates": dates}
    ).fetchone()
    return row[0] if row else None


def select_calculator_inputs(connection: Executor, module: str) -> str | None:
    """Return what the reader last set in the module's calculator, or None where there is no such module."""
    row = connection.execute(
        "select masterclass.reader_calculator_inputs(%(module)s)::text", {"module": module}
    ).fetchone()
    return row[0] if row else None


def put_calculator_inputs(connection: Executor, module: str, inputs: str | None) -> str | None:
    """Keep what the reader set; return why not ('absent', 'full-access', 'member') or None."""
    row = connection.execute(
        "select masterclass.put_calculator_inputs(%(module)s, %(inputs)s::jsonb)", {"module": module, "inputs": inputs}
    ).fetchone()
    return row[0] if row else None
