"""Whose score a corrected key would change, in words; and the command that raises them, and lowers nobody."""

from psycopg import Connection

from shared.authoring import sync_queries as sql
from shared.authoring.sync_queries import Row


def regraded(connection: Connection) -> list[str]:
    """Return a line for each attempt that the questions added in this transaction would grade otherwise."""
    return [_would_change(row) for row in sql.rows(connection, sql.SELECT_AFFECTED_BY_THIS)]


def regrade(connection: Connection, *, apply: bool) -> list[str]:
    """Return a line for each attempt that a corrected key affects and for each raised before; `apply` raises them."""
    affected = [_affected(row, apply=apply) for row in sql.rows(connection, sql.SELECT_AFFECTED) if not _is_open(row)]
    before = [_raised(row) for row in sql.rows(connection, sql.SELECT_REGRADES)]
    if apply:
        connection.execute(sql.REGRADE_ATTEMPTS)
    return affected + before


def _is_open(row: Row) -> bool:
    return row["completed_at"] is None


def _would_change(row: Row) -> str:
    """Say whose score it is, what it was, what it would be and by which questions."""
    if _is_open(row):
        return f"change {row['email']}'s open attempt under the new {_keys(row)}; it keeps the questions it was asked"
    before, after = _standing(row, "score_percent"), _standing(row, "regraded_percent")
    return f"change {row['email']}'s {before} to {after} under the new {_keys(row)}; the attempt keeps its score"


def _affected(row: Row, *, apply: bool) -> str:
    before = _standing(row, "score_percent")
    if row["raised_percent"] > row["score_percent"]:
        verb = "raised" if apply else "would raise"
        return f"{verb} {row['email']}'s {before} to {_standing(row, 'raised_percent')} by {_keys(row)}"
    return f"{row['email']} keeps {before}: {_keys(row)} was corrected to {_standing(row, 'regraded_percent')}"


def _raised(row: Row) -> str:
    passed = ", and passed by it" if row["passed_by_it"] else ""
    return (
        f"raised on {row['regraded_at']:%Y-%m-%d}: {row['email']}'s {row['score_before']}% to "
        f"{row['score_after']}% by {_keys(row)}{passed}"
    )


def _keys(row: Row) -> str:
    return ", ".join(f"{row['slug']}/{key}" for key in row["keys"])


def _standing(row: Row, name: str) -> str:
    return f"{row[name]}% ({'passed' if row[name] >= row['pass_percent'] else 'not passed'})"
