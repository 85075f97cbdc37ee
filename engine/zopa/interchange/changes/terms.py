"""What positions speak of: terms, rules and the state of things.

Where it changes, other drafts may cross a red line that nobody has touched.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic
from zopa.diagnostics.changes import (
    RULE_CHANGED,
    STATE_CHANGED,
    TERM_CHANGED,
    TERM_REMOVED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.interchange.changes.places import Places
    from zopa.interchange.compare import Since
    from zopa.model.conditions import Name
    from zopa.model.corpus import Attribute, Issue, Term

__all__ = ["term_findings"]


def term_findings(since: Since, places: Places) -> Iterator[Diagnostic]:
    """Every change that can change which drafts cross a position, and is no position's own."""
    return chain(_issues(since, places), _rules(since, places), _state(since, places))


def _issues(since: Since, places: Places) -> Iterator[Diagnostic]:
    for name, was in since.old.issues.items():
        now = since.new.issues.get(name)
        if now is None:
            yield _gone(f"issue `{name}`", was.id, places)
            continue
        if _manner(was) != _manner(now):
            yield Diagnostic(
                TERM_CHANGED,
                now.id.span,
                f"issue `{name}` arises or is answered in another way",
                related=places.was(was.id.span),
                notes=places.compared,
                data={"issue": name},
            )
        for term, old in was.terms.items():
            yield from _term(name, old, now.terms.get(term), places)


def _manner(issue: Issue) -> tuple[object, ...]:
    """When it arises, and how many of its terms can be chosen: all, where that is no bound."""
    every = len(issue.terms)
    return issue.least, issue.most if issue.most < every else None, issue.applies_when


def _term(issue: str, was: Term, now: Term | None, places: Places) -> Iterator[Diagnostic]:
    name = f"{issue}/{was.id}"
    if now is None:
        yield _gone(f"term `{name}`", was.id, places)
    elif was.effects != now.effects or _blanks(was) != _blanks(now):
        what = "sets something else" if was.effects != now.effects else "has other parameters"
        yield Diagnostic(
            TERM_CHANGED,
            now.id.span,
            f"term `{name}` {what} now",
            related=places.was(was.id.span),
            notes=places.compared,
            data={"term": name},
        )


def _blanks(term: Term) -> dict[str, Attribute]:
    return {name: _bare(each.domain) for name, each in term.parameters.items()}


def _bare(attribute: Attribute) -> Attribute:
    """A declaration without what is only shown."""
    return replace(attribute, title="")


def _gone(what: str, was: Name, places: Places) -> Diagnostic:
    gone = places.gone(was.span)
    return Diagnostic(
        TERM_REMOVED,
        gone,
        f"{what} is gone",
        label="it was here" if gone != was.span else "",
        related=places.was(was.span),
        notes=places.compared,
        data={"gone": str(was)},
    )


def _rules(since: Since, places: Places) -> Iterator[Diagnostic]:
    for name in dict.fromkeys([*since.old.rules, *since.new.rules]):
        was, now = since.old.rules.get(name), since.new.rules.get(name)
        if was is None and now is not None:
            span, what = now.id.span, "is new"
        elif was is not None and now is None:
            span, what = places.gone(was.id.span), "is gone"
        elif was is not None and now is not None and was.holds != now.holds:
            span, what = now.span or now.id.span, "says something else"
        else:
            continue
        yield Diagnostic(
            RULE_CHANGED,
            span,
            f"rule `{name}` {what}",
            related=places.was(was.id.span) if was else (),
            notes=places.compared,
            data={"rule": name},
        )


def _state(since: Since, places: Places) -> Iterator[Diagnostic]:
    for name, was in since.old.entities.items():
        now = since.new.entities.get(name)
        if now is None:
            what = "is gone"
        elif now.type != was.type or now.of != was.of:
            what = "is of another kind"
        elif now.baseline != was.baseline:
            what = "begins with other values"
        else:
            continue
        yield Diagnostic(
            STATE_CHANGED,
            now.id.span if now else places.gone(was.id.span),
            f"entity `{name}` {what}",
            related=places.was(was.id.span),
            notes=places.compared,
            data={"entity": name},
        )
    for kind, then in since.old.entity_types.items():
        declared = since.new.entity_types.get(kind)
        for attribute, old in then.attributes.items():
            new = declared.attributes.get(attribute) if declared else None
            if new is not None and _bare(new) == _bare(old):
                continue
            yield Diagnostic(
                STATE_CHANGED,
                new.id.span if new else places.gone(old.id.span),
                f"attribute `{attribute}` of `{kind}` "
                + ("is gone" if new is None else "is declared otherwise"),
                related=places.was(old.id.span),
                notes=places.compared,
                data={"entity-type": kind, "attribute": attribute},
            )
