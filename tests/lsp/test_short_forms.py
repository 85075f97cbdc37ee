"""Names in values, relations, milestones, cases and `for-each` are resolved too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reference import write_reference
from zopa.edit.renaming import RefusedError, applied, renamable, renaming
from zopa.lsp.completion import complete, hover
from zopa.lsp.messages import rename
from zopa.lsp.state import Folder
from zopa.references.reference_sites import NameOf
from zopa.references.tree import leaves

if TYPE_CHECKING:
    from zopa.lsp.state import Look
    from zopa.references import Names, Subject

EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = {NameOf.VALUE, NameOf.ARGUMENT}
NEW = "quite-another"
IDS = {"peace-accord": 115, "software-contract": 65, "wage-round": 125, "reference": 80}
"""Minimum number of renamable ids in each workspace."""


@dataclass(frozen=True)
class Forms:
    """A workspace in the short forms, opened and analysed."""

    folder: Folder
    look: Look
    names: Names

    @property
    def ids(self) -> list[Subject]:
        """The ids that can be renamed."""
        return [
            (sort, name)
            for sort, name in self.names.declared
            if sort not in WORDS and name != "agreement" and "$each" not in name
        ]

    def at(self, path: str, text: str, word: str) -> tuple[str, int]:
        """The offset of a word within a text that the file contains."""
        return path, self.look.text(path).index(text) + text.index(word)

    def named(self, path: str, text: str, word: str) -> list[Subject]:
        """The items that the word names."""
        mention = self.names.at(*self.at(path, text, word))
        return [] if mention is None else list(self.names.subjects(mention))


def looked_at(root: Path) -> Forms:
    """The workspace, opened and analysed."""
    folder = Folder(root)
    look = folder.look({})
    return Forms(folder, look, folder.names(look, {}))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """The workspace of the format reference."""
    root = tmp_path_factory.mktemp("reference")
    write_reference(root)
    return looked_at(root)


@pytest.fixture(scope="module", params=sorted(IDS))
def forms(request: pytest.FixtureRequest) -> Forms:
    """An example, or the reference."""
    if request.param == "reference":
        return request.getfixturevalue("reference")  # type: ignore[no-any-return]  # a fixture
    return looked_at(EXAMPLES / request.param)


@pytest.fixture
def accord() -> Forms:
    """The example with milestones."""
    return looked_at(EXAMPLES / "peace-accord")


@pytest.mark.slow
def test_every_name_is_declared(forms: Forms) -> None:
    """And stands where it is said to; numbers are no words."""
    for path, every in forms.names.by_file.items():
        for each in every:
            sort, name = forms.names.subjects(each)[0]
            assert sort in WORDS or (sort, name) in forms.names.declared, (path, each)
            if each.literal:
                assert forms.look.text(path)[each.start : each.end] == each.name


def test_nothing_that_is_called_like_a_thing_is_passed_over(forms: Forms) -> None:
    """Paths in any file, and names in drafts: but for the keys of the format, all are found."""
    ids = {
        name for sort, name in forms.names.declared if sort in {NameOf.TERM, NameOf.POSITION}
    }
    for path, tree in forms.names.trees.items():
        here = forms.names.by_file[path]
        for leaf in leaves(tree):
            start, end = leaf.inner
            if leaf.text in ids:
                assert any(start <= each.start < end for each in here), (path, leaf)


@pytest.mark.slow
def test_a_renamed_workspace_says_the_same(forms: Forms) -> None:
    """Every id gets another one and its own back: nothing is found, no byte is another."""
    assert len(forms.ids) >= next(
        number for name, number in IDS.items() if forms.folder.root.name.startswith(name)
    )
    for sort, name in forms.ids:
        path, declared = forms.names.declared[sort, name][0]
        mention = renamable(forms.names, path, declared.start)
        assert mention is not None
        edits = renaming(forms.look.workspace.documents, forms.names, mention, NEW)
        texts = {file: applied(forms.look.text(file), each) for file, each in edits.items()}

        after = forms.folder.look(texts)
        names = forms.folder.names(after, texts)

        assert codes(after) == codes(forms.look), name
        whole = f"{name.rpartition('/')[0]}/{NEW}".removeprefix("/")
        path, declared = names.declared[sort, whole][0]
        mention = renamable(names, path, declared.start)
        assert mention is not None
        old = name.rpartition("/")[2]
        back = renaming(after.workspace.documents, names, mention, old)
        assert {file: applied(after.text(file), each) for file, each in back.items()} == {
            file: forms.look.text(file) for file in edits
        }, name


def codes(look: Look) -> list[str]:
    """Codes of the findings, sorted."""
    return sorted(each.code for each in look.findings)


@pytest.mark.parametrize(
    ("path", "text", "word", "subject"),
    [
        ("scenarios/dayton.yaml", "award: {at", "award", (NameOf.MILESTONE, "award")),
        ("scenarios/dayton.yaml", "cites: {gfa: [pre", "gfa", (NameOf.SOURCE, "gfa")),
        ("scenarios/dayton.yaml", "source: gfa", "gfa", (NameOf.SOURCE, "gfa")),
        ("scenarios/dayton.yaml", "nato, cites", "nato", (NameOf.TERM, "force-command/nato")),
        ("scenarios/dayton.yaml", ", cantons,", "cantons", (NameOf.ENTITY, "cantons")),
        (
            "terms/rules.yaml",
            "{issue: court-entities}",
            "court-e",
            (NameOf.ISSUE, "court-entities"),
        ),
        (
            "terms/rules.yaml",
            "[{milestone: transfer-of-authority}",
            "transfer",
            (NameOf.MILESTONE, "transfer-of-authority"),
        ),
        (
            "terms/issues/military.yaml",
            "after: entry-into-force",
            "entry",
            (NameOf.MILESTONE, "entry-into-force"),
        ),
        (
            "terms/issues/institutions.yaml",
            "for-each: office",
            "office",
            (NameOf.ENTITY_TYPE, "office"),
        ),
        (
            "terms/issues/institutions.yaml",
            "set: {supervised",
            "supervised",
            (NameOf.ATTRIBUTE, "office/supervised"),
        ),
    ],
)
def test_a_word_is_the_name_of(
    accord: Forms, path: str, text: str, word: str, subject: Subject
) -> None:
    """In a draft, a relation, an effect."""
    assert accord.named(path, text, word) == [subject]


@pytest.mark.slow
@pytest.mark.parametrize("word", ["51", "1995-12-14", "true", "at-least"])
def test_a_value_is_no_name(accord: Forms, word: str) -> None:
    """Neither are the keys of bounds."""
    path = "scenarios/dayton.yaml"

    assert accord.names.at(path, accord.look.text(path).index(word) + 1) is None


def test_the_term_of_an_entity_names_both(reference: Forms) -> None:
    """The entity where its id stands, the term with `for-each` around it."""
    path = "scenarios/published.yaml"
    assert reference.named(path, "at-berth-one", "berth") == [(NameOf.ENTITY, "berth-one")]
    assert reference.named(path, "at-berth-one", "at-") == [
        (NameOf.TERM, "night-shifts/at-$each")
    ]
    assert reference.named(path, "value:\n    - union", "union") == [(NameOf.PARTY, "union")]


def test_what_is_written_for_each_entity_has_no_id_of_its_own(reference: Forms) -> None:
    """So it cannot get another one."""
    path, declared = reference.names.declared[NameOf.TERM, "night-shifts/at-$each"][0]

    with pytest.raises(RefusedError, match="is written for each entity"):
        renamable(reference.names, path, declared.start)


def test_a_case_and_a_milestone_are_told_of(accord: Forms, reference: Forms) -> None:
    """Of a milestone what `zopa show` says of it, of a case what its declaration does."""
    for forms, place, words in (
        (accord, ("scenarios/dayton.yaml", "award: {at", "award"), "The award on Brčko"),
        (
            reference,
            ("terms/positions/conditions.yaml", "in-case: strike", "strike"),
            "contingency strike",
        ),
    ):
        path, offset = forms.at(*place)
        found = hover(
            forms.look.workspace, forms.names, path, forms.look.text(path), offset + 1
        )
        assert found is not None
        assert words in found.page


def test_a_milestone_and_an_issue_share_their_names(accord: Forms) -> None:
    """For a draft answers both under them."""
    path, declared = accord.names.declared[NameOf.MILESTONE, "award"][0]
    mention = renamable(accord.names, path, declared.start)
    assert mention is not None

    with pytest.raises(RefusedError, match="there is an issue `brcko` already"):
        rename(accord.folder, accord.look, accord.names, mention, "brcko")


DRAFT, RULES, ISSUES = "scenarios/x.yaml", "terms/rules.yaml", "terms/issues/x.yaml"
OFFERED = [
    (DRAFT, "choices:\n  start: |\n", ["2025-01-01", "2025-12-31", "silent"], ["raise"]),
    (DRAFT, "choices:\n  lump-sum: |\n", ["0", "5000", "unlimited", "silent"], ["true"]),
    (DRAFT, "choices:\n  lump-sum: {|\n", ["at-least", "at-most", "cites", "value"], []),
    (DRAFT, "choices:\n  public: |\n", ["true", "false", "silent"], ["0"]),
    (DRAFT, "choices:\n  observers: [|\n", ["union", "port-authority"], ["clerk", "berth-one"]),
    (DRAFT, "choices:\n  observers: {value: [|\n", ["union", "port-authority"], ["clerk"]),
    (DRAFT, "choices:\n  minutes: {term: [|\n", ["clerk", "mediator"], ["union"]),
    (DRAFT, "choices:\n  night-shifts: [|\n", ["at-berth-one", "at-berth-two"], ["at-$each"]),
    (DRAFT, "choices:\n  |\n", ["pay", "start", "signature", "vote"], ["strike"]),
    (DRAFT, "choices:\n  pay: {term: freeze, cites: {|\n", ["bulletin"], ["union"]),
    (DRAFT, "proposed-by: [|\n", ["union"], ["director"]),
    (DRAFT, "from: |\n", ["compromise", "published"], ["x", "union"]),
    (DRAFT, "source: |\n", ["bulletin"], ["union"]),
    (DRAFT, "otherwise: |\n", ["silent", "undecided"], []),
    (DRAFT, "status: |\n", ["agreed"], []),
    (RULES, "rules:\n  - holds: {issue: |\n", ["pay", "lump-sum", "vote"], ["union"]),
    (
        RULES,
        "rules:\n  - holds: {issue: minutes, includes: |\n",
        ["clerk"],
        ["silent", "union"],
    ),
    (RULES, "rules:\n  - holds: {issue: observers, includes-any: [|\n", ["union"], ["silent"]),
    (RULES, "rules:\n  - holds: {issue: public, is: |\n", ["true"], ["silent"]),
    (RULES, "rules:\n  - holds: {issue: start, at-most: {issue: |\n", ["start", "vote"], []),
    (RULES, "rules:\n  - holds: {quantity: {sum: [{issue: |\n", ["lump-sum"], ["union"]),
    (RULES, "rules:\n  - holds: {quantity: {sum: rent, over: |\n", ["berth"], ["berth-one"]),
    (RULES, "rules:\n  - holds: {quantity: {attribute: raise, of: |\n", ["agreement"], []),
    (RULES, "rules:\n  - holds: {before: [signature, |\n", ["vote"], ["pay", "strike"]),
    (RULES, "rules:\n  - holds: {happens: |\n", ["vote"], ["pay"]),
    (RULES, "rules:\n  - holds: {milestone: vote, after: |\n", ["signature"], ["pay"]),
    (RULES, "rules:\n  - holds: {in-case: |\n", ["strike"], ["vote"]),
    (RULES, "rules:\n  - holds: {chosen: pay/raise, with: {|\n", ["amount"], []),
    (RULES, "rules:\n  - holds: {chosen: |\n", ["pay/raise", "night-shifts/at-berth-one"], []),
    (ISSUES, "issues:\n  - answer: {type: set, of: |\n", ["berth", "party"], ["berth-one"]),
    (ISSUES, "issues:\n  - terms:\n    - for-each: |\n", ["berth", "party"], ["union"]),
    (ISSUES, "issues:\n  - terms:\n    - lapses-in: [|\n", ["strike"], ["vote"]),
    (
        ISSUES,
        "issues:\n  - terms:\n    - effects:\n      - {milestone: |\n",
        ["signature"],
        ["pay"],
    ),
    (
        ISSUES,
        "issues:\n  - terms:\n    - effects:\n      - {entity: agreement, in-case: |\n",
        ["strike"],
        ["vote"],
    ),
    ("terms/positions/x.yaml", "positions:\n  - says: {speaker: |\n", ["director"], ["union"]),
]


@pytest.mark.parametrize(("path", "text", "there", "not_there"), OFFERED)
def test_what_fits_is_offered(
    reference: Forms, path: str, text: str, there: list[str], not_there: list[str]
) -> None:
    """And what does not is not."""
    offset = text.index("|")

    found = complete(reference.names, path, text.replace("|", ""), offset)

    labels = {each.label for each in found}
    assert labels >= {*there}
    assert not labels & {*not_there}
