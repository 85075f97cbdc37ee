"""`zopa list KIND`: filters, and output as table, CSV, JSON or ids."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest

from cli.conftest import REPOSITORY
from zopa.answers import ESCAPE, width_of
from zopa.answers.coverage import listing_page
from zopa.interchange.listing import COLUMNS
from zopa.questions.listing import FILTERS, LISTED, Filters, listing
from zopa.workspace import load
from zopa.writers import Style
from zopa.writers.terminal import page_text

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Change, Fits, Zopa

HARBOUR = REPOSITORY / "tests" / "cases" / "harbour"
TERMS = """\
2 terms: issue warranty

Term              Title
warranty/given    A warranty is given
warranty/refused  No warranty

next: zopa show ID   show one of them in full
"""


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_heads_and_says_how_many(zopa: Zopa, workspace: Path) -> None:
    """And by which filters."""
    ran = zopa("list", "terms", "--issue", "warranty")

    assert (ran.code, ran.out, ran.err) == (0, TERMS, "")


@pytest.mark.parametrize("kind", LISTED)
def test_every_kind_is_listed_in_each_form(zopa: Zopa, kind: str) -> None:
    """The ids are the same everywhere, and in the same order."""
    arguments = ("-C", HARBOUR, "list", kind)
    ids = zopa(*arguments, "--ids").out.splitlines()
    answer = zopa(*arguments, "--format", "json").json["result"]
    written = zopa(*arguments, "--format", "csv").out
    text = zopa(*arguments, "--quiet").out

    assert answer["count"] == len(ids)
    assert [each["id"] for each in answer["items"]] == ids
    assert [each["id"] for each in rows(written)] == ids
    assert written.splitlines()[0] == ",".join(COLUMNS[kind])
    assert written.endswith("\r\n")
    assert all(list(each) == list(COLUMNS[kind]) for each in answer["items"])
    assert [each for each in ids if f"\n{each}" not in text] == []
    assert ids or kind in {"milestones", "contingencies"}


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("kind", LISTED)
def test_ids_are_never_cut_and_titles_are(kind: str, columns: int) -> None:
    """No line is longer than the page, unless it is an id alone."""
    shipped = load(REPOSITORY)
    corpus, drafts = shipped.corpus, shipped.scenarios
    names = listing(corpus, drafts, kind, Filters())
    page = listing_page(corpus, drafts, kind, names, filters=Filters(), day=corpus.as_of)
    lines = page_text(page, Style(enabled=False), columns).splitlines()
    begun = [each.partition("  ")[0] for each in lines]

    assert [each for each in names if each not in begun] == []
    assert [each for each in lines if width_of(each) > columns and each not in names] == []
    assert "\n\n\n" not in "\n".join(lines)


def test_colours_change_no_width(zopa: Zopa) -> None:
    """The same words in the same columns."""
    plain = zopa("-C", HARBOUR, "list", "positions").out
    coloured = zopa("-C", HARBOUR, "list", "positions", "--color", "always").out

    assert coloured != plain
    assert ESCAPE.sub("", coloured) == plain


def test_milestones_are_a_kind_of_their_own(zopa: Zopa) -> None:
    """With the days on which they may be; no list of issues or terms has them."""
    case = REPOSITORY / "examples" / "peace-accord"
    found = zopa("-C", case, "list", "milestones", "--format", "json").json["result"]["items"]
    issues = zopa("-C", case, "list", "issues", "--ids").out.splitlines()
    terms = zopa("-C", case, "list", "terms", "--ids").out.splitlines()

    assert found
    assert {each["id"] for each in found}.isdisjoint(issues)
    assert {each["id"] for each in found}.isdisjoint(x.partition("/")[0] for x in terms)
    assert all(each["earliest"] < each["latest"] for each in found)


def test_positions_say_whether_they_are_current(zopa: Zopa) -> None:
    """On the day that is asked about."""
    arguments = ("-C", HARBOUR, "list", "positions", "--format", "json")
    now = zopa(*arguments).json
    early = zopa(*arguments, "--as-of", "2031-03-01").json

    found = {each["id"]: each["status"] for each in now["result"]["items"]}
    before = {each["id"]: each["status"] for each in early["result"]["items"]}
    assert found["dockers/four-per-cent"] == "replaced"
    assert found["port-authority/raise-cap"] == "current"
    assert before["port-authority/raise-cap"] == "not-yet"
    assert early["context"]["as-of"] == "2031-03-01"


def test_days_are_within_the_bounds_of_what_is_known(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """A day that may be between the two is; what has no day is not."""
    change(
        "terms/sources.yaml",
        "",
        "  - {id: spring, title: Some day in spring,"
        " published: {earliest: 2025-03-01, latest: 2025-05-31}}\n"
        "  - {id: undated, title: Without a day}\n"
        "  - {id: unknown, title: Some day, published: {}}\n",
    )

    def found(*days: str) -> list[str]:
        ids = zopa("list", "sources", *days, "--ids").out.split()
        return [each for each in ids if each in {"spring", "undated", "unknown"}]

    assert found("--since", "2025-05-31") == ["spring"]
    assert found("--until", "2025-03-01") == ["spring"]
    assert found("--since", "2025-06-01") == []
    assert found("--until", "2025-02-28") == []
    assert found() == ["spring", "undated", "unknown"]


def test_a_party_may_be_named_as_answers_name_it(zopa: Zopa) -> None:
    """By its id, its short name or its name."""
    by_id = zopa("-C", HARBOUR, "list", "positions", "--party", "dockers", "--ids")
    by_name = zopa("-C", HARBOUR, "list", "positions", "--party", "Dockers", "--ids")

    assert by_id.out == by_name.out != ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("list postions", "did you mean `positions`?"),
        ("list zzzzzzzz", "kinds: `issues`, `terms`"),
        ("list terms --issue warrnty", "did you mean `warranty`?"),
        ("list terms --party buyr", "did you mean `buyer`?"),
        ("list statements --speaker buyer-counsl", "did you mean `buyer-counsel`?"),
        ("list statements --source minuts", "did you mean `minutes`?"),
        ("list rules --kind demand", "filters of rules: `--issue` and `--source`"),
        ("list parties --since 2025-01-01", "filters of parties: `--source`"),
        ("list positions --since 2025-02-01 --until 2025-01-01", "exchange the two days"),
        ("list terms --ids --format csv", "leave one of the two out"),
        ("list statements --since yesterday", "write it like 2025-08-17"),
    ],
)
def test_what_cannot_be_listed_is_an_error(
    zopa: Zopa, workspace: Path, arguments: str, said: str
) -> None:
    """With what was meant."""
    ran = zopa(*arguments.split())

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_every_filter_of_every_kind_is_a_flag(zopa: Zopa) -> None:
    """And what each of them asks for exists."""
    values = {
        "party": "dockers",
        "issue": "pay",
        "source": "round-notes",
        "speaker": "any",
        "kind": "demand",
        "tag": "foreign-forces",
        "since": "2000-01-01",
        "until": "2100-01-01",
    }
    corpus = load(HARBOUR).corpus
    values["source"], values["speaker"] = (
        next(iter(corpus.sources)),
        next(iter(corpus.speakers)),
    )
    for kind, names in FILTERS.items():
        for name in names:
            root = REPOSITORY if name == "tag" else HARBOUR
            ran = zopa("-C", root, "list", kind, f"--{name}", values[name], "--ids")

            assert (ran.code, ran.err) == (0, ""), (kind, name)
            assert set(ran.out.split()) <= set(
                zopa("-C", root, "list", kind, "--ids").out.split()
            )


def test_errors_beside_the_list(zopa: Zopa, workspace: Path, change: Change) -> None:
    """What can be listed is; a filter that looks into conditions is refused."""
    change("terms/positions/buyer.yaml", "kind: red-line", "kind: red-lin")
    (workspace / "scenarios" / "broken.yaml").write_text("choices: [\n")

    positions = zopa("list", "positions", "--ids")
    scenarios = zopa("list", "scenarios", "--ids")

    assert (positions.code, positions.out) == (0, "seller/no-cheap-warranty\n")
    assert positions.err.startswith("zopa: files in terms/ have errors, so something may be")
    assert scenarios.out == "first-draft\n"
    assert "`scenarios/broken.yaml` has errors; not in this list" in scenarios.err
    assert zopa("list", "positions", "--ids", "--quiet").err == ""
    refused = zopa("list", "positions", "--issue", "price")
    assert (refused.code, refused.out) == (2, "")
    assert "1 error in terms/: no question can be answered" in refused.err


def test_nothing_found_is_said(zopa: Zopa, workspace: Path) -> None:
    """No table without rows; CSV keeps its heads."""
    arguments = ("list", "positions", "--kind", "doubt")

    assert zopa(*arguments).out == "No positions: kind doubt\n"
    assert zopa(*arguments, "--ids").out == ""
    assert zopa(*arguments, "--format", "csv").out.count("\r\n") == 1


def test_csv_quotes_what_has_commas_quotes_and_breaks(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """Readers get the title back; what a spreadsheet would compute is made inert."""
    change(
        "terms/sources.yaml",
        "",
        "  - {id: odd, title: 'A \"title\", with ¶'}\n  - {id: sum, title: =1+1}\n",
    )
    found = {
        each["id"]: each["title"] for each in rows(zopa("list", "sources", "--format=csv").out)
    }

    assert found["odd"] == 'A "title", with ¶'
    assert found["sum"] == "'=1+1"


def test_output_writes_files(zopa: Zopa, workspace: Path, tmp_path: Path) -> None:
    """As with every question."""
    file = tmp_path / "terms.csv"
    ran = zopa("list", "terms", "--ids", f"--output=csv:{file}")

    assert ran.out.splitlines()[0] == "price/fixed"
    assert file.read_bytes().decode() == zopa("list", "terms", "--format=csv").out


def test_csv_commands_no_build_server(zopa: Zopa, workspace: Path, change: Change) -> None:
    """Not even where a text has lines; carriage returns end rows and stand nowhere else."""
    change(
        "terms/statements.yaml",
        "",
        "  - id: lines\n    speaker: buyer-counsel\n    said: 2025-01-01\n"
        "    text: |\n      A line.\n      ::add-mask::e\n      ##[group]g\n"
        "    attribution: direct-statement\n    cites: {minutes: [1]}\n",
    )
    out = zopa("list", "statements", "--format=csv").out

    assert rows(out)[-1]["id"] == "lines"
    assert not any(each.startswith("::") or "##[" in each for each in out.splitlines())
    assert out.count("\r") == out.count("\r\n") == 4


def test_topics_of_a_draft_are_said_in_words_and_as_json(zopa: Zopa, fits: Fits) -> None:
    """A topic that the corpus has no issue on is named, with its codes."""
    ran = zopa("-C", REPOSITORY, "coverage", "alaska-exchange")
    asked = zopa("-C", REPOSITORY, "coverage", "alaska-exchange", "--format", "json").json

    assert ran.out.startswith("The draft addresses 1 of 51 usual topics.\n")
    assert "Amnesty" in ran.out
    assert fits("topics.schema.json", asked) == []
    spoken = [each["id"] for each in asked["result"]["topics"] if each["decided"]]
    assert spoken == ["status-of-territory"]
    whole = zopa("-C", REPOSITORY, "coverage", "--topics").out
    assert whole.startswith("The corpus has issues on 7 of 51 usual topics.\n")


def test_coverage_by_topic_leads_to_a_command_that_finds_something(
    zopa: Zopa, tmp_path: Path
) -> None:
    """To what has tags, or to saying the first one where nothing has any."""
    root = tmp_path / "wage-round"
    shutil.copytree(REPOSITORY / "examples" / "wage-round", root)

    def leads_to() -> str:
        return zopa("-C", root, "coverage", "--topics").out.split("next: ")[1]

    assert " set ISSUE tags=TOPIC\n" in leads_to()
    for name, command in (
        ("dockers/right-to-strike", "list positions"),
        ("arbitration/advisory", "list terms"),
        ("raise", "list issues"),
    ):
        assert zopa("-C", root, "set", name, "tags=pay").code == 0
        assert f" {command} --tag TAG\n" in leads_to()
        assert zopa("-C", root, *command.split(), "--tag", "pay", "--ids").out == f"{name}\n"


def test_a_tag_that_nothing_has_is_said(zopa: Zopa) -> None:
    """With the nearest."""
    ran = zopa("-C", REPOSITORY, "list", "issues", "--tag", "ceasefir")

    assert (ran.code, ran.out) == (2, "")
    assert "no tag `ceasefir`" in ran.err
    assert "ceasefire" in ran.err
    ran = zopa("-C", REPOSITORY / "examples" / "wage-round", "list", "issues", "--tag", "pay")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[1:] == ["  help: the workspace has no tag"]


def test_the_places_of_a_source_are_those_of_the_corpus(zopa: Zopa) -> None:
    """A draft or topics beside `--source` would be left without an answer."""
    for flag in ("--topics", "alaska-exchange"):
        ran = zopa("-C", REPOSITORY, "coverage", flag, "--source", "s003")
        assert (ran.code, ran.out) == (2, "")
        assert "--source" in ran.err
