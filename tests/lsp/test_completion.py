"""Completion in an editor while a name is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.lsp.completion import complete

if TYPE_CHECKING:
    from lsp.conftest import Corpus

POSITIONS = "terms/positions/x.yaml"
ISSUES = "terms/issues/x.yaml"
DRAFT = "scenarios/x.yaml"
STATE = "terms/state.yaml"


def offered(corpus: Corpus, path: str, text: str) -> list[str]:
    """The completions at the `|`."""
    offset = text.index("|")
    whole = text[:offset] + text[offset + 1 :]
    return [each.label for each in complete(corpus.names, path, whole, offset)]


@given(st.data())
@settings(max_examples=60)
def test_every_name_is_offered_where_it_stands(corpus: Corpus, data: st.DataObject) -> None:
    """From its first letter on, the rest of the line not being typed yet."""
    path = data.draw(st.sampled_from(sorted(corpus.names.by_file)))
    every = [each for each in corpus.names.by_file[path] if not each.declares]
    if not every:
        return
    mention = data.draw(st.sampled_from(every))
    text = corpus.text(path)
    line_end = text.index("\n", mention.end)
    start = text.rfind(" ", 0, mention.start) + 1
    start = max(start, *(text.rfind(each, 0, mention.start) + 1 for each in "[{$"))
    typed = data.draw(st.integers(mention.start, mention.end - 1))
    cut = text[:typed] + data.draw(st.sampled_from(["", text[mention.end : line_end]]))
    whole = cut + text[line_end:]

    found = complete(corpus.names, path, whole, typed)

    word = text[start : mention.end]
    match = [each for each in found if word in {each.label, f"{each.label}/{mention.name}"}]
    part = [each for each in found if each.label.startswith(f"{word}/")]
    assert match or part, (word, [each.label for each in found][:9])
    for each in match[:1]:
        after = whole[: each.start] + each.text.replace("$0", "") + whole[each.end :]
        assert word in after


KEYS = [
    (POSITIONS, "positions:\n  - id: x\n    ki|\n    party: russia\n", "kind"),
    (POSITIONS, "positions:\n  - |", "id"),
    (POSITIONS, "positions:\n  - id: x\n    |\n\n  - id: y\n", "party"),
    (POSITIONS, "positions:\n  - id: x\n    holds: {|\n    kind: demand\n", "chosen"),
    (POSITIONS, "positions:\n  - id: x\n    holds: |\n", "chosen"),
    (POSITIONS, "positions:\n  - id: x\n    holds: {every: zone, |\n", "where"),
    (POSITIONS, "positions:\n  - id: x\n    holds:\n      all:\n        - |\n", "silent"),
    (POSITIONS, "positions:\n  - {id: x, |}\n", "title"),
    (STATE, "entity-types:\n  a:\n    attributes:\n      b: {type: integer, |}\n", "minimum"),
    (ISSUES, "issues:\n- id: i\n  terms:\n  - id: t\n    provision:\n      |\n", "deontic"),
    (DRAFT, "|", "choices"),
    (DRAFT, "title: a\n|", "choices"),
]
WORDS = [
    (POSITIONS, "positions:\n  - id: x\n    kind: |\n    party: a\n", "red-line"),
    (POSITIONS, "positions:\n  - id: x\n    readings: {a: {default: |", "true"),
    (POSITIONS, "positions:\n  - id: x\n    kind: 'de|'\n", "demand"),
    (POSITIONS, "positions:\n  - holds: {every: zone, where: {control: |", "russia"),
    (POSITIONS, "positions:\n  - holds: {every: zone, where: {control: {in: [|", "russia"),
    (POSITIONS, "positions:\n  - holds: {every: party, where: {european: |", "true"),
    (
        ISSUES,
        "issues:\n- terms:\n  - effects:\n    - {every: zone, set: {|",
        "control",
    ),
    (STATE, "entities:\n  x: {type: zone, baseline: {control: |", "ukraine"),
    (DRAFT, "choices:\n  donbas: |\n", "silent"),
    (DRAFT, "choices:\n  don|\n", "donbas"),
    (DRAFT, "choices:\n  donbas: full-cession\n  |", "kherson"),
    (DRAFT, "readings:\n  russia/terms-relinquish-claims: |", "incl-unheld"),
    (POSITIONS, "positions: # zopa: ignore[ZC101, Z|", "ZC103"),
]


@pytest.mark.parametrize(("path", "text", "label"), KEYS + WORDS)
def test_what_may_stand_there_is_offered(
    corpus: Corpus, path: str, text: str, label: str
) -> None:
    """Also where the text is no YAML."""
    assert label in offered(corpus, path, text)


NOT = [
    (POSITIONS, "positions:\n  - id: x\n    ki|\n    party: russia\n", "party"),
    (POSITIONS, "positions:\n  - id: x\n    holds: {chosen: a/b, |\n", "every"),
    (
        POSITIONS,
        "positions:\n  - statements: [rus-demands-all-of-donbas, |]\n",
        "rus-demands-all-of-donbas",
    ),
    (POSITIONS, "positions:\n  - id: x # a comment|\n", "kind"),
    (POSITIONS, "positions:\n  - title: Some words, |\n", "kind"),
    (POSITIONS, "positions:\n  - note: |-\n      a|b\n".replace("|-", ">-"), "kind"),
    ("terms/other.yaml", "|", "title"),
    (DRAFT, "choices:\n  donbas: full-cession\n  don|\n", "donbas"),
]


@pytest.mark.parametrize(("path", "text", "label"), NOT)
def test_what_may_not_stand_there_is_not_offered(
    corpus: Corpus, path: str, text: str, label: str
) -> None:
    """What is there already, what is for elsewhere, and anything amid prose."""
    assert label not in offered(corpus, path, text)


def test_the_unit_bounds_and_blanks_of_numbers_are_offered() -> None:
    """From what the workspace says of them."""
    from zopa.references import Names, Trees

    trees = Trees()
    state = (
        "entity-types:\n  agreement:\n    attributes:\n      cap: {type: integer, minimum: 5,"
        " maximum: 90, unit: days, unlimited: true}\n"
        "entities:\n  agreement: {type: agreement}\n"
    )
    issues = (
        "issues:\n  - id: i\n    terms:\n      - id: t\n"
        "        parameters: {long: {type: integer, maximum: 7, unit: |}}\n"
        "        effects: [{entity: agreement, set: {cap: }}]\n"
    )
    offset = issues.index("|")
    issues = issues.replace("|", "")
    names = Names({STATE: trees.of(STATE, state), ISSUES: trees.of(ISSUES, issues)})

    units = [each.label for each in complete(names, ISSUES, issues, offset)]
    values = complete(names, ISSUES, issues, issues.index("cap: ") + 5)
    draft = complete(names, DRAFT, "choices:\n  i: ", len("choices:\n  i: "))

    assert units == ["days"]
    assert [each.label for each in values[:4]] == ["$long", "5", "90", "unlimited"]
    assert values[1].detail == "the minimum, in days"
    assert [(each.label, each.text) for each in draft[:1]] == [("t", "{t: $0}")]


def test_a_suggestion_replaces_the_word_that_is_there(corpus: Corpus) -> None:
    """Quotes stay, a colon that is there is not put twice."""
    text = 'positions:\n  - par: "russia"\n'
    (party,) = [
        each
        for each in complete(corpus.names, POSITIONS, text, text.index("par") + 1)
        if each.label == "party"
    ]

    assert (text[party.start : party.end], party.text) == ("par", "party")
    text = 'positions:\n  - party: "rus"\n'
    (russia,) = [
        each
        for each in complete(corpus.names, POSITIONS, text, text.index("rus") + 3)
        if each.label == "russia"
    ]
    assert (text[russia.start : russia.end], russia.text) == ("rus", "russia")
