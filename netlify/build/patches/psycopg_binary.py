"""psycopg-binary asks importlib.metadata, which brings the e-mail parser along, for its own version."""

from netlify.build.patching import version_alone

PATCHES = {"psycopg_binary/version.py": version_alone("psycopg-binary")}
