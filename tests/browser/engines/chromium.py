"""A window of Chromium, through Playwright."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, ViewportSize

from tests.browser.engines.window import PHONE, EngineTrouble


class ChromiumWindow:
    """See Window; `script` runs first in every page, `more` are options of Playwright's contexts, as forced_colors."""

    def __init__(self, browser: Browser, size: tuple[int, int] = PHONE, script: str = "", **more: Any):
        self.context = browser.new_context(viewport=_viewport(*size), **more)
        self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.trouble: list[str] = []
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", lambda said: self._note(said.type, said.text))

    def goto(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        self.page.goto(address)

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Run a JavaScript function in the page; raises EngineTrouble."""
        try:
            said = self.page.evaluate(
                f"async (given) => JSON.stringify((await ({function})(...given)) ?? null)", list(arguments)
            )
        except Error as problem:
            raise EngineTrouble(problem.message) from None
        return json.loads(said)

    def click(self, x: float, y: float) -> None:
        """Press and release the pointer at a point."""
        self.page.mouse.click(x, y)

    def wheel(self, x: float, y: float, by: int) -> None:
        """Turn the wheel over a point."""
        self.page.mouse.move(x, y)
        self.page.mouse.wheel(0, by)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key by its name."""
        self.page.keyboard.press(key)

    def resize(self, width: int, height: int) -> None:
        """Make the viewport this large."""
        self.page.set_viewport_size(_viewport(width, height))

    def picture(self, file: Path) -> None:
        """Draw what is to be seen into a PNG."""
        self.page.screenshot(path=file)

    def close(self) -> None:
        """Close the window and forget what it kept."""
        self.context.close()

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "Failed to load resource" not in text:
            self.trouble.append(text)


def _viewport(width: int, height: int) -> ViewportSize:
    return {"width": width, "height": height}
