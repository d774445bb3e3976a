"""What a journey asks of a browser's window, whatever engine draws it."""

from pathlib import Path
from typing import Any, Protocol

PHONE = (390, 844)
DESK = (1280, 900)


class EngineTrouble(Exception):
    """The engine could not do what was asked: often a page that is just being left."""


class Window(Protocol):
    """One window with cookies and storage of its own; lengths are CSS pixels of its viewport."""

    @property
    def trouble(self) -> list[str]:
        """What the engine complained about so far: errors, refused loads, reports of the policy."""
        ...

    def goto(self, address: str) -> None:
        """Open an address and wait until it has loaded."""
        ...

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Run a JavaScript function in the page and return what it, or its promise, comes to; raises EngineTrouble."""
        ...

    def click(self, x: float, y: float) -> None:
        """Press and release the pointer at a point."""
        ...

    def wheel(self, x: float, y: float, by: int) -> None:
        """Turn the wheel over a point."""
        ...

    def type(self, text: str) -> None:
        """Type, key by key, into whatever has the focus."""
        ...

    def press(self, key: str) -> None:
        """Press a key by its name in WebDriver: Enter, Tab, Escape, ArrowDown, Space."""
        ...

    def resize(self, width: int, height: int) -> None:
        """Make the viewport this large."""
        ...

    def picture(self, file: Path) -> None:
        """Draw what is to be seen into a PNG."""
        ...

    def close(self) -> None:
        """Close the window and forget what it kept."""
        ...
