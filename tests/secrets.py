"""Scans every tracked file for secrets with detect-secrets; a line that only looks like one says so by itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parents[1]
# Entropy detectors cannot tell a hash from a key; these look for the shapes real keys have.
DETECTORS = (
    "AWSKeyDetector",
    "GitHubTokenDetector",
    "JwtTokenDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "SendGridDetector",
    "SlackDetector",
    "StripeDetector",
)
LOCKED = {"requirements.txt", "requirements-local.txt", "requirements-dev.txt", "package-lock.json"}


def main() -> int:
    """Print each finding as file:line and kind; return 1 when there is one."""
    findings = list(found())
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def found() -> Iterator[str]:
    """Yield where something looks like a secret."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    with transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}):
        for name in filter(None, tracked.split("\0")):
            path = ROOT / name
            if path.name in LOCKED or path.suffix in {".png", ".woff2", ".zst", ".mp4"} or not path.is_file():
                continue
            for secret in scan_file(str(path)):
                yield f"{name}:{secret.line_number}: {secret.type}"


if __name__ == "__main__":
    sys.exit(main())
