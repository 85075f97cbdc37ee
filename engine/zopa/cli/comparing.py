"""Comparing within a budget, and writing what differs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zopa.cli.budget import doing, gave_up, left_of, seconds_of
from zopa.cli.output import as_json
from zopa.cli.workspace import assumptions
from zopa.solving.cancel import Stop, Stopped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from zopa.cli.reporting import Forms
    from zopa.diagnostics import Diagnostic
    from zopa.render.asked import Page
    from zopa.render.style import Style
    from zopa.solving.space import Space
    from zopa.workspace import Workspace

__all__ = ["forms", "within_budget"]


@contextmanager
def within_budget(options: argparse.Namespace, *spaces: Space) -> Iterator[None]:
    """Give up when the time is over.

    Raises:
        Unable: it was over before the answer was there.
    """
    doing("comparing")
    try:
        with Stop(left_of(options)) as stop:
            for space in spaces:
                space.stop = stop
            yield
    except Stopped:
        raise gave_up(options) from None
    finally:
        for space in spaces:
            space.stop = None


def forms(
    options: argparse.Namespace,
    workspace: Workspace,
    text: Callable[[Page], str],
    result: Callable[[], dict[str, Any]],
    broken: Sequence[Diagnostic] = (),
) -> Forms:
    """The answer as text and as JSON.

    Args:
        options: what was asked for.
        workspace: what is compared.
        text: writes the answer on a page.
        result: makes its JSON.
        broken: errors of files that could not be compared.
    """

    def as_text(style: Style, columns: int) -> str:
        from zopa.render.asked import Page

        return text(Page(style, columns, quiet=options.quiet, seconds=seconds_of(options)))

    def json_text(_: Style, __: int) -> str:
        from zopa.interchange.asked import asked_json
        from zopa.interchange.diagnostics import diagnostics_list
        from zopa.interchange.envelope import envelope
        from zopa.questions.question import NOTHING_CHOSEN

        sources = {path: document.text for path, document in workspace.documents.items()}
        context = assumptions(options, workspace, None)
        return as_json(
            envelope(
                "compare",
                result(),
                context=asked_json(workspace, NOTHING_CHOSEN, context, "sat"),
                diagnostics=diagnostics_list(broken, sources),
            )
        )

    return {"auto": as_text, "text": as_text, "json": json_text}
