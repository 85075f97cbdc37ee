"""A change that makes the example invalid; common parts of the tables of such changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.conftest import Change

CORPUS = "terms/corpus.yaml"
SOURCES = "terms/sources.yaml"
PARTIES = "terms/parties.yaml"
STATEMENTS = "terms/statements.yaml"
STATE = "terms/state.yaml"
PAY = "terms/issues/pay.yaml"
RULES = "terms/rules.yaml"
UNION = "terms/positions/union.yaml"
RECORD = "terms/record.yaml"
DRAFT = "scenarios/compromise.yaml"
PARTIES_OF_ALL = "parties: union, port-authority"
TYPES_OF_ALL = "entity types: agreement, berth"
ENTITIES_OF_ALL = "entities: agreement, berth-one, berth-two"
ATTRIBUTES_OF_BERTH = "attributes of `berth`: operator, deep-water"
ATTRIBUTES_OF_AGREEMENT = "attributes of `agreement`: raise, duration, closed-shop, strike-days"
TERMS_OF_PAY = "terms of `pay`: raise, freeze"
ISSUES_OF_ALL = "issues: pay, privatise, guarantee"
POSITIONS_OF_UNION = "positions of `union`: four-per-cent, public-berths"
HOLDS = "    holds: {entity: agreement, holds: {raise: {at-least: 40}}}"
IF_SILENT = "{if: {silent: pay}, then: {silent: privatise}}"
ONE_SILENT = "{exactly: 1, of: [{silent: pay}]}"
OPERATORS = "parameters: {who: {values: [port, city, state]}}, "
ONLY_READING = "holds: {every: berth, holds: {operator: port}}}"


@dataclass(frozen=True)
class Case:
    """A change, and its only finding."""

    code: str
    message: str
    help: tuple[str, ...]
    changes: tuple[Change, ...]
    """⟦…⟧ encloses the text of the finding."""
    related: tuple[str, ...] = ()
    """Texts of further places, if there are any."""
    fix: str | None = None
    """Text that a fix inserts instead of the marked text."""
