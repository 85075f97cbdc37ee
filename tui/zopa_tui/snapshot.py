"""How a session is at one revision, and what others find out for it later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zopa.check import Checked
    from zopa.context import Context
    from zopa.model import Scenario
    from zopa.options import Options
    from zopa_tui.asking import Pending
    from zopa_tui.drafts import Draft

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


def unjudged(scenario: Scenario, context: Context) -> Checked:
    """What is known of a draft before it is judged."""
    from zopa.check import Checked

    return Checked(
        scenario=scenario,
        context=context,
        coherent=True,
        deal="open",
        verdicts=(),
        clash=None,
        waived=context.waivers,
        possibly=(),
        expectations=(),
    )
