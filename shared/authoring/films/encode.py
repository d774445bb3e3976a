"""A film's files: frames rasterised by Chromium, many on one sheet, and encoded by Debian's ffmpeg."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from shared.authoring.films.film import (
    FRAMES_A_SECOND,
    HEIGHT,
    WIDTH,
    Film,
    captions_of,
    digest_of,
    frames_of,
    poster_of,
)

ACROSS = 4  # frames on a sheet, in each direction
PIXELS = 2  # to a unit of the drawing
SECONDS = 600
TRIES = 5
MARK = "frames "
_SHEET = """<!doctype html><meta charset="utf-8"><style>{styles}
html, body {{ margin: 0; background: var(--sheet); }}
figure {{ margin: 0; display: grid; grid-template-columns: repeat({across}, {width}px); grid-auto-rows: {height}px; }}
.prose figure svg {{ width: {width}px; max-width: none; }}
</style><body class="prose"><figure>{frames}</figure></body>"""


class ToolMissing(Exception):
    """A program that films are made with is not here; the message says which, and the package it comes in."""


def make(film: Film, folder: Path, site: Path) -> list[str]:
    """Write the film, its poster and its captions into `folder`/media; return what was written, with sizes in bytes."""
    media = folder / "media"
    media.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        stills = [(frame, len(list(same))) for frame, same in groupby(frames_of(film))]
        _rasterised([frame for frame, _ in stills], work, site)
        listed = [
            f"file 'frame-{number:04d}.png'\nduration {count / FRAMES_A_SECOND}"
            for number, (_, count) in enumerate(stills)
        ]
        (work / "frames.txt").write_text("\n".join([*listed, f"file 'frame-{len(stills) - 1:04d}.png'"]))
        _ffmpeg(
            *("-f", "concat", "-i", work / "frames.txt", "-r", FRAMES_A_SECOND),
            *("-frames:v", len(frames_of(film)), "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "slow"),
            *("-crf", "23", "-tune", "animation", "-movflags", "+faststart"),
            *("-metadata", f"comment={MARK}{digest_of(film)}", media / f"{film.name}.mp4"),
        )
        poster = [frame for frame, _ in stills].index(poster_of(film))
        _ffmpeg("-i", work / f"frame-{poster:04d}.png", "-q:v", "3", media / f"{film.name}.jpg")
    (media / f"{film.name}.vtt").write_text(captions_of(film))
    return [
        f"{path.relative_to(folder)}: {path.stat().st_size:,} bytes" for path in sorted(media.glob(f"{film.name}.*"))
    ]


def _rasterised(frames: Sequence[str], work: Path, site: Path) -> None:
    """Write every frame as `frame-NNNN.png`: Chromium draws many at once on a sheet, ffmpeg cuts them apart."""
    styles = "".join((site / "styles" / file).read_text() for file in ("tokens.css", "figures.css"))
    styles = re.sub(r"@media [^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", styles)  # paper by day, on a screen
    styles = styles.replace('url("/', f'url("{site.resolve().as_uri()}/')
    page = work / "sheet.html"
    for number, begins in enumerate(range(0, len(frames), ACROSS * ACROSS)):
        there = "".join(frames[begins : begins + ACROSS * ACROSS])
        page.write_text(_SHEET.format(styles=styles, across=ACROSS, width=WIDTH, height=HEIGHT, frames=there))
        _screenshot(page, work / f"sheet-{number:03d}.png")
    cut = ("-vf", f"untile={ACROSS}x{ACROSS}", "-frames:v", len(frames), "-start_number", 0, "-compression_level", 1)
    _ffmpeg("-framerate", "1", "-i", work / "sheet-%03d.png", *cut, work / "frame-%04d.png")


def _screenshot(page: Path, picture: Path) -> None:
    size = f"--window-size={WIDTH * ACROSS},{HEIGHT * ACROSS}"
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files")
    own = f"--user-data-dir={page.with_name('profile')}"
    scale = f"--force-device-scale-factor={PIXELS}"
    for _ in range(TRIES):  # on a busy machine Chromium may end well and leave no picture
        _run("chromium", *quiet, scale, size, own, f"--screenshot={picture}", page.as_uri())
        if picture.exists():
            return
    raise ToolMissing(f"chromium drew no {picture.name} in {TRIES} tries")


def _ffmpeg(*arguments: object) -> None:
    _run("ffmpeg", "-y", "-loglevel", "error", *arguments)


def _run(program: str, *arguments: object) -> None:
    path = shutil.which(program)
    if path is None:
        raise ToolMissing(f"{program} is not here; films are made with it (apt-get install {program})")
    subprocess.run([path, *map(str, arguments)], check=True, timeout=SECONDS, capture_output=True)
