"""`make netlify-dev`: site and functions through `netlify dev` until Ctrl-C; the entries forward to the local gateway.

PORT is where `netlify dev` serves; the local platform, which has the functions, the stand-ins and DATA, is beside it.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator

from netlify import cli
from netlify.build.paths import ROOT, BuildRefused
from netlify.build.site import write_site
from netlify.local.installation import PUBLISHABLE_KEY
from netlify.local.parents import end_with_make
from netlify.local.running import running_platform
from netlify.local.settings import LocalSettings, SettingInvalid, read_settings
from netlify.local.supervisor import CannotStart
from netlify.postgres import free_port
from netlify.public import Public, origin_of
from shared.settings import store_of

START_SECONDS = 90
STOP_SECONDS = 10
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Without the last, `netlify dev` fetches Deno although it is offline, and crashes on the first request.
FLAGS = ("--offline", "--no-open", "--skip-gitignore", "--framework", "#static", "--internal-disable-edge-functions")


def main() -> int:
    """Serve until Ctrl-C; one sentence on stderr and 1 where that is not possible."""
    end_with_make()
    for number in STOPS:
        signal.signal(number, _interrupt)
    try:
        settings = read_settings()
        with serving(settings) as origin:
            print(f"ready {origin}", flush=True)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except (BuildRefused, CannotStart, SettingInvalid) as problem:
        print(f"make netlify-dev: {problem}", file=sys.stderr)
        return 1
    return 0


@contextlib.contextmanager
def serving(settings: LocalSettings) -> Generator[str]:
    """Run the local platform and `netlify dev` before it; yield the address that `netlify dev` serves."""
    if not cli.installed():
        print(f"installing netlify-cli {cli.VERSION} into .cache …", flush=True)
        cli.install()
    _require_free(settings.port)
    given = {name: value for name, value in settings.given.items() if name not in {"PORT", "DATA"}}
    site_url = {"SITE_URL": settings.origin}
    with running_platform(settings.data, _beside(settings.port), site_url | given) as gateway:
        write_site(public=_public(settings, gateway))
        with _netlify_dev(settings.port, gateway) as process:
            _wait_until_it_answers(settings.origin, process)
            yield settings.origin


@contextlib.contextmanager
def _netlify_dev(port: int, gateway: str) -> Generator[subprocess.Popen[bytes]]:
    command = cli.command(
        [
            "dev",
            *FLAGS,
            "--port",
            str(port),
            "--functions-port",
            str(free_port()),
            "--dir",
            "site",
            "--functions",
            "netlify/functions",
        ]
    )
    environment = cli.environment({"MASTERCLASS_LOCAL_GATEWAY": gateway, "BROWSER": "none"})
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)


def _interrupt(number: int, frame: object) -> None:  # noqa: ARG001 (a signal handler's shape)
    """Begin to stop; what comes while everything is being stopped changes nothing any more."""
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _public(settings: LocalSettings, gateway: str) -> Public:
    """What the pages may know: as under `make run`, with the stand-ins at the gateway's address."""
    media = settings.given.get("MEDIA_S3_URL")
    return Public(
        settings.given.get("SUPABASE_URL") or gateway,
        settings.given.get("SUPABASE_PUBLISHABLE_KEY") or PUBLISHABLE_KEY,
        (origin_of(store_of(media, "MEDIA_S3_URL").endpoint if media else gateway),),
        settings.given.get("SIGNUP_TERMS_VERSION", ""),
        settings.given.get("CAPTCHA_SITE_KEY", ""),
    )


def _wait_until_it_answers(origin: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BuildRefused(f"`netlify dev` ended with exit code {process.returncode}.")
        try:
            urllib.request.urlopen(origin, timeout=5).close()  # noqa: S310 (our own address)
        except (OSError, urllib.error.URLError):
            time.sleep(0.3)
        else:
            return
    raise BuildRefused(f"`netlify dev` did not answer within {START_SECONDS} s.")


def _beside(port: int) -> int:
    """The gateway's port: the next one, so that addresses stay the same from run to run, or any that is free."""
    try:
        _require_free(port + 1)
    except BuildRefused:
        return free_port()
    return port + 1


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BuildRefused(f"port {port} is taken; choose another with PORT=…") from None


if __name__ == "__main__":
    sys.exit(main())
