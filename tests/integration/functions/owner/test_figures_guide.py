"""masterclass.figures_guide: what the guide cites, what it does not cover, what it cost."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene


def test_citations_and_cost(scene: Scene) -> None:
    """An answer counts once for each section that it cites; one that cites nothing is not covered."""
    module = scene.module()
    told = scene.conversation(scene.member(), module, "q", "covered", "q", "elsewhere")
    cited = [{"block": "income", "module": "budget", "heading": "Income"}] * 2
    scene.ask("update masterclass.messages set created_at = '2026-03-05T10:00:00Z' where conversation_id = %s", told)
    scene.ask("update masterclass.messages set citations = %s where content = 'covered'", Jsonb(cited))
    scene.add("ai_spend", "day", day="2026-03-05", settled_microusd=1500)
    assert scene.ask("select masterclass.figures_guide()") == {
        "months": [{"month": "2026-03", "answers": 2, "not_covered": 1, "cost_microusd": 1500}],
        "blocks": [{"module": "budget", "block": "income", "heading": "Income", "answers": 1}],
    }
