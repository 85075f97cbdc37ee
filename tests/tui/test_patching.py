"""Patches of scenario files: a change of the draft changes no other text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.documents import parse
from zopa.model import DecimalValue
from zopa.model.conditions import Name
from zopa.model.corpus import CHECKED, Bounds, Waiver
from zopa.workspace import load
from zopa_tui.session.draft import Draft
from zopa_tui.session.patch import scenario_in
from zopa_tui.session.scenario_file import ChangedOnDisk, Failed, Saved, ScenarioFile, patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zopa.documents import Document, Pointer
    from zopa_tui.session.draft import Picks

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    [*ROOT.glob("scenarios/*.yaml"), *ROOT.glob("tests/cases/*/scenarios/*.yaml")]
)
LAYOUTS = {
    "json": """\
{
  "title": "As JSON",
  "choices": {
    "alpha": "one",
    "beta": ["one", {"two": {"many": 3}}],
    "gamma": {"three": {"many": 1, "public": true}}
  },
  "readings": {"left/first": "second"},
  "waivers": [{"position": "left/first", "reason": "so", "by": "me", "expires": "2025-01-01"}]
}
""",
    "everything in one line": "{title: In one line, choices: {alpha: one, beta: [one, two]}}\n",
    "brackets over lines": """\
title: Brackets over lines   # a title
choices: {
  # before alpha
  alpha: one,  # of alpha
  beta: [
    one,   # of one
    two    # of two
  ],
  gamma: {three: {many: 1}}   # of gamma
  }
at-the-table: [
  left,
  right,
  ]
""",
    "commas at the end, and before the bracket": """\
title: Commas
choices: {
  alpha: one,
  beta: [one, two, ],
  }
readings: {left/first: second,
  right/first: second}
""",
    "blocks": """\
# at the top
title: Blocks

as-of: 2025-01-08    # a day

choices:

    # before alpha
    alpha: 'one'         # of alpha
    beta:                # of beta
    - one                # of one
    # between
    - two:
        many: 3          # of many
    gamma:
        three:
            many: 1
            public: true   # of public
    # at the end
waivers:
- position: left/first      # of left
  reason: >-
      it is not
      certain
  by: me
  expires: 2025-01-01
  note: kept                # of note
- {position: right/first, reason: "so: it is", by: me, expires: 2025-01-01}
at-the-table:
- left   # of the left
- right
hold:
- preference  # of kind
- demand
# after the table
expect:
  deal: false
""",
    "windows": "title: Lines\r\nchoices:\r\n  alpha: one  # of alpha\r\n  beta: two\r\n",
    "no line break at the end": "title: Unfinished\nchoices:\n  alpha: one",
    "nothing chosen": "title: Nothing\nchoices: {}   # none\n",
    "nothing chosen, in brackets": "{title: Nothing, choices: {}}\n",
    "values": """\
title: Values
choices:
  cap: 600000   # of the cap
  fee: 12.50
  signing: 2026-01-15   # of the day
  limit: {at-least: 5, at-most: 9}   # open
  amnesty: true
  monitors: [one, two]
  price: {two: 60}   # a short form
  tariff: {two: {at-least: 60}}
  beta: one
""",
    "cited values": """\
title: Cited values
source: plan
otherwise: silent   # all else
choices:
  cap: {value: 600000, cites: {plan: [1]}}   # of the cap
  signing:
    value: 2026-01-15   # of the day
    cites:
      plan: [2, "p. 4"]   # of the places
  limit: {value: {at-most: 9}, cites: {plan: [3]}}
  amnesty: {value: true, cites: {plan: [4]}}
  alpha: {term: one, cites: {plan: [5]}}   # of alpha
  monitors: {term: [one, two], cites: {plan: [6]}}
  delta: {value: [one, two], cites: {plan: [9]}}   # a set
  stone: {value: silent, cites: {plan: [10]}}
  gamma:
    term:
      - one   # of one
      - two: {many: 3}
    cites: {plan: [7]}
  beta: {term: silent, cites: {plan: [8]}}
""",
    "values as JSON": """\
{
  "title": "As JSON",
  "choices": {
    "cap": 600000,
    "signing": "2026-01-15",
    "limit": {"at-least": 5},
    "amnesty": {"value": true, "cites": {"plan": [4]}},
    "alpha": {"term": "one", "cites": {"plan": [5]}}
  }
}
""",
    "all empty": "title: new\nchoices: {}\nreadings: {}\nwaivers: []\nat-the-table: []\n",
}
"""Scenario files, one for each notation that patches must handle."""
ISSUES = ("alpha", "beta", "gamma", "delta", "donbas", "guarantee-providers", "stone")
TERMS = ("one", "two", "three", "full-cession", "by-truck")
POSITIONS = ("left/first", "left/second", "right/first")
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 1, 1))

values = st.booleans() | st.integers(-5, 5) | st.sampled_from(("unlimited", "evening"))
parameters = st.dictionaries(st.sampled_from(("many", "public")), values, max_size=2)
waivers = st.builds(
    Waiver,
    st.sampled_from(POSITIONS).map(Name),
    st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), min_size=1).filter(
        str.strip
    ),
    st.just("me"),
    DAYS,
)


answers: st.SearchStrategy[Picks | None] = st.one_of(
    st.none(),
    st.just({}),
    st.sampled_from(("value", "unlimited", "true", "false")).map(lambda term: {term: {}}),
    (
        st.integers(0, 10**6)
        | st.decimals(0, 10**4, places=2).filter(lambda x: x != x.to_integral_value())
        | DAYS.map(str)
        | st.integers(0, 9).map(Bounds)
        | st.builds(Bounds, st.none() | st.integers(0, 9), st.integers(10, 19))
    ).map(lambda value: {"value": {"value": value}}),
)


def _valued(draft: Draft) -> list[str]:
    """Issues that a value answers, as far as the draft shows it."""
    values = {"value", "unlimited", "true", "false"}
    return [issue for issue, picks in draft.choices.items() if values & picks.keys()]


@st.composite
def _picked(draw: st.DrawFn, draft: Draft) -> Draft:
    """The draft with a term added, removed or changed in its parameters."""
    issue = draw(st.sampled_from((*ISSUES, *draft.choices)))
    if issue in _valued(draft):
        return draft
    picks = dict(draft.picks(issue))
    term = draw(st.sampled_from((*TERMS, *picks)))
    if term in picks and draw(st.booleans()):
        del picks[term]
    else:
        picks[term] = draw(parameters)
    return draft.deciding(issue, picks or None)


@st.composite
def edited(draw: st.DrawFn, draft: Draft) -> Draft:
    """The draft after some changes and additions."""
    for _ in range(draw(st.integers(1, 5))):
        match draw(
            st.sampled_from(
                ("pick", "pick", "whole", "reading", "waive", "day", "table", "hold")
            )
        ):
            case "pick" | "whole" if (valued := _valued(draft)) and draw(st.booleans()):
                draft = draft.deciding(draw(st.sampled_from(valued)), draw(answers))
            case "pick":
                draft = draw(_picked(draft))
            case "whole":
                issue = draw(st.sampled_from((*ISSUES, *draft.choices)))
                some: st.SearchStrategy[Picks | None] = st.none() | st.dictionaries(
                    st.sampled_from(TERMS), parameters, max_size=3
                )
                draft = draft.deciding(issue, draw(some))
            case "reading":
                position = draw(st.sampled_from((*POSITIONS, *draft.readings)))
                readings = {
                    **draft.readings,
                    position: draw(st.sampled_from(("first", "last"))),
                }
                if draw(st.booleans()):
                    del readings[position]
                draft = dataclasses.replace(draft, readings=readings)
            case "waive":
                new = draw(waivers)
                kept = tuple(x for x in draft.waivers if x.position != new.position)
                added = (new,) if draw(st.booleans()) else ()
                draft = dataclasses.replace(draft, waivers=(*kept, *added))
            case "hold":
                hold = draw(st.none() | st.lists(st.sampled_from(CHECKED), min_size=1))
                draft = dataclasses.replace(draft, hold=None if hold is None else tuple(hold))
            case "day":
                draft = dataclasses.replace(draft, as_of=draw(st.none() | DAYS))
            case _:
                table = st.none() | st.lists(
                    st.sampled_from(("left", "right", "third")), unique=True
                )
                wanted = draw(table)
                draft = dataclasses.replace(
                    draft, table=None if wanted is None else tuple(wanted)
                )
    return draft


def changed_places(document: Document, before: Draft, after: Draft) -> Iterator[Pointer]:
    """Places in the file where the two drafts differ."""
    for issue, picks in before.choices.items():
        if Draft({issue: picks}) != Draft({issue: after.choices.get(issue, {"": {}})}):
            yield ("choices", issue)
    for key, old, new in (
        ("readings", before.readings, after.readings),
        ("waivers", set(before.waivers), set(after.waivers)),
        ("as-of", before.as_of, after.as_of),
        ("at-the-table", before.table and set(before.table), after.table and set(after.table)),
        ("hold", before.hold and set(before.hold), after.hold and set(after.hold)),
    ):
        if old != new and key in dict(document.data):  # type: ignore[arg-type]  # a mapping
            yield (key,)
    if "otherwise" in dict(document.data) and before.choices.keys() - after.choices.keys():  # type: ignore[arg-type]  # a mapping
        yield ("otherwise",)


def lines_of(document: Document, pointer: Pointer) -> range:
    """The numbers of the lines of an entry, from 0."""
    extent = document.extent(pointer)
    return range(document.key_span(pointer).start.line - 1, extent.end.line)


def assert_patched(text: str, before: Draft, after: Draft) -> str:
    """Check that the new text has the new draft, and differs only in its lines; returns it."""
    result = patch(text, before, after)
    assert isinstance(result, str), f"{result.diagnostic.notes}\n{text}\n{after}"
    found = scenario_in(result, "scenarios/draft.yaml")
    assert not isinstance(found, Failed)
    assert Draft.of(found) == after

    document = parse(text, "scenarios/draft.yaml")
    touched = {
        number
        for pointer in changed_places(document, before, after)
        for number in lines_of(document, pointer)
    }
    touched.update(lines_at_ends(document, before, after))
    # Where one part in brackets goes or comes, a comma goes or comes on another line.
    old, new = ([line.replace(",", "") for line in each.split("\n")] for each in (text, result))
    rest = iter(new)
    for number, line in enumerate(old):
        assert number in touched or line in rest, f"{line!r} of\n{text}\n---\n{result}"
    return result


def lines_at_ends(document: Document, before: Draft, after: Draft) -> Iterator[int]:
    """Lines that may change although no value on them does: where something is added.

    These are the last two of a collection in brackets, the first one of a block
    that was or becomes empty, and the last one of a file that does not end it.
    """
    root: Any = document.data
    pointers: list[Pointer] = [
        (),
        *((key,) for key in root),
        *(("choices", x) for x in root["choices"]),
    ]
    for pointer in pointers:
        extent = document.extent(pointer)
        if document.slice(extent)[:1] in {"{", "["}:
            yield extent.end.line - 1
            data: Any = root
            for step in pointer:
                data = data[step]
            if data:
                last = list(data)[-1] if isinstance(data, dict) else len(data) - 1
                yield document.extent((*pointer, last)).end.line - 1
    if not before.choices or not after.choices:
        yield document.key_span(("choices",)).start.line - 1
    if not document.text.endswith("\n"):
        yield document.text.count("\n")


def comments_kept(text: str, before: Draft, after: Draft) -> Counter[str]:
    """Comments that are not on a line of a removed or rewritten value."""
    document = parse(text, "scenarios/draft.yaml")
    gone: set[int] = set()
    for pointer in changed_places(document, before, after):
        numbers = lines_of(document, pointer)
        issue = str(pointer[-1])
        if pointer[0] != "choices" or issue not in after.choices or len(numbers) > 1:
            gone.update(numbers)
    return Counter(
        each.text for each in document.comments if each.span.start.line - 1 not in gone
    )


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: f"{file.parts[-3]}/{file.stem}")
def test_no_change_changes_nothing(file: Path) -> None:
    """A draft is patched into its own file without touching a byte."""
    loaded = ScenarioFile.load(file, file.parents[1])
    assert isinstance(loaded, ScenarioFile)

    same = patch(loaded.text, loaded.draft, loaded.draft, start=loaded.start)
    assert same == loaded.text
    assert loaded.text.encode() == file.read_bytes()


@given(st.data(), st.sampled_from([*LAYOUTS, *SCENARIOS]))
def test_only_lines_of_changed_values_differ(data: st.DataObject, where: str | Path) -> None:
    """Whatever is changed in whatever layout, the rest stays, and comments of it."""
    text = LAYOUTS[where] if isinstance(where, str) else where.read_text(encoding="utf-8")
    found = scenario_in(text, "scenarios/draft.yaml")
    assert not isinstance(found, Failed)
    before = Draft.of(found)
    after = data.draw(edited(before))

    result = assert_patched(text, before, after)

    kept = comments_kept(text, before, after)
    now = Counter(each.text for each in parse(result, "scenarios/draft.yaml").comments)
    assert kept <= now, f"{kept - now}\n{text}\n---\n{result}"


@given(st.data(), st.sampled_from(list(LAYOUTS)))
def test_patching_back_and_forth_loses_nothing(data: st.DataObject, where: str) -> None:
    """A text goes through several drafts, and says the first one again in the end."""
    text = LAYOUTS[where]
    found = scenario_in(text, "scenarios/draft.yaml")
    assert not isinstance(found, Failed)
    first = before = Draft.of(found)
    for after in (*(data.draw(edited(first)) for _ in range(3)), first):
        text = assert_patched(text, before, after)
        before = after


# -- layouts at random --------------------------------------------------------


class Writer:
    """Writes a scenario file in a random but valid layout."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines = ["title: At random"]
        self.number = 0

    def one_of(self, *parts: str) -> str:
        """A random one of the texts."""
        return self.draw(st.sampled_from(parts))

    def remark(self) -> str:
        """A comment at the end of a line, or none."""
        self.number += 1
        return self.one_of("", "", f"  # remark {self.number}", "  ")

    def between(self, indent: int) -> None:
        """A blank line, a line of comment, or none."""
        self.number += 1
        extra = self.one_of("", "", "\n", f"{' ' * indent}# remark {self.number}")
        if extra:
            self.lines.append(extra.rstrip("\n"))

    def line(self, indent: int, text: str) -> None:
        """A line, with or without a comment."""
        self.lines.append(f"{' ' * indent}{text}{self.remark()}")

    def single(self, value: object) -> str:
        """A scalar, in quotes or not."""
        quote = self.one_of("", "", '"', "'") if isinstance(value, str) else ""
        return f"{quote}{str(value).lower()}{quote}"

    def pick(self, term: str, given: dict[str, Any]) -> str:
        """A term with its parameters, on one line."""
        inside = ", ".join(f"{name}: {self.single(value)}" for name, value in given.items())
        return f"{{{self.single(term)}: {{{inside}}}}}" if given else self.single(term)

    def bracketed(self, parts: list[str], signs: str, indent: int) -> None:
        """Write a collection in brackets behind the last line."""
        comma = self.one_of("", ",")
        if not parts or self.draw(st.booleans()):
            inside = ", ".join(parts) + comma if parts else ""
            self.lines[-1] += f" {signs[0]}{inside}{signs[1]}{self.remark()}"
            return
        self.lines[-1] += f" {signs[0]}{self.remark()}"
        for place, part in enumerate(parts, 1):
            self.between(indent)
            self.line(indent, part + (comma if place == len(parts) else ","))
        self.line(indent - 1, signs[1])

    def choice(self, issue: str, picks: dict[str, dict[str, Any]], indent: int) -> None:
        """A choice on an issue, as an entry of a block."""
        self.between(indent)
        inside = [self.pick(*each) for each in picks.items()]
        block = self.draw(st.booleans())
        if not picks:
            self.line(indent, f"{issue}: silent")
        elif len(picks) == 1 and self.draw(st.booleans()):
            ((term, given),) = picks.items()
            if not given or not block:
                self.line(indent, f"{issue}: {inside[0]}")
                return
            self.line(indent, f"{issue}:")
            self.line(indent + 1, f"{term}:")
            for name, value in given.items():
                self.between(indent + 3)
                self.line(indent + 3, f"{name}: {self.single(value)}")
        elif block:
            self.line(indent, f"{issue}:")
            dash = indent + self.draw(st.sampled_from((0, 2)))
            for each in inside:
                self.between(dash)
                self.line(dash, f"-{' ' * self.draw(st.integers(1, 3))}{each}")
        else:
            self.lines.append(f"{' ' * indent}{issue}:")
            self.bracketed(inside, "[]", indent + 2)

    def choices(self, choices: dict[str, dict[str, dict[str, Any]]]) -> None:
        """All choices."""
        self.between(0)
        self.lines.append("choices:")
        if choices and self.draw(st.booleans()):
            self.lines[-1] += self.remark()
            indent = self.draw(st.integers(1, 4))
            for issue, picks in choices.items():
                self.choice(issue, picks, indent)
            return
        inside = []
        for issue, picks in choices.items():
            parts = ", ".join(self.pick(*each) for each in picks.items())
            inside.append(f"{issue}: [{parts}]" if picks else f"{issue}: silent")
        self.bracketed(inside, "{}", 2)

    def table(self, table: list[str] | None) -> None:
        """The parties at the table."""
        self.between(0)
        if table is not None:
            self.lines.append("at-the-table:")
            self.bracketed(table, "[]", 2)
            self.between(0)

    def end(self) -> str:
        """The complete text."""
        if self.draw(st.booleans()):
            self.lines.append("expect: {deal: false}")
            self.between(0)
        return self.one_of("\n", "\r\n").join((*self.lines, ""))


some_picks = st.dictionaries(
    st.sampled_from(TERMS),
    st.dictionaries(st.sampled_from(("many", "public")), st.integers(0, 9), max_size=2),
    max_size=3,
)


some_choices = st.dictionaries(st.sampled_from(ISSUES), some_picks, max_size=4)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A scenario file in a random but valid layout."""
    writer = Writer(draw)
    writer.choices(draw(some_choices))
    writer.table(draw(st.none() | st.lists(st.sampled_from(("left", "right")), unique=True)))
    return writer.end()


@given(st.data(), texts())
def test_any_layout_can_be_edited(data: st.DataObject, text: str) -> None:
    """No layout of a valid file makes an edit fail, or lose a comment."""
    found = scenario_in(text, "scenarios/draft.yaml")
    assert not isinstance(found, Failed), f"{found.diagnostic.message}\n{text}"
    before = Draft.of(found)
    after = data.draw(edited(before))

    result = assert_patched(text, before, after)

    kept = comments_kept(text, before, after)
    now = Counter(each.text for each in parse(result, "scenarios/draft.yaml").comments)
    assert kept <= now, f"{kept - now}\n{text}\n---\n{result}"


# -- a draft that starts from another -----------------------------------------

FIRST = """\
title: The first
otherwise: silent
as-of: 2027-04-12
choices:
  discount: 14
  fee: {value: 516, cites: {offer: [2]}}
readings: {}
waivers:
  - {position: vendor/cap-in-months, reason: a, by: me, expires: 2030-01-01}
"""
SECOND = """\
title: The second
from: first    # but for the deposit
choices:
  deposit: true
"""


@pytest.fixture
def started(tmp_path: Path) -> ScenarioFile:
    """The second draft, with its corpus."""
    shutil.copytree(ROOT / "examples" / "software-contract" / "terms", tmp_path / "terms")
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "first.yaml").write_text(FIRST)
    (tmp_path / "scenarios" / "second.yaml").write_text(SECOND)
    return opened(tmp_path, "second")


def opened(root: Path, name: str) -> ScenarioFile:
    """A draft of a workspace, with its corpus."""
    file = ScenarioFile.load(root / "scenarios" / f"{name}.yaml", root)
    assert isinstance(file, ScenarioFile), file
    return file.beside(load(root).corpus)


def test_a_draft_has_what_it_takes_over(started: ScenarioFile) -> None:
    """And is the one that the workspace has."""
    assert started.root is not None
    assert started.scenario == load(started.root).scenarios["second"]
    assert started.draft.picks("discount") == {"value": {"value": 14}}
    assert started.draft.silent("sites")


def test_what_differs_is_written_and_nothing_else(started: ScenarioFile) -> None:
    """A choice that is taken over is said otherwise; the rest stays with the other draft."""
    draft = started.draft.deciding("discount", {"value": {"value": 16}})
    draft = draft.deciding("fee", {"value": {"value": DecimalValue(50400, 2)}})
    draft = dataclasses.replace(draft, as_of=dt.date(2027, 4, 15), table=("vendor",))

    saved = started.save(draft)

    assert isinstance(saved, Saved)
    assert saved.file.draft == draft
    assert saved.file.text == SECOND.replace(
        "choices:\n  deposit: true\n",
        "choices:\n  deposit: true\n  discount: 16\n  fee: 504.00\nat-the-table: [vendor]\n",
    ).replace("title: The second\n", "title: The second\nas-of: 2027-04-15\n")


def test_silence_that_is_taken_over_can_end(started: ScenarioFile) -> None:
    """Then every other silence is written out, for the draft is complete no more."""
    draft = started.draft.deciding("sites", None)

    saved = started.save(draft)

    assert isinstance(saved, Saved)
    assert "otherwise: undecided" in saved.file.text
    assert saved.file.draft == draft
    assert "sites" not in saved.file.draft.choices


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: draft.deciding("discount", None),
        lambda draft: dataclasses.replace(draft, waivers=()),
        lambda draft: dataclasses.replace(draft, as_of=None),
    ],
)
def test_what_is_taken_over_cannot_be_left_out(
    started: ScenarioFile, change: Callable[[Draft], Draft]
) -> None:
    """Then nothing is written, and the reason names the other draft."""
    result = started.save(change(started.draft))

    assert isinstance(result, Failed)
    assert "it starts from `first`" in result.diagnostic.notes[0]
    assert started.path is not None
    assert started.path.read_text() == SECOND


def test_another_draft_that_changed_meanwhile_is_noticed(started: ScenarioFile) -> None:
    """What would be saved would mean something else now."""
    assert started.root is not None
    first = started.root / "scenarios" / "first.yaml"
    first.write_text(FIRST.replace("discount: 14", "discount: 12"))

    result = started.save(started.draft.deciding("deposit", {"false": {}}))

    assert isinstance(result, ChangedOnDisk)
    assert isinstance(result.there, ScenarioFile)
    assert started.path is not None
    assert started.path.read_text() == SECOND


@pytest.mark.parametrize("first", [FIRST + "from: second\n", "title: [\n", None])
def test_a_draft_that_cannot_be_written_out_is_not_opened(
    started: ScenarioFile, first: str | None
) -> None:
    """It says why."""
    assert started.root is not None
    assert started.path is not None
    other = started.root / "scenarios" / "first.yaml"
    other.unlink() if first is None else other.write_text(first)

    result = ScenarioFile.load(started.path, started.root)

    assert isinstance(result, Failed)
    assert result.diagnostic.code == "ZX311"


@pytest.mark.slow
def test_a_draft_saved_under_another_title_stands_by_itself(started: ScenarioFile) -> None:
    """It starts from nothing and says everything."""
    assert started.root is not None
    new = ScenarioFile.new("A third", started.root).beside(load(started.root).corpus)

    saved = new.save(started.draft, started.root / "scenarios" / "third.yaml")

    assert isinstance(saved, Saved)
    assert saved.file.said.starts_from is None
    assert saved.file.draft == started.draft
