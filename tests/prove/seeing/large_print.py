"""Every page at 390 px in large print, in a contrast theme and without pictures: its width, what overlaps, its sight.

A table of widths and a sheet of pictures for each setting are left in .cache/browsers.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Route

from tests.browser.engines.chromium import ChromiumWindow
from tests.browser.engines.firefox import running_firefox
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.webkit import running_webkit
from tests.browser.engines.window import PHONE, Window
from tests.browser.instance import Instance
from tests.browser.stories import earn_the_certificate
from tests.prove.proof import Outcome
from tests.prove.seeing.stage import PICTURES, stage

FIRST = "cash-flow-and-net-worth"
MEMBERS = ("/course", "/account", f"/quiz/{FIRST}", f"/learn/{FIRST}", "/buy", "/plan", "/seats")
ANYONE = (
    "/",
    f"/learn/{FIRST}",
    "/learn/student-loans-and-pslf",
    "/learn/disability-and-life-insurance",
    "/learn/none",
    "/buy",
    "/plan",
    "/seats",
    "/numbers",
    "/terms",
    "/welcome",
    "/sign-up",
    "/sign-in",
    "/forgot-password",
    "/new-password",
    "/certificate/none",
    "/problems/cooling-down",
    "/no-such-page",
)
COLUMNS = 9
TEXT_ONLY = {"ui.textScaleFactor": 200, "browser.display.os-zoom-behavior": 2}
# All is there that was awaited, or the page says why not; an empty or half-drawn page would prove nothing.
SETTLED = """() => {
  const seen = (which) => [...document.querySelectorAll(which)].some((one) => one.getClientRects().length);
  const refused = seen('#page-refusal h1');
  return seen('main h1') && !seen('main .waiting') && (refused || !document.querySelector('main [aria-busy=true]'));
}"""
# How wide the page is, whether the sign in the masthead is there, and lines of text that lie on each other.
LOOK = """() => {
  const floats = (one) => one && one !== document.body
    && (['fixed', 'sticky', 'absolute'].includes(getComputedStyle(one).position) || floats(one.parentElement));
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !one.closest('svg, dialog:not([open]), [aria-hidden=true]') && !floats(one);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.data.trim() || !shown(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) if (box.width > 2) lines.push([box, text.data.trim().slice(0, 30)]);
  }
  lines.sort(([one], [other]) => one.top - other.top);
  const over = [];
  lines.forEach(([box, said], at) => {
    for (const [other, also] of lines.slice(at + 1)) {
      if (other.top > box.bottom) break;
      const deep = Math.min(box.bottom, other.bottom) - other.top;
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      if (wide > 3 && deep > 0.45 * Math.min(box.height, other.height)) over.push(`${said} / ${also}`);
    }
  });
  const { scrollWidth, clientWidth } = document.documentElement;
  const sign = document.querySelector('.brand svg').getBoundingClientRect();
  const whole = sign.width > 10 && sign.right <= clientWidth;
  return { wide: scrollWidth - clientWidth, sign: whole, over: over.slice(0, 3) };
}"""


def large_print(size: int, seed: int) -> Outcome:
    """Open `size` pages, setting by setting, and count those that scroll sideways, overlap or lose the sign."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    table: list[str] = []
    with stage() as (instance, browser, stack, folder):
        certificate = f"/certificate/{_certificate(browser, instance)}"
        for name, open_window in _settings(browser, stack, folder).items():
            if len(table) < size:
                found = _looks(open_window(), instance, name, certificate, size - len(table))
                table += [f"{name:<12} {line}" for line, _ in found]
                wrong += [f"{name} {line}" for line, bad in found if bad]
    (PICTURES / "widths.txt").write_text("\n".join(table) + "\n")
    return Outcome(len(table), len(wrong), "; ".join(wrong) or "no page is wider than the phone, no text on other text")


def _settings(browser: Browser, stack: ExitStack, folder: Path) -> dict[str, Callable[[], Window]]:
    webkit = stack.enter_context(running_webkit())
    return {
        "default-32": lambda: webkit.window(PHONE, default_font_size="32"),
        "least-24": lambda: webkit.window(PHONE, minimum_font_size="24"),
        "text-200": lambda: webkit.window(PHONE, zoom_text_only="1", zoom="2"),
        "firefox-200": lambda: stack.enter_context(running_firefox(folder, TEXT_ONLY)).window(PHONE),
        "contrast": lambda: ChromiumWindow(browser, forced_colors="active", color_scheme="dark"),
        "no-pictures": lambda: _without_pictures(ChromiumWindow(browser, color_scheme="dark")),
    }


def _without_pictures(window: ChromiumWindow) -> ChromiumWindow:
    def refuse(route: Route) -> None:
        if route.request.resource_type == "image":
            route.abort()
        else:
            route.continue_()

    window.context.route("**/*", refuse)
    return window


def _certificate(browser: Browser, instance: Instance) -> str:
    """Return the code of a certificate that somebody has earned."""
    window = ChromiumWindow(browser)
    code = earn_the_certificate(Visitor(window, instance))
    window.close()
    return code


def _looks(window: Window, instance: Instance, name: str, certificate: str, most: int) -> list[tuple[str, bool]]:
    """Return up to `most` pages, each with how wide it is and what is wrong with it, and whether anything is."""
    visitor = Visitor(window, instance)
    visitor.sign_up()
    files: list[Path] = []
    found = [_page(visitor, path, name, files) for path in MEMBERS[:most]]
    window.evaluate("() => localStorage.clear()")
    found += [_page(visitor, path, name, files) for path in (*ANYONE, certificate)[: most - len(found)]]
    window.close()
    _contact_sheet(files).save(PICTURES / f"large-{name}.png")
    return found


def _page(visitor: Visitor, path: str, name: str, files: list[Path]) -> tuple[str, bool]:
    visitor.open(path)
    visitor.wait(SETTLED)
    files.append(PICTURES / f"large-{name}-{len(files):02}{path.replace('/', '-')}.png")
    visitor.window.picture(files[-1])
    seen = visitor.window.evaluate(LOOK)
    said = f"{path:<40} {PHONE[0] + seen['wide']:>4} px" + ("" if seen["sign"] else ", no sign in the masthead")
    overlapping = f", on each other: {seen['over']}" if seen["over"] else ""
    return said + overlapping, bool(seen["wide"] or seen["over"] or not seen["sign"])


def _contact_sheet(files: list[Path]) -> Image.Image:
    """Put the pictures into rows, each at half its size."""
    width, height = PHONE[0] // 2, PHONE[1] // 2
    rows = -(-len(files) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (width + 6), rows * (height + 6)), "gray")
    for number, file in enumerate(files):
        at = number % COLUMNS * (width + 6), number // COLUMNS * (height + 6)
        sheet.paste(Image.open(file).convert("RGB").reduce(2), at)
    return sheet
