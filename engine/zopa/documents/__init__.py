"""Reading YAML files as data with places, and writing values into them.

`parse` and `read` never raise for the content of a file: they return a `Document` with the
diagnostics of YAML profile 1.
"""

from __future__ import annotations

from zopa.documents.document import (
    BROKEN,
    Broken,
    Comment,
    Data,
    Document,
    Limits,
    Pointer,
    is_broken,
    json_pointer,
)
from zopa.documents.reading import ParserChoice, parse, read

__all__ = [
    "BROKEN",
    "Broken",
    "Comment",
    "Data",
    "Document",
    "Limits",
    "ParserChoice",
    "Pointer",
    "is_broken",
    "json_pointer",
    "parse",
    "read",
]
