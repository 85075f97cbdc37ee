"""How things stand, in the words of the lines at the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from zopa_tui.session.engine import Pending
from zopa_tui.views.text import clean, party_short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.glyphs import Glyphs

__all__ = [
    "TABBED",
    "TABS",
    "WIDE",
    "day_of",
    "head_parts",
    "name_of",
    "standing_parts",
    "top_parts",
]

Parts: TypeAlias = list[tuple[str, str]]
VIEW: Final = " (view)"
WIDE: Final = 120
"""Columns from which on the day stands beside the name of the draft."""
SCREENS: Final = ("Compose", "Matrix", "Deals", "Compare", "Sources", "Problems")
TABS: Final[Mapping[str, str]] = {
    f"{number} {each}": f"screen.{each.lower()}" for number, each in enumerate(SCREENS, 1)
}
"""What the screens are called at the edge, and the actions that go there."""
TABBED = 80
"""Columns from which on there is room for them."""


def name_of(session: Session) -> str:
    """What the scenario is called on the screen."""
    return clean(session.file.path.stem if session.file.path else session.file.scenario.title)


def day_of(session: Session) -> str:
    """The day asked about, and whether the file has another one."""
    snapshot = session.snapshot
    if not session.corpus.issues:
        return ""
    other = snapshot.draft.as_of != snapshot.draft.document.as_of
    return f"as of {snapshot.verdicts.context.as_of}" + (VIEW if other else "")


def head_parts(
    session: Session, glyphs: Glyphs, here: str, width: int, rest: Parts
) -> tuple[Parts, Parts]:
    """Which draft, and the screens, the one that is shown among them.

    Args:
        session: with the draft.
        glyphs: to draw with.
        here: the name of the screen.
        width: columns that there are.
        rest: what else to say at the left, where there is room.
    """
    saved = session.snapshot.saved
    left = [
        (name_of(session), "bold $title"),
        ("" if saved else f" {glyphs.unsaved}", "bold $open"),
    ]
    day = day_of(session)
    if width < TABBED:
        now = next((each for each in TABS if each.endswith(here)), here)
        after = f" {glyphs.dot} {day} " if day else " "
        return [("zopa  ", ""), *left], [(f"[{now}]", "bold"), (after, "$muted")]
    right: Parts = []
    for each in TABS:
        looks = "bold reverse $title" if each.endswith(here) else "$muted"
        right += [("  " if width >= WIDE else " ", ""), (each, looks)]
    right = [*right[1:], (" ", "")]
    if width < WIDE:
        return left, right
    return [("zopa  ", ""), *left, (f"   {day}", ""), *rest], right


def top_parts(session: Session, glyphs: Glyphs, width: int) -> tuple[Parts, Parts]:
    """Which draft, of which day, who is at the table; which screen."""
    table = session.snapshot.verdicts.context.table
    short = [clean(party_short(session.corpus, each)) for each in table]
    names = " ".join(short[:6]) + (f" +{len(short) - 6}" if len(short) > 6 else "")
    rest = [(f"   at the table: {names}", "$muted")]
    return head_parts(session, glyphs, "Compose", width, rest)


def standing_parts(session: Session, glyphs: Glyphs, width: int) -> tuple[Parts, Parts]:
    """Whether there is a deal, under which marks; what is unsaved, and what undo takes back."""
    snapshot, wide = session.snapshot, width >= WIDE
    verdicts, marks = snapshot.verdicts, snapshot.marks
    left = [_answer(snapshot, glyphs)]
    if waived := len(verdicts.waived):
        left.append((f" {glyphs.dot} {glyphs.waived} {waived} waived", "bold $waived"))
    if isinstance(marks, Pending):
        left.append((f" {glyphs.dot} status pending{glyphs.more}", "italic $muted"))
    elif aside := len(marks.crossed) + len(marks.contended):
        # The solver, which the first picture does not wait for.
        from zopa.answers.options import left_out_words

        said = left_out_words(marks) if wide else f"status leaves out {aside}"
        left.append((f" {glyphs.dot} {said}", "$muted"))
    if snapshot.unknown:
        left.append((f" {glyphs.dot} {len(snapshot.unknown)} unknown", "bold $crossed"))
    right: Parts = []
    if wide and session.file.path is not None:
        right.append((clean(session.file.scenario.path), "$muted"))
        right.append((f" {glyphs.dot} ", "$muted"))
    if TABBED <= width < WIDE:
        day = day_of(session).removesuffix(VIEW)
        if snapshot.draft.stated is not None:
            # The name of the draft says what is unsaved; there is no room to say it twice.
            return left, [(f"{day} {glyphs.dot} I keeps view ", "$muted")]
        right.append((f"{day} {glyphs.dot} ", "$muted"))
        if snapshot.undo and not session.read_only:
            # The mark beside the draft's name says that it is unsaved.
            return left, [*right, (f"u undo: {clean(snapshot.undo)} ", "")]
    words = "read-only " if session.read_only else "saved " if snapshot.saved else "unsaved "
    right.append((words, "$muted" if snapshot.saved else "$open"))
    if snapshot.draft.stated is not None:
        right.append((f"{glyphs.dot} I keeps view ", "$muted"))
    if snapshot.undo:
        right.append((f"{glyphs.dot} u undo: {clean(snapshot.undo)} ", ""))
    return left, right


def _answer(snapshot: Snapshot, glyphs: Glyphs) -> tuple[str, str]:
    """Whether there is a deal, in a few words."""
    verdicts = snapshot.verdicts
    if not snapshot.judged:
        return f"judging the draft{glyphs.more}", "italic $muted"
    if not verdicts.coherent:
        return "inconsistent: contradicts a rule", "bold $crossed"
    if crossed := len(verdicts.crossed()):
        return f"{glyphs.crossed} {crossed} crossed, no deal", "bold $crossed"
    if verdicts.deal is True:
        return f"{glyphs.respected} a deal", "bold $respected"
    if verdicts.deal == "open":
        return f"{glyphs.open} open: can become a deal", "$open"
    return f"{glyphs.crossed} no deal: lines conflict", "bold $crossed"
