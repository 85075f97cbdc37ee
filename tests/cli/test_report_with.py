"""`zopa report --with`: coalitions and robustness in a brief equal the commands' answers."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zopa as library
from cli.brief_pages import links_and_anchors, read_html, read_markdown
from cli.browser import Look, opened, started, violations
from cli.conftest import REPOSITORY
from outside import chromium
from zopa.answers import PictureText, Rect
from zopa.answers.coalitions import lattice
from zopa.questions import Completeness
from zopa.questions.coalitions import Coalition, Coalitions

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Zopa

DRAFTS = ("article5-like-without-nato", "europe-alone")
WITH = ("report", *DRAFTS, "--with", "coalitions,robustness")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief in all formats, with its tables."""
    from zopa.cli import main

    out = tmp_path_factory.mktemp("brief")
    forms = [f"--output=html:{out}/brief.html", f"--output=markdown:{out}/brief.md"]
    where = ["-C", str(REPOSITORY), *WITH, *forms, "--tables", str(out), "--quiet"]
    assert main(where) == 0
    return out


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Rows of a table of the brief."""
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(each) for each in lines]


def test_lists_of_flags_add_up(zopa: Zopa) -> None:
    """A flag that takes several names takes them one by one, too."""
    where = ("-C", REPOSITORY / "examples" / "wage-round")
    for command, flag, names in (
        (("report", "compromise", "--format=markdown"), "--with", ("coalitions", "robustness")),
        (("check", "compromise"), "--parties", ("dockers", "operator")),
        (("check", "compromise"), "--hold", ("red-line", "preference")),
        (("robustness", "compromise"), "--over", ("readings", "table")),
    ):
        apart = [word for name in names for word in (flag, name)]
        assert zopa(*where, *command, *apart) == zopa(*where, *command, flag, ",".join(names))
        assert zopa(*where, *command, flag, names[0]) != zopa(*where, *command, *apart)


def test_the_parts_are_there_only_if_asked_for(zopa: Zopa, folder: Path) -> None:
    """With the pictures, in both forms alike, and every link leads somewhere."""
    page = read_html((folder / "brief.html").read_text("utf-8"))
    links, anchors = links_and_anchors(page)

    assert page.headings.count("Coalitions") == 2
    assert "Who can agree on draft B" in page.text
    assert "What decides draft A" in page.text
    assert set(links) <= set(anchors)
    assert "zopa report --with=coalitions,robustness" in page.text
    assert "Coalitions" in read_markdown((folder / "brief.md").read_text("utf-8")).headings
    without = read_html(zopa("-C", REPOSITORY, "report", DRAFTS[0]).out)
    assert "Coalitions" not in without.headings


def test_a_part_that_there_is_not_is_said(zopa: Zopa) -> None:
    """With those that there are."""
    ran = zopa("-C", REPOSITORY, "report", "--with", "coalition", "--format", "markdown")

    assert (ran.code, ran.out) == (2, "")
    assert "no part of a brief `coalition`" in ran.err


@pytest.mark.parametrize(("mark", "draft"), [("a", DRAFTS[0]), ("b", DRAFTS[1])])
def test_the_tables_are_what_the_commands_answer(
    zopa: Zopa, folder: Path, mark: str, draft: str
) -> None:
    """Sets with their agreements, days, assumptions, positions and terms."""

    def ask(*words: str) -> Any:
        return zopa("-C", REPOSITORY, *words, draft, "--format", "json").json["result"]

    coalitions, robustness = ask("coalitions", "--by-date"), ask("robustness")
    sets = rows(folder, f"coalitions-{mark}")
    assert [(x["parties"].split(), x["agreements"]) for x in sets if x["set"] == "can"] == [
        (x["parties"], x["outlines"]) for x in coalitions["able"]
    ]
    cannot = [x["parties"].split() for x in sets if x["set"] == "cannot"]
    assert cannot == coalitions["unable"]
    days = rows(folder, f"coalitions-by-date-{mark}")
    assert [each["from"] for each in days] == [each["day"] for each in coalitions["turns"]]
    assumed = rows(folder, f"robustness-{mark}")
    assert [(x["over"], x["assumption"], x["decides"], x["deals"]) for x in assumed] == [
        (
            each["over"],
            each["name"],
            each["decides"],
            " ".join(
                f"{value}={number}"
                for value, number in zip(each["values"], each["deals"], strict=True)
            ),
        )
        for each in robustness["assumptions"]
    ]
    if robustness["forced"]:
        forced = rows(folder, f"robustness-forced-{mark}")
        assert [(x["term"], x["forced"]) for x in forced] == [
            (f"{x['issue']}/{x['term']}", x["combinations"]) for x in robustness["forced"]
        ]


def test_the_lattice_has_every_set_in_the_colour_of_its_answer() -> None:
    """Asked again for each set of parties; the frames are the minimal and maximal ones."""
    workspace = library.load(REPOSITORY)
    asked = library.ask(workspace, "europe-alone")
    found = asked.coalitions()
    drawn = lattice(workspace.corpus, found, "A")
    assert drawn is not None
    named = {
        label.text[0]: label.text[3:]
        for label in drawn.shapes
        if isinstance(label, PictureText) and label.text[1:3] == ": "
    }
    ids = {str(each.short): name for name, each in workspace.corpus.parties.items()}
    boxes = {each.title: each.look for each in drawn.shapes if isinstance(each, Rect)}
    boxes.pop("")
    sets = [
        some for size in range(len(named) + 1) for some in itertools.combinations(named, size)
    ]
    assert boxes.keys() == {"".join(some) or "–" for some in sets}
    held = asked.question.parties()
    for some in sets:
        mine = {name for each in some for name in held[ids[named[each]]]}
        can = asked.question.possible(
            [node for name, node in asked.question.lines.items() if name in mine]
        )
        assert boxes["".join(some) or "–"] == ("deal" if can else "no-deal")


def dispute(draw: st.DataObject, parties: int) -> Coalitions:
    """A random answer on coalitions of this number of parties."""
    names = [f"party-{each:02}" for each in range(parties)]
    pairs = st.sets(st.sampled_from(names), min_size=2, max_size=4).map(frozenset)
    some = draw.draw(st.lists(pairs, min_size=1, max_size=6))
    some.append(frozenset(names[:2]))
    some.extend(frozenset((names[2], each)) for each in names[3:])
    unable = {each for each in some if not any(x < each for x in some)}
    cuts = [frozenset[str]()]
    for each in unable:  # what to leave out of the whole so that none of them is in it
        cuts = [x if x & each else x | {party} for x in cuts for party in each]
        cuts = [x for x in {*cuts} if not any(y < x for y in cuts)]
    able = [Coalition(tuple(sorted(set(names) - each)), None, {}) for each in cuts]
    every = tuple(sorted(tuple(sorted(each)) for each in unable))
    return Coalitions(
        parties=tuple(names),
        zone=False,
        rules_contradict=False,
        unable=every,
        able=tuple(able),
        spoilers=(),
        turns=(),
        completeness=Completeness.PROVED,
    )


@settings(max_examples=15)
@given(st.data(), st.integers(6, 12))
def test_the_picture_of_many_parties_counts_all_sets(data: st.DataObject, parties: int) -> None:
    """Up to twelve of them; it fits, and its rows are sets of the table."""
    found = dispute(data, parties)
    drawn = lattice(library.load(REPOSITORY).corpus, found, "A")
    assert drawn is not None
    able = [set(each.parties) for each in found.able]
    texts = [each.text for each in drawn.shapes if isinstance(each, PictureText)]
    assert f"All {2**parties:,} sets, by number of parties" in texts
    for size in range(parties + 1):
        sets = [set(some) for some in itertools.combinations(found.parties, size)]
        can = sum(any(some <= each for each in able) for some in sets)
        assert f"{size}: {can:,} of {len(sets):,} can agree" in texts
    for each in drawn.shapes:
        if isinstance(each, Rect):
            assert 0 <= each.x <= each.x + each.width <= drawn.width <= 600
            assert 0 <= each.y <= each.y + each.height <= drawn.height


@pytest.mark.skipif(chromium() is None, reason="there is no Chromium here")
def test_axe_finds_nothing_wrong_with_the_pictures(folder: Path) -> None:
    """By WCAG 2.2 A and AA."""
    with (
        started() as browser,
        opened(browser, folder / "brief.html", Look(390, "dark")) as page,
    ):
        assert violations(page) == []
