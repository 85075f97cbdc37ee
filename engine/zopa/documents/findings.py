"""Gathering the diagnostics of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic
from zopa.documents.document import json_pointer

if TYPE_CHECKING:
    from zopa.diagnostics import Fix, Kind, Label
    from zopa.documents.document import Pointer
    from zopa.spans import Span

__all__ = ["Findings"]

MOST: Final = 1_000
"""How many are kept; a file with more is not a file of ours."""


class Findings:
    """The diagnostics found so far."""

    def __init__(self) -> None:
        self.all: list[Diagnostic] = []
        self.muted = 0
        """Above zero what is found follows from something already reported."""

    def add(
        self,
        kind: Kind,
        span: Span,
        message: str,
        *help_: str,
        label: str = "",
        related: tuple[Label, ...] = (),
        fix: Fix | None = None,
        pointer: Pointer = (),
        data: dict[str, object] | None = None,
    ) -> None:
        """Add a diagnostic; `help_` is what to do, one line each."""
        if self.muted or len(self.all) >= MOST:
            return
        self.all.append(
            Diagnostic(
                kind,
                span,
                message,
                label=label,
                related=related,
                help=help_,
                fixes=() if fix is None else (fix,),
                pointer=json_pointer(pointer),
                data=data or {},
            )
        )
