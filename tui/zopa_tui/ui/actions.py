"""All actions of the interface in one table, for keys, menus and help.

Keys have Textual's names. Letters work on every keyboard and in a browser. Some
terminals send ctrl+m, ctrl+i and ctrl+h for enter, tab and backspace. So the table
never uses these three.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ACTIONS", "SECTIONS", "Action", "Screen", "by_section", "key_text", "on_screen"]


class Screen(enum.StrEnum):
    """The screens of the interface."""

    COMPOSE = "compose"
    MATRIX = "matrix"
    DEALS = "deals"
    COMPARE = "compare"
    SOURCES = "sources"
    PROBLEMS = "problems"


EVERYWHERE: Final = tuple(Screen)
COMPOSE: Final = (Screen.COMPOSE,)
MATRIX: Final = (Screen.MATRIX,)
DEALS: Final = (Screen.DEALS,)
COMPARE: Final = (Screen.COMPARE,)
SOURCES: Final = (Screen.SOURCES,)
ANSWERS: Final = (Screen.COMPOSE, Screen.MATRIX, Screen.DEALS, Screen.SOURCES)
"""Screens with verdicts, which depend on the date and the readings."""
LINES: Final = (Screen.COMPOSE, Screen.MATRIX, Screen.DEALS)
"""Screens on which the cursor can be on a position."""
SIGNS: Final = {
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "question_mark": "?",
    "plus": "+",
    "semicolon": ";",
    "colon": ":",
    "minus": "-",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "escape": "esc",
    "f1": "F1",
    "f4": "F4",
    "f5": "F5",
    "f6": "F6",
}


ARROWS: Final = frozenset({"up", "down", "left", "right"})


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the user."""

    id: str
    """Id that users assign their own keys to; its meaning never changes."""
    keys: tuple[str, ...]
    title: str
    """Short name for the footer, one or two words."""
    help: str
    """Description, one sentence."""
    where: tuple[Screen, ...] = EVERYWHERE
    twin: str = ""
    """Command that gives the same answer, with `{names}` to fill in; empty if there is none."""


def _screens() -> Iterator[Action]:
    helps = {
        Screen.COMPOSE: "Choose terms, and see at once what they do.",
        Screen.MATRIX: "See which draft crosses which position.",
        Screen.DEALS: "See whether there is a deal, and what hinders one.",
        Screen.COMPARE: "See what differs between drafts.",
        Screen.SOURCES: "See who said what, and which day changes the answer.",
        Screen.PROBLEMS: "See what is wrong in the files, and the way out.",
    }
    twins = {
        Screen.COMPOSE: "zopa check {scenario}",
        Screen.MATRIX: "zopa check",
        Screen.DEALS: "zopa deals {scenario}",
        Screen.COMPARE: "zopa compare {scenario} {other}",
        Screen.SOURCES: "zopa sweep {scenario}",
        Screen.PROBLEMS: "zopa validate",
    }
    for number, each in enumerate(Screen, 1):
        yield Action(
            f"screen.{each}", (str(number),), each.capitalize(), helps[each], twin=twins[each]
        )


ACTIONS: Final[tuple[Action, ...]] = (
    *_screens(),
    # -- getting about --
    Action("pane.next", ("tab",), "Pane", "Go to the next pane."),
    Action("pane.previous", ("shift+tab",), "Pane back", "Go to the pane before."),
    Action("move.up", ("up", "k"), "Up", "Move the cursor up."),
    Action("move.down", ("down", "j"), "Down", "Move the cursor down."),
    Action("move.left", ("left", "h"), "Left", "Move left, or fold."),
    Action("move.right", ("right", "l"), "Right", "Move right, or unfold."),
    Action("move.first", ("g", "home"), "First", "Go to the first line."),
    Action("move.last", ("G", "end"), "Last", "Go to the last line."),
    Action("move.page-up", ("pageup",), "Page up", "Move a page up."),
    Action("move.page-down", ("pagedown",), "Page down", "Move a page down."),
    Action(
        "move.next-open",
        ("J",),
        "Next open",
        "Go to the next issue that needs a decision.",
        COMPOSE,
    ),
    Action(
        "move.previous-open",
        ("K",),
        "Open before",
        "Go to the issue before that needs a decision.",
        COMPOSE,
    ),
    Action(
        "jump.back",
        ("ctrl+o", "left_square_bracket"),
        "Back",
        "Go back to where you jumped from: by enter, a screen's number, or a mark.",
    ),
    Action(
        "jump.on",
        ("right_square_bracket",),
        "On",
        "Go on again to where you came back from.",
    ),
    Action("mark", ("m",), "Mark", "Give this place a letter, to come back to it."),
    Action("mark.go", ("apostrophe",), "To mark", "Go to a place by its letter."),
    Action("filter.start", ("slash",), "Find", "Show only what contains some letters."),
    Action("filter.next", ("n",), "Next", "Go to the next hit."),
    Action("filter.previous", ("N",), "Previous", "Go to the hit before."),
    Action(
        "split.left",
        ("ctrl+left", "left_parenthesis"),
        "Narrower",
        "Move the upright split to the left.",
    ),
    Action(
        "split.right",
        ("ctrl+right", "right_parenthesis"),
        "Wider",
        "Move the upright split to the right.",
    ),
    Action("split.up", ("ctrl+up",), "Higher", "Give the lowest pane more room."),
    Action("split.down", ("ctrl+down",), "Lower", "Give the lowest pane less room."),
    Action("pane.zoom", ("z",), "Zoom", "Give the pane the whole screen, or take it back."),
    Action(
        "close",
        ("escape",),
        "Close",
        "Close what is open, end the filter, unzoom, or stop the work; never quits.",
    ),
    # -- the draft --
    Action(
        "choose",
        ("space", "enter"),
        "Choose",
        "Choose the term or take it back; fold or unfold an issue.",
        COMPOSE,
    ),
    Action(
        "silence", ("s",), "Silent", "Have the agreement say nothing on the issue.", COMPOSE
    ),
    Action("clear", ("x",), "Clear", "Leave the issue undecided.", COMPOSE),
    Action("parameter", ("p",), "Parameter", "Give the term's parameter a value.", COMPOSE),
    Action(
        "dates",
        ("M",),
        "Dates",
        "Move milestones and other dates on one line of time.",
        COMPOSE,
    ),
    Action("step.up", ("plus",), "More", "Move the number or date a step up.", COMPOSE),
    Action("step.down", ("minus",), "Less", "Move the number or date a step down.", COMPOSE),
    Action(
        "adopt-forced",
        ("F",),
        "Adopt forced",
        "Choose every term that is in all deals left; one step to undo.",
        COMPOSE,
        "zopa options {scenario}",
    ),
    Action(
        "repair",
        ("r",),
        "Repair",
        "Show the nearest deals: those that differ from the draft in the fewest issues.",
        LINES,
        "zopa repair {scenario}",
    ),
    Action(
        "count",
        ("c",),
        "Count",
        "Show how many deals there are with each term, or again what it would change.",
        COMPOSE,
        "zopa options {scenario}",
    ),
    Action(
        "complete",
        ("D",),
        "Complete",
        "Walk through up to ten unlike agreements that finish the draft, with what each costs.",
        LINES,
        "zopa deals {scenario}",
    ),
    Action(
        "lock",
        ("L",),
        "Lock",
        "Have repairs keep the choice on the issue; again to end that.",
        COMPOSE,
        "zopa repair {scenario}",
    ),
    Action("undo", ("u", "ctrl+z"), "Undo", "Take the last step back."),
    Action("redo", ("U", "ctrl+r", "ctrl+y"), "Redo", "Do again what was undone."),
    Action("history", ("H",), "History", "List the steps, and go to one."),
    # -- reasons and suppositions --
    Action(
        "answer",
        ("0",),
        "Answer",
        "List what is crossed and what is left out; enter goes to the choice behind it.",
        twin="zopa check {scenario}",
    ),
    Action(
        "coalitions",
        ("P",),
        "Coalitions",
        "List which parties can agree with each other, which cannot, and since when.",
        twin="zopa coalitions {scenario} --by-date",
    ),
    Action(
        "robustness",
        ("B",),
        "Robustness",
        "Count under how many combinations of assumptions there is a deal, and what decides.",
        twin="zopa robustness {scenario}",
    ),
    Action(
        "why",
        ("w",),
        "Why",
        "Give a minimal reason for what is under the cursor; again for the next one.",
        LINES,
        "zopa options {scenario} --why {term}",
    ),
    Action(
        "waive",
        ("W",),
        "Waive",
        "Suppose that the position were dropped, with a reason; again to end that.",
        LINES,
        "zopa check {scenario} --waive {position}",
    ),
    Action(
        "as-of.back",
        ("comma",),
        "Day back",
        "Go to the previous date.",
        ANSWERS,
        "zopa check {scenario} --as-of {day}",
    ),
    Action(
        "as-of.on",
        ("full_stop",),
        "Day on",
        "Go to the next date.",
        ANSWERS,
        "zopa check {scenario} --as-of {day}",
    ),
    Action(
        "change.back",
        ("left_curly_bracket",),
        "Change back",
        "Go to the previous date on which positions begin or end.",
        ANSWERS,
        "zopa check {scenario} --as-of {day}",
    ),
    Action(
        "change.on",
        ("right_curly_bracket",),
        "Next change",
        "Go to the next date on which positions begin or end.",
        ANSWERS,
        "zopa check {scenario} --as-of {day}",
    ),
    Action(
        "reading.back",
        ("less_than_sign",),
        "Reading back",
        "Read the position in the way before.",
        ANSWERS,
        "zopa check {scenario} --reading {position}={reading}",
    ),
    Action(
        "reading.on",
        ("greater_than_sign",),
        "Reading on",
        "Read the position in the next way.",
        ANSWERS,
        "zopa check {scenario} --reading {position}={reading}",
    ),
    Action(
        "keep-view",
        ("I",),
        "Keep in file",
        "Have the file state the day, the readings and the waivers that you look at.",
    ),
    Action("map.attribute", ("v",), "Attribute", "Show another attribute on the map.", COMPOSE),
    # -- single screens --
    Action(
        "matrix.differing",
        ("f",),
        "Differing",
        "Show only positions on which the drafts differ.",
        MATRIX,
    ),
    Action("matrix.sort", ("t",), "Sort", "Sort the positions in another way.", MATRIX),
    Action(
        "matrix.alike",
        ("A",),
        "Alike",
        "Check all drafts with the assumptions of the one under work, or each with its own.",
        MATRIX,
    ),
    Action("matrix.transpose", ("T",), "Transpose", "Swap rows and columns.", MATRIX),
    Action("matrix.compose", ("enter",), "Compose", "Open the draft of the column.", MATRIX),
    Action("matrix.compare", ("space",), "Compare", "Mark the draft to be compared.", MATRIX),
    Action(
        "deals.conflicts",
        ("C",),
        "Conflicts",
        "List minimal conflicts between positions.",
        DEALS,
        "zopa conflicts {scenario}",
    ),
    Action(
        "deals.count",
        ("c",),
        "Count",
        "Count the deals that are left.",
        DEALS,
        "zopa deals {scenario}",
    ),
    Action(
        "deals.nothing",
        ("A",),
        "From nothing",
        "Ask with nothing chosen, or again as drafted.",
        DEALS,
        "zopa conflicts",
    ),
    Action("deals.budget", ("b",), "Budget", "Allow the work more time or less.", DEALS),
    Action(
        "deals.frontier",
        ("f",),
        "Trade-offs",
        "Show Pareto-optimal trade-offs between two parties.",
        DEALS,
        "zopa frontier {scenario}",
    ),
    Action(
        "deals.try", ("enter",), "Try", "Try the concessions or changes on the draft.", DEALS
    ),
    Action(
        "deals.waive",
        ("space",),
        "Waive",
        "Suppose that the line under the cursor were dropped.",
        DEALS,
    ),
    Action("compare.take-left", ("less_than_sign",), "Take left", "Take its side.", COMPARE),
    Action(
        "compare.take-right", ("greater_than_sign",), "Take right", "Take its side.", COMPARE
    ),
    Action("compare.same", ("f",), "Same too", "Show or hide what is the same.", COMPARE),
    Action("compare.swap", ("s",), "Swap", "Swap the two sides.", COMPARE),
    Action("compare.add", ("plus",), "Add", "Add a scenario to compare with.", COMPARE),
    Action("compare.remove", ("minus",), "Take away", "Compare with one less.", COMPARE),
    Action("sources.use", ("enter",), "Go to day", "Go to the date of the statement.", SOURCES),
    Action(
        "problems.edit",
        ("enter", "space"),
        "Edit",
        "Open the file at the line in your editor.",
        (Screen.PROBLEMS,),
    ),
    # -- what the files hold --
    Action(
        "add",
        ("a",),
        "Add",
        "Add what the pane holds, or anything else, in a form.",
    ),
    Action("edit-thing", ("e",), "Edit", "Change what is under the cursor in a form."),
    Action(
        "becomes",
        ("b",),
        "To position",
        "Make a position of the statement: its party, day and source are filled in.",
        SOURCES,
    ),
    Action(
        "scenario-edit",
        ("i",),
        "Scenario",
        "Change what the scenario says beside its choices: title, note, day, expectations.",
    ),
    Action(
        "editor",
        ("E",),
        "Editor",
        "Open the file at the line in your editor; it is read again afterwards.",
    ),
    # -- files --
    Action("save", ("ctrl+s",), "Save", "Write the draft into its file."),
    Action("save-as", ("S",), "Save as", "Write the draft into another file."),
    Action(
        "open",
        ("O",),
        "Drafts",
        "List the drafts: open one beside this one, or copy, rename, delete or edit it (tab).",
        twin="zopa list scenarios",
    ),
    Action("draft.next", ("semicolon",), "Next draft", "Go to the next draft that is open."),
    Action(
        "draft.previous", ("colon",), "Draft before", "Go to the draft before that is open."
    ),
    Action("draft.close", ("Q",), "Close draft", "Close the draft, where several are open."),
    Action(
        "beside",
        ("V",),
        "Versus",
        "Mark where the draft differs from another one.",
        COMPOSE,
        "zopa compare {scenario} {other}",
    ),
    Action("reload", ("R",), "Reload", "Read the file again from disk."),
    Action("differences", ("d",), "Differences", "Show what differs from the saved file."),
    Action(
        "source",
        ("o",),
        "Source",
        "Open the source, or the file at the line.",
        twin="zopa show {id}",
    ),
    Action("copy", ("y",), "Copy", "Copy choices, reason, table, citation or command."),
    Action("export", ("X",), "Export", "Write Markdown, CSV, JSON or a picture."),
    # -- the interface --
    Action("commands", ("ctrl+p",), "Commands", "List everything that can be done."),
    Action("help", ("question_mark", "f1"), "Help", "List the keys of this pane."),
    Action("welcome", ("f4",), "Welcome", "List what one can begin with."),
    Action("tour", ("f5",), "Tour", "Begin the tour of a small example, or go back from it."),
    Action(
        "tour-here",
        ("f6",),
        "Tour here",
        "Begin the tour on a copy of the draft in hand, of which nothing is written.",
    ),
    Action("quit", ("q", "ctrl+q"), "Quit", "Leave; asks only when something is unsaved."),
)
"""All actions, in the order of the help."""


SECTIONS: Final[Mapping[str, str]] = {
    "screen.compose": "Screens",
    "pane.next": "Getting about",
    "choose": "The draft",
    "why": "Reasons, and what is supposed",
    "map.attribute": "On this screen",
    "add": "What the files hold",
    "save": "Drafts and files",
    "commands": "The interface",
}
"""Headings of the help, by the id of the first action below each."""


def by_section(actions: Iterable[Action]) -> dict[str, list[Action]]:
    """The actions by heading of the help; the draft first, screens last."""
    among, found, heading = {each.id for each in actions}, dict[str, list[Action]](), ""
    for each in ACTIONS:
        heading = SECTIONS.get(each.id, heading)
        if each.id in among:
            found.setdefault(heading, []).append(each)
    order = list(SECTIONS.values())
    order = [*order[2:5], order[1], *order[5:], order[0]]
    return {each: found[each] for each in order if each in found}


def on_screen(screen: Screen, actions: Iterable[Action] = ACTIONS) -> tuple[Action, ...]:
    """The actions of a screen, in the order of the help."""
    return tuple(each for each in actions if screen in each.where)


def key_text(key: str, *, plain: bool = False) -> str:
    """A key as the help shows it; `plain` for terminals that cannot draw arrows."""
    prefix, plus, last = key.rpartition("+")
    name = last if plus and prefix else key
    said = name if plain and name in ARROWS else SIGNS.get(name, name)
    return f"{prefix}{plus}{said}" if plus and prefix else said
