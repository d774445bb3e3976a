"""Paid media in the object store: what is missing there, and what lies there unnamed."""

from collections.abc import Collection, Sequence

from shared.authoring.assets import Asset
from shared.operations.gateway import Store

FOLDER = "media/"
DOCTORS = "media/.doctor"  # what `python -m shared doctor` writes to see that it may
CACHE_CONTROL = "private, max-age=3600"


def missing(store: Store, assets: Sequence[Asset]) -> list[Asset]:
    """Return those of `assets` that the store does not hold whole; raises StoreUnavailable, also for a lost bucket."""
    store.require()
    return [asset for asset in assets if not _is_stored(store, asset)]


def upload(store: Store, asset: Asset) -> None:
    """Put `asset` into the store, whole or not at all; raises StoreUnavailable."""
    store.put(asset.object_key, asset.content, asset.content_type, CACHE_CONTROL)


def unnamed(store: Store, named: Collection[str]) -> list[tuple[str, int]]:
    """Return key and size in bytes of every stored medium that is not among `named`; raises StoreUnavailable."""
    return [(key, size) for key, size in store.keys(FOLDER) if key not in named and key != DOCTORS]


def _is_stored(store: Store, asset: Asset) -> bool:
    kept = store.find(asset.object_key)
    return kept is not None and kept.size == len(asset.content)
