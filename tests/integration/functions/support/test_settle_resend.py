"""masterclass.settle_resend: what came of a mail that was to be sent again."""

from tests.integration.functions.scene import Scene


def test_sent_or_nothing(scene: Scene) -> None:
    """A mail that was sent is noted so; the note of one that was refused is gone, and no other record ever goes."""
    ann = scene.member()
    kept = scene.ask("select masterclass.write_audit(%s, '', 'cli:test', 'show', 'why', '{}')", ann)
    note = scene.ask("select masterclass.support_resend(%s, 'cli:test', 'lost it')", ann)["note"]
    for one in (kept, note):
        scene.ask("select masterclass.settle_resend(%s, false)", one)
    assert scene.ask("select jsonb_agg(id) from masterclass.audit") == [kept]
    note = scene.ask("select masterclass.support_resend(%s, 'cli:test', 'lost it')", ann)["note"]
    scene.ask("select masterclass.settle_resend(%s, true)", note)
    assert scene.ask("select detail ->> 'state' from masterclass.audit where id = %s", note) == "sent"
