"""Commands that ask again: every assumption that is not the draft's own is stated."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from zopa.model.context import context_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from zopa.model.context import Context
    from zopa.model.corpus import Corpus, Scenario

__all__ = ["assuming", "flags"]


def flags(
    *,
    as_of: dt.date | str | None = None,
    hold: Iterable[str] | None = None,
    parties: Iterable[str] | None = None,
    readings: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    waive: Iterable[str] = (),
) -> str:
    """Assumptions as they are typed, a space before each."""
    found = [
        ("--as-of", None if as_of is None else str(as_of)),
        ("--hold", None if hold is None else ",".join(map(str, hold))),
        ("--parties", None if parties is None else ",".join(parties)),
        *(("--waive", str(each)) for each in waive),
        *(("--reading", "=".join(each)) for each in dict(readings).items()),
    ]
    return "".join(f" {flag} {shlex.quote(value)}" for flag, value in found if value)


def assuming(corpus: Corpus, scenario: Scenario | None, context: Context) -> str:
    """The flags under which a command about a draft is asked under this context.

    What the draft's file says of itself, or the corpus where it says nothing, needs none.

    Args:
        corpus: the terms.
        scenario: the draft that the command names; None where it names none.
        context: under which it is to be asked.
    """
    own = context_of(corpus, scenario)
    that_day = context_of(corpus, scenario, as_of=context.as_of)
    waived = {str(each.position) for each in that_day.waivers}
    readings = {
        name: corpus.positions[name].default
        for name in own.readings
        if name not in context.readings and name in corpus.positions
    }
    readings |= {x: y for x, y in context.readings.items() if own.readings.get(x) != y}
    return flags(
        as_of=None if context.as_of == own.as_of else context.as_of,
        hold=None if context.hold == own.hold else context.hold,
        parties=None if context.table == own.table else context.table,
        readings=readings,
        waive=[str(x.position) for x in context.waivers if str(x.position) not in waived],
    )
