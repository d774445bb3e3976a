"""Every SQL statement about progress; each reads or writes rows that are kept as things happen."""

from shared.database import Executor


def select_progress(connection: Executor) -> str:
    """Return the whole course as the reader stands in it, as GET progress answers it."""
    return connection.execute("select masterclass.reader_progress()::text").value()


def select_progress_in(connection: Executor, module: str) -> str:
    """Return the same with what is known of one module: `blocks_read`, the blocks marked, and `films`, how far seen."""
    return connection.execute(
        """
        select (masterclass.reader_progress()
                || jsonb_build_object('blocks_read', masterclass.reader_blocks_read(%(module)s),
                                      'films', masterclass.reader_films(%(module)s)))::text
        """,
        {"module": module},
    ).value()


def keep_position(connection: Executor, module: str, block: str, film: int, seconds: int, *, completed: bool) -> None:
    """Keep the reader's position, `seconds` into that film of the block; mark the block when it is completed."""
    connection.execute(
        "select masterclass.keep_position(%(module)s, %(block)s, %(film)s, %(seconds)s, %(completed)s)",
        {"module": module, "block": block, "film": film, "seconds": seconds, "completed": completed},
    )
