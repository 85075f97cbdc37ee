"""How a session is at one revision, and what others find out for it later."""

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
    crossed_with: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    """Positions that this very draft would cross with a term that it does not choose, as far
    as that is found; None with a term that rules exclude."""

    @property
    def uncounted(self) -> bool:
        """Whether the marks are found, and the deals of this draft are still to be counted."""
        return self.left is None and not isinstance(self.marks, Pending)

    def only_counted_since(self, old: Snapshot) -> bool:
        """Whether nothing is new but the counts, and what terms would cross."""
        counted = dataclasses.replace(old, left=self.left, crossed_with=self.crossed_with)
        return self is not old and self == counted

    @property
    def left_out(self) -> tuple[str, ...]:
        """Positions that the status of terms leaves out beside those that are crossed."""
        return () if isinstance(self.marks, Pending) else self.marks.contended


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


# -- equal parts of answers keep their identity, so that views see at once what changed --


T = TypeVar("T")


def keep_checked(old: Checked, new: Checked) -> Checked:
    """The new verdicts, made of old parts where these are equal."""
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
    """The new marks, made of old parts where these are equal."""
    kept = dataclasses.replace(new, marks=_each(old.marks, new.marks, _term))
    return _kept(old, kept)


def _position(verdict: VerdictOn) -> str:
    return verdict.held.id


def _term(marked: Marked) -> tuple[str, str]:
    return marked.issue, marked.term


def _each(
    old: tuple[T, ...], new: tuple[T, ...], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """The new parts, each the old one of the same key where they are equal."""
    known = {key(each): each for each in old}
    kept = tuple(_kept(known.get(key(each)), each) for each in new)
    same = len(old) == len(kept) and all(a is b for a, b in zip(old, kept, strict=True))
    return old if same else kept


def _kept(old: T | None, new: T) -> T:
    return old if old is not None and old == new else new


# -- the steps of a piece of work, and where in them one stands --


DEPTH = 1_000
"""Steps that can be undone."""
TYPING = 1.0
"""Seconds within which changes of the same thing are one step."""


@dataclass(frozen=True, slots=True)
class Step:
    """A draft, and what was done to reach it."""

    label: str
    draft: Draft


class History:
    """Whole drafts, the first one done to nothing; one of them is current."""

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
        """What undoing would take back."""
        return self._steps[self._at].label if self._at else None

    @property
    def redo(self) -> str | None:
        """What redoing would do again."""
        after = self._at + 1
        return self._steps[after].label if after < len(self._steps) else None

    def do(self, label: str, draft: Draft, *, typing: Hashable = None) -> bool:
        """Make a step, and forget those that were undone.

        Args:
            label: what is done, as in "undo: …".
            draft: what it leads to; one that says what the current one says is no step.
            typing: what is being typed; a step that goes on typing the same within a
                second takes the place of the one before.

        Returns:
            Whether the draft is another one now.
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
        """Change every draft, as other terms want it."""
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
        """Make what is typed from here on a step of its own."""
        self._typing = None
