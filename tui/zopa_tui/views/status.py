"""How things stand, in the words of the lines at the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from zopa_tui.session.engine import Pending
from zopa_tui.views.text import clean, party_short, several

if TYPE_CHECKING:
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.glyphs import Glyphs

__all__ = ["name_of", "standing_parts", "top_parts"]

Parts: TypeAlias = list[tuple[str, str]]

SCREENS = ("1 Compose", "2 Matrix", "3 Deals", "4 Compare", "5 Sources", "6 Problems")


def name_of(session: Session) -> str:
    """What the scenario is called on the screen."""
    return clean(session.file.path.stem if session.file.path else session.file.scenario.title)


def top_parts(session: Session, glyphs: Glyphs, *, wide: bool) -> tuple[Parts, Parts]:
    """Which draft, of which day; which screen."""
    snapshot = session.snapshot
    unsaved = "" if snapshot.saved else f" {glyphs.unsaved}"
    left = [("zopa  ", ""), (name_of(session), "bold $title"), (unsaved, "bold $open")]
    day = f"as of {snapshot.verdicts.context.as_of}"
    if snapshot.draft.as_of != snapshot.draft.document.as_of:
        day += " (view)"
    if not wide:
        return left, [("[1 Compose]", "bold"), (f" {glyphs.dot} {day} ", "$muted")]
    table = snapshot.verdicts.context.table
    short = [clean(party_short(session.corpus, each)) for each in table]
    names = " ".join(short[:6]) + (f" +{len(short) - 6}" if len(short) > 6 else "")
    left += [(f"   {day}", ""), (f"   at the table: {names}", "$muted")]
    right = [("1 Compose", "bold $title")]
    return left, [*right, *((f"  {each}", "$muted") for each in SCREENS[1:]), (" ", "")]


def standing_parts(session: Session, glyphs: Glyphs, *, wide: bool) -> tuple[Parts, Parts]:
    """Whether there is a deal, under which marks; what is unsaved, and what undo takes back."""
    snapshot = session.snapshot
    verdicts, marks = snapshot.verdicts, snapshot.marks
    left = [_answer(snapshot, glyphs)]
    if waived := len(verdicts.waived):
        left.append((f" {glyphs.dot} {glyphs.waived} {waived} waived", "bold $waived"))
    if isinstance(marks, Pending):
        left.append((f" {glyphs.dot} marks pending{glyphs.more}", "italic $muted"))
    elif aside := len(marks.crossed) + len(marks.contended):
        words = f"those {aside} were" if aside > 1 else "that one was"
        if marks.contended:
            words = f"{several(aside, 'line')} were"
        said = f"marks: as if {words} waived" if wide else f"marks as if {aside} waived"
        left.append((f" {glyphs.dot} {said}", "$muted"))
    if snapshot.unknown:
        left.append((f" {glyphs.dot} {len(snapshot.unknown)} unknown", "bold $crossed"))
    right: Parts = []
    if wide and session.file.path is not None:
        right.append((clean(session.file.scenario.path), "$muted"))
        right.append((f" {glyphs.dot} ", "$muted"))
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
        return "incoherent: its choices clash", "bold $crossed"
    if crossed := len(verdicts.crossed()):
        return f"{glyphs.crossed} {crossed} crossed, no deal", "bold $crossed"
    if verdicts.deal is True:
        return f"{glyphs.respected} a deal", "bold $respected"
    if verdicts.deal == "open":
        return f"{glyphs.open} open: can become a deal", "$open"
    return f"{glyphs.crossed} no deal: lines conflict", "bold $crossed"
