"""A person at a window of any engine: finds things by what they are called, signs up, follows mails, asks axe."""

import time
from collections.abc import Callable
from importlib.resources import files
from itertools import count
from typing import Any

from tests.browser.engines.window import EngineTrouble, Window
from tests.browser.instance import Instance

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
PASSWORD = "four unrelated good words"
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.05
# Where a visible thing of this name stands, brought into the middle of the window; nothing while it is moving.
POINT = """async (kind, name, exact) => {
  const text = (one) => one.getAttribute('aria-label') || one.innerText || one.value || '';
  const called = (one) => text(one).replace(/\\s+/g, ' ').trim();
  const seen = (one) => one.getClientRects().length && getComputedStyle(one).visibility !== 'hidden';
  const fits = (one) => exact ? called(one) === name : called(one).includes(name);
  const found = [...document.querySelectorAll(kind)].filter((one) => fits(one) && seen(one) && !one.disabled).pop();
  if (!found) return null;
  const inside = () => {
    const box = found.getClientRects()[0];
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  let [x, y] = inside();
  const uncovered = () => {
    const top = document.elementFromPoint(x, y);
    return top && (found.contains(top) || top.contains(found));
  };
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight || !uncovered()) {
    found.scrollIntoView({ block: 'center', behavior: 'instant' });
    [x, y] = inside();
  }
  await new Promise((done) => setTimeout(done, 50));
  const [stillX, stillY] = inside();
  return uncovered() && stillX === x && stillY === y ? [x, y] : null;
}"""
FIELD = """(label) => {
  const named = [...document.querySelectorAll('label')].filter((one) => one.textContent.trim().startsWith(label));
  const field = named.map((one) => one.control).find((one) => one && one.getClientRects().length && !one.disabled);
  if (!field) return false;
  field.focus();
  field.select?.();
  return true;
}"""
MOST_TABS = 250
FOCUSED = "(which) => document.activeElement.matches(which)"
SHOWS_FOCUS = """() => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
}"""
SAYS = "(text) => document.body.innerText.replace(/\\s+/g, ' ').includes(text)"
ASK = """async (path, method, body) => {
  const { ask } = await import('/scripts/api.js');
  return ask(path, body === null ? { method } : { method, body });
}"""
RULES = """const { violations } = await axe.run(document);
return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);"""
_numbers = count(1)


class Visitor:
    """One window with nobody signed in yet."""

    def __init__(self, window: Window, instance: Instance):
        self.window = window
        self.instance = instance
        self.email = f"visitor-{next(_numbers)}-{time.time_ns()}@example.com"

    def open(self, path: str) -> None:
        """Open a page of the site and wait until its script runs."""
        self.window.goto(self.instance.origin + path)
        self.wait("() => document.documentElement.classList.contains('running')")

    def wait(self, function: str, *arguments: Any, seconds: float = PATIENCE_SECONDS) -> Any:
        """Wait until the function answers something true, and return it; a page that is being left is waited for."""
        return self._until(lambda: self.window.evaluate(function, *arguments), f"{function} {arguments}", seconds)

    def sees(self, text: str) -> None:
        """Wait until the page says `text`."""
        self.wait(SAYS, text)

    def at(self, path: str) -> None:
        """Wait until the address is `path`."""
        self.wait("(path) => location.pathname.startsWith(path)", path)

    def press(self, name: str, kind: str = "button, a, summary", *, exact: bool = False) -> None:
        """Click the button, link or summary of this name, where the pointer can reach it."""
        self.window.click(*self.wait(POINT, kind, name, exact))

    def tab_to(self, which: str) -> None:
        """Press Tab until what matches the selector has the focus, and shows that it has."""
        for _ in range(MOST_TABS):
            if self.window.evaluate(FOCUSED, which):
                assert self.window.evaluate(SHOWS_FOCUS), f"{which} does not show that it has the focus"
                return
            self.window.press("Tab")
        raise AssertionError(f"{which} is not reached by Tab")

    def fill(self, label: str, text: str) -> None:
        """Type into the field of this label what then stands there alone."""
        self.wait(FIELD, label)
        self.window.type(text)

    def sign_up(self, name: str = "Ada Osei", next_page: str = "/course") -> None:
        """Make an account through the pages and the mailbox, ending signed in at `next_page`."""
        self.open(f"/sign-up?next={next_page}")
        self.fill("E-mail address", self.email)
        self.press("Create the account")
        self.follow_mail()
        self.fill("Name", name)
        self.fill("Password", PASSWORD)
        self.press("Begin")
        self.at(next_page)

    def follow_mail(self) -> None:
        """Follow the link of the mail that the page has just announced."""
        self.sees("Look in your inbox.")
        self.window.goto(self._until(lambda: (self.instance.links(self.email) or [None])[0], "a mail"))

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """Ask a function as this reader, from inside the page."""
        return self.window.evaluate(ASK, path, method, body)

    def violations(self) -> list[str]:
        """Return what axe finds on the page as it stands."""
        return self.window.evaluate("async () => { (() => {" + AXE + "})(); " + RULES + " }")

    def _until(self, look: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
        until = time.monotonic() + seconds
        while True:
            try:
                if found := look():
                    return found
            except EngineTrouble as trouble:
                what = f"{what}: {trouble}"[:600]
            assert time.monotonic() < until, f"waited in vain for {what}"
            time.sleep(PAUSE_SECONDS)
