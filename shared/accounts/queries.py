"""Every SQL statement about accounts."""

from uuid import UUID

from shared.database import Executor


def select_account(connection: Executor) -> str | None:
    """Return the reader's account as GET account answers it, or None where there is no member."""
    row = connection.execute(
        """
        select jsonb_build_object(
                 'id', u.id, 'email', u.email, 'name', u.name, 'role', u.role, 'created_at', u.created_at,
                 'access', jsonb_build_object(
                   'full', masterclass.reader_has_full_access(),
                   'because', masterclass.reader_access_because()))::text
          from masterclass.users as u
         where u.id = auth.uid()
        """
    ).fetchone()
    return row[0] if row else None


def update_name(connection: Executor, name: str) -> bool:
    """Rename the reader; False where there is no member."""
    changed = connection.execute("update masterclass.users set name = %(name)s where id = auth.uid()", {"name": name})
    return changed.rowcount == 1


def ensure_reader(connection: Executor) -> None:
    """Make the reader's member row where the trigger did not."""
    connection.execute("select masterclass.ensure_reader()")


def count_use(connection: Executor, action: str, most: int, seconds: int) -> None:
    """Count one `action` of the reader; refused past `most` in `seconds`."""
    connection.execute(
        "select masterclass.count_use(%(action)s, %(most)s, make_interval(secs => %(seconds)s))",
        {"action": action, "most": most, "seconds": seconds},
    )


def select_session_is_live(connection: Executor) -> bool:
    """Return whether the reader's session has not been ended."""
    return connection.execute("select masterclass.reader_session_started_at() is not null").value()


def require_second_step(connection: Executor) -> None:
    """Refused unless the reader's session has shown a second factor."""
    connection.execute("select masterclass.require_second_step()")


def select_agrees_to(connection: Executor, version: str) -> bool:
    """Return whether the reader has agreed to this version of the terms."""
    return connection.execute(
        """
        select exists (
          select from masterclass.terms_agreements as g
           where g.user_id = auth.uid()
             and g.version = %(version)s)
        """,
        {"version": version},
    ).value()


def agree_to_terms(connection: Executor, version: str) -> None:
    """Keep that the reader agreed to this version."""
    connection.execute("select masterclass.agree_to_terms(%(version)s)", {"version": version})


def answer_signup(connection: Executor, call_id: UUID, refusal: str, address: str, most: int) -> str:
    """Keep the answer to a hook call, and return the one that was given first; empty where `address` may sign up.

    A sign-up that is not refused is counted, `most` a day for an address.
    """
    return connection.execute(
        """
        select coalesce(masterclass.answer_signup(%(id)s, nullif(%(refusal)s, ''), %(address)s, %(most)s), '')
        """,
        {"id": call_id, "refusal": refusal, "address": address, "most": most},
    ).value()


def select_mailed_link(connection: Executor, token_hash: str) -> str:
    """Return what the link with this token is for, as POST account/link answers it."""
    return connection.execute(
        "select masterclass.mailed_link(%(token_hash)s)::text", {"token_hash": token_hash}
    ).value()
