"""Format of files: JSON Schemas, validation and messages."""

from __future__ import annotations

from zopa.files.layout import Role, role_of
from zopa.schemas.modeline import Modelines, schema_name, with_modeline
from zopa.schemas.validators import check_shape, usable

__all__ = [
    "Modelines",
    "Role",
    "check_shape",
    "role_of",
    "schema_name",
    "usable",
    "with_modeline",
]
