"""The statement under the cursor, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa_tui.source_rows import source_lines
from zopa_tui.views.text import wrapped
from zopa_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from zopa.model.corpus import Corpus, Statement
    from zopa.questions.check import Checked

__all__ = ["SourcePane"]


class SourcePane(Prose):
    """Our words, who said it, through whom, where, and what rests on it."""

    def show(self, corpus: Corpus, statement: Statement | None, checked: Checked) -> None:
        """Show a statement; None where the cursor is on none."""
        if statement is None:
            words = "No statement is under the cursor. tab goes to the list."
            self.say("Source", lambda width: list(wrapped(words, width, shade="muted")))
            return
        signs = self.signs
        self.say(
            f"Source {signs.between} {statement.id}",
            lambda width: list(source_lines(corpus, statement, checked, width, signs)),
        )
