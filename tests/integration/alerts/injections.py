"""For each alarm of the tables: the rows that raise it, and the rows that end it."""

from typing import NamedTuple


class Injection(NamedTuple):
    """What is executed to raise an alarm, and to end it."""

    raised: str
    ended: str


MEMBER = "00000000-0000-4000-8000-0000000000aa"
_PEOPLE = f"""
    insert into auth.users (id, email, email_confirmed_at, aud, role, raw_user_meta_data)
    values ('{MEMBER}', 'ada@example.com', now(), 'authenticated', 'authenticated', '{{}}');
"""
_NOBODY = f"delete from masterclass.payments; delete from auth.users where id = '{MEMBER}';"
_PAID = """
    insert into masterclass.payments
           (user_id, stripe_payment_id, checkout_session_id, amount_minor, currency, paid_at{0})
    values ('{1}', '{2}', '{3}', 49900, 'usd', now(){4});"""


def paid(payment: str, columns: str = "", values: str = "") -> str:
    """Return the statement that makes a payment of the member."""
    return _PAID.format(columns, MEMBER, f"pi_{payment}", f"cs_{payment}", values)


def _run(job: str, state: str, ago: str) -> str:
    return (
        f"insert into masterclass.job_runs (job, state, started_at, finished_at)"
        f" values ('{job}', '{state}', now() - interval '{ago}', now() - interval '{ago}');"
    )


def _sign_ups(first: int, last: int, ago: str, confirmed: str) -> str:
    return f"""
        insert into auth.users (id, email, aud, role, raw_user_meta_data, created_at, email_confirmed_at)
        select gen_random_uuid(), 'n' || n || '@example.com', 'authenticated', 'authenticated', '{{}}',
               now() - ({ago}), {confirmed}
          from generate_series({first}, {last}) as n;"""


_NO_SIGN_UPS = "delete from auth.users where email like 'n%@example.com';"

INJECTIONS = {
    "payment-needs-review": Injection(_PEOPLE + paid("1", ", review", ", 'needed'"), _NOBODY),
    "payment-second": Injection(_PEOPLE + paid("1") + paid("2", ", told_twice_at", ", now()"), _NOBODY),
    "dispute-deadline": Injection(
        "insert into masterclass.disputes (stripe_dispute_id, stripe_payment_id, status, due_by)"
        " values ('dp_1', 'pi_none', 'needs_response', now() + interval '3 days');",
        "update masterclass.disputes set status = 'under_review';",
    ),
    "answers-failing": Injection(
        "insert into masterclass.failures (request_id, function, method, status, duration_ms)"
        " select 'r' || n, 'ask-ai', 'POST', 500, 10 from generate_series(1, 3) as n;",
        "update masterclass.failures set failed_at = now() - interval '16 minutes';",
    ),
    "backup-old": Injection(
        "insert into masterclass.backups"
        " (id, taken_at, schema_version, table_rows, total_rows, total_bytes, manifest_sha256)"
        f" values ('b1', now() - interval '27 hours', '0055', '{{}}', 1, 1, '{'a' * 64}');",
        "update masterclass.backups set taken_at = now();",
    ),
    "job-failed": Injection(
        _run("sweep", "failed", "2 days") + _run("sweep", "failed", "1 day"),
        _run("sweep", "succeeded", "1 minute"),
    ),
    "job-overdue": Injection(
        "update masterclass.job_runs set started_at = now() - interval '3 hours' where job = 'reconcile-payments';",
        "update masterclass.job_runs set started_at = now();",
    ),
    "guide-spend-high": Injection(
        "update masterclass.guidance_limits set daily_spend_microusd = 10000000;"
        "insert into masterclass.ai_spend (day, settled_microusd) values ((now() at time zone 'utc')::date, 8000000);",
        "delete from masterclass.ai_spend;",
    ),
    "mail-not-arriving": Injection(
        _sign_ups(1, 100, "interval '2 days' + n * interval '6 hours'", "now()")
        + _sign_ups(101, 106, "interval '1 hour'", "null"),
        _NO_SIGN_UPS,
    ),
    "no-sign-ups": Injection(_sign_ups(1, 100, "interval '4 days' + n * interval '6 hours'", "now()"), _NO_SIGN_UPS),
    "no-sales": Injection(
        """insert into masterclass.payments (stripe_payment_id, amount_minor, currency, paid_at)
           select 'pi_' || n, 49900, 'usd', now() - interval '4 days' - n * interval '6 hours'
             from generate_series(1, 100) as n;""",
        "delete from masterclass.payments;",
    ),
    "no-webhooks": Injection(
        """insert into masterclass.webhook_events (source, id, type, received_at, outcome)
           select 'stripe', 'evt_' || n, 'charge.updated', now() - interval '4 days' - n * interval '6 hours', 'applied'
             from generate_series(1, 100) as n;""",
        "delete from masterclass.webhook_events;",
    ),
    "facts-due": Injection(
        "insert into masterclass.facts (key, value, label, source_url, review_by)"
        " values ('a.b', '1', 'One', 'https://example.com', current_date - 2);",
        "delete from masterclass.facts;",
    ),
    "drill-overdue": Injection(
        _run("restore-drill", "succeeded", "36 days"), _run("restore-drill", "succeeded", "1 hour")
    ),
}
