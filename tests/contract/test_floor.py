"""`make check` names what Safari and iOS 16.4, Firefox 115, Chrome and Edge 109 lack."""

from pathlib import Path

import pytest

from tests.floor.__main__ import main

PLANTED = {
    "AbortSignal.any_static is not in Safari 17.4": (".js", "const both = AbortSignal.any([one, other]);"),
    "trailingZeroDisplay": (".js", 'new Intl.NumberFormat("en", { trailingZeroDisplay: "stripIfInteger" });'),
    "Set.union": (".js", "new Set([1]).union(new Set([2]));"),
    "flag v": (".js", "const words = /\\p{L}/v;"),
    "css.selectors.has is not in Firefox 121": (".css", ".option:has(input:checked) { color: red; }"),
    "100vw": (".css", ".guide { width: min(26rem, 100vw); }"),
    "css.selectors.nesting": (".css", ".one { &:hover { color: red; } }"),
    "css.types.color.color-mix": (".css", "p { color: color-mix(in srgb, red, blue); }"),
    "html.elements.div.popover": (".html", '<div popover="auto"></div>'),
}
WITH_A_FALLBACK = """
@supports selector(:has(a)) { .option:has(input:checked) { color: red; } }
.panel { height: 100vh; height: 100lh; }
"""


def test_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What the floor lacks is named, each with its file and its line."""
    files = {f"{number}{ending}": text for number, (ending, text) in enumerate(PLANTED.values())}
    for name, text in files.items():
        (tmp_path / name).write_text(f"\n{text}\n")
    assert main([str(tmp_path)]) == 1
    said = capfd.readouterr().out.splitlines()
    for name, feature in zip(files, PLANTED, strict=True):
        assert [line for line in said if line.startswith(f"{name}:2: ") and feature in line], feature


def test_a_fallback_beside_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A style that stands behind @supports, or behind an older value of the same property, passes."""
    (tmp_path / "a.css").write_text(WITH_A_FALLBACK)
    assert main([str(tmp_path)]) == 0, capfd.readouterr().out


def test_site_keeps_to_it(capfd: pytest.CaptureFixture[str]) -> None:
    """The pages, vendored code included, need nothing that the floor lacks, and no fallback is named in vain."""
    assert main([]) == 0, capfd.readouterr().out
