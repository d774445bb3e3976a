"""`python -m shared migrate`: files become the database, whole or not at all, and a difference is named."""

import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared import settings
from shared.operations import migrate as command
from shared.operations.definitions import SQL, DefinitionsInvalid, read_files
from shared.operations.history import ForeignHistory, MigrationEdited, history_faults
from shared.operations.migrate import MigrationFailed, check, migrate
from tests.support.databases import Cluster, Database

CREDIT = "functions/quizzes/credit.sql"
MEDIA = "functions/content/module_of_media.sql"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def target(cluster: Cluster) -> Generator[Database]:
    """A migrated database of the test's own."""
    cloned = cluster.database()
    yield cloned
    cloned.drop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of sql/ that a test may change."""
    for part in ("migrations", "functions", "access"):
        shutil.copytree(SQL / part, tmp_path / part)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace, in one file of the copy, what is there once."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text()
        assert text.count(old) == 1, f"{old!r} in {name}"
        (folder / name).write_text(text.replace(old, new))

    return replace


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    """Return what the owner of the schema sees."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
        return connection.execute(query.encode()).fetchall()


def test_a_second_run_changes_nothing(target: Database) -> None:
    """What was applied is not applied again, and nothing differs from the files."""
    assert migrate(target.url("postgres")) == ""
    assert check(target.url("postgres")) == []


def test_a_changed_function_is_made_anew(target: Database, folder: Path, edit: Edit) -> None:
    """Only the changed file is applied; what it grants no more is granted no more."""
    edit(MEDIA, "to anon, authenticated", "to authenticated")
    assert check(target.url("postgres"), folder) == [f"sql/{MEDIA} has changed since it was applied."]
    assert migrate(target.url("postgres"), folder) == f"Applied: sql/{MEDIA}"
    assert rows(
        target,
        "select has_function_privilege(r, 'masterclass.module_of_media(uuid)', 'execute')"
        "  from unnest(array['anon', 'authenticated']) as r",
    ) == [(False,), (True,)]
    assert check(target.url("postgres"), folder) == []


def test_a_changed_access_file_is_the_whole_truth(target: Database, folder: Path, edit: Edit) -> None:
    """A policy, a grant and a trigger that the file no longer names are gone."""
    text = (folder / "access/facts.sql").read_text()
    begin = text.partition("create policy everyone")[0]
    (folder / "access/facts.sql").write_text(begin)
    migrate(target.url("postgres"), folder)
    facts = "'masterclass.facts'::regclass"
    assert rows(target, f"select polname from pg_policy where polrelid = {facts}") == [("backup_reads_every_row",)]
    assert rows(target, f"select from pg_trigger where tgrelid = {facts} and not tgisinternal") == []
    assert rows(target, "select has_any_column_privilege('anon', 'masterclass.facts', 'select')") == [(False,)]
    assert rows(target, "select has_table_privilege('masterclass_backup', 'masterclass.facts', 'select')") == [(True,)]


def test_a_file_that_is_gone_drops_its_function(target: Database, folder: Path) -> None:
    """The function goes with its file; one that a trigger still needs is refused, and stays."""
    (folder / "functions/certificates/public_certificate.sql").unlink()
    assert check(target.url("postgres"), folder) == [
        "sql/functions/certificates/public_certificate.sql is gone, and what it made is still in the database.",
        "function masterclass.public_certificate is in no file of sql/.",
    ]
    assert migrate(target.url("postgres"), folder) == "Dropped: function public_certificate"
    assert check(target.url("postgres"), folder) == []
    (folder / "functions/privacy/scrub_member.sql").unlink()
    with pytest.raises(DefinitionsInvalid, match=r"scrub_member\.sql:1: is gone, but cannot be dropped: .*trigger"):
        migrate(target.url("postgres"), folder)
    assert rows(target, "select to_regprocedure('masterclass.scrub_member()') is not null") == [(True,)]


def test_a_file_that_moved_drops_nothing(target: Database, folder: Path) -> None:
    """The same function in another folder is the same function."""
    (folder / CREDIT).rename(folder / "functions/cases/credit.sql")
    assert migrate(target.url("postgres"), folder) == "Applied: sql/functions/cases/credit.sql"
    assert check(target.url("postgres"), folder) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("functions/guidance/today.sql", "masterclass.today() returns date", "masterclass.today() returns timestamptz"),
        (
            "functions/payments/order_rank.sql",
            "order_rank(state text) returns",
            "order_rank(state text, n integer) returns",
        ),
        ("functions/payments/order_rank.sql", "order_rank(state text) returns", "order_rank(word text) returns"),
    ],
)
def test_a_changed_signature_is_a_new_name(
    target: Database, folder: Path, edit: Edit, name: str, old: str, new: str
) -> None:
    """The release that is still running calls the function as it was: the file is refused, and nothing is applied."""
    edit(name, old, new)
    with pytest.raises(
        DefinitionsInvalid, match=rf"sql/{name}:1: \w+ has another signature .* a new name in a file of its own"
    ):
        migrate(target.url("postgres"), folder)
    assert check(target.url("postgres")) == []


def test_one_failing_file_applies_none(target: Database, folder: Path, edit: Edit) -> None:
    """Every other change is taken back with it; the file and its line are named, and the database's own words."""
    edit(MEDIA, "to anon, authenticated", "to authenticated")
    edit("access/facts.sql", "select (key, label, review_by)", "select (key, label, no_such_column)")
    with pytest.raises(DefinitionsInvalid) as refused:
        migrate(target.url("postgres"), folder)
    assert refused.value.detail.startswith('sql/access/facts.sql:1: column "no_such_column"')
    assert check(target.url("postgres")) == []


def test_a_body_that_cannot_work_is_refused(target: Database, folder: Path, edit: Edit) -> None:
    """A function that names a column which is not there is named with its line, not met by a member."""
    edit(CREDIT, "question.tolerance", "question.tolerated")
    line = (folder / CREDIT).read_text().partition("question.tolerated")[0].count("\n") + 1
    with pytest.raises(DefinitionsInvalid, match=rf"sql/{CREDIT}:{line}: "):
        migrate(target.url("postgres"), folder)
    assert check(target.url("postgres")) == []


def test_a_broken_file_is_refused_before_the_database_is_asked(folder: Path) -> None:
    """A file that cannot be read is named although no database is there."""
    (folder / CREDIT).write_bytes(b"\xff")
    with pytest.raises(DefinitionsInvalid, match=r"credit\.sql:1: is not UTF-8"):
        migrate("postgresql://nobody@127.0.0.1:1/nothing", folder)


def test_an_edited_migration_is_refused(target: Database, folder: Path) -> None:
    """By migrate and by the check, and by what the readiness check asks as the jobs role, in the same words."""
    edited = "migrations/0002_accounts.sql"
    (folder / edited).write_text((folder / edited).read_text() + "\n-- one word more\n")
    said = f"Put sql/{edited} back as it was, and write the change as a new migration."
    with pytest.raises(MigrationEdited) as refused:
        migrate(target.url("postgres"), folder)
    assert refused.value.detail == said
    assert check(target.url("postgres"), folder) == [said]
    expected = {file.path: file.digest for file in read_files(folder).migrations}
    with psycopg.connect(target.url()) as connection:
        connection.execute("set role masterclass_jobs")
        assert history_faults(connection, expected) == [said]
        assert history_faults(connection, {file.path: file.digest for file in read_files().migrations}) == []


def test_a_migration_that_is_not_here(target: Database, folder: Path) -> None:
    """A database that a newer checkout migrated is not touched by an older one."""
    (folder / "migrations/0010_guidance.sql").unlink()
    with pytest.raises(ForeignHistory, match=r"It has 0010, which is not in sql/migrations here\."):
        migrate(target.url("postgres"), folder)


def test_an_older_schema_is_left_as_it_is(target: Database) -> None:
    """A database from before there were definitions is refused in a sentence; nothing in it is changed."""
    target.execute("drop table masterclass.definitions; insert into masterclass.schema_migrations values ('0045')")
    before = rows(target, "select count(*) from pg_class")
    for ask in (migrate, check):
        try:
            said = ask(target.url("postgres"))
        except ForeignHistory as refused:
            said = [refused.detail]
        assert said == ["It has the schema of an older version, which this one cannot take over."]
    assert rows(target, "select count(*) from pg_class") == before


def test_a_failing_file_leaves_no_migration_behind(target: Database, folder: Path, edit: Edit) -> None:
    """Whatever fails, a definition or the migration itself: file and line are named, and no part of either is there."""
    later = folder / "migrations/0099_later.sql"
    later.write_text("-- migrate:up\n\ncreate table masterclass.later (id uuid primary key);\n-- migrate:down\n")
    edit("access/facts.sql", "select (key, label, review_by)", "select (key, label, no_such_column)")
    with pytest.raises(DefinitionsInvalid, match=r"sql/access/facts\.sql:\d+: "):
        migrate(target.url("postgres"), folder)
    later.write_text("-- migrate:up\n\ncreate table masterclass.later (id no_such_type);\n-- migrate:down\n")
    with pytest.raises(
        DefinitionsInvalid, match=r"sql/migrations/0099_later\.sql:3: type .no_such_type. does not exist"
    ):
        migrate(target.url("postgres"), folder)
    assert check(target.url("postgres")) == []


def test_a_new_migration_runs_once(target: Database, folder: Path) -> None:
    """It is pending for the check, then applied and remembered with its digest."""
    (folder / "migrations/0099_later.sql").write_text(
        "-- migrate:up\ncreate table masterclass.later (id uuid primary key);\n-- migrate:down\n"
    )
    (folder / "access/later.sql").write_text("call masterclass.protect('masterclass.later');\n")
    assert check(target.url("postgres"), folder) == [
        "sql/migrations/0099_later.sql has not run yet.",
        "sql/access/later.sql has not been applied.",
    ]
    assert "0099_later.sql" in migrate(target.url("postgres"), folder)
    assert check(target.url("postgres"), folder) == []
    assert migrate(target.url("postgres"), folder) == ""


@pytest.mark.parametrize(
    ("by_hand", "said"),
    [
        (
            "create or replace function masterclass.today() returns date language sql stable as 'select current_date'",
            ["sql/functions/guidance/today.sql: the database has not any more: body ", "by other hands: body "],
        ),
        (
            "alter function masterclass.credit(masterclass.quiz_questions, jsonb) security definer",
            [f"sql/{CREDIT}: the database has by other hands: sql immutable security definer owner postgres"],
        ),
        (
            "alter function masterclass.credit(masterclass.quiz_questions, jsonb) reset search_path",
            [f"sql/{CREDIT}: the database has not any more: set search_path=pg_catalog, pg_temp"],
        ),
        (
            "grant execute on function masterclass.credit(masterclass.quiz_questions, jsonb) to anon",
            [f"sql/{CREDIT}: the database has by other hands: execute to anon"],
        ),
        (
            "drop policy members_read_themselves on masterclass.users",
            ["sql/access/users.sql: the database has not any more: policy members_read_themselves for select to"],
        ),
        (
            "grant update (role) on masterclass.users to authenticated",
            ["sql/access/users.sql: the database has by other hands: update (role) to authenticated"],
        ),
        (
            "alter table masterclass.users disable trigger _100_scrub_member",
            ["sql/access/users.sql: the database has by other hands: CREATE TRIGGER _100_scrub_member", "not enabled"],
        ),
        (
            "alter table masterclass.payments disable row level security",
            ["sql/access/payments.sql: the database has by other hands: no row level security"],
        ),
        (
            "create function masterclass.back_door() returns void language sql as 'select'",
            ["function masterclass.back_door is in no file of sql/."],
        ),
        (
            "create table masterclass.aside (id integer)",
            [
                "table aside: column id integer",
                "access masterclass.aside is in no file of sql/.",
            ],
        ),
        (
            "alter table masterclass.users drop constraint users_name_length_check",
            ["sql/migrations: the database has not any more: table users: constraint users_name_length_check"],
        ),
        (
            "alter role masterclass_functions bypassrls",
            ["sql/migrations: the database has by other hands: schema: role masterclass_functions login bypassrls"],
        ),
        (
            "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$",
            ["The database lets everyone make temporary objects: as its owner, revoke temporary on database"],
        ),
    ],
)
def test_what_other_hands_did_is_named(target: Database, by_hand: str, said: list[str]) -> None:
    """A function, policy, grant, trigger, column or role that was changed beside the files is named by the check."""
    target.execute(by_hand)
    try:
        found = "\n".join(check(target.url("postgres")))
        assert [part for part in said if part not in found] == [], found
    finally:
        target.execute("alter role masterclass_functions nobypassrls")


def test_the_command(target: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where all is well, 1 for a difference, 2 for wrong usage; what is said goes to stdout."""
    monkeypatch.setenv("MIGRATION_DATABASE_URL", target.url("postgres"))
    settings.forget()
    assert (command.main([]), capsys.readouterr().out) == (0, "The schema is current.\n")
    assert (command.main(["--check"]), capsys.readouterr().out) == (0, "The database is what sql/ says.\n")
    target.execute("drop function masterclass.public_certificate(text)")
    assert command.main(["--check"]) == 1
    assert "sql/functions/certificates/public_certificate.sql: the database has not" in capsys.readouterr().out
    assert command.main(["--chekc"]) == 2
    settings.forget()


def test_an_address_is_never_said(target: Database) -> None:
    """A database that cannot be reached is said without the password that was tried."""
    with pytest.raises(MigrationFailed) as refused:
        migrate(target.url("postgres").replace("throwaway", "secret-word"))
    assert "secret-word" not in refused.value.detail
