"""Gathering the diagnostics of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, Fix, Severity
from zopa.documents.document import json_pointer

if TYPE_CHECKING:
    from zopa.diagnostics import Kind, Label
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
        notes: tuple[str, ...] = (),
        fix: str | None = None,
        safe: bool = True,
        pointer: Pointer = (),
        data: dict[str, object] | None = None,
    ) -> None:
        """Add a diagnostic; `fix` is what to write in place of the text at `span`."""
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
                notes=notes,
                fixes=() if fix is None else (Fix(span, fix, safe=safe),),
                pointer=json_pointer(pointer),
                data=data or {},
            )
        )

    def extend(self, diagnostics: list[Diagnostic]) -> None:
        """Add diagnostics made elsewhere."""
        self.all.extend(diagnostics)

    @property
    def errors(self) -> bool:
        """Whether one of them is of severity error."""
        return any(each.severity is Severity.ERROR for each in self.all)
