"""Members for tests: signed up in auth.users as Supabase Auth would, with a session and a token."""

import itertools
import uuid
from typing import NamedTuple

import psycopg

from tests.support.databases import Database
from tests.support.tokens import Issuer

_numbers = itertools.count(1)


class Member(NamedTuple):
    """A signed-up person: who they are and the access token they hold."""

    id: str
    email: str
    name: str
    token: str
    session_id: str


def make_member(
    database: Database, issuer: Issuer, *, paid: bool = False, confirmed: bool = True, email: str = ""
) -> Member:
    """Sign a new person up; `paid` gives them a payment that stands, `email` this address."""
    number = next(_numbers)
    user_id, session_id = str(uuid.uuid4()), str(uuid.uuid4())
    email, name = email or f"member-{number}-{user_id[:8]}@example.com", f"Member {number}"
    with psycopg.connect(database.url("supabase_auth_admin")) as connection:
        connection.execute(
            "insert into auth.users (id, aud, role, email, email_confirmed_at, raw_user_meta_data)"
            " values (%s, 'authenticated', 'authenticated', %s, case when %s then now() end,"
            "         jsonb_build_object('name', %s::text))",
            (user_id, email, confirmed, name),
        )
        connection.execute(
            "insert into auth.sessions (id, user_id, created_at, updated_at) values (%s, %s, now(), now())",
            (session_id, user_id),
        )
    if paid:
        pay(database, user_id)
    return Member(user_id, email, name, issuer.token(user_id, session_id=session_id), session_id)


def pay(database: Database, user_id: str) -> str:
    """Record a payment of `user_id` that stands, and return its Stripe id."""
    stripe_payment_id = f"pi_{uuid.uuid4().hex}"
    with psycopg.connect(database.url("postgres")) as connection:
        connection.execute(
            "insert into masterclass.payments (user_id, stripe_payment_id, amount_minor, currency, paid_at)"
            " values (%s, %s, 49900, 'usd', now())",
            (user_id, stripe_payment_id),
        )
    return stripe_payment_id
