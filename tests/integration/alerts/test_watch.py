"""The watch on real tables: each alarm raised by its rows, told once, over once, and the manners around it."""

import json

import pytest

from shared.alerts.catalog import ALARMS
from shared.alerts.records import Walk
from tests.integration.alerts.conftest import Listener, evaluate
from tests.integration.alerts.injections import INJECTIONS, MEMBER, paid
from tests.support.databases import Database
from tests.support.events import call
from tests.support.functions import handler_of

WALKS = {
    "site-away": Walk(site="the landing page answers 500", certificate_days=60.0),
    "lessons-away": Walk(lessons="list-modules answers 503", certificate_days=60.0),
    "auth-away": Walk(auth="the sign-in publishes no key", certificate_days=60.0),
    "certificate-expiring": Walk(certificate_days=13.0),
}


@pytest.mark.parametrize("name", sorted(INJECTIONS))
def test_rows_raise_an_alarm_once_and_end_it_once(functions: Database, listener: Listener, name: str) -> None:
    """One message when it is found a second time (money: at once), none while it goes on, and one "over"."""
    injection, told_at = INJECTIONS[name], 1 if ALARMS[name].at_once else 2
    assert evaluate(2).standing == ()
    functions.execute(injection.raised)
    try:
        told = [evaluate().told for _ in range(4)]
        assert told == [(name,) if number == told_at else () for number in range(1, 5)]
    finally:
        functions.execute(injection.ended)
    assert [evaluate().told for _ in range(3)] == [(name,), (), ()]
    assert [name in message for message in listener.messages()] == [True, True]
    assert f"over: {name}" in listener.messages()[1]
    assert set(listener.beats()) == {"/start", ""}


@pytest.mark.parametrize("name", sorted(WALKS))
def test_what_a_stranger_meets_is_told_once(listener: Listener, name: str) -> None:
    """What the walk from outside finds is told when it is found twice, and over when it is well again."""
    assert [evaluate(walk=WALKS[name]).told for _ in range(3)] == [(), (name,), ()]
    assert [evaluate().told for _ in range(2)] == [(name,), ()]
    assert len(listener.messages()) == 2


def test_what_is_found_once_is_told_to_nobody(listener: Listener) -> None:
    """A single bad answer between good ones is no alarm."""
    for _ in range(3):
        evaluate(walk=WALKS["site-away"])
        evaluate()
    assert listener.messages() == []


def test_a_second_payment_to_look_at_is_told_while_the_first_still_is(functions: Database, listener: Listener) -> None:
    """Of each thing somebody hears at once, though its alarm goes on already."""
    injection = INJECTIONS["payment-needs-review"]
    functions.execute(injection.raised)
    evaluate(2)
    functions.execute(paid("9", ", review", ", 'needed'"))
    evaluate(2)
    functions.execute(injection.ended)
    assert ["pi_9" in message for message in listener.messages()] == [False, True]
    assert "more of it: payment-needs-review" in listener.messages()[1]


def test_several_alarms_are_one_message(functions: Database, listener: Listener) -> None:
    """One message an evaluation, the urgent first, each with its page."""
    functions.execute(INJECTIONS["facts-due"].raised)
    evaluate(2, WALKS["site-away"])
    functions.execute(INJECTIONS["facts-due"].ended)
    [message] = listener.messages()
    assert message.index("site-away") < message.index("facts-due")
    assert "docs/operate.md" in message


def test_reminders_come_once_a_day_and_once_a_week(functions: Database, listener: Listener) -> None:
    """After a day what goes on is told again, after a week what is weekly."""
    functions.execute(INJECTIONS["facts-due"].raised)
    evaluate(3, WALKS["site-away"])
    functions.execute("update masterclass.alerts set told_at = told_at - interval '25 hours'")
    assert evaluate(1, WALKS["site-away"]).told == ("site-away",)
    assert evaluate(1, WALKS["site-away"]).told == ()
    functions.execute("update masterclass.alerts set told_at = told_at - interval '7 days' where name = 'facts-due'")
    assert evaluate(1, WALKS["site-away"]).told == ("facts-due",)
    functions.execute(INJECTIONS["facts-due"].ended)
    assert ["still: " in message for message in listener.messages()] == [False, True, True]


def test_what_is_muted_is_told_to_nobody_until_it_is_muted_no_more(functions: Database, listener: Listener) -> None:
    """A mute keeps an alarm from everybody; when it ends and the alarm goes on, it is told."""
    functions.execute(
        "insert into masterclass.alert_mutes (name, muted_until, reason)"
        " values ('site-away', now() + interval '1 day', 'x')"
    )
    assert evaluate(4, WALKS["site-away"]).standing == ("site-away",)
    assert listener.messages() == []
    functions.execute("update masterclass.alert_mutes set muted_until = now() - interval '1 second'")
    assert evaluate(1, WALKS["site-away"]).told == ("site-away",)


def test_a_message_that_nobody_took_is_sent_again(listener: Listener) -> None:
    """While every channel refuses, nothing counts as told, and the heartbeat hears of it."""
    listener.status = 500
    evaluate(3, WALKS["site-away"])
    assert "/fail" in listener.beats()
    listener.status = 200
    assert evaluate(1, WALKS["site-away"]).told == ("site-away",)


def test_what_returns_within_the_hour_takes_longer_to_be_told(listener: Listener) -> None:
    """An alarm that flaps is not told each time: within an hour of its end it has to be found six times on end."""
    evaluate(2, WALKS["site-away"])
    evaluate()
    assert [evaluate(walk=WALKS["site-away"]).told for _ in range(6)][-2:] == [(), ("site-away",)]


def test_two_evaluations_at_once_are_one(functions: Database, listener: Listener) -> None:
    """While one evaluation is under way, a second start does nothing."""
    functions.execute("update masterclass.watch set claimed_until = now() + interval '1 minute'")
    assert evaluate().state == "busy"
    assert listener.messages() == []


def test_the_collector_gets_figures_without_an_sdk(functions: Database, listener: Listener) -> None:
    """The figures are posted as OTLP's JSON, a gauge each."""
    functions.execute(INJECTIONS["backup-old"].raised)
    evaluate()
    [(path, document)] = [(path, body) for path, body in listener.posted if path.startswith("/otlp")]
    assert path == "/otlp/v1/metrics"
    metrics = document["resourceMetrics"][0]["scopeMetrics"][0]["metrics"]
    ages = {each["name"]: each["gauge"]["dataPoints"][0]["asDouble"] for each in metrics}
    assert 26.9 < ages["masterclass.backup.age"] < 27.1
    assert MEMBER not in json.dumps(document)


def test_the_heartbeat_carries_the_newest_manifests_hash(functions: Database, listener: Listener) -> None:
    """Whoever watches the watcher can compare the backup's manifest with it."""
    functions.execute(INJECTIONS["backup-old"].raised)
    evaluate()
    assert ("/beat", "backup " + "a" * 64) in listener.posted


def test_the_scheduled_function_answers_what_it_found(listener: Listener) -> None:
    """POST watch evaluates by a walk of its own: here no site serves, and that is what it finds."""
    answer = call(handler_of("watch"), "POST", "/watch")
    assert answer.status == 200
    assert answer.json["state"] == "alarm"
    assert {"site-away", "lessons-away"} <= set(answer.json["standing"])
