"""What Netlify refuses or cannot run, found out before it is asked: symbols, sizes, machine."""

from collections.abc import Mapping
from typing import NamedTuple

from netlify.build.elf import X86_64
from netlify.build.paths import BuildRefused
from netlify.build.trees import Entry

GLIBC = (2, 34)  # Amazon Linux 2023, under Netlify's Node runtime
MEGABYTE = 1024 * 1024
ZIPPED_MB = 50
UNZIPPED_MB = 250
ENTRY_BYTES = 200  # what a zip says of each file beside its content: all but its path in the bundle, said twice
DEFLATE = 1.01  # what Netlify's packer, which is Node, makes of a byte that zlib here has deflated
JAVASCRIPT_BYTES = 512 * 1024  # the entry, the bridge in it, and Netlify's own bootstrap


class Size(NamedTuple):
    """What a function will weigh, in bytes, and the newest GLIBC symbol in it."""

    zipped: int
    unzipped: int
    glibc: tuple[int, ...]


def measure(entries: Mapping[str, Entry]) -> Size:
    """Return what `entries` weigh."""
    deflated = sum(entry.facts["zipped"] for entry in entries.values())
    zipped = int(deflated * DEFLATE) + sum(ENTRY_BYTES + 2 * len(path) for path in entries)
    unzipped = sum(entry.facts["size"] for entry in entries.values())
    glibc = max((tuple(entry.facts["glibc"]) for entry in entries.values() if "glibc" in entry.facts), default=(0,))
    return Size(zipped + JAVASCRIPT_BYTES, unzipped + JAVASCRIPT_BYTES, glibc)


def check(name: str, entries: Mapping[str, Entry]) -> Size:
    """Return what function `name` weighs; raises BuildRefused, naming the culprit, for what Netlify cannot take."""
    for path, entry in entries.items():
        _check_native(name, path, entry)
    size = measure(entries)
    for what, weight, most in (("zip", size.zipped, ZIPPED_MB), ("unzipped", size.unzipped, UNZIPPED_MB)):
        if weight > most * MEGABYTE:
            key = "zipped" if what == "zip" else "size"
            raise BuildRefused(
                f"{name} is {weight / MEGABYTE:.1f} MB ({what}) and Netlify takes {most}; most of it: "
                f"{_heaviest(entries, key)}."
            )
    return size


def _check_native(name: str, path: str, entry: Entry) -> None:
    if "machine" not in entry.facts:
        return
    if broken := entry.facts.get("broken"):
        raise BuildRefused(f"{name}: {path} is {broken}.")
    if entry.facts["machine"] != X86_64:
        raise BuildRefused(f"{name}: {path} is made for another machine than x86-64.")
    if tuple(entry.facts["glibc"]) > GLIBC:
        raise BuildRefused(
            f"{name}: {path} needs {shown(entry.facts['glibc'])}, and Netlify's machines have {shown(GLIBC)}."
        )


def shown(version: tuple[int, ...]) -> str:
    """Return (2, 34) as GLIBC_2.34."""
    return "GLIBC_" + ".".join(map(str, version)) if any(version) else "none"


def _heaviest(entries: Mapping[str, Entry], key: str) -> str:
    weights: dict[str, int] = {}
    for path, entry in entries.items():
        part = "/".join(path.split("/")[:2])
        weights[part] = weights.get(part, 0) + entry.facts[key]
    heaviest = sorted(weights, key=weights.__getitem__, reverse=True)[:3]
    return ", ".join(f"{part} {weights[part] / MEGABYTE:.1f} MB" for part in heaviest)
