"""A person at a browser: opens pages, signs up, follows mails, and asks axe whether everyone could."""

import time
from importlib.resources import files
from itertools import count
from typing import Any

from playwright.sync_api import Error, Page, Request

from tests.browser.instance import Instance

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
PASSWORD = "four unrelated good words"
MAIL_SECONDS = 30
PAGE_SECONDS = 30
RULES = """axe.run(document).then(found => found.violations.map(
  one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', ')))"""
AT_REST = """() => new Promise((done) =>
  requestIdleCallback(() => requestAnimationFrame(() => done()), { timeout: 1000 }))"""
_numbers = count(1)


class Reader:
    """One browser window with nobody signed in yet; remembers what went wrong on its pages."""

    def __init__(self, page: Page, instance: Instance, *, scripts: bool = True):
        self.page = page
        self._scripts = scripts
        self.instance = instance
        self.trouble: list[str] = []
        self.email = f"reader-{next(_numbers)}-{time.time_ns()}@example.com"
        self._asked: set[Request] = set()
        page.on("request", self._note_asked)
        page.on("requestfinished", self._note_answered)
        page.on("requestfailed", self._note_answered)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))

    def open(self, path: str) -> None:
        """Open a page of the site and wait until it has asked for everything."""
        self.page.goto(self.instance.origin + path)
        if self._scripts:
            self.come_to_rest()

    def come_to_rest(self) -> None:
        """Wait until the page does nothing and asks for nothing, twice running: what came may make it ask again."""
        until, calm = time.monotonic() + PAGE_SECONDS, 0
        while calm < 2:
            assert time.monotonic() < until, f"still asking for {[one.url for one in self._asked]}"
            try:
                self.page.evaluate(AT_REST)
            except Error:  # it went to another page meanwhile
                self.page.wait_for_load_state()
                calm = 0
                continue
            calm = 0 if self._asked else calm + 1

    def sign_up(self, name: str = "Ada Osei", next_page: str = "/course") -> None:
        """Make an account through the pages and the mailbox, ending signed in at `next_page`."""
        self.open(f"/sign-up?next={next_page}")
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_role("button", name="Create the account").click()
        self.page.get_by_role("heading", name="Look in your inbox.").wait_for()
        self.follow_mail()
        self.settle(name)
        self.page.wait_for_url(f"**{next_page}")

    def settle(self, name: str = "Ada Osei") -> None:
        """Choose name and password on the page that the first mail leads to."""
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Begin").click()

    def sign_in(self, password: str = PASSWORD, next_page: str = "/course") -> None:
        """Sign in through the page."""
        self.open(f"/sign-in?next={next_page}")
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"**{next_page}")

    def follow_mail(self) -> None:
        """Follow the link of the newest mail, waiting for it to arrive."""
        until = time.monotonic() + MAIL_SECONDS
        while not (links := self.instance.links(self.email)):
            assert time.monotonic() < until, f"no mail to {self.email}"
            time.sleep(0.1)
        self.page.goto(links[0])

    def until(self, condition: str, argument: Any = None) -> None:
        """Wait until a condition holds in the page. Asked from here: its policy forbids what would ask within it."""
        until = time.monotonic() + PAGE_SECONDS
        while not self.page.evaluate(condition, argument):
            assert time.monotonic() < until, f"never: {condition}"
            self.page.wait_for_timeout(50)

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """Ask a function as this reader, from inside the page."""
        return self.page.evaluate(
            """async ([path, method, body]) => {
                 const { ask } = await import('/scripts/api.js');
                 return ask(path, body === null ? { method } : { method, body });
               }""",
            [path, method, body],
        )

    def violations(self) -> list[str]:
        """Return what axe finds on the page as it stands."""
        self.page.evaluate(AXE + "; null")
        return self.page.evaluate(RULES)

    def _note_asked(self, request: Request) -> None:
        self._asked.add(request)

    def _note_answered(self, request: Request) -> None:
        self._asked.discard(request)

    def _note(self, kind: str, text: str) -> None:
        """Keep what the browser complains about, except the refusals that a journey provokes on purpose."""
        if kind in {"error", "warning"} and "Failed to load resource" not in text:
            self.trouble.append(text)
