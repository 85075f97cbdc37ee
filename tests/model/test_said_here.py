"""Statements written within the position that cites them."""

from __future__ import annotations

from strategies import errors_in, load, written

SAYS = {
    "speaker": "speaker",
    "said": "2025-01-01",
    "text": "It stays so.",
    "cites": {"paper": [3]},
}


def test_it_is_a_statement_like_the_others() -> None:
    """Under the name of the position, said directly where nothing else is said."""
    line = {"id": "a", "holds": {"silent": "it"}, "statements": [], "says": SAYS}
    corpus, _ = load(written([{"id": "it", "terms": [{"id": "x"}]}], positions=[line]))

    statement = corpus.statements["alpha-a"]

    assert corpus.positions["alpha/a"].statements == ("alpha-a",)
    assert (statement.speaker, statement.attribution) == ("speaker", "direct-statement")
    assert statement.cites == (("paper", (3,)),)


def test_its_name_is_taken_once() -> None:
    """A statement of that id may be there already."""
    line = {"id": "a", "holds": {"silent": "it"}, "statements": [], "says": SAYS}
    files = written([{"id": "it", "terms": [{"id": "x"}]}], positions=[line])
    named = {**files["terms/statements.yaml"]["statements"][0], "id": "alpha-a"}
    files["terms/statements.yaml"]["statements"].append(named)

    assert "ZX102" in [each.code for each in errors_in(files)[2]]


def test_an_unknown_speaker_is_told_where_it_stands() -> None:
    """As in the file of statements."""
    line = {"id": "a", "holds": {"silent": "it"}, "says": {**SAYS, "speaker": "nobody-here"}}
    files = written([{"id": "it", "terms": [{"id": "x"}]}], positions=[line])

    (found,) = errors_in(files)[2]

    assert (found.code, found.span and found.span.path) == ("ZX101", "terms/positions/all.yaml")
