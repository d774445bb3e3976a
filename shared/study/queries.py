"""Every SQL statement about a member's own work."""

from typing import Any

from shared.database import Executor


def select_plan(connection: Executor) -> dict[str, Any]:
    """Return the reader's plan: entries, and dates in order with `repeats`."""
    return connection.execute("select masterclass.reader_plan()").value()


def select_plan_pages(connection: Executor) -> str:
    """Return the pages of the plan that the reader may open, in the course's order."""
    return connection.execute(
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
    ).value()


def keep_plan(connection: Executor, entries: str, dates: str) -> None:
    """Keep what the reader wrote (two JSON objects)."""
    connection.execute(
        "select masterclass.keep_plan(%(entries)s::jsonb, %(dates)s::jsonb)", {"entries": entries, "dates": dates}
    )


def select_calculator_inputs(connection: Executor, module: str) -> str | None:
    """Return what the reader last set in the module's calculator, or None where there is no such module."""
    return connection.execute(
        "select masterclass.reader_calculator_inputs(%(module)s)::text", {"module": module}
    ).value()


def keep_calculator_inputs(connection: Executor, module: str, inputs: str | None) -> None:
    """Keep what the reader set."""
    connection.execute(
        "select masterclass.keep_calculator_inputs(%(module)s, %(inputs)s::jsonb)", {"module": module, "inputs": inputs}
    )
