"""The sample corpus has the content of the five texts, and meets its expectations.

`inventory-index.yaml` lists all results of an independent reading of the texts, each
with its place in the corpus.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml

from zopa.cli import main
from zopa.model.context import context_of
from zopa.model.corpus import Choice, Kind, Pick, Scenario
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.check import Checked, check
from zopa.questions.concessions import concessions
from zopa.questions.conflicts import conflicts
from zopa.questions.deals import deals
from zopa.questions.soundness import check_soundness
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zopa.model.corpus import Citations, Corpus, Expectation, RecordEntry

ROOT = Path(__file__).parents[1]
SCENARIOS = sorted(file.stem for file in (ROOT / "scenarios").glob("*.yaml"))
INDEX: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "inventory-index.yaml").read_text(encoding="utf-8")
)
COUNTS = {
    "sources": 5,
    "parties": 15,
    "groups": 5,
    "memberships": 16,
    "speakers": 22,
    "events": 15,
    "state-variables": 56,
    "baseline": 11,
    "issues": 48,
    "options": 117,
    "not-in-seeds": 9,
    "positions": 114,
    "assertions": 15,
    "changes": 10,
    "unchanged": 3,
    "contradictions": 23,
    "coherence-rules": 48,
    "quantities": 18,
    "open-questions": 32,
    "absent": 12,
}
WARNINGS: list[str] = []
"""Findings that the corpus keeps on purpose (`CODE path`); docs/corpus.md gives reasons."""
VERDICTS: tuple[Literal["crossed", "respected", "open"], ...] = ("crossed", "respected", "open")
LONGEST_TITLE = 60
LOADED = re.compile(
    r"\b(aggressors?|aggressive|illegal\w*|unlawful\w*|legitimate\w*|(un)?reasonable|(un)?fair\w*"
    r"|(un)?justified|unjust|invaders?|occupiers?|puppet|regime|terror\w*|provocat\w*|propaganda"
    r"|victims?|traitors?|capitulat\w*|appease\w*|intransigen\w*|stubborn\w*|generous\w*"
    r"|alleged\w*|so-called|merely|obviously|of course|brutal\w*|heroic\w*)\b",
    re.IGNORECASE,
)
"""Words that would make a title or question partial."""
NOT_MENTIONED = re.compile(
    r"\b(prisoners?|deport\w*|reconstruct\w*|compensat\w*|frozen assets|tariffs?|nuclear"
    r"|shipping|grain|elections?|church\w*|amnest\w*|prosecut\w*|tribunals?|demilitari\w*"
    r"|buffer|missiles?|referend\w*|neutrality|accession)\b",
    re.IGNORECASE,
)
"""Subjects of no text, which no term, position or statement may mention."""


@dataclass(frozen=True)
class Shipped:
    """The shipped corpus, loaded and compiled."""

    workspace: Workspace
    space: Space

    @property
    def corpus(self) -> Corpus:
        """The corpus of `terms/`."""
        return self.workspace.corpus

    def check(self, scenario: Scenario) -> Checked:
        """The answer of the engine on a draft."""
        return check(self.space, scenario, context_of(self.corpus, scenario))

    def answer(self, scenario: Scenario) -> object:
        """The answer on a draft, as a value that can be compared."""
        checked = self.check(scenario)
        verdicts = tuple((each.held.id, each.verdict) for each in checked.verdicts)
        return checked.coherent, checked.deal, verdicts


@cache
def shipped() -> Shipped:
    """The corpus, loaded and compiled once."""
    workspace = load(ROOT)
    assert workspace.sound, [each.message for each in workspace.diagnostics]
    return Shipped(workspace, Space(Problem(workspace.corpus)))


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    """Free the solver before the interpreter exits."""
    yield
    shipped.cache_clear()


def documents() -> dict[str, Any]:
    """The plain YAML of `terms/`, by path."""
    return {
        file.relative_to(ROOT).as_posix(): yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted((ROOT / "terms").rglob("*.yaml"))
    }


def walk(node: object, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value in a document, with the keys that lead to it."""
    yield at, node
    children: list[tuple[str, object]] = []
    if isinstance(node, dict):
        children = [(str(key), value) for key, value in node.items()]
    elif isinstance(node, list):
        children = [(str(number), value) for number, value in enumerate(node)]
    for key, value in children:
        yield from walk(value, (*at, key))


def placed(cites: Citations) -> dict[str, set[int | str]]:
    """Citations as source → places."""
    return {str(source): set(places) for source, places in cites}


def covers(cites: Citations, least: Mapping[str, list[int]]) -> bool:
    """Whether the citations include at least these places."""
    found = placed(cites)
    return all(set(places) <= found.get(source, set()) for source, places in least.items())


def record() -> dict[tuple[str, str], RecordEntry]:
    """The record's entries, by section and id."""
    return {(each.section, str(each.id)): each for each in shipped().corpus.record}


@pytest.mark.slow
def test_the_corpus_has_no_findings() -> None:
    """No errors, and no warnings but those that are kept for a reason."""
    found = shipped()

    findings = [*found.workspace.diagnostics, *check_soundness(found.space)]

    assert sorted(
        f"{each.code} {each.span.path if each.span else '-'}" for each in findings
    ) == sorted(WARNINGS), [each.message for each in findings]


# -- the inventory ------------------------------------------------------------


def test_the_index_is_whole() -> None:
    """As many entries as the inventory has, and the corpus adds no issue, term or position."""
    corpus = shipped().corpus

    assert {section: len(entries) for section, entries in INDEX.items()} == COUNTS
    assert set(corpus.issues) == {each["issue"] for each in INDEX["issues"].values()}
    assert {f"{i.id}/{t}" for i in corpus.issues.values() for t in i.terms} == {
        each["term"] for each in INDEX["options"].values()
    }
    assert set(corpus.positions) == {each["position"] for each in INDEX["positions"].values()}


def test_sources_parties_and_speakers_are_there() -> None:
    """Each with its nature; a membership with what it rests on."""
    corpus = shipped().corpus

    for each in INDEX["sources"].values():
        assert corpus.sources[each["source"]].file == each["file"]
        assert not corpus.sources[each["source"]].outside
    for each in INDEX["parties"].values():
        assert corpus.parties[each["party"]].type == each["type"]
    for each in INDEX["groups"].values():
        assert each["group"] in corpus.groups
    for each in INDEX["speakers"].values():
        assert corpus.speakers[each["speaker"]].party == each["party"]
    found = {(m.member, m.group, m.basis) for m in corpus.memberships}
    for each in INDEX["memberships"].values():
        if "member" in each:
            assert (each["member"], each["group"], each["basis"]) in found
        else:
            assert (each["group"], each["basis"]) in {
                (group, basis) for _, group, basis in found
            }


def test_state_variables_are_attributes() -> None:
    """Regions are entities; variables are attributes that have their values."""
    corpus = shipped().corpus

    for name, each in INDEX["state-variables"].items():
        if "entity" in each:
            assert corpus.entities[each["entity"]].type == "region"
            continue
        attributes = [
            corpus.entity_types[kind].attributes[attribute]
            for kind, _, attribute in (path.partition(".") for path in each["attribute"])
        ]
        values = {value for attribute in attributes for value in attribute.values}
        assert set(each.get("values", ())) <= values, name
        assert not set(each.get("without", ())) & set(attributes[0].values), name


def test_issues_and_terms_are_there() -> None:
    """With their class, whether somebody said them, and what they cite."""
    corpus = shipped().corpus

    for each in INDEX["issues"].values():
        issue = corpus.issues[each["issue"]]
        assert issue.category == each["class"], issue.id
        assert covers(issue.cites, each["cites"]), issue.id
    for each in INDEX["options"].values():
        issue_id, _, term_id = each["term"].partition("/")
        term = corpus.issues[issue_id].terms[term_id]
        assert term.mentioned == each["mentioned"], each["term"]
        assert covers(term.cites, each["cites"]), each["term"]
    for each in INDEX["not-in-seeds"].values():
        issue = corpus.issues[each["issue"]]
        assert each["not-proposed"] in {str(name) for name, _ in issue.not_proposed}
        assert each["not-proposed"] not in issue.terms


def test_positions_are_there() -> None:
    """With their kind, strength and days; under each the statement, as it was attributed."""
    corpus = shipped().corpus

    for name, each in INDEX["positions"].items():
        position = corpus.positions[each["position"]]
        statement = corpus.statements[each["statement"]]
        assert each["statement"] in position.statements, name
        assert (position.kind, position.strength) == (each["kind"], each["strength"]), name
        since = position.since.earliest or "unknown", position.since.latest or "unknown"
        assert since == tuple(each["since"]), name
        assert list(position.held_by) == each.get("held-by", []), name
        assert set(each.get("readings", ())) <= set(position.readings), name
        assert statement.speaker == each["speaker"], name
        assert statement.attribution == each["attribution"], name
        assert covers(statement.cites, each["cites"]), name


def test_remarks_and_the_record_are_there() -> None:
    """Assertions are statements; coherence is kept by a rule or by a convention."""
    corpus, entries = shipped().corpus, record()

    for each in INDEX["assertions"].values():
        statement = corpus.statements[each["statement"]]
        assert statement.speaker == each["speaker"]
        assert covers(statement.cites, each["cites"]), statement.id
    for each in INDEX["coherence-rules"].values():
        if "rule" in each:
            assert each["rule"] in corpus.rules
        else:
            assert entries[each["record"], each["id"]].fields["kept-by"]
    for section in ("events", "baseline", "changes", "unchanged"):
        for each in INDEX[section].values():
            assert (each["record"], each["id"]) in entries
    for each in INDEX["contradictions"].values():
        versions = entries[each["record"], each["id"]].fields["versions"]
        assert isinstance(versions, list | tuple)
        assert len(versions) == each["versions"], each["id"]
    for each in INDEX["open-questions"].values():
        assert list(entries[each["record"], each["id"]].fields["issues"]) == each["issues"]  # type: ignore[call-overload]


def test_numbers_are_those_of_the_texts() -> None:
    """Every quantity has its value, and no attribute or term has room for another number."""
    corpus, entries = shipped().corpus, record()

    for each in INDEX["quantities"].values():
        found = re.findall(r"\d+", str(entries[each["record"], each["id"]].fields["value"]))
        assert found == re.findall(r"\d+", str(each["value"])), each["id"]
    assert not [
        (kind.id, attribute.id)
        for kind in corpus.entity_types.values()
        for attribute in kind.attributes.values()
        if attribute.type == "integer"
    ]
    assert not [t.id for i in corpus.issues.values() for t in i.terms.values() if t.parameters]


def test_what_no_text_mentions_is_only_said_to_be_absent() -> None:
    """The record names each such topic, and nothing is built on one."""
    corpus = shipped().corpus
    sentences = [each.title for (section, _), each in record().items() if section == "absent"]
    for name, each in INDEX["absent"].items():
        assert [s for s in sentences if all(word in s for word in each["says"])], name
    assert len(sentences) == len(INDEX["absent"])

    said = [
        *(each.text for each in corpus.statements.values()),
        *(each.title for each in corpus.positions.values()),
        *(r.title for each in corpus.positions.values() for r in each.readings.values()),
        *(each.question for each in corpus.issues.values()),
        *(t.title for each in corpus.issues.values() for t in each.terms.values()),
        *(
            " ".join((p.aim, p.condition, p.or_else, *p.object))
            for each in corpus.issues.values()
            for t in each.terms.values()
            for p in t.provisions
        ),
    ]
    assert [text for text in said if NOT_MENTIONED.search(text)] == []


# -- citations ----------------------------------------------------------------


@pytest.mark.slow
def test_every_citation_leads_somewhere() -> None:
    """To a paragraph that the text has, or to a heading of what is known from outside."""
    corpus = shipped().corpus
    paragraphs = {each["source"]: each["paragraphs"] for each in INDEX["sources"].values()}

    for path, document in documents().items():
        for at, node in walk(document):
            if at[-1:] != ("cites",):
                continue
            assert isinstance(node, dict), (path, at)
            assert node, (path, at)
            for source, places in node.items():
                assert places, (path, at)
                for place in places:
                    where = f"{path} {'/'.join(at)}: {source} {place}"
                    if source in paragraphs:
                        assert isinstance(place, int), where
                        assert 1 <= place <= paragraphs[source], where
                    else:
                        assert corpus.sources[source].outside, where
                        assert f"{place}:" in corpus.sources[source].note, where


def test_every_place_named_in_a_text_exists() -> None:
    """`s003 p. 14` in a note or a comment is a paragraph too."""
    paragraphs = {each["source"]: each["paragraphs"] for each in INDEX["sources"].values()}
    named = re.compile(r"\b(s\d{3})\s*#?\s*p\.?\s?((?:\d+(?:, | and | to )?(?:p\.?)?)+)")
    files = [*(ROOT / "terms").rglob("*.yaml"), *(ROOT / "scenarios").glob("*.yaml")]
    seen = 0
    for file in files:
        for source, places in named.findall(file.read_text(encoding="utf-8")):
            for place in re.findall(r"\d+", places):
                seen += 1
                where = f"{file.name}: {source} p. {place}"
                assert 1 <= int(place) <= paragraphs[source], where
    assert seen > 100


def test_statements_terms_and_positions_have_sources() -> None:
    """A statement and a term cite a text; a position rests on a statement."""
    corpus = shipped().corpus
    texts = {each["source"] for each in INDEX["sources"].values()}

    for statement in corpus.statements.values():
        assert placed(statement.cites).keys() & texts, statement.id
    for issue in corpus.issues.values():
        assert placed(issue.cites).keys() & texts, issue.id
        for term in issue.terms.values():
            assert placed(term.cites).keys() & texts, f"{issue.id}/{term.id}"
    for rule in corpus.rules.values():
        assert placed(rule.cites).keys() & texts, rule.id
    for position in corpus.positions.values():
        assert position.statements, position.id


@pytest.mark.slow
def test_every_paragraph_is_used() -> None:
    """What no text's paragraph adds is listed in the index; everything else is cited."""
    used: dict[str, set[int]] = {each["source"]: set() for each in INDEX["sources"].values()}
    for document in documents().values():
        for at, node in walk(document):
            if at[-1:] == ("cites",) and isinstance(node, dict):
                for source in node.keys() & used.keys():
                    used[source].update(node[source])

    for each in INDEX["sources"].values():
        unused = set(range(1, each["paragraphs"] + 1)) - used[each["source"]]
        assert sorted(unused) == each["uncited"], each["source"]


@pytest.mark.slow
def test_days_have_their_reason() -> None:
    """A day that is worked out says from what; nothing is dated after the last text."""
    corpus = shipped().corpus
    days = [each.published for each in corpus.sources.values() if each.published]
    last = max(each.latest for each in days if each.latest)
    entries = documents()["terms/statements.yaml"]["statements"]

    assert [each["id"] for each in entries if not each.get("basis")] == []
    printed = {each.id for each in corpus.statements.values() if not each.inferred}
    assert printed == {"rus-claims-four-regions"}
    assert last == corpus.as_of == dt.date(2025, 8, 24)
    for position in corpus.positions.values():
        assert position.since.latest, position.id
        assert position.since.latest <= last, position.id


# -- neutrality ---------------------------------------------------------------


@pytest.mark.slow
def test_all_parties_positions_have_one_form() -> None:
    """The same fields in the same order, whoever holds it."""
    order = [
        *("id", "party", "kind", "strength", "title", "since", "until", "supersedes"),
        *("holds", "readings", "statements", "held-by", "issues", "bears-on", "note"),
    ]
    always = {"id", "party", "kind", "strength", "title", "since", "statements", "issues"}
    for path, document in documents().items():
        for each in document["positions"] if path.startswith("terms/positions/") else ():
            where = f"{each['party']}/{each['id']}"
            assert always <= each.keys(), where
            assert list(each) == sorted(each, key=order.index), where
            checked = each["kind"] in {"red-line", "demand"}
            assert not checked or ("holds" in each) != ("readings" in each), where
            assert Path(path).stem == each["party"], where


def test_every_reading_has_a_title_and_one_is_the_default() -> None:
    """An ambiguity is shown in full, whoever's it is."""
    for position in shipped().corpus.positions.values():
        if len(position.readings) > 1:
            assert position.default in position.readings
            assert all(each.title for each in position.readings.values()), position.id


def titles() -> Iterator[tuple[str, str]]:
    """Every title and question of the corpus and of the scenarios, with its place."""
    for path, document in documents().items():
        for at, node in walk(document):
            if at[-1:] in {("title",), ("question",), ("short",)} and isinstance(node, str):
                yield f"{path} {'/'.join(at)}", node
    for scenario in shipped().workspace.scenarios.values():
        yield scenario.path, scenario.title


@pytest.mark.slow
def test_titles_are_short_and_take_no_side() -> None:
    """They fit a line, and have no word that judges."""
    for where, text in titles():
        assert not LOADED.search(text), f"{where}: {text}"
        if "question" not in where.rpartition("/")[2]:
            assert len(text) <= LONGEST_TITLE, f"{where}: {text}"
        assert "!" not in text, f"{where}: {text}"


def test_statements_take_no_side() -> None:
    """Nor has what is told of anybody."""
    for statement in shipped().corpus.statements.values():
        assert not LOADED.search(statement.text), statement.id


def test_the_two_suppositions_mirror_each_other() -> None:
    """As many lines are waived on one side as on the other, and all else is the same."""
    drafts = shipped().workspace.scenarios
    one, other = drafts["russian-lines-waived"], drafts["ukrainian-lines-waived"]

    assert one.as_of == other.as_of
    assert one.at_the_table == other.at_the_table
    assert len(one.waivers) == len(other.waivers)
    assert {str(each.position).split("/", 1)[0] for each in one.waivers} == {"russia"}
    assert {str(each.position).split("/", 1)[0] for each in other.waivers} == {"ukraine"}
    assert {each.expires for each in one.waivers} == {each.expires for each in other.waivers}


# -- the scenarios ------------------------------------------------------------


def undependable(file: Path) -> set[str]:
    """Issues that a scenario's comments name as irrelevant to every verdict."""
    lines = [
        line.strip().removeprefix("#").strip()
        for comment, block in groupby(
            file.read_text(encoding="utf-8").splitlines(), lambda line: line.strip()[:1] == "#"
        )
        if comment
        for line in block
    ]
    found = re.findall(r"No verdict depends on: ([a-z0-9, -]+)\.", " ".join(lines))
    return {name.strip() for names in found for name in names.split(",")}


def turned(expectation: Expectation) -> list[Expectation]:
    """All variants of the expectation with another value."""
    if expectation.key == "coherent":
        return [replace(expectation, value=not expectation.value)]
    if expectation.key == "deal":
        others: list[bool | str] = [True, False, "open"]
        return [
            replace(expectation, value=each) for each in others if each != expectation.value
        ]
    return [replace(expectation, key=each) for each in VERDICTS if each != expectation.key]


def test_the_scenarios_are_all_loaded() -> None:
    """None has an error."""
    assert sorted(shipped().workspace.scenarios) == SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_does_what_it_says(name: str) -> None:
    """It expects something, every expectation is met, and none would be met if turned."""
    found = shipped()
    scenario = found.workspace.scenarios[name]
    flipped = tuple(other for each in scenario.expectations for other in turned(each))

    checked = found.check(scenario)
    against = found.check(replace(scenario, expectations=flipped))

    assert checked.expectations
    assert [each.expectation for each in checked.expectations if not each.met] == []
    assert [each.expectation for each in against.expectations if each.met] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_choice_of_a_scenario_matters(name: str) -> None:
    """Left out or changed it changes the answer, unless a comment says that it does not."""
    found = shipped()
    scenario = found.workspace.scenarios[name]
    before = found.answer(scenario)
    idle = set()
    for issue, choice in scenario.choices.items():
        chosen = {str(pick.term) for pick in choice.picks}
        others = [Choice(choice.issue)] if chosen else []
        others += [
            Choice(choice.issue, (Pick(term.id),))
            for term in found.corpus.issues[issue].terms.values()
            if {str(term.id)} != chosen
        ]
        rest = {key: each for key, each in scenario.choices.items() if key != issue}
        drafts = [rest, *({**scenario.choices, issue: other} for other in others)]
        if all(found.answer(replace(scenario, choices=draft)) == before for draft in drafts):
            idle.add(str(issue))

    assert idle == undependable(ROOT / "scenarios" / f"{name}.yaml")


# -- what docs/corpus.md says -------------------------------------------------


def test_what_the_corpus_says() -> None:
    """No deal as of the last day; so many conflicts and ways out; red lines go together."""
    found = shipped()
    corpus, space = found.corpus, found.space
    default = context_of(corpus)
    lines_only = context_of(corpus, hold=(Kind.RED_LINE,))

    clashes = conflicts(space, NOTHING_CHOSEN, default)
    ledger = concessions(space, NOTHING_CHOSEN, default)

    assert not clashes.zone
    assert not clashes.rules_contradict
    assert len(clashes.conflicts) == 8
    assert {len(each) for each in clashes.conflicts} == {2}
    assert len(ledger.concessions) == 24
    assert Counter(map(len, ledger.concessions)) == {5: 8, 6: 12, 7: 4}
    assert not [party for party, each in ledger.parties.items() if each.alone]
    assert not [party for party, each in ledger.parties.items() if each.self_contradictory]
    assert deals(space, NOTHING_CHOSEN, lines_only, examples=0, count=False).exists


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-08-15", True), ("2025-08-16", True), ("2025-08-17", False), ("2025-08-18", False)],
)
def test_the_zone_closes_on_the_day_of_brussels(day: str, *, expected: bool) -> None:
    """By what is certainly in force on the day."""
    found = shipped()
    context = context_of(found.corpus, as_of=dt.date.fromisoformat(day))

    answer = deals(found.space, NOTHING_CHOSEN, context, examples=0, count=False)

    assert answer.exists is expected


def transcripts() -> list[tuple[str, list[str]]]:
    """The commands of docs/corpus.md, each with its output."""
    text = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        first, *lines = block.splitlines()
        found.append((first.removeprefix("$ "), lines))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "lines"), [pytest.param(*each, id=each[0]) for each in transcripts()]
)
def test_transcripts_are_true(
    command: str,
    lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Every line shown is printed, in that order; `…` stands for lines left out."""
    program, *arguments = shlex.split(command)
    assert program == "zopa"
    monkeypatch.chdir(ROOT)
    for variable in ("CI", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "NO_COLOR", "TERM"):
        monkeypatch.delenv(variable, raising=False)

    main(arguments)

    printed = iter(capfd.readouterr().out.splitlines())
    for line in lines:
        if line.strip() != "…":
            assert any(line.rstrip() == each.rstrip() for each in printed), line
