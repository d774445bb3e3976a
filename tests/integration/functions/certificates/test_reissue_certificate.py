"""masterclass.reissue_certificate: another name on a certificate, for a reason that is kept."""

from tests.integration.functions.scene import Scene

CERTIFICATE = {"course": "Money", "course_version": "1", "minutes": 10, "modules": "[]"}
REISSUE = "select masterclass.reissue_certificate(%s, %s, 'married', 'cli:owner')"


def test_the_former_name_and_the_reason_are_kept(scene: Scene) -> None:
    """The name changes and counts as confirmed; code and all else stay; without a name the account's is taken."""
    ann = scene.member(raw_user_meta_data='{"name": "Ann Lee"}')
    scene.add("certificates", "code", code="0000-0000-0000", user_id=ann, name="Ann", **CERTIFICATE)
    done = scene.ask(REISSUE, "ANN@example.com", "Ann Ito")
    assert done == {"code": "0000-0000-0000", "former_name": "Ann", "name": "Ann Ito"}
    assert scene.ask(REISSUE, "ann@example.com", None)["name"] == "Ann Lee"
    kept = "select former_name, name, reason, reissued_by from masterclass.certificate_reissues where name = %s"
    assert scene.row(kept, "Ann Ito") == ["Ann", "Ann Ito", "married", "cli:owner"]
    assert scene.ask("select confirmed_at is not null from masterclass.certificates") is True


def test_what_cannot_be_reissued(scene: Scene) -> None:
    """Nobody's, none that was earned, the name it has already, no name at all: refused, and nothing is kept."""
    ann = scene.member()
    assert scene.refusal(REISSUE, "ann@example.com", "Ann")[0] == "MC404"
    assert scene.refusal(REISSUE, "nobody@example.com", "Ann")[0] == "MC404"
    scene.add("certificates", "code", code="0000-0000-0000", user_id=ann, name="Ann", **CERTIFICATE)
    assert scene.refusal(REISSUE, "ann@example.com", "Ann")[0] == "MC409"
    assert scene.refusal(REISSUE, "ann@example.com", None)[0] == "MC409"
    assert scene.ask("select count(*) from masterclass.certificate_reissues") == 0
