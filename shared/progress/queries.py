"""Every SQL statement about progress; each reads or writes rows that are kept as things happen."""

from shared.database import Executor


def select_progress(connection: Executor) -> str:
    """Return the whole course as the reader stands in it, as GET progress answers it."""
    row = connection.execute("select masterclass.reader_progress()::text").fetchone()
    return row[0] if row else "{}"


def select_progress_in(connection: Executor, module: str) -> str:
    """Return the same with `blocks_read`, the ids of the blocks that are marked in `module`."""
    row = connection.execute(
        """
        select (masterclass.reader_progress()
                || jsonb_build_object('blocks_read', masterclass.reader_blocks_read(%(module)s)))::text
        """,
        {"module": module},
    ).fetchone()
    return row[0] if row else "{}"


def put_progress(connection: Executor, module: str, block: str, seconds: int, *, completed: bool) -> str | None:
    """Keep the reader's position; return why not ('absent', 'full-access', 'block', 'member') or None."""
    row = connection.execute(
        "select masterclass.put_progress(%(module)s, %(block)s, %(seconds)s, %(completed)s)",
        {"module": module, "block": block, "seconds": seconds, "completed": completed},
    ).fetchone()
    return row[0] if row else None
