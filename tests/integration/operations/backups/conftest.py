"""A database with something in every table, a store for its backups and the operator's identity."""

from collections.abc import Generator
from typing import NamedTuple

import pyrage
import pytest

from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.s3.signatures import Keys
from shared import settings
from shared.operations.backups.sealing import identities_of, recipients_of
from shared.operations.backups.store import Kept
from shared.operations.backups.take import take_backup
from shared.operations.gateway import Store
from shared.settings import StoreSettings
from tests.integration.access import matrix
from tests.support.databases import Database
from tests.support.stripe_stand_in import running

BUCKET = "backups"


class Vault(NamedTuple):
    """A served store, with the identity that opens what is sealed for it."""

    folder: ObjectFolder
    settings: StoreSettings
    identity: str

    @property
    def store(self) -> Store:
        """The gateway to it."""
        return Store(self.settings)

    @property
    def identities(self) -> list[pyrage.x25519.Identity]:
        """What opens its backups."""
        return identities_of(self.identity)

    @property
    def recipient(self) -> str:
        """To whom its backups are sealed."""
        return str(self.identities[0].to_public())

    def clear(self) -> None:
        """Empty it."""
        for record in self.folder.list(BUCKET, "", ""):
            self.folder.delete(BUCKET, record.key)

    def take(self, database: Database) -> Kept:
        """Back `database` up."""
        return take_backup(database.url("masterclass_backup"), self.store, recipients_of(self.recipient))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[ObjectFolder, StoreSettings]]:
    """The module's store, served."""
    folder = ObjectFolder(tmp_path_factory.mktemp("objects"))
    folder.make_bucket(BUCKET)
    with running(Objects(folder, Keys("local", "secret")), lifespan="off") as port:
        yield folder, StoreSettings(f"http://127.0.0.1:{port}", "us-east-1", BUCKET, "local", "secret")


@pytest.fixture
def vault(served: tuple[ObjectFolder, StoreSettings], monkeypatch: pytest.MonkeyPatch) -> Generator[Vault]:
    """An empty store, which the settings name."""
    folder, store = served
    made = Vault(folder, store, str(pyrage.x25519.Identity.generate()))
    host = store.endpoint.removeprefix("http://")
    monkeypatch.setenv("BACKUP_S3_URL", f"http://local:secret@{host}/{BUCKET}")
    monkeypatch.setenv("BACKUP_ENCRYPTION_KEY", made.recipient)
    settings.forget()
    yield made
    made.clear()
    settings.forget()


@pytest.fixture(scope="module")
def seeded(database: Database) -> Database:
    """The module's database, with something in every table, and a person whose password and mails are known."""
    matrix.seed(database)
    database.execute(
        """
        update auth.users
           set encrypted_password = 'the hash', confirmation_token = 'mailed', recovery_token = 'mailed too'
         where email = 'free@example.com';
        insert into auth.identities (provider_id, user_id, identity_data, provider)
        select id::text, id, jsonb_build_object('email', email, 'sub', id), 'email' from auth.users;
        insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
        select gen_random_uuid(), id, 'phone', 'totp', 'verified', now(), now(), 'SECRET' from auth.users limit 1
        """
    )
    return database
