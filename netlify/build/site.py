"""What the build writes beside the bundles: `/config.json`, `_headers`, and which files belong to which function."""

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from netlify.build.paths import ROOT, BuildRefused
from netlify.public import Public, config_json, headers_file, origin_of, redirects_file, widget_of
from shared.authoring.load import load_course
from shared.authoring.publish import publish, withdraw
from shared.environment import read
from shared.settings import store_of

SITE = ROOT / "site"
LOCAL_ORIGIN = "http://localhost:8888"
LONGEST_VERSION = 64  # what terms_agreements keeps


def write_site(folder: Path = SITE, public: Public | None = None) -> None:
    """Write config.json and _headers, for the configured project unless another is given.

    Raises BuildRefused on Netlify without one.
    """
    public = public or public_configuration()
    (folder / "config.json").write_text(config_json(public))
    (folder / "_headers").write_text(headers_file(public))
    (folder / "_redirects").write_text(redirects_file(module_folders()))


def module_folders(course: Path = ROOT / "sql" / "course" / "course.yaml") -> list[str]:
    """Return the folders of the course's modules, in order."""
    return list(yaml.safe_load(course.read_text())["modules"])


def publish_media(course_folder: Path = ROOT / "sql" / "course", folder: Path = SITE) -> None:
    """Put the preview modules' pictures and films into the site; raises BuildRefused for a course with an error."""
    course, findings = load_course(course_folder, "sql/course")
    if course is None:
        raise BuildRefused(f"the course has an error: {findings.errors()[0]}")
    publish(course, folder)
    withdraw(course, folder)


def public_configuration() -> Public:
    """Return what the pages may know; away from Netlify, without settings, that is the local platform's."""
    supabase_url = read("SUPABASE_URL").rstrip("/")
    if not supabase_url and is_on_netlify():
        raise BuildRefused("SUPABASE_URL is not set: the pages would not know whom to ask (docs/deploy.md).")
    media, site_key, terms_version = read("MEDIA_S3_URL"), read("CAPTCHA_SITE_KEY"), read("SIGNUP_TERMS_VERSION")
    if len(terms_version) > LONGEST_VERSION:
        raise BuildRefused(
            f"SIGNUP_TERMS_VERSION is longer than {LONGEST_VERSION} characters: nobody could agree to it."
        )
    try:
        widget_of(site_key)
    except ValueError as problem:
        raise BuildRefused(str(problem)) from None
    return Public(
        supabase_url or LOCAL_ORIGIN,
        read("SUPABASE_PUBLISHABLE_KEY"),
        (origin_of(store_of(media, "MEDIA_S3_URL").endpoint),) if media else (),
        terms_version,
        site_key,
    )


def is_on_netlify() -> bool:
    """Whether this is Netlify's own machine, with a checkout that is thrown away."""
    return read("NETLIFY") == "true" and read("NETLIFY_LOCAL") != "true"


def write_included_files(names: Iterable[str], root: Path = ROOT) -> Path:
    """Give each function its own bundle and no other: `included_files` below each `[functions.NAME]`.

    Netlify reads this file after the build command and merges it into netlify.toml (docs.netlify.com, "Frameworks
    API", `.netlify/v1/config.json`).
    """
    functions = {name: {"included_files": [f".bundles/{name}/**"]} for name in sorted(names)}
    file = root / ".netlify" / "v1" / "config.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"functions": functions}, indent=1) + "\n")
    return file
