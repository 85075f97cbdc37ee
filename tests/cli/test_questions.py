"""Common properties of all questions: form, bytes, exit codes, errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cli.conftest import REPOSITORY
from zopa.files import shipped
from zopa.questions.listing import LISTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli.conftest import Change, Zopa

CASES = REPOSITORY / "tests" / "cases"
HARBOUR = CASES / "harbour"
NEEDING = ("options", "repair")
"""Questions that need a draft."""
FREE = ("deals", "conflicts", "concessions", "frontier", "sweep", "robustness")
"""Questions that also work without a draft."""
QUESTIONS = (*NEEDING, *FREE)
DRAFTS = [
    (REPOSITORY, "alaska-exchange"),  # no zone, whatever it changes
    (REPOSITORY, "article5-like-without-nato"),  # more deals than a machine word holds
    (REPOSITORY, "bilateral-only"),  # incoherent
    (HARBOUR, "compromise"),  # a deal
    (HARBOUR, "amount-open-in-april"),  # a blank, and a threshold to shift
    (HARBOUR, "company-paper"),  # several choices are in the way
    (HARBOUR, "machines-without-a-date"),  # incoherent
    (CASES / "no-zone-three-parties", "all-three"),
    (CASES / "no-zone-three-parties", "suppose-the-coast-gives-in"),  # a waiver acts
    (CASES / "waivers-expire", "the-day-itself"),  # and one does not any more
    (CASES / "readings", "both-read-strictly"),
    (CASES / "unlimited", "days-open"),
    (CASES / "kinds", "enough"),
]
RESULTS = {
    "options": {"exists", "coherent", "crossed", "contended", "issues", "positions"},
    "deals": {"exists", "rules-contradict", "count", "coherent", "shares", "deals"},
    "conflicts": {
        "zone",
        "rules-contradict",
        "conflicts",
        "appearances",
        "preferred",
        "positions",
    },
    "concessions": {
        "zone",
        "rules-contradict",
        "concessions",
        "parties",
        "opposed",
        "pivotal",
        "responsibility",
        "shifts",
        "shifts-not-searched",
        "positions",
    },
    "coalitions": {
        "zone",
        "rules-contradict",
        "parties",
        "unable",
        "able",
        "spoilers",
        "turns",
        "positions",
    },
    "repair": {
        "distance",
        "moved",
        "rules-contradict",
        "total",
        "common",
        "repairs",
        "relaxed",
    },
    "frontier": {
        "rules-contradict",
        "weighted",
        "unweighted",
        "points",
        "bargaining",
        "positions",
    },
    "sweep": {"readings", "days", "sourcing"},
    "robustness": {
        "over",
        "rules-contradict",
        "deal",
        "combinations",
        "at-least",
        "at-most",
        "assumptions",
        "flips",
        "more-flips",
        "counted",
        "forced",
        "positions",
    },
}


def strict(value: Any) -> Any:
    """The schema without permission for further keys."""
    if isinstance(value, list):
        return [strict(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: strict(each) for key, each in value.items()}
    if "properties" in found and "additionalProperties" not in found:
        found["additionalProperties"] = False
    return found


@pytest.fixture(scope="module")
def exact() -> Callable[[str, Any], list[str]]:
    """Validator of answers against a strict version of their schema; returns errors."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    schemas = [
        strict(json.loads(file.read_text(encoding="utf-8")))
        for file in sorted(shipped("schema").glob("*.schema.json"))
    ]
    by_name = {each["$id"].rpartition("/")[2]: each for each in schemas}
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in schemas
    )

    def complaints(question: str, value: Any) -> list[str]:
        schema = by_name[f"{question}.schema.json"]
        validator = Draft202012Validator(schema, registry=registry)
        return [f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)]

    return complaints


def squeezed(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def lines_of(text: str) -> Iterator[str]:
    """The lines without commands."""
    return (line for line in text.splitlines() if "zopa " not in line)


# -- the form of the answers --------------------------------------------------


@pytest.mark.parametrize("draft", DRAFTS, ids=[each for _, each in DRAFTS])
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_has_the_form_that_its_schema_describes(
    zopa: Zopa,
    exact: Callable[[str, Any], list[str]],
    tmp_path: Path,
    question: str,
    draft: tuple[Path, str],
) -> None:
    """To the last key, also where there is no deal or nothing coherent; as text it fits."""
    file = tmp_path / "answer.txt"
    root, name = draft
    ran = zopa("-C", root, question, name, "--format", "json", "--output", f"text:{file}")

    assert (ran.code, ran.err) == (0, "")
    assert exact(question, ran.json) == []
    assert ran.json["format"] == f"zopa-{question}"
    assert ran.json["version"] == 1
    assert ran.json["completeness"] == "proved"
    assert ran.json["context"]["scenario"] == name
    assert ran.json["result"].keys() == {"broken-rules", *RESULTS[question]}
    text = file.read_text(encoding="utf-8")
    assert max(map(len, lines_of(text))) <= 80
    assert text.endswith("\n")
    assert "\n\n\n" not in f"{text}\n"


@pytest.mark.parametrize("root", [REPOSITORY, HARBOUR], ids=["shipped", "harbour"])
@pytest.mark.parametrize("question", FREE)
def test_nothing_chosen_is_a_draft_too(
    zopa: Zopa, exact: Callable[[str, Any], list[str]], question: str, root: Path
) -> None:
    """Then the context names none."""
    ran = zopa("-C", root, question, "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    assert exact(question, ran.json) == []
    assert ran.json["context"]["scenario"] is None


@pytest.mark.parametrize("root", [REPOSITORY, HARBOUR], ids=["shipped", "harbour"])
def test_coverage_has_the_form_that_its_schema_describes(
    zopa: Zopa, exact: Callable[[str, Any], list[str]], root: Path
) -> None:
    """Of every kind of gap a list."""
    ran = zopa("-C", root, "coverage", "--format", "json")

    assert ran.code == 0
    assert exact("coverage", ran.json) == []
    assert "issues-without-position" in ran.json["result"]


@pytest.mark.parametrize("root", [REPOSITORY, HARBOUR], ids=["shipped", "harbour"])
def test_coverage_of_a_source_has_the_form_that_its_schema_describes(
    zopa: Zopa, exact: Callable[[str, Any], list[str]], root: Path
) -> None:
    """Of every source."""
    for source in zopa("-C", root, "list", "sources", "--ids").out.split():
        ran = zopa("-C", root, "coverage", "--source", source, "--format", "json")

        assert (ran.code, ran.err) == (0, "")
        assert exact("source-coverage", ran.json) == []


@pytest.mark.parametrize("root", [REPOSITORY, HARBOUR], ids=["shipped", "harbour"])
@pytest.mark.parametrize("kind", LISTED)
def test_lists_have_the_form_that_their_schema_describes(
    zopa: Zopa, exact: Callable[[str, Any], list[str]], kind: str, root: Path
) -> None:
    """Each kind with the keys of its own rows."""
    ran = zopa("-C", root, "list", kind, "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    assert exact("list", ran.json) == []


@pytest.mark.parametrize("question", [*QUESTIONS, "coverage", "source-coverage", "list"])
def test_the_schemas_are_as_strictly_2020_12_as_those_of_the_files(
    fits: Callable[[str, Any], list[str]], question: str
) -> None:
    """An empty value fits none."""
    assert fits(f"{question}.schema.json", {})


# -- the same bytes -----------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_asked_twice_the_answer_has_the_same_bytes(zopa: Zopa, question: str) -> None:
    """In both forms."""
    for form in ("json", "text"):
        first = zopa("-C", HARBOUR, question, "company-paper", "--format", form)

        assert first == zopa("-C", HARBOUR, question, "company-paper", "--format", form)


@pytest.mark.parametrize("question", [*QUESTIONS, "coverage"])
def test_no_answer_depends_on_the_hash_seed(process: Zopa, question: str) -> None:
    """Processes differ in the order of their sets."""
    draft = [] if question == "coverage" else ["alaska-exchange"]
    runs = [
        process("-C", REPOSITORY, question, *draft, "--format", "json", PYTHONHASHSEED=seed)
        for seed in ("0", "1", "7")
    ]

    assert runs[0].code == 0
    assert runs[0] == runs[1] == runs[2]


# -- the text -----------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_colour_changes_no_word(zopa: Zopa, question: str) -> None:
    """Only escapes come in."""
    import re

    plain = zopa("-C", HARBOUR, question, "company-paper")
    coloured = zopa("-C", HARBOUR, question, "company-paper", "--color", "always")

    assert "\x1b[" in coloured.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == plain.out


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_second_line_says_what_was_asked(zopa: Zopa, question: str) -> None:
    """Draft, date, choices, positions; the conclusion comes before it."""
    ran = zopa("-C", REPOSITORY, question, "alaska-exchange")

    head, *_ = ran.out.split("\n\n")
    context = "alaska-exchange · as of 2025-08-17 · 6 of 48 issues decided · 20 positions count"
    assert context in head.splitlines()[1:3]
    assert head.startswith("No deal")
    assert "Assumed" not in ran.out
    assert "Not counted: 10 positions, start date uncertain." in ran.out


@pytest.mark.parametrize("question", QUESTIONS)
def test_verbose_lists_every_assumption(zopa: Zopa, question: str) -> None:
    """Kinds, parties, and what is read by default."""
    ran = zopa("-C", REPOSITORY, question, "alaska-exchange", "--verbose")

    text = squeezed(ran.out)
    assert "positions that count 6 red lines and 14 demands" in text
    assert "at the table Ukraine, Russia, US" in text
    assert "9 ambiguous positions in the default reading" in text


@pytest.mark.parametrize("question", FREE)
def test_assumptions_of_the_caller_show(zopa: Zopa, question: str) -> None:
    """And they are in the context."""
    arguments = [
        *("--as-of", "2031-05-21", "--parties", "dockers,operator", "--hold", "red-line"),
        *("--waive", "dockers/three-and-a-half"),
        *("--reading", "dockers/right-to-strike=any-waiver"),
    ]
    ran = zopa("-C", HARBOUR, question, *arguments)

    text = squeezed(ran.out)
    assert "as of 2031-05-21" in text
    assert "Assumed: red lines count" in text
    assert "Assumed: only Dockers and Meridian at the table" in text
    assert "Assumed: dockers/three-and-a-half is waived" in text
    reading = "Assumed reading of dockers/right-to-strike: it is not given up for a single day"
    assert reading in text
    context = zopa("-C", HARBOUR, question, *arguments, "--format", "json").json["context"]
    assert context["as-of"] == "2031-05-21"
    assert context["at-the-table"] == ["dockers", "operator"]
    assert context["hold"] == ["red-line"]
    assert context["readings"] == {"dockers/right-to-strike": "any-waiver"}
    assert [each["position"] for each in context["waivers"]] == ["dockers/three-and-a-half"]


def test_an_expired_waiver_is_told(zopa: Zopa) -> None:
    """It does not act, so the line counts."""
    ran = zopa("-C", CASES / "waivers-expire", "deals", "the-day-itself")

    assert "expired on" in ran.out


@pytest.mark.parametrize("question", QUESTIONS)
def test_quiet_leaves_out_what_is_beside_the_answer(zopa: Zopa, question: str) -> None:
    """Assumptions, and where to go from here."""
    ran = zopa("-C", HARBOUR, question, "company-paper", "--quiet")

    assert "At the table" not in ran.out
    assert " · as of " not in ran.out
    assert "next:" not in ran.out


# -- what cannot be done ------------------------------------------------------


@pytest.mark.parametrize("question", NEEDING)
def test_some_questions_need_a_draft(zopa: Zopa, workspace: Path, question: str) -> None:
    """That is a mistake of usage."""
    ran = zopa(question)

    assert (ran.code, ran.out) == (2, "")
    assert "SCENARIO" in ran.err


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_unknown_scenario(zopa: Zopa, workspace: Path, question: str) -> None:
    """With the one that was meant."""
    ran = zopa(question, "frist-draft")

    assert (ran.code, ran.out) == (2, "")
    assert "no scenario `frist-draft`" in ran.err
    assert "did you mean `first-draft`?" in ran.err


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_scenario_with_errors_is_not_asked_about(
    zopa: Zopa, workspace: Path, change: Change, question: str
) -> None:
    """Its findings are the answer: exit code 1."""
    change("scenarios/broken.yaml", "", "title: Broken\nchoices: {prize: fixed}\n")

    ran = zopa(question, "broken")

    assert (ran.code, ran.out) == (1, "")
    assert "`prize`" in ran.err
    assert "scenarios/broken.yaml:2" in ran.err


@pytest.mark.parametrize("question", [*QUESTIONS, "coverage"])
def test_terms_with_errors_cannot_be_asked(
    zopa: Zopa, workspace: Path, change: Change, question: str
) -> None:
    """Nothing is answered from half a corpus."""
    change("terms/state.yaml", "", "nonsense: true\n")
    draft = [] if question == "coverage" else ["first-draft"]

    ran = zopa(question, *draft)

    assert (ran.code, ran.out) == (2, "")
    assert "1 error in terms/: no question can be answered" in ran.err


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_time_at_all_is_not_enough(zopa: Zopa, question: str) -> None:
    """Nothing is known, and that is said; no answer is written."""
    ran = zopa("-C", HARBOUR, question, "company-paper", "--budget", "0")

    assert (ran.code, ran.out) == (2, "")
    assert "gave up after 0 s" in ran.err
    assert "--budget" in ran.err


@pytest.mark.parametrize("budget", ["soon", "-1", "nan"])
def test_a_budget_is_a_number_of_seconds(zopa: Zopa, workspace: Path, budget: str) -> None:
    """Not a word, and not less than nothing."""
    ran = zopa("deals", f"--budget={budget}")

    assert ran.code == 2
    assert f"not a time: `{budget}`" in ran.err


@pytest.mark.parametrize(
    ("command", "flag", "least"),
    [("deals", "--examples", 0), ("conflicts", "--limit", 1), ("repair", "--limit", 1)],
)
def test_how_many_is_a_number(
    zopa: Zopa, workspace: Path, command: str, flag: str, least: int
) -> None:
    """None can be shown, but none cannot be found."""
    for wrong in (str(least - 1), "many"):
        ran = zopa(command, "first-draft", f"{flag}={wrong}")

        assert ran.code == 2
        assert f"not a number from {least} on: `{wrong}`" in ran.err
    assert zopa(command, "first-draft", f"{flag}={least}").code == 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_goes_to_a_file_too(zopa: Zopa, workspace: Path, question: str) -> None:
    """In another form than the one on stdout."""
    ran = zopa(question, "first-draft", "--output", "json:answer.json")

    assert ran.code == 0
    assert "first draft" in ran.out or "first-draft" in ran.out
    there = json.loads((workspace / "answer.json").read_text(encoding="utf-8"))
    assert there["format"] == f"zopa-{question}"


@pytest.mark.parametrize(
    ("question", "one"), [("conflicts", "conflict"), ("concessions", "concession")]
)
def test_what_is_found_is_written_as_it_is_found(zopa: Zopa, question: str, one: str) -> None:
    """A line each, and the whole answer as the last line."""
    ran = zopa("-C", str(HARBOUR), question, "--format", "jsonl")

    *found, last = [json.loads(line) for line in ran.out.splitlines()]
    whole = last["result"][question]
    assert [each["format"] for each in found] == [f"zopa-{one}"] * len(whole)
    assert sorted(each["positions"] for each in found) == sorted(x["positions"] for x in whole)
    assert last == zopa("-C", str(HARBOUR), question, "--format", "json").json


def test_a_single_agreement_is_called_the_only_one(zopa: Zopa, workspace: Path) -> None:
    """A decided draft is one, which is a deal or is none."""
    none = zopa("deals", "first-draft").out
    assert none.startswith("No deal: the only agreement with these choices does not respect")
    one = zopa("deals", "first-draft", "--waive", "seller/no-cheap-warranty").out
    assert "the only agreement with these choices is a deal" in one
