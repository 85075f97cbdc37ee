"""Texts of the header and the status line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from zopa_tui.session.engine import Pending
from zopa_tui.views.text import (
    BLANK,
    TextLine,
    clean,
    cut,
    party_short,
    picks_words,
    several,
    width_of,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.corpus import Corpus
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.text import Glyphs, Shade, Signs

__all__ = [
    "PHONE",
    "SHORT",
    "TABBED",
    "TABS",
    "WIDE",
    "DraftTab",
    "answer_lines",
    "answer_parts",
    "day_of",
    "head_parts",
    "name_of",
    "standing_parts",
    "tab_parts",
    "top_parts",
]

Parts: TypeAlias = list[tuple[str, str]]
VIEW: Final = " (view)"
WIDE: Final = 120
"""Minimum width, in columns, to show the date beside the name of the draft."""
SCREENS: Final = ("Compose", "Matrix", "Deals", "Compare", "Sources", "Problems")
TABS: Final[Mapping[str, str]] = {
    f"{number} {each}": f"screen.{each.lower()}" for number, each in enumerate(SCREENS, 1)
}
"""Names of the screens in the header, with the actions that open them."""
SHORT: Final[Mapping[str, str]] = {
    each: action for name, action in TABS.items() for each in (name, name[0])
}
"""The same, also by the numbers alone."""
TABBED = 80
"""Minimum width for the names of the screens."""
PHONE = 60
"""Width below which there is room for one pane, and for numbers of screens only."""
FULL_DAY = 100
"""Width below which the date stands alone where the answer has several parts."""
DATED = 52
"""Minimum width to show the date beside these."""
LEAST_TAB = 14
"""Minimum width of a tab in the bar of drafts."""


def name_of(session: Session) -> str:
    """The scenario's name on the screen."""
    return clean(session.file.path.stem if session.file.path else session.file.scenario.title)


@dataclass(frozen=True, slots=True)
class DraftTab:
    """Tab of an open draft."""

    name: str
    saved: bool
    here: bool
    """True for the current draft."""


def tab_parts(tabs: Sequence[DraftTab], glyphs: Glyphs, width: int) -> list[tuple[int, str]]:
    """The bar of drafts: index and text of each tab that fits.

    Names are shortened evenly. If that is not enough, the tabs around the current one stay.
    """
    here = next((at for at, each in enumerate(tabs) if each.here), 0)
    room = max(LEAST_TAB, width // max(1, len(tabs)))
    number = max(1, min(len(tabs), width // room))
    first = max(0, min(here - number // 2, len(tabs) - number))
    found = []
    for at in range(first, first + number):
        mark = "" if tabs[at].saved else f" {glyphs.unsaved}"
        end = f" {glyphs.more}" if at == first + number - 1 and at + 1 < len(tabs) else ""
        start = f"{glyphs.more} " if at == first and at else ""
        name = cut(tabs[at].name, room - 4 - width_of(start + mark + end), glyphs.more)
        found.append((at, f"{start}{name}{mark}{end}"))
    return found


def day_of(session: Session) -> str:
    """The evaluation date, with a mark if the file has another one."""
    snapshot = session.snapshot
    if not session.corpus.issues:
        return ""
    other = snapshot.draft.as_of != snapshot.draft.document.as_of
    return f"as of {snapshot.verdicts.context.as_of}" + (VIEW if other else "")


def _view(session: Session) -> str:
    return f"view of {clean(session.corpus.view)}"


def head_parts(
    session: Session, glyphs: Glyphs, here: str, width: int, rest: Parts
) -> tuple[Parts, Parts]:
    """Name of the draft, and the list of screens with the current one highlighted.

    Args:
        session: the session of the draft.
        glyphs: symbols to use.
        here: name of the current screen.
        width: available columns.
        rest: further text for the left side, if there is room.
    """
    saved = session.snapshot.saved
    left = [
        (name_of(session), "bold $title"),
        ("" if saved else f" {glyphs.unsaved}", "bold $open"),
    ]
    if session.corpus.view:
        left.append((f" {glyphs.dot} {_view(session)}", "bold $open"))
    if (stated := session.corpus.configured) is not None:
        left.append((f" {glyphs.dot} {stated.where}", "$muted"))
    day = day_of(session)
    if width < PHONE:
        right: Parts = []
        for each in TABS:
            here_now = each.endswith(here)
            looks = "bold reverse $title" if here_now else "$muted"
            right += [(" ", ""), (each if here_now else each[0], looks)]
        snapshot = session.snapshot
        as_of = f" {glyphs.dot} {snapshot.verdicts.context.as_of}"
        return left, [*right, (as_of if width >= DATED and day else "", "$muted"), (" ", "")]
    if width < TABBED:
        now = next((each for each in TABS if each.endswith(here)), here)
        after = f" {glyphs.dot} {day} " if day else " "
        return [("zopa  ", ""), *left], [(f"[{now}]", "bold"), (after, "$muted")]
    right = []
    for each in TABS:
        looks = "bold reverse $title" if each.endswith(here) else "$muted"
        right += [("  " if width >= WIDE else " ", ""), (each, looks)]
    right = [*right[1:], (" ", "")]
    if width < WIDE:
        return left, right
    return [("zopa  ", ""), *left, (f"   {day}", ""), *rest], right


def top_parts(session: Session, glyphs: Glyphs, width: int) -> tuple[Parts, Parts]:
    """The draft with its date and the parties at the table; and the screen."""
    table = session.snapshot.verdicts.context.table
    short = [clean(party_short(session.corpus, each)) for each in table]
    names = " ".join(short[:6]) + (f" +{len(short) - 6}" if len(short) > 6 else "")
    rest = [(f"   at the table: {names}", "$muted")]
    return head_parts(session, glyphs, "Compose", width, rest)


def standing_parts(session: Session, glyphs: Glyphs, width: int) -> tuple[Parts, Parts]:
    """The answer on deals; unsaved work, and the step that undo takes back."""
    snapshot, wide = session.snapshot, width >= WIDE
    left = answer_parts(snapshot, glyphs)
    if wide and snapshot.left_out:
        left.append((f" {glyphs.dot} terms are judged without these", "$muted"))
    if snapshot.unknown:
        left.append((f" {glyphs.dot} {len(snapshot.unknown)} unknown", "bold $crossed"))
    right: Parts = []
    if wide and session.file.path is not None:
        right.append((clean(session.file.scenario.path), "$muted"))
        right.append((f" {glyphs.dot} ", "$muted"))
    if TABBED <= width < WIDE:
        day = day_of(session).removesuffix(VIEW)
        if len(left) > 1 and width < FULL_DAY:
            day = day.removeprefix("as of ")  # there is more to say at the left
        if snapshot.draft.stated is not None:
            # The name of the draft shows its unsaved state; there is no room for it here.
            return left, [(f"{day} {glyphs.dot} I keeps view ", "$muted")]
        right.append((f"{day} {glyphs.dot} ", "$muted"))
        if snapshot.undo and not session.read_only:
            # The mark beside the draft's name shows that it is unsaved.
            return left, [*right, (f"u undo: {clean(snapshot.undo)} ", "")]
    if width < PHONE:
        return left, [("I keeps view ", "$muted")] if snapshot.draft.stated is not None else []
    words = "read-only " if session.read_only else "saved " if snapshot.saved else "unsaved "
    if session.corpus.view and width < WIDE:
        words = f"{_view(session)} "  # at the top there may be no room to say it
    elif session.corpus.view and snapshot.saved and not session.read_only:
        words = "saved in this copy "
    right.append((words, "$muted" if snapshot.saved else "$open"))
    if snapshot.draft.stated is not None:
        right.append((f"{glyphs.dot} I keeps view ", "$muted"))
    if snapshot.undo:
        right.append((f"{glyphs.dot} u undo: {clean(snapshot.undo)} ", ""))
    return left, right


def answer_parts(snapshot: Snapshot, glyphs: Glyphs) -> Parts:
    """The answer with crossed and left-out positions; the first part can be clicked."""
    text, style = _answer(snapshot, glyphs)
    parts: Parts = [(text, style)]
    if waived := len(snapshot.verdicts.waived):
        parts.append((f" {glyphs.dot} {glyphs.waived} {waived} waived", "bold $waived"))
    if isinstance(snapshot.marks, Pending):
        parts.append((f" {glyphs.dot} status pending{glyphs.more}", "italic $muted"))
    return parts


def _answer(snapshot: Snapshot, glyphs: Glyphs) -> tuple[str, str]:
    """The answer on deals, in a few words."""
    verdicts = snapshot.verdicts
    if not snapshot.judged:
        return f"judging the draft{glyphs.more}", "italic $muted"
    if not verdicts.coherent:
        return "No deal: the draft contradicts a rule", "bold $crossed"
    if verdicts.deal is True:
        return "Deal: every position is respected", "bold $respected"
    if verdicts.deal == "open":
        open_ = sum(each.verdict == "open" for each in verdicts.verdicts)
        return f"A deal is possible: {open_} open", "$open"
    crossed, aside = len(verdicts.crossed()), len(snapshot.left_out)
    more = "more " if crossed else "in conflict, "
    words = [f"{crossed} crossed"] if crossed or not aside else []
    words += [f"{aside} {more}left out"] if aside else []
    return f"No deal: {', '.join(words)}", "bold $crossed"


def answer_lines(
    corpus: Corpus, snapshot: Snapshot, width: int, signs: Signs
) -> Iterator[TextLine]:
    """Grounds of the answer: the crossed positions, and those left out.

    The key of a line is the position.
    """
    from zopa.answers.lines import issue_name

    verdicts = snapshot.verdicts
    if not verdicts.coherent:
        yield from wrapped("Inconsistent: the choices contradict a rule.", width)
        for each in verdicts.broken:
            yield from wrapped(clean(each.name), width, head="  ", shade="crossed")
    open_ = [
        each.held.id
        for each in verdicts.verdicts
        if each.verdict == "open" and each.held.id not in snapshot.left_out
    ]
    groups: list[tuple[str, list[str], Shade]] = [
        (
            "Crossed by the draft's choices",
            [each.held.id for each in verdicts.crossed()],
            "crossed",
        ),
        ("In conflict with each other, so left out", list(snapshot.left_out), "muted"),
        ("Waived", [each.position for each in verdicts.waived], "waived"),
        ("Other open positions" if snapshot.left_out else "Open", open_, "open"),
    ]
    aside = len(verdicts.crossed()) + len(snapshot.left_out)
    if aside and not isinstance(snapshot.marks, Pending):
        words = (
            f"What is possible, forced or excluded, and every count of deals, is said as if"
            f" {several(aside, 'position')} did not count: those crossed or in conflict."
        )
        yield from wrapped(words, width, shade="muted")
        yield BLANK
    if verdicts.coherent and not any(names for _, names, _ in groups):
        respected = [each.held.id for each in verdicts.verdicts]
        yield from wrapped(
            "Every agreement from this draft respects"
            f" {'all ' * (len(respected) > 1)}{several(len(respected), 'position')}."
            if respected
            else "No position counts on this date.",
            width,
        )
        yield BLANK
        groups.append(("Respected", respected, "respected"))
    because = {each.held.id: each for each in verdicts.crossed()}
    for title, names, shade in groups:
        if not names:
            continue
        yield from wrapped(f"{title} ({len(names)})", width, shade="head")
        for name in names:
            position = corpus.positions[name]
            text = f"{party_short(corpus, str(position.party))}: {position.title}"
            yield from wrapped(
                clean(text), width, head=f"  {signs.verdict(shade)} ", indent=4, key=name
            )
            found = because.get(name)
            if found is not None and not found.because:
                words = "because of the rules alone: every agreement crosses it"
                yield from wrapped(words, width, head="      ", shade="muted", key=name)
            for number, cause in enumerate(found.causes if found is not None else ()):
                for place, issue in enumerate(cause):
                    picks = snapshot.draft.picks(issue)
                    words = picks_words(corpus, issue, picks) or "silent"
                    text = f"{issue_name(corpus, issue)}: {words}"
                    joint = "and" if place else "or" if number else "because"
                    head = f"      {joint:<8}"
                    yield from wrapped(clean(text), width, head=head, shade="muted", key=name)
            if found is not None and found.more_causes:
                words = "there are more causes"
                yield from wrapped(words, width, head="      ", shade="muted", key=name)
