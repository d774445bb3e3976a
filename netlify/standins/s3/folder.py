"""Objects as files: a folder for each bucket, contents and what is known of them side by side."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

LONGEST_NAME = 180


class ObjectRecord(NamedTuple):
    """What is known of an object; `modified` is in Unix seconds, `metadata` the x-amz-meta headers.

    `headers` are those of HTTP that were put with it (Cache-Control and its kind) and are given back.
    """

    key: str
    size: int
    etag: str
    modified: float
    content_type: str
    metadata: Mapping[str, str]
    headers: Mapping[str, str] = {}


class ObjectFolder:
    """The objects below `root`. A write is whole or not there: contents first, then the record, each renamed."""

    def __init__(self, root: Path):
        self._root = root

    def buckets(self) -> list[str]:
        """Return the names of all buckets."""
        return sorted(path.name for path in self._root.iterdir() if path.is_dir()) if self._root.is_dir() else []

    def make_bucket(self, bucket: str) -> None:
        """Make the bucket unless there is one."""
        for part in ("contents", "records", "uploads"):
            (self._root / bucket / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    def has_bucket(self, bucket: str) -> bool:
        """Return whether there is such a bucket."""
        return bool(bucket) and bucket in self.buckets()

    def put(self, bucket: str, record: ObjectRecord, content: Path) -> None:
        """Keep the finished file `content` (it is moved away) as the object of `record`."""
        os.replace(content, self.content(bucket, record.key))  # noqa: PTH105 (atomic, over what is there)
        unfinished = self.unfinished(bucket)
        unfinished.write_text(json.dumps(record._asdict()))
        os.replace(unfinished, self._record(bucket, record.key))  # noqa: PTH105

    def find(self, bucket: str, key: str) -> ObjectRecord | None:
        """Return what is known of an object; None where there is none."""
        try:
            return ObjectRecord(**json.loads(self._record(bucket, key).read_text()))
        except FileNotFoundError:
            return None

    def delete(self, bucket: str, key: str) -> None:
        """Remove an object; one that is not there is no error."""
        self._record(bucket, key).unlink(missing_ok=True)
        self.content(bucket, key).unlink(missing_ok=True)

    def list(self, bucket: str, prefix: str, after: str) -> Sequence[ObjectRecord]:
        """Return the objects whose keys begin with `prefix` and come after `after`, in S3's order."""
        found = [ObjectRecord(**json.loads(path.read_text())) for path in (self._root / bucket / "records").iterdir()]
        wanted = [record for record in found if record.key.startswith(prefix) and record.key > after]
        return sorted(wanted, key=lambda record: record.key.encode())

    def content(self, bucket: str, key: str) -> Path:
        """Return the file that holds an object's bytes."""
        return self._root / bucket / "contents" / _file_name(key)

    def unfinished(self, bucket: str) -> Path:
        """Return a new file to write to before it is put."""
        return self._root / bucket / "uploads" / f"unfinished-{secrets.token_hex(8)}"

    def begin_upload(self, bucket: str, known: Mapping[str, object]) -> str:
        """Begin a multipart upload and return its id."""
        upload = secrets.token_hex(16)
        folder = self._root / bucket / "uploads" / upload
        folder.mkdir(mode=0o700)
        (folder / "known.json").write_text(json.dumps(known))
        return upload

    def upload_folder(self, bucket: str, upload: str) -> Path | None:
        """Return the folder of an upload's parts; None where there is no such upload."""
        folder = self._root / bucket / "uploads" / upload
        return folder if upload.isalnum() and folder.is_dir() else None

    def drop_upload(self, bucket: str, upload: str) -> None:
        """Forget an upload and its parts."""
        if folder := self.upload_folder(bucket, upload):
            shutil.rmtree(folder)

    def _record(self, bucket: str, key: str) -> Path:
        return self._root / bucket / "records" / f"{_file_name(key)}.json"


def _file_name(key: str) -> str:
    """A key may be longer than a file name, hold slashes or be `..`: quoted, and cut with a digest."""
    name = "=" + quote(key, safe="")
    return name if len(name) <= LONGEST_NAME else f"{name[:100]}~{hashlib.sha256(key.encode()).hexdigest()}"
