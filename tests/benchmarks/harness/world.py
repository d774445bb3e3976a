"""The world that is measured in: a migrated Postgres with the real course, members, keys, and what functions read."""

import base64
import contextlib
import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

import shared.database
from netlify.postgres import temporary_postgres
from netlify.standins.openai.app import create_app as create_openai
from shared import identity, settings
from shared.authoring.load import load_course
from shared.authoring.sync import write_rows
from tests.support.databases import ROOT, Cluster, Database
from tests.support.members import Member, make_member
from tests.support.stripe_stand_in import SECRET, running, stand_in
from tests.support.tokens import Issuer

HOOK_KEY = b"0123456789abcdef0123456789abcdef"


class World(NamedTuple):
    """What an area may use; `environment` is all that a function is given."""

    database: Database
    issuer: Issuer
    member: Member
    buyer: Member
    environment: dict[str, str]

    def one(self, query: str, *parameters: object) -> Any:
        """Return the one value that `query` selects, as the schema's owner."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            row = connection.execute(query.encode(), parameters).fetchone()
        return row[0] if row else None

    def adopt(self, **changed: str) -> None:
        """Let the functions in this process read `environment`, with some of it changed."""
        os.environ |= self.environment | changed  # noqa: TID251 (the settings under test)
        settings.forget()
        identity.forget()
        shared.database.close()


@contextlib.contextmanager
def world() -> Generator[World]:
    """Make the world: a member with full access, one who may still buy, and the stand-ins."""
    with tempfile.TemporaryDirectory() as folder, temporary_postgres(Path(folder)) as postgres:
        cluster = Cluster(postgres)
        cluster.make_template()
        database, issuer = cluster.database(), Issuer()
        _load_course(database)
        with stand_in(database, issuer.url) as stripe, running(create_openai()) as openai_port:
            members = make_member(database, issuer, paid=True), make_member(database, issuer)
            made = World(database, issuer, *members, _environment(database, issuer, stripe.api, openai_port))
            made.adopt()
            try:
                yield made
            finally:
                shared.database.close()
                issuer.close()


def _load_course(database: Database) -> None:
    course, findings = load_course(ROOT / "sql" / "course", "sql/course")
    if course is None:
        raise RuntimeError(f"the course cannot be loaded: {findings.errors()}")
    os.environ["MIGRATION_DATABASE_URL"] = database.url("postgres")  # noqa: TID251 (the setting under test)
    write_rows(course, dry_run=False)


def _environment(database: Database, issuer: Issuer, stripe_api: str, openai_port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": database.url(),
        "SUPABASE_URL": issuer.url,
        "SITE_URL": "http://localhost:8888",
        "SIGNUP_HOOK_SECRET": "v1,whsec_" + base64.b64encode(HOOK_KEY).decode(),
        "STRIPE_SECRET_KEY": "sk_test_throwaway",
        "STRIPE_PRICE_ID": "price_masterclass",
        "STRIPE_API_BASE": stripe_api,
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "OPENAI_API_KEY": "local",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{openai_port}/v1",
        "OPENAI_MODEL": "local-quotation",
        "AI_DEADLINE_SECONDS": "55",
        "AI_BURST_PER_MINUTE": "0",
        "AI_DAILY_QUESTIONS_FULL": "100000",
        "MEDIA_S3_URL": "http://throwaway:throwaway@localhost:9000/media",
    }
