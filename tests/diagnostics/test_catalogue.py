"""The catalogue of diagnostics."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from zopa import diagnostics
from zopa.diagnostics import CATALOGUE, DiagnosticKind, Severity, explanation, find
from zopa.files import shipped
from zopa.workspace import load

KINDS = [each for each in vars(diagnostics).values() if isinstance(each, DiagnosticKind)]
SOFTER = {diagnostics.TEXT_DIRECTION_MARK, diagnostics.LATER_ACCOUNT}
ORDINARY = {"agreement", "norway"}
"""Words of the shipped corpus that pages need; YAML readers take `NO` for a boolean."""


def twice(words: list[str]) -> list[str]:
    """The words that a list contains more than once."""
    return [word for word, count in Counter(words).items() if count > 1]


def test_a_code_means_one_thing() -> None:
    """Nobody who silenced one finding silences another."""
    assert twice([each.code for each in KINDS if each not in SOFTER]) == []


def test_a_name_means_one_thing() -> None:
    """Names work wherever codes do."""
    assert twice([each.name for each in KINDS if each not in SOFTER]) == []


def test_the_catalogue_is_complete_and_in_order() -> None:
    """Pages are printed as they stand there."""
    assert list(CATALOGUE) == sorted({each.code for each in KINDS})


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.code)
def test_an_entry_is_whole(kind: DiagnosticKind) -> None:
    """Its code and name have the shape that ignores can be written with; it has a page."""
    assert re.fullmatch("Z[YSXCREFPTUIDO][0-9]{3}", kind.code)
    assert re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)+|[a-z]+", kind.name)
    assert explanation(kind), f"{kind.code} has no page"


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.code)
def test_only_what_is_asked_of_a_draft_is_a_verdict(kind: DiagnosticKind) -> None:
    """Analysts keep drafts that cross lines: that is no error in a file."""
    assert (kind.severity is Severity.VERDICT) <= kind.code.startswith(("ZR", "ZF"))
    assert (kind.severity is Severity.ERROR) >= kind.code.startswith(("ZI", "ZE"))


def test_kinds_are_found_by_code_and_by_name() -> None:
    """As people type them."""
    kind = CATALOGUE["ZX101"]

    assert find("ZX101") is find(" zx101") is find(kind.name) is find(kind.name.upper()) is kind
    assert find("ZX") is None
    assert find("") is None


def test_examples_are_of_no_corpus_that_anybody_has() -> None:
    """Who negotiates wages finds nothing in them of the corpus that is shipped."""
    corpus = load(shipped("terms").parent).corpus
    names = {str(each) for each in (*corpus.parties, *corpus.entities, *corpus.speakers)}
    names = {each for name in names for each in (name, name.split("-")[0])} - ORDINARY
    for kind in CATALOGUE.values():
        words = set(re.findall(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", explanation(kind).lower()))
        assert not words & names, kind.code
