"""Each stand-in has a command of its own: it says where it serves, serves a vendor's client, and ends with Ctrl-C."""

import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import stripe
from openai import OpenAI

from tests.standins.s3.client import client
from tests.support.databases import Database

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30


@contextmanager
def command(name: str, *options: str) -> Generator[str]:
    """Run a stand-in's command; yield the address it prints, and see it end with 0 and without a word on stderr."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"netlify.standins.{name}", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said, _, address = process.stdout.readline().strip().partition(" ")
        assert said == "ready", process.stderr and process.stderr.read()
        yield address
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE_SECONDS)
        assert (process.returncode, complaints) == (0, "")
    finally:
        process.kill()
        process.communicate()


def test_stripe() -> None:
    """`python -m netlify.standins.stripe` brings its own database and sells to the official SDK."""
    with command("stripe") as address:
        shop = stripe.StripeClient("sk_test_any", base_addresses={"api": address})
        session = shop.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [{"price": "price_masterclass", "quantity": 1}],
                "success_url": "https://example.com/thanks",
            }
        )
        assert session.url
        assert httpx.get(session.url).status_code == 200


def test_stripe_keeps_its_state_in_the_database_it_is_given(database: Database) -> None:
    """With `--database-url`, what one run sold the next one knows."""
    option = ("--database-url", database.url("supabase_admin"))
    with command("stripe", *option) as address:
        coupon = httpx.post(f"{address}/v1/coupons", data={"percent_off": "10", "duration": "once"}).json()
    with command("stripe", *option) as address:
        assert httpx.get(f"{address}/v1/coupons/{coupon['id']}").json()["percent_off"] == 10


def test_openai() -> None:
    """`python -m netlify.standins.openai` answers the official SDK."""
    with command("openai") as address, OpenAI(api_key="any", base_url=address) as sdk:
        assert sdk.responses.create(model="any", input="What is paid first?").output_text


def test_s3(tmp_path: Path) -> None:
    """`python -m netlify.standins.s3` keeps boto3's objects in the folder it is given, from run to run."""
    options = ("--folder", str(tmp_path), "--bucket", "media")
    for body in (b"first", b"second"):
        with command("s3", *options) as address:
            store = client(address, "local", "local-secret")
            if body == b"second":
                assert store.get_object(Bucket="media", Key="a/b")["Body"].read() == b"first"
            store.put_object(Bucket="media", Key="a/b", Body=body)


def test_supabase_auth() -> None:
    """`python -m netlify.standins.supabase_auth` makes its database, signs a person up and shows their mail."""
    with command("supabase_auth") as address:
        person = {"email": "ada@example.com", "password": "correct horse battery"}
        assert httpx.post(f"{address}/signup", json=person).status_code == 200
        mailbox = address.replace("/auth/v1", "/mail")
        mail = httpx.get(mailbox, headers={"accept": "application/json"}).json()[0]
        assert httpx.get(mail["links"][0]).status_code == 303
        token = httpx.post(f"{address}/token", params={"grant_type": "password"}, json=person).json()
        assert token["user"]["email"] == "ada@example.com"


@pytest.mark.parametrize("name", ["supabase_auth", "stripe", "openai", "s3", "ses"])
@pytest.mark.parametrize("option", ["--port=65536", "--port=x", "--prot=1"])
def test_a_wrong_option_is_one_sentence_and_2(name: str, option: str) -> None:
    """A command line that cannot be meant ends with 2 and says why, without a traceback."""
    command_line = [sys.executable, "-m", f"netlify.standins.{name}", option]
    finished = subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert "Traceback" not in finished.stderr
    assert option.partition("=")[0].removeprefix("--") in finished.stderr
