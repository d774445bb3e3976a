"""`python -m netlify.standins.s3`: the object store by itself, for boto3 with `endpoint_url` and path addressing."""

import contextlib
import tempfile
from pathlib import Path

from netlify.standins import command
from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.s3.signatures import Keys


def main() -> None:
    """Serve the objects of a folder until Ctrl-C."""
    parser = command.arguments("s3", "A small S3 that keeps its objects in a folder.")
    parser.add_argument("--folder", type=Path, help="where objects are kept (default: gone when it ends)")
    parser.add_argument("--bucket", action="append", default=[], help="a bucket to begin with; may be repeated")
    parser.add_argument("--access-key-id", default="local")
    parser.add_argument("--secret-access-key", default="local-secret")
    given = parser.parse_args()
    command.end_quietly()
    with command.listening(given.port) as (listener, origin), _folder(given.folder) as folder:
        objects = ObjectFolder(folder)
        for bucket in given.bucket:
            objects.make_bucket(bucket)
        command.serve(Objects(objects, Keys(given.access_key_id, given.secret_access_key)), listener, origin)


@contextlib.contextmanager
def _folder(given: Path | None):
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="standin-") as made:
        yield Path(made)


if __name__ == "__main__":
    main()
