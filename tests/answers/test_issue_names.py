"""Names made of ids."""

from __future__ import annotations

from zopa.answers.lines import issue_name
from zopa.model.conditions import Name
from zopa.model.corpus import Corpus, Issue, Term


def test_words_that_titles_write_in_capitals_are_written_so() -> None:
    """Of any title of the corpus, in the name of an issue and of a section."""
    terms = {"no": Term(Name("no"), "The SLA stays as it is")}
    issue = Issue(Name("sla-credits"), "Are there credits?", terms, section="sla")
    corpus = Corpus(issues={Name("sla-credits"): issue})

    assert issue_name(corpus, "sla-credits") == "SLA credits"
    assert issue_name(corpus, "sla") == "SLA"
    assert issue_name(corpus, "data-export") == "Data export"
