"""masterclass.forget_old_records: records that have served their time go."""

from tests.integration.functions.scene import Scene


def test_each_after_its_own_time(scene: Scene) -> None:
    """Of two of each kind, one just past its time and one just within, one is left."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.ask("""
        insert into masterclass.webhook_events (source, id, type, outcome, received_at)
        values ('stripe', 'old', 'x', 'applied', now() - interval '91 days'),
               ('stripe', 'new', 'x', 'applied', now() - interval '89 days')
    """)
    scene.ask("""
        insert into masterclass.signup_hook_calls (id, received_at)
        values (gen_random_uuid(), now() - interval '31 days'), (gen_random_uuid(), now() - interval '29 days')
    """)
    for member, ago in ((ann, "3 days"), (bob, "1 day")):
        scene.ask("insert into masterclass.member_limits values (%s, 'export', now() - %s::interval, 1)", member, ago)
    scene.ask("""
        insert into masterclass.job_runs (job, state, started_at, finished_at)
        values ('sweep', 'succeeded', now() - interval '401 days', now()), ('sweep', 'succeeded', now(), now())
    """)
    scene.ask("""
        insert into masterclass.lasting_limits (address, action, window_start, used)
        values (sha256('old'), 'export', now() - interval '25 hours', 1), (sha256('new'), 'export', now(), 1)
    """)
    assert scene.ask("select masterclass.forget_old_records(100)") == 5
    for table in ("webhook_events", "signup_hook_calls", "member_limits", "lasting_limits", "job_runs"):
        assert scene.ask(f"select count(*) from masterclass.{table}") == 1, table


def test_a_part_at_a_time(scene: Scene) -> None:
    """At most so many of each kind go in one call; the next goes on."""
    scene.ask("""
        insert into masterclass.webhook_events (source, id, type, outcome, received_at)
        select 'stripe', n::text, 'x', 'applied', now() - interval '1 year' from generate_series(1, 5) as n
    """)
    found = [scene.ask("select masterclass.forget_old_records(3)") for _ in range(3)]
    assert found == [3, 2, 0]
