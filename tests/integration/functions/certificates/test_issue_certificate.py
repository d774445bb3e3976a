"""masterclass.issue_certificate: issued once nothing is missing."""

from tests.integration.functions.scene import Scene

ISSUE = "select masterclass.issue_certificate(%s)"
COUNT = "select count(*) from masterclass.certificates where user_id = %s"


def test_only_with_full_access_and_once(scene: Scene) -> None:
    """Who finished without full access has none; with it there is one, as it was on that day, and it stays."""
    scene.course()
    ann = scene.member(raw_user_meta_data='{"name": "Ann Lee"}')
    module = scene.module(minutes=40)
    scene.ask(ISSUE, ann)
    assert scene.ask(COUNT, ann) == 0
    scene.grant(user_id=ann)
    scene.ask(ISSUE, ann)
    scene.ask("update masterclass.content_modules set minutes = 90 where id = %s", module)
    scene.ask(ISSUE, ann)
    kept = "select name, course, minutes from masterclass.certificates where user_id = %s"
    assert scene.row(kept, ann) == ["Ann Lee", "Money", 40]


def test_not_while_something_is_missing(scene: Scene) -> None:
    """A block that is not read stands in the way."""
    scene.course()
    ann = scene.member()
    scene.grant(user_id=ann)
    scene.block(scene.module())
    scene.ask(ISSUE, ann)
    assert scene.ask(COUNT, ann) == 0
