"""The statements about alerts, failures and the watch itself; the jobs role executes them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from shared.alerts.records import Failure, Note, Standing
from shared.database import Executor


class Shown(NamedTuple):
    """An alert as the command line lists it."""

    name: str
    state: str
    raised_at: datetime
    told_at: datetime | None
    over_at: datetime | None
    detail: str
    objects: Sequence[str]
    muted_until: datetime | None
    reason: str | None


def note(connection: Executor, failure: Failure | None, notes: Iterable[Note]) -> None:
    """Write what a call has left. An alert that stands already counts on, though not more often than once a second."""
    connection.execute(
        """
        with failed as (
          insert into masterclass.failures (request_id, function, method, status, duration_ms)
          select f.request_id, f.function, f.method, f.status, f.duration_ms
            from jsonb_to_recordset(%(failures)s::jsonb)
              as f (request_id text, function text, method text, status integer, duration_ms integer)
        )
        insert into masterclass.alerts as a (name, detail, objects, times, recent)
        select n.name, n.detail, n.objects, 1, array[now()]
          from jsonb_to_recordset(%(notes)s::jsonb) as n (name text, detail text, objects text[])
            on conflict (name) where over_at is null do update
           set times   = a.times + 1,
               recent  = (excluded.recent || a.recent)[1:10],
               detail  = case when excluded.detail = '' then a.detail else excluded.detail end,
               objects = (excluded.objects || array(select o from unnest(a.objects) as o
                                                     where o <> all (excluded.objects)))[1:20]
         where cardinality(a.recent) < 10
            or a.recent[1] < now() - interval '1 second'
            or not excluded.objects <@ a.objects
        """,
        {
            "failures": json.dumps([] if failure is None else [failure._asdict()]),
            "notes": json.dumps([each._asdict() for each in notes]),
        },
    )


def claim(connection: Executor, seconds: float) -> bool:
    """Take the watch for `seconds`, so that two starts at once evaluate once; return whether it was free."""
    row = connection.execute(
        """
        update masterclass.watch
           set claimed_until = now() + make_interval(secs => %(seconds)s)
         where coalesce(claimed_until, '-infinity') < now()
        returning true
        """,
        {"seconds": seconds},
    ).fetchone()
    return row is not None


def select_figures(connection: Executor) -> Mapping[str, Any]:
    """Return everything that an evaluation decides by."""
    return connection.execute("select masterclass.watch_figures()").value()


def select_standing(connection: Executor) -> list[Standing]:
    """Return every alert that is not over."""
    rows = connection.execute(
        """
        select name, state, detail, objects, evaluations, extract(epoch from raised_at)::float8,
               extract(epoch from told_at)::float8, told,
               array(select extract(epoch from r)::float8 from unnest(recent) as r), id
          from masterclass.alerts
         where over_at is null
         order by raised_at, id
        """
    )
    return [
        Standing(name, state, detail, tuple(objects), evaluations, raised, told_at, tuple(told), tuple(recent), id_)
        for name, state, detail, objects, evaluations, raised, told_at, told, recent, id_ in rows
    ]


def select_mutes(connection: Executor) -> dict[str, float]:
    """Return until when each muted name is muted, in seconds since 1970."""
    rows = connection.execute(
        "select name, extract(epoch from muted_until)::float8 from masterclass.alert_mutes where muted_until > now()"
    )
    return {str(name): float(moment) for name, moment in rows}


def select_over(connection: Executor) -> dict[str, float]:
    """Return when each name was last over, where somebody had been told, within the last hours."""
    rows = connection.execute(
        """
        select name, extract(epoch from max(over_at))::float8
          from masterclass.alerts
         where over_at > now() - interval '6 hours' and told_at is not null
         group by name
        """
    )
    return {str(name): float(moment) for name, moment in rows}


def save(connection: Executor, changed: Iterable[Standing], *, outage_over: bool) -> None:
    """Write what an evaluation has decided, and that it was made; the watch is free for the next.

    What functions note at the same moment is theirs: `recent` and `times` are left alone.
    """
    connection.execute(
        """
        with decided as (
          select *
            from jsonb_to_recordset(%(changed)s::jsonb)
              as d (id bigint, name text, state text, detail text, objects text[], evaluations integer, told text[],
                    raised_at float8, told_at float8)
        ), kept as (
          update masterclass.alerts as a
             set state = d.state, detail = d.detail, evaluations = d.evaluations, told = d.told,
                 objects = case when d.state = 'over' then a.objects else d.objects end,
                 told_at = to_timestamp(d.told_at), over_at = case when d.state = 'over' then now() end
            from decided as d
           where a.id = d.id
        ), made as (
          insert into masterclass.alerts (name, state, detail, objects, evaluations, told, raised_at, told_at)
          select name, state, detail, objects, evaluations, told, to_timestamp(raised_at), to_timestamp(told_at)
            from decided
           where id = 0
              on conflict do nothing
        )
        update masterclass.watch
           set evaluated_at = now(), claimed_until = null,
               outage_over_at = case when %(outage_over)s then now() else outage_over_at end
        """,
        {"changed": json.dumps([row._asdict() for row in changed]), "outage_over": outage_over},
    )


def select_listed(connection: Executor) -> list[Shown]:
    """Return what stands, what was over in the last week, and what is muted."""
    rows = connection.execute(
        """
        select coalesce(a.name, m.name), coalesce(a.state, 'muted'), coalesce(a.raised_at, m.muted_at), a.told_at,
               a.over_at, coalesce(a.detail, ''), coalesce(a.objects, '{}'), m.muted_until, m.reason
          from (select * from masterclass.alerts where over_at is null or over_at > now() - interval '7 days') as a
          full join (select * from masterclass.alert_mutes where muted_until > now()) as m
            on m.name = a.name and a.over_at is null
         order by a.over_at is not null, 3 desc
        """
    )
    return [Shown(*row) for row in rows]


def upsert_mute(connection: Executor, name: str, lasting: timedelta, reason: str) -> datetime:
    """Mute `name` from now on for `lasting`; return until when."""
    return connection.execute(
        """
        insert into masterclass.alert_mutes as m (name, muted_until, reason)
        values (%(name)s, now() + %(lasting)s, %(reason)s)
            on conflict (name) do update
           set muted_until = excluded.muted_until, reason = excluded.reason, muted_at = now()
        returning muted_until
        """,
        {"name": name, "lasting": lasting, "reason": reason},
    ).value()
