"""`zopa report`: the brief in its formats, and the deal space for other tools."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import clingo
import pytest

from cli.brief_pages import links_and_anchors, read_html, read_markdown
from cli.conftest import REPOSITORY

if TYPE_CHECKING:
    from cli.conftest import Change, Zopa

BOTH = ("--compare", "alaska-exchange", "front-line-freeze")


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set the shipped corpus as the current workspace."""
    monkeypatch.chdir(REPOSITORY)
    return REPOSITORY


def test_a_brief_on_two_drafts_has_every_part(zopa: Zopa, shipped: Path) -> None:
    """Side by side, with all that the contract names."""
    ran = zopa("report", *BOTH)
    page = read_html(ran.out)

    assert (ran.code, ran.err) == (0, "")
    for title in (
        "Summary",
        "Assumptions",
        "Comparison",
        "Map by place",
        "Changes from the status quo",
        "Verdicts",
        "Draft A: The exchange reported after Alaska",
        "Draft B: The front line frozen everywhere",
        "Crossed positions",
        "Conflicts",
        "Concessions",
        "Nearest deals",
        "Trade-offs (Pareto frontier)",
        "By date",
        "Sensitivity: readings and sources",
        "Positions",
        "Statements",
        "Sources",
        "Glossary",
        "Method",
    ):
        assert title in page.headings, title
    assert "zopa report --compare alaska-exchange front-line-freeze" in page.text
    assert "Zelensky is reported to have repeatedly excluded giving up" in page.text


def test_a_brief_asks_nothing_of_any_network(zopa: Zopa, shipped: Path) -> None:
    """No script, no address, nothing to fetch; the page forbids it to itself."""
    page = read_html(zopa("report", *BOTH).out)

    assert "default-src 'none'; style-src 'unsafe-inline'" in page.metas
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
    assert all(each.startswith("#") for each in page.links)
    assert "@import" not in page.style
    assert not re.search(r"url\((?!#)", page.style)


def test_what_the_brief_points_to_is_in_it(zopa: Zopa, shipped: Path) -> None:
    """Every link has its place, every place is there once; in Markdown too."""
    for form, read in (("html", read_html), ("markdown", read_markdown)):
        links, anchors = links_and_anchors(read(zopa("report", *BOTH, "--format", form).out))
        assert len(anchors) == len(set(anchors)), form
        assert set(links) <= set(anchors), form


def test_tables_and_pictures_can_be_read_aloud(zopa: Zopa, shipped: Path) -> None:
    """Headers with their scope, captions, a language, landmarks, and words for pictures."""
    page = read_html(zopa("report", *BOTH).out)

    assert page.language == "en"
    assert {"header", "nav", "main", "footer"} <= page.tags
    assert page.scopes == {"col", "row"}
    assert page.count["table"] == page.count["caption"]
    drawn = [each for each in page.attributes["svg"] if "aria-hidden" not in each]
    assert drawn
    assert all(each["role"] == "img" and each["aria-labelledby"] for each in drawn)


def test_both_forms_say_the_same(zopa: Zopa, shipped: Path) -> None:
    """Every cell of every table, and every heading, stands in the Markdown too."""
    html = read_html(zopa("report", *BOTH).out)
    markdown = read_markdown(zopa("report", *BOTH, "--format", "markdown").out)

    assert html.headings == markdown.headings
    assert html.cells == markdown.cells


def test_the_same_input_gives_the_same_bytes(process: Zopa, shipped: Path) -> None:
    """Whatever order hashes have."""
    for form in ("html", "markdown", "uvl", "asp"):
        names = () if form in {"uvl", "asp"} else BOTH
        one, other = (
            process("report", *names, "--format", form, PYTHONHASHSEED=seed)
            for seed in ("1", "2")
        )
        assert one.code == 0, one.err
        assert one.out == other.out, form


def test_every_table_is_written_for_programs(zopa: Zopa, shipped: Path, tmp_path: Path) -> None:
    """As CSV and as JSON Lines, with ids beside the words."""
    ran = zopa(
        "report", *BOTH, "--tables", tmp_path / "t", "--output", f"html:{tmp_path}/b.html"
    )

    assert (ran.code, ran.out) == (0, ""), ran.err
    lines = (tmp_path / "t" / "crossed-a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(each)["position"] for each in lines] == [
        "ukraine/rules-out-all-of-donbas"
    ]
    assert (tmp_path / "t" / "positions.csv").read_bytes().startswith("\ufeff".encode())
    with (tmp_path / "t" / "positions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = {each["position"]: each["draft-B"] for each in rows}
    assert verdicts["russia/demands-all-of-donbas"] == "crossed"
    kinds = {(each["kind"], each["strength"]) for each in rows}
    assert ("red-line", "declared") in kinds
    said = json.loads((tmp_path / "t" / "statements.jsonl").read_text().splitlines()[0])
    assert (said["speaker"], said["said-earliest"], said["sources"]) == (
        "zelensky",
        "2025-08-17",
        "s000",
    )
    chosen = json.loads((tmp_path / "t" / "choices-a.jsonl").read_text().splitlines()[0])
    assert chosen["choice"] == "donbas/full-cession"
    because = json.loads((tmp_path / "t" / "crossed-a.jsonl").read_text())
    assert because["because"] == "donbas/full-cession"
    stems = {file.stem for file in (tmp_path / "t").iterdir()}
    assert {"outcome", "conflicts-a", "ways-out-b", "days-a", "sources", "method"} <= stems


def test_values_of_tables_are_those_of_files(
    zopa: Zopa, workspace: Path, tmp_path: Path
) -> None:
    """Of today and of every draft alike."""
    ran = zopa("report", "first-draft", "--tables", tmp_path / "t", "--quiet")

    assert ran.code == 0, ran.err
    with (tmp_path / "t" / "outcome.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {each["attribute"]: each for each in csv.DictReader(file)}
    assert (rows["warranty"]["today"], rows["warranty"]["draft-A"]) == ("false", "true")
    assert (rows["price"]["today"], rows["price"]["draft-A"]) == ("0", "85")


def test_assumptions_are_said_and_can_be_typed_again(zopa: Zopa, workspace: Path) -> None:
    """A waiver is loud, and the command repeats it."""
    flags = ("--waive", "seller/no-cheap-warranty", "--as-of", "2026-02-03")
    page = read_html(zopa("report", "first-draft", *flags).out)

    said = "zopa report first-draft --as-of 2026-02-03 --waive seller/no-cheap-warranty"
    assert said in page.text
    assert "seller/no-cheap-warranty, by caller (asked for)" in page.text
    assert "A deal" in page.text


def test_what_changed_since_a_revision_is_a_chapter(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """A line that got weaker, and the draft whose answer changed."""
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True, cwd=workspace)
    change("terms/positions/seller.yaml", "kind: red-line", "kind: preference")

    page = read_html(zopa("report", "first-draft", "--since", "HEAD").out)

    assert "Changes since HEAD" in page.headings
    assert "kind: red line → preference (weaker)" in page.text
    assert "crossed → not counted" in page.text


def test_without_names_every_draft_is_in_the_brief(zopa: Zopa, workspace: Path) -> None:
    """As `zopa check` does it."""
    draft = (workspace / "scenarios" / "first-draft.yaml").read_text(encoding="utf-8")
    (workspace / "scenarios" / "second-draft.yaml").write_text(draft, encoding="utf-8")

    page = read_html(zopa("report").out)

    assert {"Draft A: First draft (first-draft)", "Draft B: First draft (second-draft)"} <= set(
        page.headings
    )


def test_a_budget_that_is_too_small_is_said(zopa: Zopa, workspace: Path) -> None:
    """Nothing is made up."""
    ran = zopa("report", "--budget", "0")

    assert (ran.code, ran.out) == (2, "")
    assert "gave up after 0 s" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--compare", "first-draft"], 2, "--compare needs two scenarios or more"),
        (["nowhere"], 2, "no scenario `nowhere`"),
        (["--since", "nowhere"], 2, "cannot read revision `nowhere`"),
        (["--tables", "terms/corpus.yaml"], 2, "cannot write tables"),
        (["--bom"], 2, "--bom goes with --data"),
        (["--data-format", "csv"], 2, "--data-format goes with --data"),
        (["first-draft", "second", "--format", "uvl"], 2, "no scenario `second`"),
    ],
)
def test_what_cannot_be_done_is_said(
    zopa: Zopa, workspace: Path, arguments: list[str], code: int, said: str
) -> None:
    """In one line, with nothing written."""
    ran = zopa("report", *arguments)

    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_a_draft_with_errors_is_in_no_brief(
    zopa: Zopa, workspace: Path, change: Change
) -> None:
    """Its errors are shown instead."""
    change("scenarios/first-draft.yaml", "warranty: given", "waranty: given")

    ran = zopa("report")

    assert (ran.code, ran.out) == (1, "")
    assert "waranty" in ran.err


def test_a_terminal_is_told_where_to_write_a_page(
    zopa: Zopa, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads a web page's source there; the text and the files are as ever."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    refused = zopa("report", "first-draft", "--as-of", "2025-02-01")
    assert (refused.code, refused.out) == (2, "")
    assert (
        "help: zopa report first-draft --as-of 2025-02-01 --output html:brief.html"
        in refused.err
    )
    assert zopa("report", "first-draft", "--format", "markdown").code == 0
    assert zopa("report", "first-draft", "--output", "html:brief.html").code == 0


def test_quiet_tables_are_all_that_is_written(zopa: Zopa, workspace: Path) -> None:
    """A page is written beside them only where one is asked for."""
    ran = zopa("report", "first-draft", "--tables", "t", "--quiet")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path("t/positions.csv").is_file()
    page = zopa("report", "first-draft", "--tables", "t", "--quiet", "--format", "html")
    assert page.out.startswith("<!DOCTYPE html>")


def test_drafts_of_one_title_are_told_apart(zopa: Zopa, workspace: Path) -> None:
    """By their ids; others are called as they are."""
    draft = (workspace / "scenarios" / "first-draft.yaml").read_text()
    (workspace / "scenarios" / "second.yaml").write_text(draft)
    (workspace / "scenarios" / "third.yaml").write_text(
        draft.replace("First draft", "Third draft")
    )
    page = zopa("report", "--format", "markdown").out

    assert "A: First draft (first-draft)" in page
    assert "B: First draft (second)" in page
    assert "Third draft (third)" not in page


def test_the_example_for_clingo_gives_models(zopa: Zopa, shipped: Path) -> None:
    """As `docs/export.md` has it."""
    page = (REPOSITORY / "docs" / "export.md").read_text(encoding="utf-8")
    [command] = re.findall(
        r"^zopa (report .*) --format asp > deals\.lp && clingo", page, re.MULTILINE
    )
    control = clingo.Control(["3", "--warn=none"])
    control.add("base", [], zopa(*command.split(), "--format", "asp").out)
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        assert len(list(handle)) == 3


def test_a_map_shows_a_place_and_its_parts(zopa: Zopa, change: Change) -> None:
    """The place itself too, where its parts are of another type."""
    change(
        "terms/state.yaml",
        "entities:\n",
        "  region:\n    attributes:\n      holder: {values: [one, other], default: one}\n"
        "  building:\n    attributes:\n      open: {type: boolean, default: false}\n"
        "entities:\n  north: {type: region, title: The north, tile: [0, 0]}\n"
        "  hut: {type: building, title: The hut, of: north}\n",
    )
    change(
        "terms/issues/deal.yaml",
        "set: {warranty: true}}]",
        "set: {warranty: true}}, {entity: north, set: {holder: other}},"
        " {entity: hut, set: {open: true}}]",
    )

    page = zopa("report", "--format", "markdown").out

    assert "| The north | one | **other** |" in page
    assert "| The hut | no | **yes** |" in page


def test_where_a_term_comes_from_is_apart_from_where_its_statements_stand(
    zopa: Zopa, change: Change, tmp_path: Path
) -> None:
    """Each in the order of the document, numbers written as texts too."""
    change(
        "terms/issues/deal.yaml",
        "mentioned: implied}",
        'mentioned: implied}\n      - {id: lent, title: Lent, cites: {minutes: ["10", "6"]},'
        " statements: [seller-on-warranty, buyer-on-price]}",
    )
    change("scenarios/first-draft.yaml", "warranty: given", "warranty: lent")

    assert zopa("report", "--tables", str(tmp_path / "t"), "--quiet").code == 0

    rows = (tmp_path / "t" / "choices-a.jsonl").read_text().splitlines()
    warranty = json.loads(rows[1])
    assert warranty["places"] == "minutes:6 minutes:10"
    assert warranty["statement-places"] == "minutes:1 minutes:2"
    assert (warranty["sources"], warranty["statement-sources"]) == ("minutes", "minutes")


@pytest.mark.parametrize(
    "names", [("alaska-exchange",), ("alaska-exchange", "ceasefire-first")]
)
def test_a_short_brief_has_what_decides(
    zopa: Zopa, shipped: Path, names: tuple[str, ...]
) -> None:
    """Its links lead to what it has, and it says the command that makes it again."""
    short = zopa("report", *names, "--short", "--format", "html").out
    whole = zopa("report", *names, "--format", "html").out
    assert len(short) < len(whole) / 2
    ids = set(re.findall(r'\bid="([^"]+)"', short))
    assert set(re.findall(r'href="#([^"]+)"', short)) <= ids
    for word in ("Summary", "Crossed positions", "Conflicts", "Concessions", "Sources"):
        assert f">{word}<" in short
    text = zopa("report", *names, "--short", "--format", "markdown").out
    assert "Talks to end the war" in text
    assert len(text.splitlines()) < 150 * len(names)


def test_a_fragment_stands_in_a_page_of_somebody_elses(zopa: Zopa, shipped: Path) -> None:
    """Without style, script or picture; its ids are its own, and its links lead to them."""
    said = zopa("report", *BOTH, "--format", "fragment").out
    assert said.startswith('<div class="zopa"')
    assert not re.search(r"<(?:script|style|link|html|body|svg|figure)\b| style=", said)
    ids = re.findall(r'\bid="([^"]+)"', said)
    assert len(ids) == len(set(ids)) > 0
    assert all(each.startswith("zopa-") for each in ids)
    links = set(re.findall(r'href="#([^"]+)"', said))
    assert links <= set(ids)
    for attribute in ("aria-labelledby", "headers", "aria-describedby"):
        for names in re.findall(rf'{attribute}="([^"]*)"', said):
            assert set(names.split()) <= set(ids)
    assert said.count("<div") == said.count("</div>")
    assert said.count("<section") == said.count("</section>")


def test_milestones_are_drawn_with_the_day_of_the_draft_and_those_of_deals(
    zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one line each, in words for who does not see it; nothing where there are none."""
    monkeypatch.chdir(REPOSITORY / "examples" / "peace-accord")
    drawn = zopa("report", "timetable").out
    figure = drawn[drawn.index('<title id="time-line-a-title">') :].partition("</figure>")[0]

    told = "Foreign forces are withdrawn: 1996-01-13; deals have 1995-12-14 to 1996-01-13"
    assert f"{told}." in figure.partition("<desc")[2].partition("</desc>")[0]
    assert re.search("<rect [^>]*><title>" + re.escape(told), figure)
    assert ">Foreign forces are withdrawn: 1996-01-13</text>" in figure
    assert figure.count('class="tick"') == 7  # those with a day, of ten
    assert figure.count('class="fill-0">') == 10

    monkeypatch.chdir(REPOSITORY)
    assert "time-line" not in zopa("report", "alaska-exchange").out
