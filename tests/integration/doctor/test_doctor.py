"""`python -m shared doctor`: nothing to say of a healthy project, and the right sentence for each thing that is not."""

from collections.abc import Callable, Generator, Sequence

import pytest

import shared.database
from shared import settings
from shared.alerts.settings import alerts
from shared.database import ANYONE, one_read
from shared.doctor import asking, cli, member, services, shop, sign_in
from shared.doctor import database as looked_into
from shared.doctor import project as named
from shared.doctor.project import read_project
from shared.doctor.records import Check, Line, examined
from tests.integration.doctor.world import World
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.stripe_stand_in import running


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course, whose price is 499 dollars."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture
def world(database: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[World]:
    """A healthy project that is not on this machine, as far as the doctor can tell."""
    made = World()
    monkeypatch.setattr(asking, "LOOPBACK", frozenset[str]())
    with running(made.app(), lifespan="off") as port:
        made.url = f"http://127.0.0.1:{port}"
        for name, value in {
            "SITE_URL": made.url,
            "SUPABASE_URL": made.url,
            "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
            "DATABASE_URL": database.url(),
            "MIGRATION_DATABASE_URL": database.url("postgres"),
            "BACKUP_DATABASE_URL": database.url("masterclass_backup"),
            "SIGNUP_HOOK_SECRET": "v1,whsec_eA==",
            "STRIPE_SECRET_KEY": "sk_test_x",
            "STRIPE_API_BASE": made.url,
            "STRIPE_WEBHOOK_SECRET": "whsec_x",
            "STRIPE_PRICE_ID": "price_1",
            "MEDIA_S3_URL": f"http://key:secret@127.0.0.1:{port}/bucket",
            "OPENAI_API_KEY": "sk-x",
            "OPENAI_BASE_URL": f"{made.url}/ai",
            "ALERT_HEARTBEAT_URL": f"{made.url}/beat",
        }.items():
            monkeypatch.setenv(name, value)
        settings.forget()
        alerts.cache_clear()
        yield made
    settings.forget()
    alerts.cache_clear()


def every_check(world: World) -> list[Check]:
    """Return every check; what asks a person for a link is given the world's."""
    project = read_project("ann@example.com")
    return [
        *named.checks(project),
        *sign_in.checks(project),
        *looked_into.checks(),
        *shop.checks(project),
        *services.checks(project),
        *member.checks(project, lambda: world.url + world.link),
    ]


def look(world: World, without: Sequence[str] = ()) -> dict[str, Line]:
    """Look at everything but what is left out, and return the lines by their promise."""
    return {
        check.promise: examined(check)
        for check in every_check(world)
        if not any(word in check.promise for word in without)
    }


def red(world: World, without: Sequence[str] = ()) -> list[str]:
    """Return the red lines, without what this world cannot have: TLS and a pooler."""
    return [line.text for line in look(world, ("TLS", "pooler", *without)).values() if line.state == "RED"]


def test_a_healthy_project_is_green(world: World) -> None:
    """Every line is ok, and there is one for each thing that docs/deploy.md tells to set."""
    lines = look(world)
    assert red(world) == []
    unasked = [line.text for line in lines.values() if line.state == "?"]
    assert unasked == [
        "The store of backups can be listed, and there is somebody to seal them to: BACKUP_S3_URL is not set."
    ]
    assert len(lines) >= 30


@pytest.mark.parametrize(
    ("name", "value", "state"),
    [("ALERT_HEARTBEAT_URL", "", "?"), ("ALERT_EMAIL", "https://key:secret@ses.example/nobody", "RED")],
)
def test_who_is_told_of_an_outage(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, value: str, state: str
) -> None:
    """Nobody at all is said, and a setting that cannot be read is red; neither shows a key."""
    monkeypatch.setenv(name, value)
    alerts.cache_clear()
    line = look(world)["Somebody is told when something goes wrong"]
    assert line.state == state
    assert "ALERT_EMAIL" in line.text
    assert "secret" not in line.text


def of(name: str, value: object) -> Callable[[World], None]:
    """Spoil one attribute of the world."""
    return lambda world: setattr(world, name, value)


def part(name: str, key: str, value: object) -> Callable[[World], None]:
    """Spoil one member of what the world answers."""
    return lambda world: getattr(world, name).__setitem__(key, value)


PLANTED: dict[str, tuple[Callable[[World], None], str]] = {
    "sign-ups closed": (part("settings", "disable_signup", True), "Allow new users to sign up: on"),
    "e-mail off": (part("settings", "external", {"email": False}), "Email: on"),
    "anonymous": (part("settings", "external", {"email": True, "anonymous_users": True}), "anonymous sign-ins: off"),
    "confirm e-mail off": (part("settings", "mailer_autoconfirm", True), "Confirm email: on"),
    "legacy keys": (of("keys", [{"alg": "HS256"}]), "rotate to an ES256"),
    "no keys": (of("keys", []), "the published keys are none"),
    "redirect list": (of("own", ("https://other.example",)), "among the redirect URLs"),
    "Site URL": (of("site_url", "https://other.example"), "Site URL is https://other.example"),
    "redirects anywhere": (of("redirects_allowed", ("https://elsewhere",)), "no redirect URL of mere stars"),
    "password too short": (of("least_password", 4), "it is 4"),
    "password too long": (of("least_password", 12), "it is 12, and the pages ask for 8"),
    "hook off": (of("hook", (200, {"id": "1"})), "Before User Created: on"),
    "hook's secret": (of("hook", (500, {"error_code": "unexpected_failure"})), "must be SIGNUP_HOOK_SECRET"),
    "data API": (of("exposed", True), "take masterclass out"),
    "tokens of two days": (of("token_seconds", 172_800), "they live 48 hours"),
    "template": (of("link", "/auth/v1/verify?token=abc&type=signup"), "paste the templates of docs/mail"),
    "template's site": (of("link", "/other?token_hash=abc&type=signup"), "and not to"),
    "no pause": (of("mail_pause", 0), "minimum interval: 60"),
    "long pause": (of("mail_pause", 300), "the pause is 300 seconds"),
    "TOTP": (of("asks_current_password", False), "Require current password: on"),
    "erasing": (of("erasing", 500), "is answered 500"),
    "price": (part("price", "unit_amount", 59900), "59900 usd and the course's 49900 usd"),
    "price archived": (part("price", "active", False), "archived at Stripe"),
    "Stripe's key": (of("key_refused", True), "Stripe refuses STRIPE_SECRET_KEY"),
    "endpoint": (of("endpoint_path", "/old-hook"), "no endpoint leads to"),
    "endpoint off": (part("endpoint", "status", "disabled"), "the endpoint is disabled"),
    "events": (part("endpoint", "enabled_events", ["invoice.paid"]), "is not told of charge.dispute.closed"),
    "version": (part("endpoint", "api_version", "2023-10-16"), "speaks version 2023-10-16"),
    "store": (of("store_status", 403), "may read and write media/*"),
    "CORS": (of("store_origin", "https://other.example"), "Its CORS rule"),
    "AI key": (of("provider", 401), "refuses OPENAI_API_KEY"),
    "AI model": (of("provider", 404), "knows no model"),
    "AI credit": (of("provider", 429), "add credit"),
    "site private": (of("site_status", 401), "make it public"),
    "other project": (
        of("shown_supabase", "https://other.supabase.co"),
        "its pages sign in at https://other.supabase.co",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_each_misconfiguration_is_named(world: World, planted: str) -> None:
    """What was planted is red in its own sentence, which says what to do; nothing else is but what hangs on it."""
    plant, says = PLANTED[planted]
    plant(world)
    found = red(world, () if planted in {"store", "CORS"} else SLOW)
    assert any(says in line for line in found), found
    assert len(found) <= (
        2 if planted in {"password too short", "redirect list", "store", "price archived", "Stripe's key"} else 1
    ), found


SLOW = ("database", "login", "Row level", "search path", "store")
IN_THE_DATABASE = {
    "RLS off": (
        "alter table masterclass.plan_entries disable row level security",
        "alter table masterclass.plan_entries enable row level security",
        "off for masterclass.plan_entries",
    ),
    "search path": (
        "alter function masterclass.today() security definer reset search_path",
        "alter function masterclass.today() security invoker set search_path = pg_catalog, pg_temp",
        "not so: masterclass.today()",
    ),
    "inherits": (
        "alter role masterclass_functions inherit",
        "alter role masterclass_functions noinherit",
        "inherits the rights",
    ),
    "passes RLS": (
        "alter role masterclass_functions bypassrls",
        "alter role masterclass_functions nobypassrls",
        "passes row level security",
    ),
    "a stranger's table": (
        "create table masterclass.left_behind ()",
        "drop table masterclass.left_behind",
        "by other hands",
    ),
    "no course": (
        "update masterclass.content_modules set retired_at = now()",
        "update masterclass.content_modules set retired_at = null",
        "course sync",
    ),
}


@pytest.mark.parametrize("planted", IN_THE_DATABASE)
def test_each_fault_of_the_database_is_named(world: World, database: Database, planted: str) -> None:
    """A role, policy, path or row that is not as it must be is named with what to do."""
    plant, undo, says = IN_THE_DATABASE[planted]
    database.execute(plant)
    try:
        found = [line.text for line in map(examined, cli_database()) if line.state == "RED"]
    finally:
        database.execute(undo)
    assert any(says in line for line in found), found


def cli_database() -> list[Check]:
    """Return the database's checks without the one for the pooler, which there is none of."""
    return [check for check in looked_into.checks() if "pooler" not in check.promise]


ADDRESSES = {
    "postgresql://postgres.ref:secret-word@db.example:6543/postgres?sslmode=require": "signs in as postgres",
    "postgresql://masterclass_functions.ref:secret-word@db.example:5432/postgres?sslmode=require": "port 5432",
    "postgresql://masterclass_functions.ref:secret-word@db.example:6543/postgres": "sslmode=require",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_the_database_is_judged_and_never_shown(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The wrong login, port or TLS is named; the password is in no line."""
    monkeypatch.setenv("DATABASE_URL", address)
    line = examined(looked_into.checks()[0])
    assert (line.state, ADDRESSES[address] in line.text, "secret-word" in line.text) == ("RED", True, False)


def test_a_second_login_is_as_good_as_the_first(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The login that docs/operate.md makes for changing the password serves readers, and may do no more."""
    name = "masterclass_functions_b"
    database.execute(f"create role {name} login inherit password 'throwaway' in role masterclass_functions")
    try:
        monkeypatch.setenv("DATABASE_URL", database.url(name))
        settings.forget()
        assert [examined(check).state for check in looked_into.checks()[1:2]] == ["ok"]
        assert one_read(ANYONE).execute("select count(*) from masterclass.content_modules").value() > 0
    finally:
        shared.database.close()
        database.execute(f"drop role {name}")


def test_what_is_not_set_is_said_and_nothing_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any setting, one red line names them all, and whatever needs one says that it was not asked."""
    for name in (*named.NEEDED, "BACKUP_DATABASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "STRIPE_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    settings.forget()
    lines = look(world)
    reds = [line for line in lines.values() if line.state == "RED"]
    assert len(reds) == 1
    assert all(name in reds[0].text for name in named.NEEDED)


def test_the_command_ends_with_1_for_red(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line each, 1 when one is red, 2 for wrong usage; without --mail a member's things are not asked."""
    assert cli.main([]) == 1, "TLS and the pooler are missing here"
    said = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("RED ") for line in said) == 2
    assert any(line.startswith("?   A mail comes") and "--mail" in line for line in said)
    assert cli.main(["--mail"]) == 2
    assert "usage" in capsys.readouterr().err
