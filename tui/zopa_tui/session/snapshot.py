"""How a session is at one revision, and what others find out for it later."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa_tui.session.engine import Pending

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.questions.check import Checked
    from zopa.questions.options import Options
    from zopa_tui.session.draft import Draft

__all__ = ["Snapshot", "unjudged"]


@dataclass(frozen=True)
class Snapshot:
    """Everything a view may show, at one revision; equal parts keep their identity."""

    revision: int
    draft: Draft
    verdicts: Checked
    """Always of this draft; its scenario and context are what further questions ask about."""
    judged: bool
    """Whether the verdicts are known; where not, there is none yet."""
    marks: Options | Pending
    unknown: tuple[str, ...]
    """What the draft says that the corpus does not know, in words; no question hears of it."""
    saved: bool
    """Whether the file says what the draft says."""
    undo: str | None
    """What undoing would take back; None where there is nothing."""
    redo: str | None
    left: Mapping[tuple[str, str], int] | None = None
    """Deals with each term, of this very draft; None while they are not counted, empty where
    they are too many."""

    @property
    def uncounted(self) -> bool:
        """Whether the marks are found, and the deals of this draft are still to be counted."""
        return self.left is None and not isinstance(self.marks, Pending)

    def only_counted_since(self, old: Snapshot) -> bool:
        """Whether nothing but the counts is new."""
        return old.left is not self.left and self == dataclasses.replace(old, left=self.left)


def unjudged(scenario: Scenario, context: Context) -> Checked:
    """What is known of a draft before it is judged."""
    from zopa.questions.check import Checked

    return Checked(
        scenario=scenario,
        context=context,
        coherent=True,
        deal="open",
        verdicts=(),
        broken=(),
        not_judged=(),
        clash=None,
        waived=context.waivers,
        possibly=(),
        expectations=(),
    )
