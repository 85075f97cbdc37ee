"""Ids, their parts, and the messages that contain them."""

from __future__ import annotations

import pytest
import yaml

from zopa import diagnostics
from zopa.checks.naming import Known, brief, inside, suggested, unknown
from zopa.diagnostics import DiagnosticKind, explanation
from zopa.files import Place, Span
from zopa.model.conditions import Name
from zopa.model.corpus import Group

NAMES_OF_FILES = {"ZX106", "ZX108"}
"""Codes about names of files, which no YAML text can show."""
KINDS = (
    *[each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZX")],
    *[each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZP")],
    *[each for each in diagnostics.CATALOGUE.values() if each.code.startswith("ZE")],
)


def at(text: str, column: int, width: int) -> Name:
    """A name of this width on the first line."""
    return Name(text, Span("f.yaml", Place(1, column), Place(1, column + width)))


def columns(name: Name) -> tuple[int, int] | None:
    """First column, and the column after the last."""
    return None if name.span is None else (name.span.start.column, name.span.end.column)


def test_a_part_of_a_name_has_its_own_place() -> None:
    """Plain or in quotes, the place is that of the part; else it is that of the whole."""
    assert columns(inside(at("pay/raise", 5, 9), "raise", 4)) == (9, 14)
    assert columns(inside(at("pay/raise", 5, 11), "raise", 4)) == (10, 15)
    assert columns(inside(at("pay/raise", 5, 14), "raise", 4)) == (5, 19)
    assert columns(inside(Name("pay/raise"), "raise", 4)) is None
    two_lines = Name("pay/raise", Span("f.yaml", Place(1, 5), Place(2, 14)))
    assert inside(two_lines, "raise", 4).span == two_lines.span


def test_a_fix_needs_one_way_out_and_a_place_of_its_own() -> None:
    """What could be meant in two ways, or is written in another way, is left to the author."""
    assert [each.text for each in suggested(at("rise", 1, 4), ["raise"])[1]] == ["raise"]
    assert suggested(at("rise", 1, 4), ["raise", "rice"])[1] == ()
    assert suggested(at("rise", 1, 6), ["raise"])[1] == ()
    assert suggested(Name("rise"), ["raise"])[1] == ()
    assert suggested(at("rise", 1, 4), ["raise"], fixable=False)[1] == ()


def test_a_message_is_cut_when_no_wording_is_short_enough() -> None:
    """The first wording that fits is taken; of the last one both ends stay readable."""
    assert brief("a" * 101, "b" * 100) == "b" * 100
    cut = brief("a" * 101, "b" * 80 + "c" * 80)
    assert (len(cut), cut[:1], cut[-1:]) == (100, "b", "c")


def test_a_long_list_of_ids_is_cut() -> None:
    """Help stays readable in a corpus with hundreds of statements."""
    many = {f"statement-{n}": Group(Name(f"statement-{n}"), "") for n in range(100, 200)}

    (found,) = unknown(Known(), "statement", Name("x"), many)

    assert found.help[-1].endswith("statement-111, and 88 more")


def test_what_is_broken_is_known_by_its_nature() -> None:
    """A party that could not be built says nothing about a speaker of the same id."""
    known = Known(frozenset({("party", "union"), ("term", "pay/raise"), ("source", "*")}))

    assert known.hides("party", "union")
    assert not known.hides("speaker", "union")
    assert known.hides("source", "anything")
    assert known.hides_some("term", "pay/")
    assert not known.hides_some("term", "guarantee/")


@pytest.mark.parametrize(
    "kind",
    [each for each in KINDS if each.code not in NAMES_OF_FILES],
    ids=lambda each: each.code,
)
def test_a_kind_explains_itself(kind: DiagnosticKind) -> None:
    """With a first sentence, a bad and a good example, both of them YAML."""
    before, *blocks = explanation(kind).split("```yaml\n")
    examples = [yaml.safe_load(each.partition("```")[0]) for each in blocks]

    assert "Bad" in before
    assert "Good" in explanation(kind)
    assert len(examples) == 2
    assert all(examples)
    assert examples[0] != examples[1]


def test_codes_and_names_are_given_once() -> None:
    """A code is never given to anything else."""
    assert len({each.code for each in KINDS}) == len(KINDS)
    assert len({each.name for each in KINDS}) == len(KINDS)
