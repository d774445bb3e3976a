"""Supabase Auth's before-user-created hook: may this person sign up."""

import contextlib

from shared import settings
from shared.accounts import queries, rules
from shared.accounts.records import BeforeUserCreated
from shared.database import JOBS, DatabaseUnavailable, one_trip

# Supabase Auth gives all its attempts five seconds together; connecting may take three of them.
PATIENCE_MILLISECONDS = 1000
# Of one address, those included whose accounts are erased: each sends a mail.
SIGNUPS_A_DAY = 1000


def vet_signup(call: BeforeUserCreated) -> dict[str, object]:
    """Return the hook's answer: `{}`, or an error that Supabase Auth shows the person.

    The same call gets the answer it got before, however often Supabase tries. Without the database the
    decision still stands by itself: nobody's sign-up fails because we could not write it down.
    """
    accounts = settings.accounts()
    refusal = rules.refusal_of(
        call.user.email,
        call.user.user_metadata,
        blocked_domains=accounts.blocked_domains,
        terms_version=accounts.terms_version,
    )
    with contextlib.suppress(DatabaseUnavailable):
        writer = one_trip(JOBS, statement_milliseconds=PATIENCE_MILLISECONDS)
        refusal = queries.answer_signup(writer, call.metadata.uuid, refusal, call.user.email, SIGNUPS_A_DAY)
    return {"error": {"http_code": 403, "message": refusal}} if refusal else {}
