"""Whether what was found is remembered, and where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zopa.cli.reporting import in_ci
from zopa.files.store import FolderStore, usual_folder

if TYPE_CHECKING:
    import argparse

    from zopa.files.store import Store

__all__ = ["store_of"]


def store_of(options: argparse.Namespace) -> Store | None:
    """Where to remember what is found; nowhere with --no-cache.

    On build servers nowhere too, unless ZOPA_CACHE_DIR names a place: their folders are
    thrown away, or handed on from jobs that others may write to.
    """
    if options.no_cache or (in_ci() and not os.environ.get("ZOPA_CACHE_DIR")):
        return None
    folder = usual_folder(os.environ)
    return None if folder is None else FolderStore(folder)
