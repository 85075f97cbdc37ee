"""State of a session at one revision, and later answers for it."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from zopa_tui.session.engine import Pending

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.questions.check import Checked, VerdictOn
    from zopa.questions.options import Marked, Options
    from zopa_tui.session.draft import Draft

__all__ = [
    "History",
    "Snapshot",
    "Step",
    "keep_checked",
    "keep_options",
    "unjudged",
]


@dataclass(frozen=True)
class Snapshot:
    """All data for the views at one revision; equal parts keep their identity."""

    revision: int
    draft: Draft
    verdicts: Checked
    """Verdicts on this draft; further questions use their scenario and context."""
    judged: bool
    """True if the verdicts are known. If False, they are empty."""
    marks: Options | Pending
    unknown: tuple[str, ...]
    """Parts of the draft that the corpus does not define, in words; no question has them."""
    saved: bool
    """True if the file has the same content as the draft."""
    undo: str | None
    """Label of the step that undo takes back; None if there is none."""
    redo: str | None
    left: Mapping[tuple[str, str], int] | None = None
    """Number of deals with each term of this draft; None before they are counted, empty if
    there are too many."""
    crossed_with: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    """Number of positions that this draft would cross with each term that it does not choose,
    if already found. None for a term that rules exclude."""

    @property
    def uncounted(self) -> bool:
        """True if the status of terms is known but the deals are not counted yet."""
        return self.left is None and not isinstance(self.marks, Pending)

    def only_counted_since(self, old: Snapshot) -> bool:
        """True if only counts, and crossings by further terms, are new."""
        counted = dataclasses.replace(old, left=self.left, crossed_with=self.crossed_with)
        return self is not old and self == counted

    @property
    def left_out(self) -> tuple[str, ...]:
        """Positions that the status of terms leaves out, in addition to the crossed ones."""
        return () if isinstance(self.marks, Pending) else self.marks.contended


def unjudged(scenario: Scenario, context: Context) -> Checked:
    """The empty verdicts of a draft before it is checked."""
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


# -- equal parts of answers keep their identity, so that views detect changes fast --


T = TypeVar("T")


def keep_checked(old: Checked, new: Checked) -> Checked:
    """The new verdicts; parts that equal old ones are the old objects."""
    return dataclasses.replace(
        new,
        context=_kept(old.context, new.context),
        verdicts=_each(old.verdicts, new.verdicts, _position),
        clash=_kept(old.clash, new.clash),
        waived=_kept(old.waived, new.waived),
        possibly=_kept(old.possibly, new.possibly),
        expectations=_kept(old.expectations, new.expectations),
    )


def keep_options(old: Options, new: Options) -> Options:
    """The new status of terms; parts that equal old ones are the old objects."""
    kept = dataclasses.replace(new, marks=_each(old.marks, new.marks, _term))
    return _kept(old, kept)


def _position(verdict: VerdictOn) -> str:
    return verdict.held.id


def _term(marked: Marked) -> tuple[str, str]:
    return marked.issue, marked.term


def _each(
    old: tuple[T, ...], new: tuple[T, ...], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """The new parts; each that equals the old one of its key is the old object."""
    known = {key(each): each for each in old}
    kept = tuple(_kept(known.get(key(each)), each) for each in new)
    same = len(old) == len(kept) and all(a is b for a, b in zip(old, kept, strict=True))
    return old if same else kept


def _kept(old: T | None, new: T) -> T:
    return old if old is not None and old == new else new


# -- history of steps, and the current one --


DEPTH = 1_000
"""Steps that can be undone."""
TYPING = 1.0
"""Seconds within which changes of the same thing are one step."""


@dataclass(frozen=True, slots=True)
class Step:
    """A draft, and the label of the change that led to it."""

    label: str
    draft: Draft


class History:
    """Drafts from the first to the last step; one of them is current."""

    def __init__(
        self, start: Draft, *, depth: int = DEPTH, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._steps = [Step("open", start)]
        self._at = 0
        self._depth = depth
        self._clock = clock
        self._typing: tuple[Hashable, float] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of them, undone ones included; oldest first."""
        return tuple(self._steps)

    @property
    def at(self) -> int:
        """Which step is current."""
        return self._at

    @property
    def draft(self) -> Draft:
        """The current one."""
        return self._steps[self._at].draft

    @property
    def undo(self) -> str | None:
        """Label of the step that undo takes back; None if there is none."""
        return self._steps[self._at].label if self._at else None

    @property
    def redo(self) -> str | None:
        """Label of the step that redo does again; None if there is none."""
        after = self._at + 1
        return self._steps[after].label if after < len(self._steps) else None

    def do(self, label: str, draft: Draft, *, typing: Hashable = None) -> bool:
        """Make a step, and forget the undone ones.

        Args:
            label: name of the change, as in "undo: …".
            draft: the new draft; if it equals the current one, there is no step.
            typing: subject of the typing; a step with the same subject within a second
                replaces the one before.

        Returns:
            True if the draft has changed.
        """
        now = self._clock()
        if draft == self.draft:
            return False
        del self._steps[self._at + 1 :]
        if typing is not None and self._typing is not None:
            what, when = self._typing
            if what == typing and now - when <= TYPING:
                self._steps.pop()
        self._typing = None
        if not self._steps or self._steps[-1].draft != draft:
            self._steps.append(Step(label, draft))
            self._typing = None if typing is None else (typing, now)
        del self._steps[: -self._depth - 1]
        self._at = len(self._steps) - 1
        return True

    def fit(self, change: Callable[[Draft], Draft]) -> None:
        """Change every draft to fit other terms."""
        self._steps = [
            dataclasses.replace(each, draft=change(each.draft)) for each in self._steps
        ]

    def go(self, at: int) -> None:
        """Make another step current.

        Raises:
            IndexError: there is no such step.
        """
        if not 0 <= at < len(self._steps):
            msg = f"step {at} of {len(self._steps)}"
            raise IndexError(msg)
        self._at = at
        self._typing = None

    def pause(self) -> None:
        """Make further typing a separate step."""
        self._typing = None
