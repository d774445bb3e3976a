"""masterclass.name_certificate: a name that is given after the certificate was issued."""

from tests.integration.functions.scene import Scene

CERTIFICATE = {"course": "Money", "course_version": "1", "minutes": 10, "modules": "[]"}


def test_the_first_name_stays(scene: Scene) -> None:
    """An empty certificate takes the first name that its owner gives, and no later one."""
    ann = scene.member()
    code = scene.add("certificates", "code", code="0000-0000-0000", user_id=ann, name="", **CERTIFICATE)
    for name in (" Ann Lee ", "Somebody Else"):
        scene.ask("update masterclass.users set name = %s where id = %s", name, ann)
    assert scene.ask("select name from masterclass.certificates where code = %s", code) == "Ann Lee"
