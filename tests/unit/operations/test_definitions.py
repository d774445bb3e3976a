"""The files of sql/ are read whole, and what is not what its name says is named with file and line."""

from pathlib import Path

import pytest

from shared.operations.definitions import SQL, DefinitionsInvalid, read_files

FUNCTION = """-- Not one: create function masterclass.other() returns void
create or replace function masterclass.{name}() returns integer
language sql
as $$ select length('create function masterclass.third()') $$;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small sql/ in which everything is right."""
    for name, text in {
        "migrations/0001_first.sql": "create table masterclass.things (id uuid primary key);",
        "functions/counting/one.sql": FUNCTION.format(name="one"),
        "access/things.sql": "grant select on masterclass.things to anon; -- on masterclass.others",
    }.items():
        write(tmp_path, name, text)
    return tmp_path


def write(folder: Path, name: str, text: str | bytes) -> None:
    """Write one file of sql/."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_what_is_right_is_read(folder: Path) -> None:
    """Names, kinds and order are taken from the files; words in comments and bodies define nothing."""
    files = read_files(folder)
    assert [file.path for file in files.migrations] == ["migrations/0001_first.sql"]
    assert [(file.subject, file.is_function) for file in files.definitions] == [
        ("function one", True),
        ("access things", False),
    ]


def test_our_own_files_are_right() -> None:
    """sql/ itself is read without a fault, and has every kind of file."""
    files = read_files(SQL)
    assert len(files.functions) > 90
    assert len(files.access) > 30
    assert files.functions_of_migrations() == {"currency_exponent"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "functions/counting/two.sql",
            FUNCTION.format(name="two") + "create function masterclass.three() returns void",
            "sql/functions/counting/two.sql:5: creates masterclass.three as well; one function a file",
        ),
        (
            "functions/counting/two.sql",
            "\n" + FUNCTION.format(name="too"),
            "sql/functions/counting/two.sql:3: creates masterclass.too; a file is called like its function",
        ),
        (
            "functions/counting/two.sql",
            FUNCTION.format(name="two").replace("masterclass.two", "public.two"),
            "sql/functions/counting/two.sql:2: creates public.two; a file is called like its function",
        ),
        (
            "functions/counting/two.sql",
            "-- to be written",
            "sql/functions/counting/two.sql:1: creates no function; one a file, and this one has to be masterclass.two",
        ),
        (
            "functions/other/one.sql",
            FUNCTION.format(name="one"),
            "sql/functions/other/one.sql:1: is already in sql/functions/counting/one.sql",
        ),
        (
            "functions/counting/two.sql",
            b"-- first\n-- caf\xe9\n",
            "sql/functions/counting/two.sql:2: is not UTF-8",
        ),
        (
            "access/others.sql",
            "\n\ngrant select\n  on masterclass.things to anon;",
            "sql/access/others.sql:4: is about masterclass.things; a file is called like its table",
        ),
        (
            "access/things.sql",
            FUNCTION.format(name="two"),
            "sql/access/things.sql:2: creates masterclass.two; functions are in sql/functions",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says(folder: Path, name: str, text: str | bytes, said: str) -> None:
    """It is named with its line and what is wrong."""
    write(folder, name, text)
    with pytest.raises(DefinitionsInvalid) as refused:
        read_files(folder)
    assert refused.value.detail == said


def test_every_fault_is_named_at_once(folder: Path) -> None:
    """Whoever broke two files learns of both."""
    write(folder, "functions/counting/two.sql", b"\xff")
    write(folder, "functions/counting/three.sql", "")
    with pytest.raises(DefinitionsInvalid, match=r"two\.sql:1: is not UTF-8; sql/.*three\.sql:1: creates no function"):
        read_files(folder)


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    """A folder where a file should be is named too."""
    (folder / "functions" / "counting" / "two.sql").mkdir()
    with pytest.raises(DefinitionsInvalid, match=r"sql/functions/counting/two\.sql:1: cannot be read: Is a directory"):
        read_files(folder)
