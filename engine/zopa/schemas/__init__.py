"""Format of files: JSON Schemas, validation and messages."""

from __future__ import annotations

from zopa.files.layout import Role, role_of
from zopa.schemas.check import check_shape, usable
from zopa.schemas.modeline import Modelines, schema_name, with_modeline

__all__ = [
    "Modelines",
    "Role",
    "check_shape",
    "role_of",
    "schema_name",
    "usable",
    "with_modeline",
]
