"""Who was erased, as far as the store has to be told; the jobs role's statements."""

from shared.database import Executor


def select_unstored_erasures(connection: Executor) -> list[str]:
    """Return the keyed hashes of erased members that the store may not have yet, the oldest hundred."""
    rows = connection.execute(
        "select digest from masterclass.erasures where stored_at is null order by erased_at limit 100"
    )
    return [row[0] for row in rows]


def note_stored_erasures(connection: Executor, digests: list[str]) -> None:
    """Note that the store has them."""
    connection.execute(
        "update masterclass.erasures set stored_at = now() where digest = any (%(digests)s)", {"digests": digests}
    )
