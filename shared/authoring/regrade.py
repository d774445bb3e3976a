"""Whose score a changed key would change, in words; the attempts themselves keep what they got."""

from psycopg import Connection

from shared.authoring import sync_queries as sql
from shared.authoring.sync_queries import Row


def regraded(connection: Connection) -> list[str]:
    """Return a line for each attempt that the questions added in this transaction would grade otherwise."""
    return [_line(row) for row in sql.rows(connection, sql.SELECT_REGRADED)]


def _line(row: Row) -> str:
    """Say whose score it is, what it was, what it would be and by which questions."""
    keys = ", ".join(f"{row['slug']}/{key}" for key in row["keys"])
    if row["completed_at"] is None:
        return f"change {row['email']}'s open attempt under the new {keys}; it keeps the questions it was asked"
    needed = row["pass_percent"]
    before, after = (_standing(row[name], needed) for name in ("score_percent", "regraded_percent"))
    return f"change {row['email']}'s {before} to {after} under the new {keys}; the attempt keeps its score"


def _standing(score: int, needed: int) -> str:
    return f"{score}% ({'passed' if score >= needed else 'not passed'})"
