"""masterclass.withhold_overdue_blocks: the guide is not to quote a number that nobody looked at in time."""

from tests.integration.functions.scene import Scene

WITHHOLD = "select masterclass.withhold_overdue_blocks()"


def test_while_a_fact_of_it_is_overdue(scene: Scene) -> None:
    """The block with the fact is left out and found again after a review; its neighbor is never touched."""
    module = scene.module()
    dated = scene.block(module, "limits", html='<li data-fact="ira">7,500</li>', text="ira limit")
    scene.block(module, "plain", text="ira basics", position=2)
    fact = {"value": "7,500", "label": "IRA", "source_url": "https://example.com", "review_by": "2020-01-01"}
    scene.add("facts", "key", key="ira", **fact)
    found = f"""select (select array_agg(b ->> 'id') from jsonb_array_elements(
                  masterclass.search_course('{module}', '{{ira}}', 'ira', 'ira', '', 10) -> 'blocks') as b)"""
    assert str(dated) in scene.ask(found)
    assert scene.ask(WITHHOLD) == 1
    assert scene.ask(WITHHOLD) == 0
    assert str(dated) not in scene.ask(found)
    scene.ask("update masterclass.facts set review_by = '2999-01-01'")
    assert scene.ask(WITHHOLD) == 1
    assert str(dated) in scene.ask(found)
