"""Where backups are proven: a cluster to make databases in, a served store, and the operator's identity."""

import contextlib
import io
import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import pyrage

import shared.database
from netlify.postgres import temporary_postgres
from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.s3.signatures import Keys
from shared import settings
from shared.operations.backups.sealing import recipients_of
from shared.operations.backups.store import Kept
from shared.operations.backups.take import take_backup
from shared.operations.gateway import Store
from tests.prove.world import point_functions_at
from tests.support.databases import Cluster, Database
from tests.support.stripe_stand_in import running
from tests.support.tokens import Issuer

BUCKET = "backups"


class Place(NamedTuple):
    """What a proof of backups may use."""

    cluster: Cluster
    issuer: Issuer
    folder: ObjectFolder
    port: int
    identity: pyrage.x25519.Identity
    identity_file: Path

    @property
    def store_url(self) -> str:
        """BACKUP_S3_URL."""
        return f"http://local:secret@127.0.0.1:{self.port}/{BUCKET}"

    @property
    def store(self) -> Store:
        """The gateway to the store."""
        return Store(settings.store_of(self.store_url, "BACKUP_S3_URL"))

    def environment(self, database: Database) -> dict[str, str]:
        """Return what the command line needs to back `database` up and to open what was stored."""
        return {
            "PATH": os.defpath,
            "DATABASE_URL": database.url(),
            "BACKUP_DATABASE_URL": database.url("masterclass_backup"),
            "BACKUP_S3_URL": self.store_url,
            "BACKUP_ENCRYPTION_KEY": str(self.identity.to_public()),
            "BACKUP_IDENTITY_FILE": str(self.identity_file),
        }

    def use(self, database: Database) -> None:
        """Let the functions of this process work on `database`."""
        point_functions_at(database.url(), self.issuer.url)
        os.environ["BACKUP_S3_URL"] = self.store_url  # noqa: TID251 (the settings under test)
        settings.forget()

    def take(self, database: Database, store: Store | None = None) -> Kept:
        """Back `database` up."""
        recipients = recipients_of(str(self.identity.to_public()))
        return take_backup(database.url("masterclass_backup"), store or self.store, recipients)

    def clear(self) -> None:
        """Empty the store."""
        for record in self.folder.list(BUCKET, "", ""):
            self.folder.delete(BUCKET, record.key)


@contextlib.contextmanager
def place() -> Generator[Place]:
    """Make the place; what the functions log meanwhile goes nowhere."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        temporary_postgres(Path(scratch, "postgres")) as postgres,
        contextlib.redirect_stdout(io.StringIO()),
    ):
        folder = ObjectFolder(Path(scratch, "objects"))
        folder.make_bucket(BUCKET)
        cluster, issuer, identity = Cluster(postgres), Issuer(), pyrage.x25519.Identity.generate()
        Path(scratch, "identity").write_text(str(identity))
        cluster.make_template()
        with running(Objects(folder, Keys("local", "secret")), lifespan="off") as port:
            try:
                yield Place(cluster, issuer, folder, port, identity, Path(scratch, "identity"))
            finally:
                shared.database.close()
                issuer.close()
                os.environ.pop("BACKUP_S3_URL", None)  # noqa: TID251 (the settings under test)
                settings.forget()
