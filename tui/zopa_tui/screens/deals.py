"""Deals screen: deals, their number, conflicts and nearest deals."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content

from zopa_tui.screens.base import Days
from zopa_tui.session.questions import BUDGETS, DealFindings, count, investigate
from zopa_tui.ui import messages
from zopa_tui.ui.jobs import Jobs
from zopa_tui.ui.keys import bound
from zopa_tui.views.deals import (
    ConflictRow,
    DealChange,
    DealQuestion,
    PointAt,
    answer_lines,
    conflict_about,
    point_about,
    way_about,
)
from zopa_tui.views.text import wrapped
from zopa_tui.widgets.deal_lists import ConflictList, FrontierPlot, WaysOut
from zopa_tui.widgets.line_list import LineList, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from zopa.questions.deals import Deals
    from zopa.questions.repair import Repairs
    from zopa.solving import Stop
    from zopa_tui.screens.clipboard import Copy
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.export import ViewTable

__all__ = ["DealsScreen"]


class DealsScreen(Days):
    """The deal space of the draft, searched again after each change."""

    NAME = "Deals"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares it
        (0, "-narrow"),
        (80, "-normal"),
        (140, "-wide"),
    ]
    """Three panes beside each other only where each has nearly thirty letters of a position."""
    SEARCHED = ("conflicts", "ways")
    SPLITS = ("conflicts", "about")
    KEYS = (
        "pane.next",
        "deals.waive",
        "deals.try",
        "deals.frontier",
        "deals.count",
        "deals.nothing",
        "undo",
        "help",
        "filter.start",
        "deals.budget",
        "why",
        "reading.on",
        "add",
        "edit-thing",
        "pane.zoom",
        "copy",
        "export",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("deals.count"),
        bound("deals.conflicts"),
        bound("deals.budget"),
        bound("deals.frontier"),
        bound("deals.nothing"),
    ]
    DEFAULT_CSS = """
    DealsScreen {
        & #answer { height: 4; }
        &.-wide #answer { height: 6; }
        & #middle { height: 1fr; }
        & #conflicts { width: 3fr; }
        & #ways { width: 3fr; }
        & #frontier { width: 3fr; display: none; }
        & #about { height: 7; }
        &.-wide #conflicts, &.-wide #ways, &.-wide #frontier { width: 1fr; display: block; }
        &.-wide #about { height: 12; }
        &.-plot #about { height: 6; }
        &.-wide.-plot #about { height: 12; }
        &.-plot #frontier { display: block; }
        &.-plot #ways, &.-plot #conflicts { display: none; }
        &.-wide.-plot #ways, &.-wide.-plot #conflicts { display: block; }
        &.-wide.-low #answer { height: 5; }
        &.-wide.-low #about { height: 7; }
        &.-narrow #middle { layout: vertical; }
        &.-narrow #middle > * { width: 1fr; height: 1fr; }
        &.-narrow #about { height: 4; }
    }
    """

    findings: DealFindings | None = None
    _resolved: Mapping[tuple[int, int], Repairs] = {}
    """Repairs that resolve a conflict, by revision and index, for conflicts viewed so far."""
    from_nothing = False
    counting = False
    seconds = BUDGETS[0]

    def panes(self) -> Iterator[Widget]:
        """The answer, the conflicts, the changes for a deal, and one of these in words."""
        corpus, signs = self.session.corpus, self.signs
        yield Prose(id="answer", signs=signs)
        with Horizontal(id="middle"):
            yield ConflictList(corpus, id="conflicts", signs=signs)
            yield WaysOut(corpus, id="ways", signs=signs)
            yield FrontierPlot(corpus, id="frontier", signs=signs)
        yield Prose(id="about", signs=signs)

    def on_mount(self) -> None:
        """Focus the conflicts."""
        self.query_one("#answer", Prose).can_focus = False
        self.query_one(ConflictList).focus()

    def follow(self, _: Snapshot | None, __: Snapshot, /) -> None:
        """Search again; until then, the screen shows results of the previous draft."""
        for pane in self.query(LineList):
            pane.set_class(self.findings is not None, "-stale")
        self._begin()

    def _begin(self) -> None:
        stop = self.begin_work()
        self.counting = True
        self._standing()
        self.look_into(stop, self.session.snapshot)

    @work(thread=True, exclusive=True, group="deals", exit_on_error=False)
    def look_into(self, stop: Stop, of: Snapshot) -> None:
        """Ask all questions, and finally count, in a worker thread."""
        from zopa.solving import Stopped

        asked = of.verdicts.scenario, of.verdicts.context
        try:
            with self.desk.space(stop) as space:
                for found in investigate(
                    space,
                    asked,
                    stop,
                    revision=of.revision,
                    from_nothing=self.from_nothing,
                    seconds=self.seconds,
                ):
                    self.call_later(self.take, stop, found)
                self._count(stop, of)
        except Stopped:
            pass
        self.call_later(self._done, stop)

    @work(thread=True, exclusive=True, group="deals", exit_on_error=False)
    def count_again(self, stop: Stop, of: Snapshot) -> None:
        """Count the deals in a worker thread."""
        from zopa.solving import Stopped

        try:
            with self.desk.space(stop):
                self._count(stop, of)
        except Stopped:
            pass
        self.call_later(self._done, stop)

    def _count(self, stop: Stop, of: Snapshot) -> None:
        space = self.desk.made
        asked = of.verdicts.scenario, of.verdicts.context

        def told(name: str, deals: Deals, spent: float) -> None:
            self.call_later(self._counted, stop, name, deals, spent)

        if space is not None and not stop.called:
            count(space, asked, stop, seconds=self.seconds, told=told)

    def take(self, stop: Stop, found: DealFindings) -> None:
        """Show findings, unless they belong to an earlier draft."""
        if self._work is not stop or found.revision != self.session.snapshot.revision:
            return
        self.findings = found
        self.draw()

    def _counted(self, stop: Stop, name: str, deals: Deals, spent: float) -> None:
        found = self.findings
        if self._work is not stop or found is None:
            return
        seconds = {**found.seconds, name: spent}
        if name == "drafted" and found.drafted is not None:
            deals = dataclasses.replace(deals, examples=found.drafted.examples)
        self.findings = dataclasses.replace(found, **{name: deals}, seconds=seconds)  # type: ignore[arg-type]  # one of two
        self.draw()

    def _done(self, stop: Stop) -> None:
        if self._work is stop:
            self.counting = False
            self.end_work(stop)
            self.draw()

    def stopped(self) -> None:
        """Report that some results are unknown."""
        self.counting = False
        if self.findings is not None:
            self.findings = dataclasses.replace(self.findings, step="", stopped=True)
        self.draw()
        self._standing()

    # -- drawing --

    def draw(self) -> None:
        """Draw the screen from the known results."""
        found = self.findings
        if found is None:
            return
        current = found.revision == self.session.snapshot.revision
        verdicts = self.session.snapshot.verdicts
        for pane in self.query(LineList):
            pane.set_class(not current, "-stale")
        corpus, signs = self.session.corpus, self.signs
        asked = DealQuestion(found, len(verdicts.waived), self.counting)
        answer = self.query_one("#answer", Prose)
        answer.say(
            "Is there a deal?", lambda width: list(answer_lines(corpus, asked, width, signs))
        )
        self.query_one(ConflictList).show(found)
        self.query_one(WaysOut).show(found)
        crossed = [each.held.id for each in verdicts.crossed()]
        finished = not any(each.verdict == "open" for each in verdicts.verdicts)
        self.query_one(FrontierPlot).show(found, crossed, finished=finished)
        self._about()
        self._standing()

    def _standing(self) -> None:
        found, between = self.findings, self.signs.between
        if found is None:
            now = f"asking{self.signs.more}" if self.working else "stopped: C asks again"
            self.standing(now)
            return
        current = found.revision == self.session.snapshot.revision
        whose = "" if current else f" {between} of the draft before its last change"
        if self.working:
            what = found.step or "counting deals"
            state = f"looking for {what}, {self.seconds:g} s at most  esc stops"
            state = state.replace("looking for counting", "counting").replace(
                "looking for whether", "asking whether"
            )
        elif found.stopped:
            state = "stopped: what is listed is right, there may be more"
        else:
            spent = sum(found.seconds.values())
            state = f"done in {spent:.1f} s"
        number = len(found.conflicts)
        plural = "" if number == 1 else "s"
        self.standing(f"{number} conflict{plural} {between} {state}{whose}")

    @on(LineList.Highlighted)
    def _about(self) -> None:
        """Explain the item under the cursor in words."""
        found, pane = self.findings, self.query_one("#about", Prose)
        if found is None:
            return
        shown = self.focused if isinstance(self.focused, LineList) else None
        key = shown.key if shown is not None and shown is not pane else None
        if key is None and shown is pane:
            return
        corpus, signs, between = self.session.corpus, self.signs, self.signs.between
        match key:
            case ConflictRow(_, conflict):
                title = "Position" if conflict is None else f"Conflict {conflict + 1}"
                title = f"{title} of {len(found.conflicts)}" if conflict is not None else title
                self._resolve(key)
                known = self._resolved.get((found.revision, key.conflict or 0))
                pane.say(
                    title,
                    lambda w: list(
                        conflict_about(corpus, found, key, w, signs, resolved=known)
                    ),
                )
            case DealChange():
                title = "Concession set" if key.repair is None else "Nearest deal"
                pane.say(title, lambda w: list(way_about(corpus, found, key, w, signs)))
            case PointAt(number) if found.frontier and number < len(found.frontier.points):
                frontier, table = found.frontier, found.context.table
                title = f"Trade-off {between} {number + 1}"
                pane.say(title, lambda w: list(point_about(corpus, frontier, number, table, w)))
            case _:
                words = "Select a position, a concession set or a trade-off: tab, arrows."
                pane.say("In words", lambda w: list(wrapped(words, w, shade="muted")))

    def _resolve(self, spot: ConflictRow) -> None:
        """Find the choices to change so that the positions of a conflict become compatible."""
        found = self.findings
        if found is None or spot.conflict is None or spot.conflict >= len(found.conflicts):
            return
        at = (found.revision, spot.conflict)
        jobs = getattr(self.app, "jobs", None)
        if at in self._resolved or not found.scenario.choices or not isinstance(jobs, Jobs):
            return
        from zopa_tui.session.repairing import resolve

        names, asked = found.conflicts[spot.conflict], (found.scenario, found.context)

        def tell(repairs: Repairs) -> None:
            self._resolved = {**self._resolved, at: repairs}
            if self.is_whole:
                self._about()

        jobs.start("resolve", lambda stop: resolve(self.session, asked, names, stop), tell)

    def on_descendant_focus(self) -> None:
        """Explain the item under the cursor of the newly focused pane."""
        self._about()

    # -- handing on --

    def export_tables(self) -> list[ViewTable]:
        """Deals, conflicts, concession sets and nearest deals as tables."""
        from zopa_tui.views.export import deal_tables

        return [] if self.findings is None else deal_tables(self.session.corpus, self.findings)

    def copies(self) -> list[Copy]:
        """The commands for the item under the cursor and for the deals."""
        from zopa_tui.screens import clipboard

        session = self.session
        key = self.focused.key if isinstance(self.focused, LineList) else None
        match key:
            case DealChange(_, None):
                name, label = "zopa concessions", "the command for concessions"
            case DealChange():
                name, label = "zopa repair", "the command for repairs"
            case PointAt():
                name, label = "zopa frontier", "the command for the trade-offs"
            case _:
                name, label = "zopa conflicts", "the command for conflicts"
        nothing = self.from_nothing and name != "zopa repair"
        found = [
            clipboard.about(session, "c", label, name, nothing=nothing),
            clipboard.about(session, "d", "the command for deals", "zopa deals"),
            *clipboard.shown(self.query_one("#about", Prose)),
        ]
        if isinstance(key, ConflictRow):
            found.append(clipboard.cited(session.corpus, key.position))
        return [*found, *clipboard.whole(session, self.export_tables())]

    # -- keys --

    @on(ConflictList.WaiveAsked)
    def _waive(self, event: ConflictList.WaiveAsked) -> None:
        event.stop()
        self.post_message(messages.WaiveAsked(event.position))

    @on(LineList.Selected)
    def _try(self, event: LineList.Selected) -> None:
        event.stop()
        match event.key:
            case DealChange(waive, repair):
                self.post_message(messages.TryAsked(waive, repair))
            case PointAt(number) if self.findings and self.findings.frontier:
                crossed = self.findings.frontier.points[number].crossed
                self.post_message(messages.TryAsked(crossed))
            case ConflictRow(position):
                self.post_message(messages.WaiveAsked(position))
            case _:
                pass

    @property
    def position_in_hand(self) -> str | None:
        """The position under the cursor."""
        key = self.focused.key if isinstance(self.focused, LineList) else None
        return key.position if isinstance(key, ConflictRow) else None

    def kinds_here(self) -> tuple[str, ...]:
        """Kinds of items in conflicts."""
        return ("position", "rule")

    @property
    def thing_in_hand(self) -> tuple[str, str] | None:
        """The position under the cursor."""
        position = self.position_in_hand
        return None if position is None else ("position", position)

    def action_deals_count(self) -> None:
        """Count again."""
        if self.findings is None or self.working:
            self._begin()
            return
        stop = self.begin_work()
        self.counting = True
        self.draw()
        self.count_again(stop, self.session.snapshot)

    def action_deals_conflicts(self) -> None:
        """Search for conflicts and concessions again."""
        self.query_one(ConflictList).focus()
        self._begin()

    def action_deals_budget(self) -> None:
        """Change the time limit of each step."""
        place = (BUDGETS.index(self.seconds) + 1) % len(BUDGETS)
        self.seconds = BUDGETS[place]
        self.notify(f"each step may take {self.seconds:g} s", markup=False, timeout=3)
        self._standing()

    def action_deals_frontier(self) -> None:
        """Show the trade-offs, or the concessions if there is room for only one of them."""
        plot = self.query_one(FrontierPlot)
        if self.has_class("-plot") and plot.has_focus:
            self.remove_class("-plot")
            self.query_one(WaysOut).focus()
            return
        self.add_class("-plot")
        self.call_after_refresh(plot.focus)

    def action_deals_nothing(self) -> None:
        """Switch between questions about the draft and about no choices."""
        self.from_nothing = not self.from_nothing
        words = "conflicts with nothing chosen" if self.from_nothing else "conflicts as drafted"
        self.notify(words, markup=False, timeout=3)
        self._begin()
        self.query_one("#conflicts").border_subtitle = Content("")
