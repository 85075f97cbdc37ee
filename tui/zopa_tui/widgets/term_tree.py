"""The issues and their terms, each with its status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.style import Style
from rich.text import Text
from textual.message import Message
from textual.widgets import Tree

from zopa.answers.lines import issue_name, term_words
from zopa.answers.wording import range_words
from zopa.model.corpus import VALUE
from zopa_tui.session.engine import Pending
from zopa_tui.ui.keys import MOVES, bindings
from zopa_tui.views.positions import Target
from zopa_tui.views.text import between, picks_words, signs_for
from zopa_tui.widgets.base import INKS, Edged, ink, on_ground, signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual import events
    from textual.binding import BindingType
    from textual.widgets.tree import TreeNode

    from zopa.model.corpus import Corpus, Issue
    from zopa.questions.options import Marked
    from zopa_tui.session.draft import Draft
    from zopa_tui.session.session import Snapshot
    from zopa_tui.views.text import Glyphs

__all__ = [
    "TermRows",
    "TermTree",
]


TOGGLE = Style.from_meta({"toggle": True})


@dataclass(frozen=True, slots=True)
class Folds:
    """State of the tree: unfolded rows, item under the cursor, scroll offset."""

    unfolded: frozenset[str]
    target: Target | None
    top: int


def _name(target: Target) -> str:
    return f"{target.kind} {target.id}"


class TermTree(Tree[Target], Edged):
    """Issues by section, with their terms. Rows are drawn from the snapshot."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, to=MOVES)]

    @dataclass
    class Chosen(Message):
        """Request to choose the term under the cursor, or to remove it."""

        target: Target

    @dataclass
    class Moved(Message):
        """The cursor is on another item."""

        target: Target

    class Unfolded(Message):
        """Further terms have become visible."""

    def __init__(self, corpus: Corpus, snapshot: Snapshot, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__("", id=id)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self._corpus = corpus
        self._snapshot = snapshot
        self._marks: dict[tuple[str, str], Marked] = {}
        self.counts = False
        """True to show the number of deals with each term instead of its effect."""
        self.differing: frozenset[str] = frozenset()
        """Issues on which the draft beside has another choice."""
        self.locked: frozenset[str] = frozenset()
        self._left: Mapping[tuple[str, str], int] = snapshot.left or {}
        """Counts of the last counted draft, which may be an earlier one."""
        self._needle = ""
        self._unfolded: set[str] = set()
        self._begins = False
        self._stood_on: Target | None = None
        """Item under the cursor before a filter hid everything."""
        self._clicked: Target | None = None
        """The term that a click put the cursor on; another click chooses it."""
        self._answered = False
        """True if a click of this chain of clicks has chosen."""
        self._read_marks()
        self._fill()

    def on_mount(self) -> None:
        """Prepare for a click before the first picture, since a click looks up a line."""
        self._pseudo_class_state = self.get_pseudo_class_state()

    # -- what is shown --

    def show(self, snapshot: Snapshot) -> None:
        """Show another state; redraw the changed rows."""
        before, self._snapshot = self._snapshot, snapshot
        old = dict(self._marks)
        self._read_marks()
        if snapshot.left is not None:
            self._left = snapshot.left
        touched = {
            issue
            for issue in self._corpus.issues
            if before.draft.choices.get(issue) != snapshot.draft.choices.get(issue)
        }
        if isinstance(before.marks, Pending) != isinstance(snapshot.marks, Pending):
            touched.update(map(str, self._corpus.issues))
        touched.update(key[0] for key, mark in self._marks.items() if old.get(key) is not mark)
        if before.left is not snapshot.left:
            touched.update(map(str, self._corpus.issues))
        if (crossed := snapshot.crossed_with) is not before.crossed_with:
            touched.update(key[0] for key in crossed if key not in before.crossed_with)
            touched.update(key[0] for key in before.crossed_with if key not in crossed)
        for node in self._rows():
            data = node.data
            if data is None or (data.issue or "") in touched or data.kind == "section":
                node.refresh()

    def mark_differing(self, issues: Iterable[str]) -> None:
        """Mark issues on which another draft has another choice."""
        before, self.differing = self.differing, frozenset(issues)
        changed = before ^ self.differing
        for node in self._rows() if changed else ():
            if node.data is not None and node.data.issue in changed:
                node.refresh()

    def mark_locked(self, issues: frozenset[str]) -> None:
        """Mark issues whose choice repairs keep."""
        changed, self.locked = self.locked ^ issues, issues
        for node in self._rows() if changed else ():
            if node.data is not None and node.data.issue in changed:
                node.refresh()

    def toggle_counts(self) -> bool:
        """Switch between the number of deals with each term and its effect; returns which."""
        self.counts = not self.counts
        for node in self._rows():
            node.refresh()
        return self.counts

    @property
    def unfolded(self) -> list[str]:
        """Unfolded issues in unfolded sections, the one under the cursor first."""
        here = self.target.issue if self.target is not None else None
        open_ = [
            str(issue.data.id)
            for section in self.root.children
            if section.is_expanded
            for issue in section.children
            if issue.is_expanded and issue.data is not None
        ]
        return sorted(open_, key=lambda each: each != here)

    def filter(self, needle: str) -> int:
        """Show only rows with the search text; returns their number.

        The cursor stays on its item if that matches, or else goes to the first match.
        """
        here = self._stood_on = self.target or self._stood_on
        self._needle = needle.casefold()
        self._fill()
        hit = next((node.data for node in self._hits() if node.data is not None), None)
        if hit is not None and (here is None or here.kind == "section"):
            self.go(hit)
        elif here is not None and not self.go(here) and not (hit is not None and self.go(hit)):
            self.cursor_line = 0
        return len(list(self._hits())) if needle else 0

    @property
    def target(self) -> Target | None:
        """The item under the cursor."""
        node = self.cursor_node
        return node.data if node is not None else None

    def go(self, target: Target, *, unfold: bool = False) -> bool:
        """Put the cursor on a row, and unfold its parents; returns whether it exists."""
        for node in self._rows():
            if node.data == target:
                parent = node.parent
                while parent is not None and not parent.is_root:
                    parent.expand()
                    parent = parent.parent
                if unfold:
                    node.expand()
                _ = self._tree_lines
                self.move_cursor(node)
                last = node.children[-1] if node.is_expanded and node.children else node
                self._bring_in(node.line, last.line)
                return True
        return False

    def _bring_in(self, first: int, last: int) -> None:
        """Scroll as little as possible to show these lines; the first one has priority."""
        top, room = self.scroll_offset.y, self.scrollable_content_region.height
        y = min(first, max(top, last - room + 1))
        if y != top:
            self.scroll_to(y=max(0, y), animate=False, force=True)

    def go_to_term(self) -> None:
        """Put the cursor on the first term that can be chosen without a typed value."""
        for node in self._rows():
            if node.data is not None and node.data.kind == "term":
                issue, _, term = node.data.id.partition("/")
                declared = self._corpus.issues[issue]
                if not declared.answered_by and not declared.terms[term].parameters:
                    self.go(node.data)
                    return

    def place(self) -> Folds:
        """The unfolded rows, the item under the cursor, and the scroll offset."""
        node = self.cursor_node
        return Folds(
            frozenset(
                _name(each.data) for each in self._rows() if each.data and each.is_expanded
            ),
            node.data if node is not None else None,
            self.scroll_offset.y,
        )

    def stand(self, place: Folds) -> None:
        """Restore folds and cursor."""
        for node in self._rows():
            if node.data is not None and node.allow_expand:
                (node.expand if _name(node.data) in place.unfolded else node.collapse)()
        self._unfolded = {each for each in place.unfolded if not self._needle}
        self._begins = False
        if place.target is not None:
            self.go(place.target)
        self.scroll_to(y=place.top, animate=False, force=True)

    def begin(self, target: Target) -> None:
        """Put the cursor on an issue and unfold it, with its section's heading visible."""
        if self.go(target, unfold=True):
            self._begins = True

    def on_resize(self) -> None:
        """Scroll to the initial item once the height is known."""
        node = self.cursor_node
        if self._begins and node is not None and self.size.height:
            self._begins = False
            head = node.parent if node.parent is not None else node
            fits = node.line - head.line < self.size.height // 2
            line = head.line if fits else node.line
            self.scroll_to(y=max(0, line), animate=False, force=True, immediate=True)

    def next_open(self, step: int) -> bool:
        """Go to the next issue that needs a decision; returns whether there is one."""
        issues = [str(each) for each in self._corpus.issues]
        here = self.target.issue if self.target is not None else None
        at = issues.index(here) if here in issues else -1
        for distance in range(1, len(issues) + 1):
            issue = issues[(at + step * distance) % len(issues)]
            if self._undecided(issue) and self.go(Target("issue", issue), unfold=True):
                return True
        return False

    def _undecided(self, issue: str) -> bool:
        """True if there is something to decide: no choice yet, and a term that rules allow."""
        if issue in self._snapshot.draft.choices:
            return False
        marks = [
            self._marks.get((issue, str(term))) for term in self._corpus.issues[issue].terms
        ]
        return any(each is None or each.by != "rules" for each in marks)

    def next_hit(self, step: int) -> bool:
        """Go to the next row that the filter found; returns whether there is one."""
        hits = [node.data for node in self._hits() if node.data is not None]
        if not hits:
            return False
        here = self.target
        at = hits.index(here) if here in hits else -1 if step > 0 else 0
        return self.go(hits[(at + step) % len(hits)])

    # -- keys --

    def action_select_cursor(self) -> None:
        """Choose a term, ask for the value of an issue with a number or date, or fold."""
        self.action_toggle_node()

    def action_toggle_node(self) -> None:
        """Choose a term, ask for the value of an issue with a number or date, or fold."""
        node = self.cursor_node
        if node is None or node.data is None:
            return
        if node.data.kind == "term":
            self.post_message(self.Chosen(node.data))
        elif node.data.kind == "issue" and self._corpus.issues[node.data.id].answer is not None:
            self.post_message(self.Chosen(Target.term(node.data.id, VALUE)))
        else:
            self._toggle_node(node)

    def action_fold(self) -> None:
        """Fold, or go to the parent."""
        node = self.cursor_node
        if node is None:
            return
        if node.allow_expand and node.is_expanded:
            node.collapse()
        elif node.parent is not None and not node.parent.is_root:
            self.move_cursor(node.parent)

    def action_unfold(self) -> None:
        """Unfold, or go to the first child."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if not node.is_expanded:
            node.expand()
        elif node.children:
            self.move_cursor(node.children[0])

    async def _on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked term; choose it if a click put the cursor there before.

        A fast chain of clicks chooses only once.
        """
        line = event.style.meta.get("line")
        node = self.get_node_at_line(line) if isinstance(line, int) else None
        if node is None or node.data is None or node.data.kind != "term":
            return  # the tree folds it
        event.prevent_default()
        again = self._clicked == node.data == self.target
        self._answered = self._answered and event.chain > 1
        self._clicked = node.data
        self.move_cursor(node)
        if again and not self._answered:
            self._answered = True
            self.post_message(self.Chosen(node.data))

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Target]) -> None:
        """Report the item that is now under the cursor."""
        event.stop()
        if event.node.data != self._clicked:
            self._clicked = None
        if event.node.data is not None:
            self.post_message(self.Moved(event.node.data))

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Target]) -> None:
        """Record the unfolded row, for the end of the filter."""
        event.stop()
        self.post_message(self.Unfolded())
        if event.node.data is not None and not self._needle:
            self._unfolded.add(f"{event.node.data.kind} {event.node.data.id}")

    def on_tree_node_collapsed(self, event: Tree.NodeCollapsed[Target]) -> None:
        """Remove the folded row from the record."""
        event.stop()
        if event.node.data is not None and not self._needle:
            self._unfolded.discard(f"{event.node.data.kind} {event.node.data.id}")

    # -- rows --

    def _fill(self) -> None:
        self.clear()
        sections: dict[str, list[Issue]] = {}
        for issue in self._corpus.issues.values():
            sections.setdefault(issue.section, []).append(issue)
        for section, issues in sections.items():
            kept = [(each, terms) for each in issues if (terms := self._kept(each)) is not None]
            if not kept:
                continue
            branch = self.root.add("", Target("section", section), expand=True)
            for issue, terms in kept:
                unfolded = bool(self._needle) or f"issue {issue.id}" in self._unfolded
                leaf = branch.add("", Target("issue", str(issue.id)), expand=unfolded)
                for term in terms:
                    leaf.add_leaf("", Target.term(str(issue.id), term))

    def _kept(self, issue: Issue) -> list[str] | None:
        """The terms to show, or None if the filter hides the issue."""
        terms = list(map(str, issue.terms))
        if self._needle and not self._matches(str(issue.id), issue.question):
            terms = [each for each in terms if self._matches(each, issue.terms[each].title)]
            return terms or None
        return terms

    def _matches(self, *texts: str) -> bool:
        return any(self._needle in each.casefold() for each in texts)

    def _hits(self) -> Iterator[TreeNode[Target]]:
        for node in self._rows():
            data = node.data
            if data is None or data.kind == "section" or not self._needle:
                continue
            issue = self._corpus.issues[data.issue or ""]
            name = data.parts[1] if data.kind == "term" else data.id
            title = issue.terms[name].title if data.kind == "term" else issue.question
            if self._matches(name, title):
                yield node

    def _rows(self) -> Iterator[TreeNode[Target]]:
        for section in self.root.children:
            yield section
            for issue in section.children:
                yield issue
                yield from issue.children

    def _read_marks(self) -> None:
        marks = self._snapshot.marks
        if not isinstance(marks, Pending):
            self._marks = {(each.issue, each.term): each for each in marks.marks}
        else:
            self._marks = {}

    def get_label_width(self, node: TreeNode[Target]) -> int:
        """A constant, since rows are cut and never scrolled sideways."""
        del node
        return 1

    def render_label(self, node: TreeNode[Target], base_style: Style, style: Style) -> Text:
        """A row: its name at the left, its status at the right."""
        del base_style
        data = node.data
        if data is None:
            return Text("")
        marks = signs(self)
        toggle = (marks.unfolded if node.is_expanded else marks.folded) + " "
        depth = {"section": 0, "issue": 1}.get(data.kind, 2)
        room = self.scrollable_content_region.width - 2 * depth - 2
        rows = TermRows(
            self._corpus, self._snapshot, self._marks, self._left if self.counts else None,
            signs=marks, roomy=self.size.width >= 56,
        )  # fmt: skip
        match data.kind:
            case "section":
                left, right, inks = rows.section(data.id)
            case "issue":
                left, right, inks = rows.issue(data.id, folded=not node.is_expanded)
                left = f"{marks.differs} {left}" if data.id in self.differing else left
                left = f"[locked] {left}" if data.id in self.locked else left
            case _:
                toggle = ""
                left, right, inks = rows.term(*data.parts)
        left, gap, right = between(left, right, room, marks.more)
        text = Text()  # without a style of its own, which would make the whole row a toggle
        text.append(toggle or "  ", on_ground(style) + TOGGLE if toggle else on_ground(style))
        text.append(left, on_ground(style + ink(self, inks[0])))
        text.append(gap, style)
        text.append(right, on_ground(style + ink(self, inks[1])))
        return text


# -- texts of the rows in the tree of terms --


Drawn: TypeAlias = tuple[str, str, tuple[str, str]]
"""Text at the left, text at the right, and the names of their styles."""


@dataclass(frozen=True, slots=True)
class TermRows:
    """Rows of a draft with the status of its terms."""

    corpus: Corpus
    snapshot: Snapshot
    marks: Mapping[tuple[str, str], Marked]
    """Status by term; empty while pending."""
    left: Mapping[tuple[str, str], int] | None
    """Number of deals with each term, as far as counted; None if counts are not shown."""
    signs: Glyphs
    roomy: bool
    """True if there is room for the word after a count."""

    @property
    def draft(self) -> Draft:
        """The draft of the snapshot."""
        return self.snapshot.draft

    def section(self, section: str) -> Drawn:
        """Row of a section: its name, and the number of decided issues."""
        issues = [x for x in self.corpus.issues.values() if x.section == section]
        decided = sum(str(each.id) in self.draft.choices for each in issues)
        return issue_name(self.corpus, section), f"{decided}/{len(issues)}", ("head", "muted")

    def issue(self, issue: str, *, folded: bool) -> Drawn:
        """Row of an issue: its question; if folded, its name and its choice."""
        known, draft, sign = self.corpus.issues[issue], self.draft, self.signs
        ids = [(issue, str(term)) for term in known.terms]
        forced = [key[1] for key in ids if key in self.marks and self._is(key, "forced")]
        possible = sum(key in self.marks and self._is(key, "possible") for key in ids)
        left = issue_name(self.corpus, issue) if folded else known.question
        if draft.silent(issue):
            return left, f"{sign.silent} silent", ("", "muted")
        if issue in draft.choices:
            words = picks_words(self.corpus, issue, draft.picks(issue))
            return left, f"{sign.chosen} {words}" if folded else "", ("", "")
        if forced:
            titles = " + ".join(self._title(issue, each) for each in forced)
            return left, f"{sign.forced} {titles if folded else ''}", ("", "forced")
        if not self.marks:
            return left, sign.undecided, ("", "muted")
        if possible == 0 and not forced:
            if any(self.marks[key].by == "positions" for key in ids):
                return left, f"{sign.barred} only silent", ("", "crossed")
            return left, f"{sign.excluded} only silent", ("", "muted")
        if known.answer is not None:
            return left, f"{sign.undecided} {range_words(known.answer)}", ("", "muted")
        return left, f"{sign.undecided} {possible}/{len(ids)}", ("", "muted")

    def _count(self, left: int) -> str:
        """Number of deals with a term, in words."""
        signs = signs_for(self.signs)
        if self.snapshot.left is None:
            return f"({signs.number(left)})"
        return signs.several(left, "deal") if self.roomy else signs.number(left)

    def _is(self, key: tuple[str, str], mark: str) -> bool:
        return self.marks[key].mark == mark

    def _title(self, issue: str, term: str) -> str:
        """The title of a term; for a number or a date, its range."""
        known = self.corpus.issues[issue]
        if known.answer is not None and term == VALUE:
            return range_words(known.answer)
        return term_words(self.corpus, issue, term)

    def term(self, issue: str, term: str) -> Drawn:
        """Row of a term: its title and its status."""
        known, sign = self.corpus.issues[issue].terms[term], self.signs
        picks = self.draft.picks(issue)
        mark = self.marks.get((issue, term))
        title = self._title(issue, term)
        if picks.get(term) or (term in picks and term == VALUE):
            title = picks_words(self.corpus, issue, {term: picks[term]})
        elif known.parameters and term != VALUE:
            title = f"{title} ({', '.join(known.parameters)})"
        if term in picks:
            return f"{sign.chosen} {title}", "chosen", ("head", "muted")
        if mark is None:
            return f"{sign.possible} {title}", "", ("muted", "muted")
        if mark.mark == "forced":
            return f"{sign.forced} {title}", "forced", ("forced", "forced")
        if mark.mark == "possible":
            return f"{sign.possible} {title}", *self._would(issue, term, "")
        if mark.by == "rules":
            return f"{sign.excluded} {title}", "excluded", ("muted", "muted")
        return f"{sign.barred} {title}", *self._would(issue, term, "muted")

    def _would(self, issue: str, term: str, shade: str) -> tuple[str, tuple[str, str]]:
        """The effect of choosing a term, or its number of deals; with the styles."""
        sign, key = self.signs, (issue, term)
        barred = self.marks[key].mark == "excluded"
        if self.left is not None:
            left = self.left.get(key)
            if barred:
                return "no deal", (shade, "crossed")
            return "" if left is None else self._count(left), (shade, "muted")
        then = self.snapshot.crossed_with.get(key)
        if then is None:
            return "", (shade, "muted")
        now = len(self.snapshot.verdicts.crossed())
        head = "crossed " if self.roomy else f"{sign.crossed} "
        if then == now:
            more = "conflict, " if barred else ""
            return f"{more}{head}{now}", (shade, "crossed" if barred else "muted")
        words = f"{head}{now} {sign.arrow} {then}"
        return words, (shade, "crossed" if then > now else "respected")
