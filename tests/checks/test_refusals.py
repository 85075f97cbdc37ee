"""Law of refusals: whatever is wrong has a code with a page, a place and a way out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st

from strategies import Files, bounded, related, workspaces
from wrong_forms import wrong
from zopa.diagnostics import CATALOGUE, Severity
from zopa.documents import parse
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.validation import validated
from zopa.workspace import assemble

if TYPE_CHECKING:
    from random import Random

    from zopa.diagnostics import Diagnostic

REPOSITORY = Path(__file__).parents[2]
PAGES = {each.stem for each in (REPOSITORY / "docs" / "diagnostics").glob("Z*.md")}
NOWHERE = REPOSITORY / "tests" / "checks"
"""A folder that is no workspace, so that nothing beside the given files is read."""


def findings(files: Files) -> list[Diagnostic]:
    """What `zopa validate` reports; a workspace without errors is asked, too."""
    documents = [
        parse(json.dumps(data, indent=1), path) for path, data in sorted(files.items())
    ]
    workspace = assemble(NOWHERE, documents)
    found = validated(workspace)
    if not any(each.severity is Severity.ERROR for each in found):
        space = Space(Problem(workspace.corpus))
        for draft in workspace.scenarios.values():
            check(space, draft, context_of(workspace.corpus, draft))
    return found


@settings(max_examples=150)
@given(
    st.one_of(workspaces(issues=3, positions=3), related(), bounded()),
    st.randoms(use_true_random=False),
)
def test_every_refusal_has_a_code_a_place_and_a_way_out(files: Files, chance: Random) -> None:
    """In what the language can say wrongly: types, units, sums, dates, shares, cases."""
    found = findings(wrong(files, chance))

    for code in Counter(each.code for each in found):
        event(code)
    for each in found:
        assert each.code in CATALOGUE
        assert each.code in PAGES
        assert each.span is not None, each.message
        # The label of a shape says what is expected instead.
        shape = each.code.startswith("ZS")
        assert each.help or (shape and each.label), f"{each.code}: {each.message}"
        assert 0 < len(each.message) <= 100
        assert not each.message.endswith(".")
