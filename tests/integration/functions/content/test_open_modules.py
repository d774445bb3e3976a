"""masterclass.open_modules and may_open: which modules a reader may open."""

import json

import pytest

from tests.integration.functions.conftest import Ask

ANN = "00000000-0000-4000-8000-0000000000a1"
MODULE = """
insert into masterclass.content_modules (slug, title, summary, content, order_index, minutes, is_preview, objectives,
            source_list, quiz_pass_percent, quiz_cooldown_minutes, question_count, has_case, retired_at)
values (%s, '', '', '', 1, 1, %s, '[]', '[]', 70, 0, 0, false, case when %s then now() end)
"""
OPEN = "select coalesce(array_agg(slug order by slug), '{}') from masterclass.content_modules as m where "


@pytest.mark.parametrize(
    ("paid", "expected"), [(False, ["preview"]), (True, ["gone", "gone-preview", "paid", "preview"])]
)
def test_previews_or_everything(ask: Ask, paid: bool, expected: list[str]) -> None:
    """A preview is for everyone until it retires, all else for whoever has full access; both questions agree."""
    for slug, preview, retired in [
        ("preview", True, False),
        ("paid", False, False),
        ("gone", False, True),
        ("gone-preview", True, True),
    ]:
        ask(MODULE, slug, preview, retired)
    ask(
        "insert into auth.users (id, email, aud, role, is_anonymous) values (%s, 'ann@example.com', 'authenticated',"
        " 'authenticated', false)",
        ANN,
    )
    if paid:
        ask("insert into masterclass.access_grants (user_id, reason, granted_by) values (%s, 'test', 'test')", ANN)
    ask("select set_config('request.jwt.claims', %s, true)", json.dumps({"sub": ANN}))
    assert ask(OPEN + "m.id in (select masterclass.open_modules())") == expected
    assert ask(OPEN + "masterclass.may_open(m.id)") == expected
