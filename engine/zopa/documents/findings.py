"""Gathering the diagnostics of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zopa.diagnostics import Diagnostic, Severity, clip, shown
from zopa.documents.document import json_pointer

if TYPE_CHECKING:
    from zopa.diagnostics import Fix, Kind, Label
    from zopa.documents.document import Pointer
    from zopa.files.span import Span

__all__ = ["Findings", "Stopped", "brief"]

MOST: Final = 1_000
"""How many are kept; a file with more, errors among them, is not read on."""


class Stopped(Exception):  # noqa: N818 - no error, it only unwinds; the finding is made
    """It makes no sense to read on; why, is among the findings."""


def brief(text: str, most: int = 40) -> str:
    """A text from the file for a message, which it must not make too long."""
    return f"`{clip(shown(clip(text, most)), most)}`"


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
        """Add a diagnostic; `help_` is what to do, one line each.

        Raises:
            Stopped: there are too many.
        """
        if self.muted:
            return
        if len(self.all) >= MOST:
            if any(each.severity is Severity.ERROR for each in self.all):
                raise Stopped
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
