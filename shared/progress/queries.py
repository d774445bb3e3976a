"""Every SQL statement about progress; each reads or writes rows that are kept as things happen."""

from shared.database import Executor


def select_progress(connection: Executor) -> str:
    """Return the whole course as the reader stands in it, as GET progress answers it."""
    return connection.execute("select masterclass.reader_progress()::text").value()


def select_progress_in(connection: Executor, module: str) -> str:
    """Return the same with `blocks_read`, the ids of the blocks that are marked in `module`."""
    return connection.execute(
        """
        select (masterclass.reader_progress()
                || jsonb_build_object('blocks_read', masterclass.reader_blocks_read(%(module)s)))::text
        """,
        {"module": module},
    ).value()


def keep_position(connection: Executor, module: str, block: str, seconds: int, *, completed: bool) -> None:
    """Keep the reader's position, and mark the block when it is completed."""
    connection.execute(
        "select masterclass.keep_position(%(module)s, %(block)s, %(seconds)s, %(completed)s)",
        {"module": module, "block": block, "seconds": seconds, "completed": completed},
    )
