"""Values of attributes in words: what has no number has no unit."""

from __future__ import annotations

from strategies import load, written
from zopa.answers.wording import settled_words
from zopa.model.context import context_of
from zopa.questions.check import outcome
from zopa.solving.problem import Problem
from zopa.solving.space import Space


def test_what_is_unspecified_has_no_unit_and_large_numbers_have_their_separators() -> None:
    """As numbers have everywhere else."""
    number = {"type": "integer", "unit": "soldiers", "minimum": 0, "maximum": 50_000}
    files = written(
        [
            {
                "id": "a",
                "terms": [{"id": "x", "effects": [{"entity": "one", "set": {"size": 5000}}]}],
            }
        ],
        draft={"choices": {"a": "x"}},
    )
    state = files["terms/state.yaml"]
    state["entity-types"]["army"] = {"attributes": {"size": {**number, "unspecified": True}}}
    state["entities"] |= {"one": {"type": "army"}, "two": {"type": "army"}}
    corpus, scenarios = load(files)
    draft = scenarios["draft"]

    found = outcome(Space(Problem(corpus)), draft, context_of(corpus, draft))

    words = {
        name: settled_words(corpus, corpus.attribute(name, "size"), found[name, "size"])
        for name in ("one", "two")
    }
    assert words == {"one": "5,000 soldiers", "two": "unspecified"}
