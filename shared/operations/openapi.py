"""`python -m shared openapi`: the OpenAPI document, joined from docs/openapi."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

PARTS = Path(__file__).resolve().parents[2] / "docs" / "openapi"


def main(arguments: list[str]) -> int:
    """Print the document as JSON."""
    if arguments:
        print("usage: python -m shared openapi", file=sys.stderr)
        return 2
    print(json.dumps(document(), indent=2))
    return 0


def document() -> dict[str, Any]:
    """Return the whole document: what all share, every function's paths and schemas, and their refusals."""
    whole = yaml.safe_load((PARTS / "_document.yaml").read_text())
    whole["paths"] = {}
    for part in sorted(PARTS.glob("[!_]*.yaml")):
        content = yaml.safe_load(part.read_text())
        whole["paths"] |= {path: _with_refusals(methods) for path, methods in content["paths"].items()}
        whole["components"]["schemas"] |= content.get("schemas", {})
    return whole


def _with_refusals(methods: dict[str, Any]) -> dict[str, Any]:
    """Every operation may be refused with a problem; nobody has to write that forty times."""
    problem = {"$ref": "#/components/responses/Problem"}
    for name in methods.keys() - {"parameters"}:
        methods[name]["responses"] = {"4XX": problem, "503": problem, **methods[name]["responses"]}
    return methods
