"""Every story in every engine at both sizes, and sheets with the engines side by side."""

from collections import defaultdict
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.engines.opened import ENGINES, Opened
from tests.browser.engines.window import DESK, PHONE, Window
from tests.browser.stories import STORIES, four_questions
from tests.prove.proof import Outcome
from tests.prove.seeing.stage import PICTURES, stage, told

ALL = {**STORIES, "four": four_questions}


def side_by_side(size: int, seed: int) -> Outcome:
    """Tell `size` of the stories, engine by engine; an engine that is not here is said."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    absent: set[str] = set()
    shots: dict[str, list[Path]] = defaultdict(list)
    cases = list(product((PHONE, DESK), ALL, ENGINES))[:size]
    with stage() as (instance, browser, stack, folder):
        engines = Opened(browser, folder, stack)
        for viewport, name, engine in cases:
            try:
                window = engines.window(engine, viewport)
            except pytest.skip.Exception as reason:
                absent.add(str(reason))
                continue

            seen = _camera(window, folder, f"{name}-{viewport[0]}", engine, shots)
            wrong += [f"{name} in {engine} at {viewport[0]}: {one}" for one in told(ALL[name], window, instance, seen)]
        for name, files in shots.items():
            _sheet(files).save(PICTURES / f"{name}.png")
    return Outcome(len(cases), len(wrong), "; ".join([*wrong, *absent, f"{len(shots)} sheets in .cache/browsers"]))


def _camera(
    window: Window, folder: Path, story: str, engine: str, shots: dict[str, list[Path]]
) -> Callable[[str], None]:
    """Return what takes a picture of the window at a pause and puts it with those of the other engines."""

    def seen(sight: str) -> None:
        moment = f"{story}-{sight}".replace(" ", "-")
        file = folder / f"{moment}-{engine}.png"
        window.picture(file)
        shots[moment].append(file)

    return seen


def _sheet(files: list[Path]) -> Image.Image:
    """Put pictures beside each other, in the order of the engines."""
    pictures = [Image.open(file).convert("RGB") for file in files]
    sheet = Image.new("RGB", (sum(one.width + 8 for one in pictures), max(one.height for one in pictures)), "white")
    left = 0
    for one in pictures:
        sheet.paste(one, (left, 0))
        left += one.width + 8
    return sheet
