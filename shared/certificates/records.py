"""What comes in about certificates: the name as it is to be printed, and where its learner is."""

from typing import Annotated

from pydantic import StringConstraints

from shared.accounts.records import PersonName
from shared.records import Record


class NameConfirmed(Record):
    """The body of POST certificate; `time_zone` is an IANA name, as browsers know theirs."""

    name: PersonName
    time_zone: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+/-]{0,63}$")]
