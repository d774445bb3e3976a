"""masterclass.reader_certificate: the reader's certificate, or what is missing."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_certificate()"


def test_part_of_full_access(scene: Scene) -> None:
    """Without full access it is refused."""
    scene.signed_in()
    assert scene.refusal(ASKED)[0] == "MC402"


def test_earned_or_what_is_missing(scene: Scene) -> None:
    """The list of what is missing, and the code once nothing is."""
    scene.course()
    reader = scene.signed_in()
    scene.grant(user_id=reader)
    module = scene.module()
    block = scene.block(module)
    said = scene.ask(ASKED)
    assert (said["state"], said["code"]) == ("missing", None)
    assert said["missing"] == [{"module": "budget", "what": "blocks"}]
    scene.add("completed_blocks", "user_id", user_id=reader, block_id=block)
    said = scene.ask(ASKED)
    assert (said["state"], said["missing"]) == ("earned", [])
    assert said["code"] == scene.ask("select code from masterclass.certificates")
