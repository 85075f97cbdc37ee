"""Drafts that start from other ones find them, and in the end not themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zopa.checks.conditions import cycles
from zopa.checks.naming import Known, brief, labels, names, unknown
from zopa.diagnostics import Diagnostic, quoted
from zopa.diagnostics.codes import CYCLE, START_UNREADABLE
from zopa.model.conditions import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.model.corpus import Scenario

__all__ = ["check_starts"]


@dataclass(frozen=True, slots=True)
class _Called:
    """A draft under its name."""

    id: Name


def check_starts(
    drafts: Mapping[str, Scenario], wrong: AbstractSet[str]
) -> Iterator[Diagnostic]:
    """Every draft starts from one that there is, and in the end not from itself.

    Args:
        drafts: as their files have them, by name.
        wrong: names of those that have errors, or of which no draft can be made.
    """
    called = {
        name: _Called(Name(name, each.span)) for name, each in drafts.items() if name == each.id
    }
    links = {
        name: () if each.starts_from is None else (each.starts_from,)
        for name, each in drafts.items()
    }
    closing = {id(cycle[-1]): cycle for cycle in cycles(links)}
    for starts in links.values():
        for name in starts:
            if id(name) in closing:
                yield _circle(closing[id(name)])
            elif name in wrong:
                yield _unreadable(name)
            else:
                yield from unknown(Known(), "scenario", name, called)


def _unreadable(name: Name) -> Diagnostic:
    return Diagnostic(
        START_UNREADABLE,
        name.span,
        brief(f"nothing can start from scenario {quoted(name)}, which has errors"),
        label="has errors",
        help=(f"correct `scenarios/{name}.yaml` first",),
    )


def _circle(cycle: tuple[Name, ...]) -> Diagnostic:
    last = cycle[-1]
    return Diagnostic(
        CYCLE,
        last.span,
        brief(f"circular `from`: {' → '.join([last, *cycle])}", "circular `from`"),
        label="closes the cycle",
        related=tuple(
            label for each in cycle[:-1] for label in labels(each, "starts from this one")
        ),
        help=("write out the choices of one of them",),
        notes=(f"each starts from the next: {names([last, *cycle])}",),
    )
