"""What a native library needs, read from the ELF itself: the builder may lack binutils.

Source: System V ABI, "Dynamic Section"; Linux Standard Base, "Symbol Versioning" (Elfxx_Verneed, Elfxx_Vernaux).
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

MAGIC = b"\x7fELF"
X86_64 = 62
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB, _VERNEED, _VERNEEDNUM = 1, 5, 0x6FFFFFFE, 0x6FFFFFFF
_GLIBC = re.compile(r"GLIBC_(\d+(?:\.\d+)+)$")


class NotElf(Exception):
    """The bytes are no ELF of 64 bits, or are cut short."""


class Elf(NamedTuple):
    """`glibc` is the newest symbol version wanted of the C library, (0,) where none is."""

    machine: int
    needed: tuple[str, ...]
    glibc: tuple[int, ...]


def read_elf(content: bytes) -> Elf:
    """Return what the ELF file `content` needs; raises NotElf."""
    if content[:6] != MAGIC + b"\2\1":
        raise NotElf("no 64-bit little-endian ELF")
    try:
        return _read(content)
    except (struct.error, ValueError, IndexError):
        raise NotElf("a damaged ELF") from None


def _read(content: bytes) -> Elf:
    machine = struct.unpack_from("<H", content, 18)[0]
    table, size, count = *struct.unpack_from("<Q", content, 32), *struct.unpack_from("<HH", content, 54)
    segments = [struct.unpack_from("<IIQQQQQQ", content, table + size * number) for number in range(count)]
    loads = [(segment[3], segment[2], segment[5]) for segment in segments if segment[0] == _LOAD]
    entries = [entry for segment in segments if segment[0] == _DYNAMIC for entry in _dynamic(content, segment)]
    values = dict(entries)
    if _STRTAB not in values:
        return Elf(machine, (), (0,))
    strings = _offset(values[_STRTAB], loads)
    needed = tuple(_string(content, strings + value) for tag, value in entries if tag == _NEEDED)
    wanted = [(0,)]
    if _VERNEED in values:
        names = _versions(content, _offset(values[_VERNEED], loads), values[_VERNEEDNUM], strings)
        wanted += [tuple(map(int, match[1].split("."))) for name in names if (match := _GLIBC.match(name))]
    return Elf(machine, needed, max(wanted))


def _dynamic(content: bytes, segment: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    for position in range(segment[2], segment[2] + segment[5], 16):
        tag, value = struct.unpack_from("<qQ", content, position)
        if tag == 0:
            return
        yield tag, value


def _versions(content: bytes, position: int, count: int, strings: int) -> Iterator[str]:
    for _ in range(count):
        _, needs, _, first, following = struct.unpack_from("<HHIII", content, position)
        need = position + first
        for _ in range(needs):
            _, _, _, name, after = struct.unpack_from("<IHHII", content, need)
            yield _string(content, strings + name)
            need += after
        position += following


def _offset(address: int, loads: list[tuple[int, int, int]]) -> int:
    """Where in the file the byte at `address` lies; raises ValueError."""
    for start, offset, length in loads:
        if start <= address < start + length:
            return address - start + offset
    raise ValueError(address)


def _string(content: bytes, position: int) -> str:
    return content[position : content.index(b"\0", position)].decode("latin-1")
