"""masterclass.remember_limits: an address goes on with what it used before."""

from tests.integration.functions.scene import Scene

USED = "select settled from masterclass.ai_usage where user_id = %s"


def test_a_new_account_goes_on(scene: Scene) -> None:
    """Signing up again and changing to the address both find its count; a day later it is gone."""
    ann = scene.member()
    scene.add("ai_usage", "user_id", user_id=ann, day=scene.ask("select masterclass.today()"), settled=7)
    scene.add("member_limits", "user_id", user_id=ann, action="export", window_start="now", used=3)
    scene.ask("delete from auth.users where id = %s", ann)
    again = scene.member()
    assert scene.ask(USED, again) == 7
    assert scene.ask("select used from masterclass.member_limits where user_id = %s", again) == 3
    scene.ask("delete from auth.users where id = %s", again)
    other = scene.member("lee")
    scene.ask("update auth.users set email = 'ann@example.com' where id = %s", other)
    assert scene.ask(USED, other) == 7
