"""What is wrong in the files; the cursor picks what to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from zopa_tui.views.problems import Problem, counts, problem_lines, problems
from zopa_tui.views.text import wrapped
from zopa_tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from zopa.diagnostics import Diagnostic
    from zopa_tui.views.glyphs import Signs
    from zopa_tui.views.text import Line

__all__ = ["ProblemList"]


class ProblemList(LineList):
    """One line for each finding, under its file."""

    def __init__(self, *, id: str, signs: Signs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, signs=signs)
        self.border_title = Content("Problems")
        self._diagnostics: list[Diagnostic] | None = None
        self._unknown: Sequence[str] = ()

    def show(self, diagnostics: Sequence[Diagnostic], unknown: Sequence[str]) -> None:
        """Show these findings.

        Args:
            diagnostics: of the workspace.
            unknown: what the draft says that the corpus does not know.
        """
        self._diagnostics, self._unknown = problems(diagnostics), unknown
        self.border_title = Content(f"Problems {self.signs.between} {counts(diagnostics)}")
        self.redraw()

    @property
    def diagnostic(self) -> Diagnostic | None:
        """The finding under the cursor."""
        if self._diagnostics is None or not isinstance(self.key, Problem):
            return None
        return self._diagnostics[self.key.number]

    def words(self, key: Hashable) -> str | None:
        """What is wrong, its code and its file."""
        if self._diagnostics is None or not isinstance(key, Problem):
            return None
        found = self._diagnostics[key.number]
        return f"{found.code} {found.kind.name} {found.message} {found.span or ''}"

    def lay(self, width: int) -> Sequence[Line]:
        """The findings."""
        if self._diagnostics is None:
            return list(wrapped(f"Reading the files{self.signs.more}", width, shade="muted"))
        if not self._diagnostics and not self._unknown:
            words = "Nothing is wrong in the files. R reads them again, 1 goes on composing."
            return list(wrapped(words, width, shade="respected"))
        return list(problem_lines(self._diagnostics, self._unknown, width, self.signs))
