"""Whether a file has the shape that its role in the workspace asks for."""

from __future__ import annotations

from zopa.schemas.check import check_shape
from zopa.schemas.roles import Role, role_of

__all__ = ["Role", "check_shape", "role_of"]
