"""The world a proof runs in: a migrated database, a token issuer, and the functions' settings pointing at them."""

import base64
import contextlib
import io
import os
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import NamedTuple

import shared.database
from netlify.postgres import temporary_postgres
from netlify.standins.openai.app import create_app as create_openai
from shared import identity, settings
from tests.support.courses import load_rows, write_course
from tests.support.databases import Cluster, Database
from tests.support.members import Member, make_member
from tests.support.stripe_stand_in import SECRET as STRIPE_SECRET
from tests.support.stripe_stand_in import running, stand_in, webhook_receiver
from tests.support.tokens import Issuer

HOOK_SECRET = "v1,whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
HEALTH_TOKEN = "throwaway"


class World(NamedTuple):
    """What a proof may use."""

    database: Database
    issuer: Issuer

    def member(self, *, paid: bool = False) -> Member:
        """Sign a new member up."""
        return make_member(self.database, self.issuer, paid=paid)


@contextlib.contextmanager
def world(postgres_settings: Mapping[str, str] | None = None) -> Generator[World]:
    """Make the world; what the functions log meanwhile goes nowhere."""
    with (
        tempfile.TemporaryDirectory() as folder,
        temporary_postgres(Path(folder), postgres_settings) as postgres,
        contextlib.redirect_stdout(io.StringIO()),
    ):
        cluster = Cluster(postgres)
        cluster.make_template()
        made = World(cluster.database(), Issuer())
        point_functions_at(made.database.url(), made.issuer.url)
        try:
            yield made
        finally:
            shared.database.close()
            made.issuer.close()


@contextlib.contextmanager
def whole_world() -> Generator[World]:
    """Make a world with the small course and stand-ins for the services: every route can answer well in it."""
    with world() as made, tempfile.TemporaryDirectory() as folder:
        load_rows(made.database, write_course(Path(folder, "course")))
        # Nothing in this world runs in the background: a start finds the job under way.
        made.database.execute("insert into masterclass.job_runs (job) values ('nightly-backup'), ('verify-backups')")
        with (
            webhook_receiver(lambda _body, _signature: 200) as webhook_url,
            stand_in(made.database, webhook_url) as stripe,
            running(create_openai()) as openai_port,
        ):
            os.environ |= {  # noqa: TID251 (the settings under test)
                "STRIPE_SECRET_KEY": "sk_test_throwaway",
                "STRIPE_API_BASE": stripe.api,
                "STRIPE_PRICE_ID": "price_masterclass",
                "STRIPE_SEATS_PRICE_ID": "price_masterclass_seats",
                "HEALTH_TOKEN": HEALTH_TOKEN,
                "OPENAI_API_KEY": "local",
                "OPENAI_BASE_URL": f"http://127.0.0.1:{openai_port}/v1",
                "OPENAI_MODEL": "local-quotation",
                "MEDIA_S3_URL": "https://key:secret@media.example.com/masterclass-media",
            }
            settings.forget()
            yield made


def point_functions_at(database_url: str, supabase_url: str) -> None:
    """Set what the functions read from the environment, and have them read it anew."""
    os.environ |= {  # noqa: TID251 (the settings under test)
        "DATABASE_URL": database_url,
        "SUPABASE_URL": supabase_url,
        "SITE_URL": "http://localhost:8888",
        "SIGNUP_HOOK_SECRET": HOOK_SECRET,
        "STRIPE_WEBHOOK_SECRET": STRIPE_SECRET,
    }
    settings.forget()
    identity.forget()
    shared.database.close()
