"""`python -m shared access`: comp access by address, also before its owner came, and why somebody has access or not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

import functions.account
from shared.__main__ import main
from tests.integration.payments.shop import Shop
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, pay

Make = Callable[..., Member]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(functions: Database, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line: exit code, stdout, stderr."""
    del functions

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["access", *arguments])
        except SystemExit as exited:
            code = int(str(exited.code))
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def sentences(member: Member) -> list[str]:
    """Return why, as the account page is told."""
    return call(functions.account.handler, "GET", "/account", token=member.token).json["access"]["because"]


def test_a_grant_counts_at_once_for_a_member(run: Run, till: Shop, member: Make) -> None:
    """Granting opens access in the same transaction, why says so in the account page's words, revoking closes it."""
    ann = member()
    assert run("grant", ann.email.upper(), "--reason", "Residency programme.")[0] == 0
    assert (till.has_access(ann), till.role(ann)) == (True, "paid")
    code, out, _ = run("why", ann.email)
    assert (code, out.splitlines()) == (
        0,
        [
            f"{ann.email} has full access.",
            "  You have complimentary access: Residency programme.",
        ],
    )
    assert sentences(ann) == ["You have complimentary access: Residency programme."]
    code, out, _ = run("revoke", ann.email)
    assert (code, "Withdrew 1 grant of" in out, "Complimentary access was withdrawn." in out) == (0, True, True)
    assert (till.has_access(ann), till.role(ann)) == (False, "free")


def test_granting_twice_is_one_grant(run: Run, till: Shop, member: Make) -> None:
    """The same grant again writes nothing new; without a reason the member still reads a whole sentence."""
    ann = member()
    for _ in range(2):
        run("grant", ann.email)
    assert sentences(ann) == ["You have complimentary access: given by the course's owner."]
    assert till.one("select count(*) from masterclass.access_grants where email = %s", ann.email) == 1


def test_a_grant_waits_for_sign_up_and_confirmation(run: Run, till: Shop, member: Make) -> None:
    """By e-mail before sign-up: it waits, waits on while the address is unconfirmed, and counts from then."""
    address = "not-yet-here@example.com"
    assert run("grant", address)[0] == 0
    assert "Complimentary access waits for them to sign up and confirm it." in run("why", address)[1]
    ann = member(confirmed=False)
    till.database.execute(f"update auth.users set email = '{address}' where id = '{ann.id}'")
    assert not till.has_access(ann)
    assert "waits until you confirm" in run("why", address)[1]
    till.database.execute(f"update auth.users set email_confirmed_at = now() where id = '{ann.id}'")
    assert (till.has_access(ann), till.role(ann)) == (True, "paid")


def test_a_grant_follows_the_address_and_not_the_person(run: Run, till: Shop, member: Make) -> None:
    """Whoever confirms the address has the access; whoever changes away from it has not."""
    ann, bob, address = member(), member(), "shared-inbox@example.com"
    run("grant", address)
    till.database.execute(f"update auth.users set email = '{address}' where id = '{ann.id}'")
    assert (till.has_access(ann), till.role(ann)) == (True, "paid")
    till.database.execute(f"update auth.users set email = 'away-{address}' where id = '{ann.id}'")
    assert (till.has_access(ann), till.role(ann)) == (False, "free")
    till.database.execute(f"update auth.users set email = '{address}' where id = '{bob.id}'")
    assert (till.has_access(bob), till.role(bob)) == (True, "paid")


def test_somebody_with_nothing_but_a_grant_can_be_erased(run: Run, till: Shop, member: Make) -> None:
    """Erasing takes the grant to the address with it, and no role is refreshed on the row that is about to go."""
    ann = member()
    run("grant", ann.email)
    assert till.role(ann) == "paid"
    assert call(functions.account.handler, "DELETE", "/account", token=ann.token).status == 204
    assert till.one("select count(*) from masterclass.users where id = %s", ann.id) == 0
    assert till.one("select count(*) from masterclass.access_grants where email = %s", ann.email) == 0


def test_the_last_day_is_included(run: Run, till: Shop, member: Make) -> None:
    """`--until` names the last day of access, and a day that is past is wrong usage."""
    ann, today = member(), datetime.now(UTC).date()
    assert run("grant", ann.email, "--until", today.isoformat())[0] == 0
    assert till.has_access(ann)
    assert f"until {today:%B} {today.day}, {today.year}" in run("why", ann.email)[1]
    assert run("grant", ann.email, "--until", (today - timedelta(days=1)).isoformat())[0] == 2
    assert run("grant", ann.email, "--until", "soon")[0] == 2


@pytest.mark.parametrize(
    ("facts", "sentence", "full"),
    [
        ("", "You paid on", True),
        ("insert into masterclass.refunds values ('re_{0}', '{0}', 100, 'succeeded')", "a part was refunded", True),
        ("insert into masterclass.refunds values ('re_{0}', '{0}', 49900, 'succeeded')", "was refunded in full", False),
        ("insert into masterclass.refunds values ('re_{0}', '{0}', 49900, 'failed')", "You paid on", True),
        ("insert into masterclass.disputes values ('dp_{0}', '{0}', 'under_review')", "is disputed at the bank", False),
        ("insert into masterclass.disputes values ('dp_{0}', '{0}', 'lost')", "taken back by the bank", False),
        ("insert into masterclass.disputes values ('dp_{0}', '{0}', 'won')", "You paid on", True),
        ("insert into masterclass.disputes values ('dp_{0}', '{0}', 'warning_under_review')", "You paid on", True),
    ],
)
def test_every_standing_has_its_sentence(
    run: Run, till: Shop, member: Make, facts: str, sentence: str, *, full: bool
) -> None:
    """What became of a payment is said in words, by the command line and to the member alike."""
    ann = member()
    payment = pay(till.database, ann.id)
    if facts:
        till.database.execute(facts.format(payment))
    code, out, _ = run("why", ann.email)
    assert (code, out.splitlines()[0]) == (0, f"{ann.email} has {'full access' if full else 'no full access'}.")
    assert sentence in out
    assert f"  {sentences(ann)[0]}" in out.splitlines()
    assert (till.has_access(ann), till.role(ann)) == (full, "paid" if full else "free")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), 2),
        (("grant",), 2),
        (("grant", "no address"), 2),
        (("grant", "a@b", "--reason", " "), 2),
        (("steal", "a@example.com"), 2),
        (("revoke", "nobody@example.com"), 1),
        (("why", "nobody@example.com"), 0),
    ],
)
def test_exit_codes(run: Run, arguments: tuple[str, ...], expected: int) -> None:
    """2 for wrong usage, 1 for what cannot be done, in words and without a traceback."""
    code, out, err = run(*arguments)
    assert code == expected
    assert "Traceback" not in err
    assert out or err
