"""The stages of a backup's stream, as files that are read from or written to: counted, hashed, and never held whole.

age's library reads and writes plain Python files, and wraps what they raise; each keeps that as `failure`.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator

from shared.operations.gateway import Store, StoreUnavailable

PART_BYTES = 8 * 1024 * 1024
LEVEL = 3


class _Counted:
    """Bytes that pass, counted and hashed."""

    def __init__(self) -> None:
        self.bytes = 0
        self.failure: BaseException | None = None
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _count(self, chunk: bytes) -> None:
        self.bytes += len(chunk)
        self._hash.update(chunk)


class _Source(_Counted):
    """A file to read from, filled by `_more`, which returns None at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        try:
            while not self._ended and (size < 0 or len(self._waiting) < size):
                chunk = self._more()
                self._ended = chunk is None
                self._waiting += chunk or b""
        except BaseException as failure:
            self.failure = failure
            raise
        taken = bytes(self._waiting[: size if size >= 0 else None])
        del self._waiting[: len(taken)]
        return taken

    def _more(self) -> bytes | None:
        raise NotImplementedError


class Compressed(_Source):
    """Plain chunks, counted, as zstd."""

    def __init__(self, chunks: Iterator[bytes]):
        import zstandard

        super().__init__()
        self._chunks = chunks
        self._compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj()
        self._flushed = False

    def _more(self) -> bytes | None:
        chunk = next(self._chunks, None)
        if chunk is not None:
            self._count(chunk)
            return self._compressor.compress(chunk)
        if self._flushed:
            return None
        self._flushed = True
        return self._compressor.flush()


class Arriving(_Source):
    """Stored chunks, counted as they come."""

    def __init__(self, chunks: Iterator[bytes]):
        super().__init__()
        self._chunks = chunks

    def _more(self) -> bytes | None:
        chunk = next(self._chunks, None)
        self._count(chunk or b"")
        return chunk


class _Target(_Counted):
    """A file to write to."""

    def write(self, chunk: bytes, /) -> int:
        try:
            self._take(bytes(chunk))
        except BaseException as failure:
            self.failure = failure
            raise
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits."""

    def _take(self, chunk: bytes) -> None:
        raise NotImplementedError


class Decompressed(_Target):
    """zstd, given to `sink` as plain bytes and counted."""

    def __init__(self, sink: Callable[[bytes], None]):
        import zstandard

        super().__init__()
        self._sink = sink
        self._decompressor = zstandard.ZstdDecompressor().decompressobj()

    def _take(self, chunk: bytes) -> None:
        plain = self._decompressor.decompress(chunk)
        self._count(plain)
        self._sink(plain)

    def finish(self) -> None:
        """Raise OSError unless the compressed stream came to its end."""
        if not self._decompressor.eof:
            raise OSError("the compressed stream has no end")


class Upload(_Target):
    """An object that grows in parts; one that stays small is stored at once."""

    def __init__(self, store: Store, key: str):
        super().__init__()
        self._store = store
        self._key = key
        self._upload = ""
        self._tags: list[str] = []
        self._waiting = bytearray()

    def _take(self, chunk: bytes) -> None:
        self._count(chunk)
        self._waiting += chunk
        if len(self._waiting) >= PART_BYTES:
            self._put_part()

    def _put_part(self) -> None:
        self._upload = self._upload or self._store.begin_upload(self._key)
        self._tags.append(self._store.put_part(self._key, self._upload, len(self._tags) + 1, bytes(self._waiting)))
        self._waiting.clear()

    def finish(self) -> None:
        """Make the object what was written."""
        if not self._upload:
            self._store.put(self._key, bytes(self._waiting), "application/octet-stream", "no-store")
            return
        if self._waiting:
            self._put_part()
        self._store.complete_upload(self._key, self._upload, self._tags)

    def give_up(self) -> None:
        """Leave nothing of it, as far as the store can be reached."""
        if self._upload:
            with contextlib.suppress(StoreUnavailable):
                self._store.abort_upload(self._key, self._upload)
