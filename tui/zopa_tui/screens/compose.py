"""Compose screen: choose terms and see the effects at once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content

from zopa.answers.lines import issue_name
from zopa.solving import Stopped
from zopa_tui.screens.base import Days
from zopa_tui.screens.drafting import Drafting
from zopa_tui.session.engine import Pending
from zopa_tui.ui.keys import bindings
from zopa_tui.views.drafts import differing
from zopa_tui.views.positions import Target, begins
from zopa_tui.views.status import PHONE, SHORT, standing_parts, top_parts
from zopa_tui.views.text import clean
from zopa_tui.widgets.effects import PositionList, TileMap
from zopa_tui.widgets.line_list import LineList, WhyPane
from zopa_tui.widgets.status_line import AnswerLine, DraftBar, EdgeLine, KeyLine
from zopa_tui.widgets.term_tree import TermTree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.model.corpus import Scenario
    from zopa.solving import Stop
    from zopa.workspace import Workspace
    from zopa_tui.screens.drafting import Application
    from zopa_tui.session.engine import Answer
    from zopa_tui.session.open import Locations
    from zopa_tui.session.session import Session, Snapshot
    from zopa_tui.views.positions import Reason, ReasonLine

__all__ = ["ComposeScreen"]

KEYS: Mapping[str, tuple[str, ...]] = {
    "terms": (
        "choose", "silence", "clear", "why", "repair", "undo", "help", "add", "edit-thing",
        "filter.start", "parameter", "redo", "map.attribute", "pane.zoom", "save",
    ),
    "positions": (
        "why", "waive", "reading.on", "add", "edit-thing", "undo", "help", "as-of.back",
        "as-of.on", "repair", "source", "filter.start", "pane.zoom", "save",
    ),
    "map": ("map.attribute", "why", "pane.next", "undo", "help", "pane.zoom", "save"),
    "why": ("why", "source", "copy", "pane.next", "undo", "help", "pane.zoom", "save"),
    "standing": ("answer", "repair", "pane.next", "undo", "help", "save"),
}  # fmt: skip
"""Keys to show for each pane, the most useful first."""
PANES: Final = ("terms", "map", "positions", "why")
SLICE = 0.1
"""Seconds of work after which interim results on terms are shown."""
IDLE = 0.4
"""Seconds without a change after which deals are counted."""


class ComposeScreen(Drafting, Days):
    """Issues, map, positions, and an explanation of the item under the cursor."""

    NAME = "Compose"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (80, "-normal"),
        (120, "-wide"),
        (180, "-huge"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]  # noqa: RUF012  # as above
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "silence", "clear", "parameter", "dates", "step.up", "step.down", "count",
            "beside", "lock", "adopt-forced",
            "repair",
            "why",
            "waive",
            "reading.back", "reading.on", "map.attribute", "move.next-open",
            "move.previous-open", "pane.next", "pane.previous", "pane.zoom", "source",
        ),
    ]  # fmt: skip
    SEARCHED = ("terms", "positions")
    SPLITS = ("terms", "why")

    def __init__(
        self, ours: Application, session: Session, workspace: Workspace, places: Locations
    ) -> None:
        super().__init__(session, workspace)
        self.ours = ours
        self.places = places
        self.panes_shown: tuple[str, ...] = PANES
        self.beside: Scenario | None = session.file.started_from
        self._target: Target | None = None

    def compose(self) -> ComposeResult:
        """Four panes and three lines."""
        self.fit()
        corpus, snapshot = self.session.corpus, self.session.snapshot
        yield EdgeLine(id="top", right=0.75)
        yield DraftBar(id="drafts")
        with Vertical(id="body"):
            with Horizontal(id="panes"):
                yield TermTree(corpus, snapshot, id="terms")
                with Vertical(id="right"):
                    yield TileMap(corpus, id="map", signs=self.signs)
                    yield PositionList(corpus, snapshot, id="positions", signs=self.signs)
            yield WhyPane(id="why", signs=self.signs)
        yield self.find_line()
        yield AnswerLine(id="standing")
        yield KeyLine(KEYS["terms"], id="keys")

    def on_mount(self) -> None:
        """Focus the tree; the first picture includes the reason."""
        self.hold_picture()
        if not self.query_one(TileMap).drawable:
            self.add_class("-mapless")
            self.panes_shown = tuple(each for each in PANES if each != "map")
        tree = self.query_one(TermTree)
        tree.focus()
        crossed = [each for each in self.session.snapshot.verdicts.crossed() if each.because]
        tree.cursor_line = 0
        if crossed:
            tree.begin(Target("issue", crossed[0].because[0]))
        self._bring_front(tree)

    def on_screen_suspend(self) -> None:
        """Stop counting deals while the screen is hidden, to free the solver for others."""
        super().on_screen_suspend()
        if self.app_jobs.stop("count", "crossed"):
            self._drawn = None

    # -- following the session --

    def follow(self, old: Snapshot | None, new: Snapshot) -> None:
        """Draw the changes; new counts change only the tree."""
        self.query_one(TermTree).show(new)
        self._mark_differences(new)
        if old is not None and new.only_counted_since(old):
            if new.crossed_with is not old.crossed_with:
                self._ask_crossed(new.revision)
            return
        self.query_one(PositionList).show(new)
        tiles = self.query_one(TileMap)
        tiles.show(self.session.outcome())
        self._frame(new)
        if isinstance(new.marks, Pending):
            if new.judged:
                self._propagate(new.marks)
        else:
            self._ask_soon(new)
        if self._target is not None:
            self.look(self._target)

    def headline(self, *rest: str) -> None:
        """Does nothing: the frame draws it."""
        del rest

    @property
    def is_explained_beside(self) -> bool:
        """In a wide and high window."""
        return self.has_class("-huge") and self.has_class("-high")

    def on_resize(self) -> None:
        """Fit titles and lines to the width, and panes to the size."""
        self.splits.lay()
        self._frame(self.session.snapshot)

    def _frame(self, new: Snapshot) -> None:
        """Draw titles and edge lines."""
        if not self.is_whole:
            return
        corpus, glyphs = self.session.corpus, self.signs.glyphs
        wide = self.size.width >= 120
        top = top_parts(self.session, glyphs, self.size.width)
        standing = standing_parts(self.session, glyphs, self.size.width)
        self.query_one("#top", EdgeLine).show(*top, does=SHORT)
        self.query_one(DraftBar).look()
        self.query_one("#standing", EdgeLine).show(
            *standing, does={standing[0][0][0]: "answer"}
        )
        decided = len(new.draft.choices)
        title = f"Issues {decided}/{len(corpus.issues)}"
        if wide and not isinstance(new.marks, Pending):
            forced = {x.issue for x in new.marks.marks if x.mark == "forced"}
            forced -= set(new.draft.choices)
            title = f"Issues {glyphs.dot} {decided} of {len(corpus.issues)} decided"
            title += f" {glyphs.dot} {len(forced)} forced" if forced else ""
        if self.size.width < PHONE:
            title += f" {glyphs.dot} as of {new.verdicts.context.as_of}"
        tree = self.query_one(TermTree)
        if self.beside is not None:
            number = len(tree.differing)
            title += f" {glyphs.differs} {number}"
            title += f" from {clean(self.beside.id)}" if self.size.width >= 100 else ""
        tree.border_title = Content(title)
        tree.border_subtitle = Content(self._tree_hint(new, wide=wide))
        tiles = self.query_one(TileMap)
        tiles.entitle(Content(tiles.heading))
        tiles.border_subtitle = Content("v other" if wide else f"{tiles.legend()}")

    def _tree_hint(self, new: Snapshot, *, wide: bool) -> str:
        """Meaning of the numbers at the right of terms; keys if there are none."""
        if not self.query_one(TermTree).counts:
            return "/ find  J next open  c count deals" if wide else "/ find  J next open"
        aside = len(new.verdicts.crossed()) + len(new.left_out)
        return f"deals with {aside} positions left out" if aside else "deals"

    def _propagate(self, pending: Pending) -> None:
        """Find the status of terms in a background thread."""

        def ask(stop: Stop) -> Answer:
            answer = self.session.find_marks(pending, stop)
            if answer is None:
                raise Stopped
            return answer

        self.app_jobs.start("propagate", ask, self.session.adopt)

    def show_beside(self, scenario: Scenario | None) -> None:
        """Mark the differences from another draft."""
        self.beside = scenario
        if self.is_whole:
            self._mark_differences(self.session.snapshot)
            self._frame(self.session.snapshot)

    def _mark_differences(self, new: Snapshot) -> None:
        other, corpus = self.beside, self.session.corpus
        found = differing(corpus, new.draft, other) if other is not None else ()
        tree = self.query_one(TermTree)
        tree.mark_differing(found)
        tree.mark_locked(self.ours.drafts.here.locked)

    # -- what terms would change --

    def _ask_soon(self, new: Snapshot) -> None:
        """Ask how many positions terms would cross, and the number of deals if it is shown."""
        revision = new.revision
        self.set_timer(IDLE / 4, lambda: self._ask_crossed(revision))
        if new.uncounted and self.query_one(TermTree).counts:
            self.set_timer(IDLE, lambda: self._count(revision))

    def _ask_crossed(self, revision: int) -> None:
        """Ask for visible issues whose results are missing."""
        snapshot, issues = self.session.snapshot, self.session.corpus.issues
        if snapshot.revision != revision or not self.is_current or not snapshot.judged:
            return
        known = {issue for issue, _ in snapshot.crossed_with}
        missing = [
            each
            for each in self.query_one(TermTree).unfolded
            if each not in known
            and not set(issues[each].terms) <= set(snapshot.draft.picks(each))
        ]
        if not missing or not snapshot.verdicts.coherent:
            return
        self.app_jobs.start(
            "crossed",
            lambda stop: self.session.find_crossed_with(snapshot, missing, SLICE, stop),
            lambda found: self.session.learn_crossed_with(revision, found),
        )

    def action_lock(self) -> None:
        """Lock the issue, so that repairs keep its choice, or unlock it."""
        if (issue := self._issue()) is None:
            return
        self.ours.drafts.here.locked ^= {issue}
        self.query_one(TermTree).mark_locked(self.ours.drafts.here.locked)
        name = issue_name(self.session.corpus, issue)
        what = (
            "is kept by every repair" if issue in self.ours.drafts.here.locked else "may change"
        )
        self.say(f"{name} {what}")

    @on(TermTree.Unfolded)
    def _unfolded(self) -> None:
        """Find the crossings of terms that become visible."""
        self._ask_crossed(self.session.snapshot.revision)

    def action_beside(self) -> None:
        """Choose a draft to mark differences from."""
        self.ours.documents.choose_beside()

    def action_count(self) -> None:
        """Switch between the number of deals with each term and the effect of choosing it."""
        counts = self.query_one(TermTree).toggle_counts()
        self._frame(self.session.snapshot)
        if counts:
            self._count(self.session.snapshot.revision)

    # -- counting --

    def _count(self, revision: int) -> None:
        snapshot = self.session.snapshot
        if snapshot.revision != revision or not snapshot.uncounted or not self.is_current:
            return

        def ask(stop: Stop) -> Mapping[tuple[str, str], int]:
            return self.session.find_left(snapshot, stop)

        def tell(left: Mapping[tuple[str, str], int]) -> None:
            self.session.learn_left(revision, left)

        self.app_jobs.start("count", ask, tell)

    # -- what is under the cursor --

    @property
    def target(self) -> Target | None:
        """The item under the cursor of the focused pane; None if a filter hides it."""
        pane = self._pane
        hidden = self.filtering and getattr(pane, "target", None) is None
        return None if hidden else self._target

    def narrowed(self) -> None:
        """Explain the item that is now under the cursor of the filtered pane."""
        self._ask_crossed(self.session.snapshot.revision)
        target = getattr(self._pane, "target", None)
        if isinstance(target, Target):
            self.look(target)
        else:
            self.query_one(WhyPane).clear()

    def look(self, target: Target) -> None:
        """Find and show the explanation of an item."""
        from zopa_tui.views.reasons import reason

        self._target = target
        session, places, signs = self.session, self.places, self.signs
        left = session.snapshot.left
        self.app_jobs.start(
            "look",
            lambda stop: reason(
                session, target, places, stop, left, signs=signs, beside=self.beside
            ),
            self._tell,
        )

    def _tell(self, reason: Reason) -> None:
        if reason.target != self._target or not self.is_whole:
            return
        self.query_one(WhyPane).show(reason)
        tiles = self.query_one(TileMap)
        tiles.preview(reason.preview)
        self.show_picture()
        if reason.target.kind == "term":
            self.set_timer(IDLE / 2, lambda: self._look_further(reason))

    def _look_further(self, first: Reason) -> None:
        """Find the other minimal reasons once the cursor rests."""
        from zopa_tui.views.reasons import other_reasons

        session, places = self.session, self.places
        if not self.is_whole or not self.is_current:
            return
        if self.query_one(WhyPane).reason is not first:
            return

        def tell(pages: list[tuple[ReasonLine, ...]]) -> None:
            if not self.is_whole:
                return
            pane = self.query_one(WhyPane)
            if pages and pane.reason is first:
                now, *rest = first.pages
                pane.show(dataclasses.replace(first, pages=(now, *pages, *rest)))

        self.app_jobs.start(
            "reasons", lambda stop: other_reasons(session, first.target, places, stop), tell
        )

    @on(TermTree.Moved)
    @on(TileMap.Moved)
    def _moved(self, event: TermTree.Moved | TileMap.Moved) -> None:
        self.look(event.target)

    @on(LineList.Highlighted, "#positions")
    def _on_position(self) -> None:
        target = self.query_one(PositionList).target
        if target is not None and self.query_one(PositionList).has_focus:
            self.look(target)

    @on(LineList.Selected, "#positions")
    def _more(self) -> None:
        """Set the date on which an uncounted position begins; for others, go to the cause."""
        key, context = self.query_one(PositionList).key, self.session.snapshot.verdicts.context
        day = begins(self.session.corpus, context, str(key))
        if day is None:
            self.ours.links.blame(str(key))
        else:
            self.session.as_of(day)

    @on(LineList.Selected, "#why")
    def _go_there(self) -> None:
        """Go to the item that the line of the reason names."""
        if (goes := self.query_one(WhyPane).goes) is not None:
            self.ours.links.go_to_cause(*goes)

    @on(TermTree.Chosen)
    def _chosen(self, event: TermTree.Chosen) -> None:
        self.choose(*event.target.parts)

    def kinds_here(self) -> tuple[str, ...]:
        """Positions in their pane, terms and issues elsewhere."""
        if self.focused is not None and self.focused.id == "positions":
            return ("position",)
        return ("term", "issue", "position")

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """The issue, term, position or place under the cursor."""
        target = self.target
        if target is None or target.kind == "section":
            return None
        return target.kind, target.id

    def stand_on(self, kind: str, name: str) -> None:
        """Put the cursor on an issue, a term, a position, or the date of a milestone."""
        kind = "issue" if kind == "milestone" else kind
        if kind in {"issue", "term", "position"}:
            self.reveal(Target(kind, name))  # type: ignore[arg-type]  # one of these

    def reveal(self, target: Target) -> None:
        """Put the cursor on an item."""
        self.end_filter()
        if target.kind == "position":
            positions = self.query_one(PositionList)
            positions.focus()
            positions.go(target.id)
            self.look(target)
        else:
            tree = self.query_one(TermTree)
            tree.focus()
            tree.go(target, unfold=True)

    # -- panes --

    def lay_phone(self) -> None:
        """Does nothing: on a small terminal, the layout shows one pane in any case."""

    def on_descendant_focus(self) -> None:
        """Show the explanation and the keys for the focused pane."""
        pane = self.focused
        if pane is None or pane.id is None or pane.id not in KEYS:
            return
        self.query_one(KeyLine).show(KEYS[pane.id])
        if pane.id == "standing":
            return
        self._bring_front(pane)
        target = getattr(pane, "target", None)
        if isinstance(target, Target) and target != self._target:
            self.look(target)

    def _bring_front(self, pane: Widget) -> None:
        for name in PANES:
            self.query_one(f"#{name}").set_class(pane.id == name, "-front")
        self.set_class(pane.id == "map", "-mapped")
        self.query_one("#right").set_class(pane.id in {"map", "positions"}, "-front")
        self.query_one("#panes").set_class(pane.id == "why", "-back")
        self.app.stylesheet.update(self)  # now: what is hidden takes no keys
        if pane.id == "map":
            self.call_after_refresh(lambda: self._frame(self.session.snapshot))

    def _turn(self, step: int) -> None:
        here = self.focused.id if self.focused is not None else "terms"
        there = (*self.panes_shown, "standing")
        at = there.index(here) if here in there else 0
        pane = self.query_one(f"#{there[(at + step) % len(there)]}")
        if pane.id != "standing":
            self._bring_front(pane)
        self.set_focus(pane)  # before the next key that is typed ahead

    def action_pane_next(self) -> None:
        """Go to the next pane."""
        self._turn(1)

    def action_pane_previous(self) -> None:
        """Go to the previous pane."""
        self._turn(-1)

    def action_pane_zoom(self) -> None:
        """Enlarge the pane to the full screen, or restore it."""
        self.toggle_class("-zoomed")
        self.splits.lay()

    def action_map_attribute(self) -> None:
        """Show another attribute on the map."""
        if "map" not in self.panes_shown:
            self.say("there is no map: no place has a tile in terms/state.yaml")
            return
        tiles = self.query_one(TileMap)
        if not tiles.display:
            self._bring_front(tiles)
            tiles.focus()
            return
        tiles.next_view()
        self._frame(self.session.snapshot)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Bind escape at all times; it closes something here or does nothing."""
        if action == "stop_work":
            return True
        return super().check_action(action, parameters)

    def action_stop_work(self) -> None:
        """End the filter, restore the pane, or stop the work."""
        if self.end_filter():
            return
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
            self.splits.lay()
        elif self.app_jobs.stop("count", "repairs", "complete", "propagate", "reasons"):
            self.notify("stopped", timeout=2, markup=False)
        else:
            self.query_one(TermTree).focus()
