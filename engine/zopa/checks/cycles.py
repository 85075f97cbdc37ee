"""Chains of references that come back to where they started."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zopa.model.conditions import Name

__all__ = ["cycles"]


def cycles(links: Mapping[str, Sequence[Name]]) -> Iterator[tuple[Name, ...]]:
    """Find the references that close a cycle, each with the way along the cycle.

    A depth-first search, in the order of the mapping; a reference to something
    that is on the way to here closes a cycle. Where cycles share parts, not
    every one is found, but none is left once the closing references are taken out.

    Args:
        links: for each id the references that stand there.

    Yields:
        The references along the cycle; the last is the one that closes it, to
        the thing that holds the first.
    """
    done: set[str] = set()
    for start in links:
        if start in done:
            continue
        way: list[Name] = []
        on_the_way = [start]
        pending = [iter(links[start])]
        while pending:
            reference = next(pending[-1], None)
            if reference is None:
                pending.pop()
                done.add(on_the_way.pop())
                if way:
                    way.pop()
            elif reference in on_the_way:
                first = on_the_way.index(reference)
                yield (*way[first:], reference)
            elif reference in links and reference not in done:
                way.append(reference)
                on_the_way.append(str(reference))
                pending.append(iter(links[reference]))
