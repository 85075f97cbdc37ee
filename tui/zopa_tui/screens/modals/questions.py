"""Dialogs with a few options: welcome, quit, recover, conflict, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa_tui.screens.modals.base import ChoiceModal, ListOption
from zopa_tui.views.text import several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zopa_tui.session.autosave import Recovery
    from zopa_tui.session.scenario_file import ChangedOnDisk

__all__ = ["conflict", "expected", "export", "recover", "unsaved", "welcome"]

MOST = 6
"""Maximum number of drafts to name one by one."""


def welcome(
    scenarios: int,
    *,
    errors: int,
    warnings: int,
    sample: bool,
    opened: bool = False,
    read_only: bool = False,
) -> ChoiceModal:
    """Options for a start, at first and on demand."""
    said = "zopa models what was said. It recommends nothing."
    found = [several(errors, "error")] if errors else []
    found += [several(warnings, "warning")] if warnings else []
    corpus = "the sample corpus" if sample else "terms/"
    return ChoiceModal(
        "Welcome to zopa",
        [said if opened else f"Nothing is open yet. {said}"],
        [
            ListOption("open", "open a scenario", "o", f"scenarios/ has {scenarios}"),
            ListOption("new", f"start an empty scenario against {corpus}", "n"),
            *(
                ()
                if read_only
                else [ListOption("add", "record a party, source, statement, position", "a")]
            ),
            ListOption(
                "tour", "first-minute tour of a small example", "t", "nothing is written"
            ),
            ListOption(
                "check", "check the corpus", "c", ", ".join(found) or "nothing is wrong"
            ),
        ],
        "esc later   ? help",
    )


def unsaved(
    drafts: Sequence[tuple[str, int]], what: str, *, read_only: bool = False
) -> ChoiceModal:
    """Ask about unsaved work before another action.

    Args:
        drafts: names of the drafts, with their number of unsaved steps.
        what: the action, as in "save and …".
        read_only: whether saving is impossible.
    """
    lines = [f"{name} has {several(steps, 'unsaved change')}." for name, steps in drafts[:MOST]]
    if len(drafts) > MOST:
        lines.append(f"So have {len(drafts) - MOST} more drafts.")
    every = " all" if len(drafts) > 1 else ""
    options = [
        ListOption("discard", f"{what} without saving", "x"),
        ListOption("stay", "go on working", "c"),
    ]
    if read_only:
        lines.append("Nothing can be saved in a read-only session.")
    else:
        options.insert(0, ListOption("save", f"save{every} and {what}", "s"))
    return ChoiceModal(
        what.capitalize() if read_only else "Save the changes?",
        lines,
        options,
        "enter choose   esc go on working",
    )


def expected(messages: Sequence[str], every: int) -> ChoiceModal:
    """Ask about a draft that no longer meets the expectations of its file."""
    shown = [*messages[:4], *([f"and {len(messages) - 4} more"] if len(messages) > 4 else [])]
    return ChoiceModal(
        "Expectations not met",
        [
            f"{len(messages)} of {several(every, 'expectation')} of the file would be broken.",
            *shown,
        ],
        [
            ListOption("save", "save all the same: zopa check will report it", "s"),
            ListOption("as", "save as another scenario, without expectations", "a"),
            ListOption("show", "show them in Problems", "p"),
            ListOption("stay", "go on working", "c"),
        ],
        "enter choose   esc go on working",
    )


def recover(found: Recovery) -> ChoiceModal:
    """Offer the unsaved work of an older session that ended without a question."""
    same = "has not changed since" if found.based_on_disk() else "has changed since"
    labels = ", ".join(found.labels[:6]) + (", and more" if len(found.labels) > 6 else "")
    when = f"{found.written:%d %b %Y at %H:%M}"
    return ChoiceModal(
        "Unsaved work found",
        [
            f"{found.scenario.name} was not closed properly on {when}.",
            f"{several(len(found.labels), 'change')}: {labels}",
            f"The file on disk {same}.",
            "The recovered draft opens as unsaved; the file stays as it is.",
        ],
        [
            ListOption("recover", "recover it", "r"),
            ListOption("discard", "discard it", "x"),
        ],
        "enter choose   esc ask later",
    )


def conflict(found: ChangedOnDisk) -> ChoiceModal:
    """Ask about a file that another program has changed."""
    gone = found.there is None
    text = "is gone" if gone else "was changed by somebody else since it was read"
    options = [ListOption("as", "save under another name", "a")]
    if not gone:
        options = [
            ListOption("diff", "show the differences", "d"),
            ListOption(
                "reload", "reload: take what the file says (undo brings yours back)", "r"
            ),
            *options,
        ]
    options.append(ListOption("overwrite", "overwrite it with your draft", "o"))
    return ChoiceModal(
        "Changed on disk",
        [f"{found.path.name} {text}. Nothing was written."],
        options,
        "enter choose   esc keep working",
    )


def export() -> ChoiceModal:
    """Ask for the format of an export."""
    return ChoiceModal(
        "Export this view",
        (),
        [
            ListOption("md", "Markdown", "m"),
            ListOption("csv", "CSV", "c"),
            ListOption("json", "JSON", "j"),
            ListOption("svg", "picture (SVG)", "s"),
        ],
    )
