"""The way of a table into the store and back: its text, zstd, age, and an object in parts. Nothing is ever held whole.

age (age-encryption.org/v1) seals to recipients, public keys: whoever seals cannot open. Each stage pulls from the one
before it, so that memory holds a few parts at most, however large the table.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from shared.operations.backups.records import Sealed
from shared.operations.backups.streams import Arriving, Compressed, Decompressed, Upload
from shared.operations.gateway import Store
from shared.problems import Problem

if TYPE_CHECKING:
    from pyrage import x25519


class Unopenable(Problem):
    """This object of the backup cannot be opened."""


def recipients_of(text: str) -> "list[x25519.Recipient]":
    """Return the recipients that `text` names, separated by spaces or commas; raises Unopenable for what is none."""
    import pyrage

    try:
        found = [pyrage.x25519.Recipient.from_str(word) for word in text.replace(",", " ").split()]
    except pyrage.RecipientError:
        raise Unopenable("BACKUP_ENCRYPTION_KEY holds something that is no age recipient (age1…).") from None
    if not found:
        raise Unopenable("BACKUP_ENCRYPTION_KEY names no age recipient (age1…).")
    return found


def identities_of(text: str) -> "list[x25519.Identity]":
    """Return the identities in `text`, as age-keygen writes them; raises Unopenable where there is none."""
    import pyrage

    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise Unopenable("The identity file holds no age identity (AGE-SECRET-KEY-1…).")
    return found


def seal(
    store: Store, prefix: str, name: str, chunks: Iterable[bytes], recipients: "Sequence[x25519.Recipient]"
) -> Sealed:
    """Store `chunks`, compressed and sealed, as `prefix` + `name`: whole, or not at all and what failed is raised."""
    import pyrage

    source = Compressed(iter(chunks))
    target = Upload(store, prefix + name)
    try:
        pyrage.encrypt_io(source, target, recipients)  # pyright: ignore[reportArgumentType] (reads and writes suffice)
        target.finish()
    except BaseException as failure:  # noqa: BLE001 (raised as what it was before age wrapped it)
        target.give_up()
        raise (source.failure or target.failure or failure) from None
    return Sealed(name, target.bytes, target.sha256, source.bytes, source.sha256)


def store_plain(store: Store, prefix: str, name: str, content: bytes, content_type: str) -> Sealed:
    """Store `content` as it is."""
    store.put(prefix + name, content, content_type, "no-store")
    digest = hashlib.sha256(content).hexdigest()
    return Sealed(name, len(content), digest, len(content), digest)


def unseal(chunks: Iterable[bytes], identities: "Sequence[x25519.Identity]", sink: Callable[[bytes], None]) -> Sealed:
    """Give what is sealed in `chunks` to `sink`; return both hashes and lengths as they were met.

    Raises Unopenable for a wrong key and for bytes that were changed or are missing; what `sink` raises is raised.
    """
    import pyrage
    import zstandard

    source, target = Arriving(iter(chunks)), Decompressed(sink)
    try:
        pyrage.decrypt_io(source, target, identities)  # pyright: ignore[reportArgumentType]
        target.finish()
    except (pyrage.DecryptError, OSError, zstandard.ZstdError) as failure:
        raised = source.failure or target.failure
        if raised is not None and not isinstance(raised, zstandard.ZstdError):
            raise raised from None
        wrong_key = "No matching keys" in str(failure)
        says = "It was sealed to another key." if wrong_key else "Its bytes were changed or some are missing."
        raise Unopenable(says) from None
    return Sealed("", source.bytes, source.sha256, target.bytes, target.sha256)
