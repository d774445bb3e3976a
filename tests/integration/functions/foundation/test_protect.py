"""masterclass.protect: a table's access begins anew."""

from tests.integration.functions.scene import Scene

RIGHTS = """
select array_agg(distinct a.grantee::regrole::text order by a.grantee::regrole::text)
  from pg_class as c, aclexplode(c.relacl) as a where c.oid = 'masterclass.course'::regclass
"""
WIRING = """
select array(select polname::text from pg_policy where polrelid = 'masterclass.course'::regclass)
    || array(select tgname::text from pg_trigger where tgrelid = 'masterclass.course'::regclass and not tgisinternal)
"""


def test_what_its_file_does_not_say_is_gone(scene: Scene) -> None:
    """Policies, triggers and rights by hand are gone, on columns too; the backup alone reads every row."""
    scene.ask("create policy planted on masterclass.course using (true)")
    scene.ask("grant update (title) on masterclass.course to authenticated")
    scene.ask("alter table masterclass.course disable row level security")
    scene.ask("call masterclass.protect('masterclass.course')")
    assert scene.ask(WIRING) == ["backup_reads_every_row"]
    assert "authenticated" not in scene.ask(RIGHTS)
    assert scene.ask("select has_column_privilege('authenticated', 'masterclass.course', 'title', 'update')") is False
    assert scene.ask("select relrowsecurity from pg_class where oid = 'masterclass.course'::regclass") is True
    assert scene.ask("select has_table_privilege('masterclass_backup', 'masterclass.course', 'select')") is True
