"""All checks, of the terms and of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.checks.conditions import check_conditions
from zopa.checks.effects import check_clashes, check_effects
from zopa.checks.issues import (
    check_agreement,
    check_attributes,
    check_baselines,
    check_issues,
    check_owners,
    check_record,
    check_terms,
)
from zopa.checks.positions import (
    check_groups,
    check_parties,
    check_positions,
    check_readings,
    check_speakers,
    check_supersession,
)
from zopa.checks.provenance import (
    check_carried,
    check_cited,
    check_dates,
    check_periods,
    check_stated,
)
from zopa.checks.scenarios import (
    check_choices,
    check_day,
    check_expectations,
    check_origin,
    check_suppositions,
    check_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.checks.naming import Known
    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Scenario

__all__ = ["check_corpus", "check_scenario"]

CORPUS_CHECKS = (
    check_parties,
    check_groups,
    check_speakers,
    check_cited,
    check_attributes,
    check_baselines,
    check_agreement,
    check_owners,
    check_issues,
    check_terms,
    check_effects,
    check_clashes,
    check_conditions,
    check_positions,
    check_supersession,
    check_readings,
    check_stated,
    check_carried,
    check_dates,
    check_periods,
    check_record,
)
SCENARIO_CHECKS = (
    check_choices,
    check_suppositions,
    check_table,
    check_origin,
    check_day,
    check_expectations,
)


def check_corpus(corpus: Corpus, known: Known) -> Iterator[Diagnostic]:
    """Findings on inconsistencies in `terms/`, in no particular order."""
    for check in CORPUS_CHECKS:
        yield from check(corpus, known)


def check_scenario(corpus: Corpus, scenario: Scenario, known: Known) -> Iterator[Diagnostic]:
    """Findings on a scenario file that does not fit the corpus, in no particular order."""
    for check in SCENARIO_CHECKS:
        yield from check(corpus, scenario, known)
