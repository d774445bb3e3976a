"""Every page at 390 px in large print: how wide it is, and a picture of it."""

from collections.abc import Callable
from pathlib import Path

from tests.browser.engines.firefox import running_firefox
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.webkit import running_webkit
from tests.browser.engines.window import PHONE, Window
from tests.browser.instance import Instance
from tests.prove.proof import Outcome
from tests.prove.seeing.stage import PICTURES, TOO_WIDE, stage

FIRST = "cash-flow-and-net-worth"
MEMBERS = ("/course", "/account", f"/quiz/{FIRST}", f"/learn/{FIRST}", "/buy")
ANYONE = (
    "/",
    f"/learn/{FIRST}",
    "/learn/student-loans-and-pslf",
    "/learn/disability-and-life-insurance",
    "/learn/none",
    "/buy",
    "/sign-up",
    "/sign-in",
    "/forgot-password",
    "/new-password",
    "/certificate/none",
    "/problems/cooling-down",
    "/no-such-page",
)
# All is there that was awaited, or the page says why not; an empty or half-drawn page would prove nothing.
SETTLED = """() => {
  const seen = (which) => [...document.querySelectorAll(which)].some((one) => one.getClientRects().length);
  const refused = seen('#page-refusal h1');
  return seen('main h1') && !seen('main .waiting') && (refused || !document.querySelector('main [aria-busy=true]'));
}"""


def large_print(size: int, seed: int) -> Outcome:
    """Open `size` pages, setting by setting, and count those that scroll sideways."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    seen = 0
    with stage() as (instance, _, stack, folder):
        webkit = stack.enter_context(running_webkit())
        text_only = {"ui.textScaleFactor": 200, "browser.display.os-zoom-behavior": 2}
        settings: dict[str, Callable[[], Window]] = {
            "default-32": lambda: webkit.window(PHONE, default_font_size="32"),
            "least-24": lambda: webkit.window(PHONE, minimum_font_size="24"),
            "text-200": lambda: webkit.window(PHONE, zoom_text_only="1", zoom="2"),
            "firefox-200": lambda: stack.enter_context(running_firefox(folder, text_only)).window(PHONE),
        }
        for name, open_window in settings.items():
            if seen < size:
                found = _widths(open_window(), instance, name, size - seen)
                seen += len(found)
                wrong += [f"{name} {path}: {over} px too wide" for path, over in found if over > 0]
    return Outcome(seen, len(wrong), "; ".join(wrong) or "no page is wider than the phone")


def _widths(window: Window, instance: Instance, name: str, most: int) -> list[tuple[str, int]]:
    """Return up to `most` pages with how far each is wider than the window."""
    visitor = Visitor(window, instance)
    visitor.sign_up()
    found = [_page(visitor, path, name) for path in MEMBERS[:most]]
    window.evaluate("() => localStorage.clear()")
    found += [_page(visitor, path, name) for path in ANYONE[: most - len(found)]]
    window.close()
    return found


def _page(visitor: Visitor, path: str, name: str) -> tuple[str, int]:
    visitor.open(path)
    visitor.wait(SETTLED)
    file = Path(f"large-{name}{path.replace('/', '-')}.png")
    visitor.window.picture(PICTURES / file)
    return path, visitor.window.evaluate(TOO_WIDE)
