"""A handler whose import fails."""

raise ValueError("a setting is missing")
