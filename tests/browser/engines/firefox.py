"""Windows of Debian's Firefox, driven over WebDriver BiDi."""

import base64
import json
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import system
from tests.browser.engines.bidi import Bidi, BidiRefused
from tests.browser.engines.window import PHONE, EngineTrouble

SAID = "WebDriver BiDi listening on "
KEYS = {
    "Enter": "\ue007",
    "Tab": "\ue004",
    "Escape": "\ue00c",
    "ArrowDown": "\ue015",
    "ArrowUp": "\ue013",
    "PageDown": "\ue00f",
    "Space": " ",
    "End": "\ue010",
    "Home": "\ue011",
}
# Nothing is fetched that no journey asked for.
QUIET: Mapping[str, bool | int | str] = {
    **dict.fromkeys(
        (
            "app.update.enabled",
            "browser.shell.checkDefaultBrowser",
            "datareporting.policy.dataSubmissionEnabled",
            "network.captive-portal-service.enabled",
            "network.connectivity-service.enabled",
            "app.normandy.enabled",
            "browser.safebrowsing.downloads.remote.enabled",
            "extensions.getAddons.cache.enabled",
            "media.gmp-manager.updateEnabled",
            "signon.rememberSignons",
            "browser.aboutwelcome.enabled",
            "general.smoothScroll",
            "browser.topsites.contile.enabled",
        ),
        False,
    ),
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "",
    "browser.region.network.url": "",
    "apz.content_response_timeout": 60_000,  # a busy machine answers late, and Firefox would scroll without the answer
}


class FirefoxWindow:
    """See Window."""

    def __init__(self, bidi: Bidi, noted: dict[str, list[str]], size: tuple[int, int] = PHONE, script: str = ""):
        self._bidi = bidi
        self._user = bidi.command("browser.createUserContext")["userContext"]
        self._context = bidi.command("browsingContext.create", type="tab", userContext=self._user)["context"]
        self.trouble = noted.setdefault(self._context, [])
        self.resize(*size)
        first = f"() => {{ {script} }}"
        bidi.command("script.addPreloadScript", functionDeclaration=first, contexts=[self._context])

    def goto(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self._ask("browsingContext.navigate", url=address, wait="complete")

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Run a JavaScript function in the page; raises EngineTrouble."""
        said = self._ask(
            "script.callFunction",
            functionDeclaration=f"async (given) => JSON.stringify((await ({function})(...JSON.parse(given))) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self._context},
            awaitPromise=True,
        )
        if said["type"] == "exception":
            raise EngineTrouble(said["exceptionDetails"]["text"])
        return json.loads(said["result"]["value"])

    def click(self, x: float, y: float) -> None:
        """Press and release the pointer at a point."""
        point = {"type": "pointerMove", "x": int(x), "y": int(y)}
        acts = [point, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "pointer", "actions": acts})

    def wheel(self, x: float, y: float, by: int) -> None:
        """Turn the wheel over a point."""
        turn = {"type": "scroll", "x": int(x), "y": int(y), "deltaX": 0, "deltaY": by}
        self._act({"type": "wheel", "id": "wheel", "actions": [turn]})

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self._keys(text)

    def press(self, key: str) -> None:
        """Press a key by its name."""
        self._keys([KEYS.get(key, key)])

    def resize(self, width: int, height: int) -> None:
        """Make the viewport this large."""
        self._ask("browsingContext.setViewport", viewport={"width": width, "height": height})

    def picture(self, file: Path) -> None:
        """Draw what is to be seen into a PNG."""
        file.write_bytes(base64.b64decode(self._ask("browsingContext.captureScreenshot")["data"]))

    def close(self) -> None:
        """Close the window and forget what it kept."""
        self._bidi.command("browser.removeUserContext", userContext=self._user)

    def _keys(self, keys: str | list[str]) -> None:
        acts = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": acts})

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", actions=[source])

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        context = {} if method == "script.callFunction" else {"context": self._context}
        try:
            return self._bidi.command(method, **context, **parameters)
        except BidiRefused as problem:
            raise EngineTrouble(str(problem)) from None


class Firefox:
    """A running Firefox; its windows share nothing."""

    def __init__(self, address: str):
        self._noted: dict[str, list[str]] = {}
        self._bidi = Bidi(address, self._hear)
        self._bidi.command("session.subscribe", events=["log.entryAdded"])

    def window(self, size: tuple[int, int] = PHONE, script: str = "") -> FirefoxWindow:
        """Open a window; `script` runs first in every page."""
        return FirefoxWindow(self._bidi, self._noted, size, script)

    def close(self) -> None:
        """End the session."""
        self._bidi.close()

    def _hear(self, method: str, event: dict[str, Any]) -> None:
        """Keep errors and warnings of pages."""
        told = method == "log.entryAdded" and event["level"] in {"error", "warn"}
        if told and "/favicon.ico" not in event["text"]:  # which Firefox asks for wherever no page names another
            self._noted.setdefault(event["source"].get("context", ""), []).append(str(event["text"]))


@contextmanager
def running_firefox(folder: Path, preferences: Mapping[str, bool | int | str] | None = None) -> Generator[Firefox]:
    """Start Firefox with a profile of its own below `folder`; `preferences` are about:config's."""
    profile = folder / "firefox"
    profile.mkdir(parents=True)
    wanted = {**QUIET, **(preferences or {})}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n")
    command = [
        system.require("firefox-esr"),
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        "--remote-debugging-port",
        "0",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        address = next(line.partition(SAID)[2].strip() for line in process.stderr if SAID in line)
        firefox = Firefox(address)
        try:
            yield firefox
        finally:
            firefox.close()
            process.terminate()
            process.stderr.read()
