"""Each change of the example: the finding with its place, its message and its help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.cases.answers import ANSWERS
from checks.cases.case import HOLDS, UNION
from checks.cases.effects import EFFECTS
from checks.cases.expectations import EXPECTATIONS
from checks.cases.ids import IDS
from checks.cases.provenance import PROVENANCE
from checks.cases.unknown_ids import UNKNOWN_IDS
from checks.cases.values import VALUES
from zopa import diagnostics
from zopa.diagnostics import NEVER_UNDECIDED, Severity

if TYPE_CHECKING:
    from checks.cases.case import Case
    from checks.conftest import Break, Found

CASES = UNKNOWN_IDS | IDS | VALUES | ANSWERS | EFFECTS | PROVENANCE | EXPECTATIONS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_change_leads_to_this_one_finding(case: Case, broken: Break) -> None:
    """One cause, one finding, at the smallest text that is to blame."""
    result = broken(*case.changes)

    assert _shown(result.findings) == [(case.code, case.message, case.help)]
    (found,) = result.findings
    assert [found.place] == list(result.marked)
    assert tuple(each.text for each in found.whole.related) == case.related
    assert [each.text for each in found.whole.fixes] == [case.fix] * (case.fix is not None)
    assert all(each.span == found.whole.span for each in found.whole.fixes)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_finding_is_worded_as_agreed(case: Case, broken: Break) -> None:
    """Lower case, one fact, at most 100 characters, no full stop, and a way out."""
    (found,) = broken(*case.changes).findings
    texts = [found.message, found.whole.label, *(each.text for each in found.whole.related)]

    assert len(found.message) <= 100
    assert found.help
    assert not any(each.endswith((".", "!")) or each[:1].isupper() for each in texts)
    assert not {"illegal", "invalid", "instance", "schema", "None", "dict"} & set(
        " ".join((*texts, *found.help)).split()
    )


def test_a_later_account_is_noted_only(broken: Break) -> None:
    """It may tell of the days that the corpus is about; what is asked can be asked."""
    result = broken(*CASES["source published after the corpus's day"].changes)

    (found,) = result.findings
    assert found.whole.severity is Severity.NOTE


@pytest.mark.parametrize("condition", ["{undecided: ⟦pay⟧}", "{not: {undecided: ⟦pay⟧}}"])
def test_undecided_in_a_condition_is_told(condition: str, broken: Break) -> None:
    """No agreement is like that, wherever in the condition it stands."""
    result = broken((UNION, HOLDS, f"    holds: {condition}"))

    (found,) = result.findings

    assert found.code == NEVER_UNDECIDED.code
    assert found.message == "no complete draft leaves `pay` undecided"
    assert [found.place] == list(result.marked)


def test_every_kind_has_a_case() -> None:
    """What no case leads to is reported by another module, or cannot be written in a file."""
    kinds = {
        each.code
        for each in (
            *[each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZX")],
            *[each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZP")],
            *[each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZE")],
        )
    }
    verdicts = {"ZE101", "ZE102", "ZE103", "ZE105", "ZE106"}
    names_of_files = {"ZX106", "ZX108"}
    two_findings = {"ZX311"}
    where_asked = {"ZX401"}

    lacking = kinds - {case.code for case in CASES.values()}
    assert lacking == verdicts | names_of_files | two_findings | where_asked | {"ZX310"}


def _shown(found: tuple[Found, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.code, each.message, each.help) for each in found]
