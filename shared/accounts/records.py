"""What comes in about accounts: names, links, agreed terms, and whom Supabase Auth says is about to sign up."""

import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from shared.records import Incoming, Record


def _printable(text: str) -> str:
    """Return `text`; ValueError when it holds control or direction-changing characters."""
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in text):
        raise ValueError("a name cannot hold control characters")
    return text


PersonName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]


class NameChange(Record):
    """The body of PATCH account."""

    name: PersonName


class MailedLink(Record):
    """The body of POST account/link: the token that a link in a mail of ours carries."""

    token_hash: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{6,128}$")]


class TermsAgreement(Record):
    """The body of POST account/terms: the version that was read."""

    version: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class HookMetadata(Incoming):
    """The call itself: `uuid` stays the same when Supabase Auth tries again."""

    uuid: UUID
    name: str = ""


class HookUser(Incoming):
    """The person as they are about to be made."""

    email: str = Field(default="", max_length=320)
    user_metadata: dict[str, Any] = Field(default_factory=dict)


class BeforeUserCreated(Incoming):
    """The payload of Supabase Auth's before-user-created hook."""

    metadata: HookMetadata
    user: HookUser
