"""Names of a workspace are resolved to the items that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.files import Role, role_of
from zopa.model import cross_references as references
from zopa.model.cross_references import Nature
from zopa.references import Names, Trees, title_of
from zopa.references.reference_sites import NameOf, nature_of, uses
from zopa.references.tree import Declarations

if TYPE_CHECKING:
    from lsp.conftest import Corpus

UNNAMED = {Nature.SCENARIO, Nature.MEMBERSHIP, Nature.CORPUS}
"""Kinds of items whose ids no text declares."""

TWINS = {Nature.ENTITY: Nature.PARTY}


def test_everything_that_the_engine_knows_is_declared_once(corpus: Corpus) -> None:
    """Where the engine says that it is."""
    workspace = corpus.look.workspace
    known = {
        (each.nature, each.id)
        for each in references.things(workspace.corpus, workspace.scenarios)
        if each.nature not in UNNAMED and not each.id.startswith("absent/")
    }

    declared = {
        (nature, name)
        for (sort, name) in corpus.names.declared
        if (nature := nature_of(sort)) is not None
    }

    assert declared == known
    assert all(len(places) == 1 for places in corpus.names.declared.values())


def test_what_the_engine_finds_referred_to_is_named_somewhere(corpus: Corpus) -> None:
    """And what it does not is not; a party and its entity are one."""
    workspace, names = corpus.look.workspace, corpus.names
    referred = {
        (TWINS.get(to.nature, to.nature), to.id)
        for to, _ in references._every(workspace.corpus, workspace.scenarios)
    }
    for each in references.things(workspace.corpus, workspace.scenarios):
        if each.nature not in UNNAMED:
            places = names.of(*names.subjects_of(NameOf(each.nature), each.id))

            named = any(not mention.declares for _, mention in places)

            twin = TWINS.get(each.nature, each.nature)
            assert named == ((twin, each.id) in referred), each


def test_every_name_is_of_something_that_is_declared(corpus: Corpus) -> None:
    """Of a corpus without errors; `true` is no word of an attribute."""
    for path, every in corpus.names.by_file.items():
        for each in every:
            sort, name = corpus.names.subjects(each)[0]
            if name.rpartition("/")[2] not in {"true", "false"}:
                assert (sort, name) in corpus.names.declared, (path, each)


def test_every_name_stands_where_it_is_said_to(corpus: Corpus) -> None:
    """The offsets are of the last part of its id."""
    for path, every in corpus.names.by_file.items():
        for each in every:
            assert each.literal
            assert corpus.text(path)[each.start : each.end] == each.name


def test_a_path_is_two_names(corpus: Corpus) -> None:
    """Of the issue before the slash, of the term after it."""
    path, offset = corpus.at("terms/positions/russia.yaml", "donbas/full-cession")

    issue, term = (corpus.names.at(path, offset + each) for each in (2, len("donbas/")))

    assert issue is not None
    assert term is not None
    assert corpus.names.subjects(issue) == ((NameOf.ISSUE, "donbas"),)
    assert corpus.names.subjects(term) == ((NameOf.TERM, "donbas/full-cession"),)


def test_a_party_with_attributes_is_one_thing_with_its_entity(corpus: Corpus) -> None:
    """Whichever of them is named."""
    path, offset = corpus.at("terms/positions/russia.yaml", "party: russia", 8)
    mention = corpus.names.at(path, offset)

    assert mention is not None
    assert corpus.names.subjects(mention) == (
        (NameOf.PARTY, "russia"),
        (NameOf.ENTITY, "russia"),
    )


def test_who_is_obliged_is_named_where_there_is_somebody_of_that_name(corpus: Corpus) -> None:
    """Other words of a provision are mere texts."""
    path, offset = corpus.at("terms/issues/territory.yaml", "actor: ukraine", 8)
    mention = corpus.names.at(path, offset)

    assert mention is not None
    assert corpus.names.subjects(mention)[0] == (NameOf.PARTY, "ukraine")
    assert corpus.names.at(*corpus.at(path, "all of Donetsk, all", 2)) is None


def test_a_declaration_says_what_it_is_about(corpus: Corpus) -> None:
    """By its title, name, question, reason or text."""
    for key, expected in (
        ((NameOf.ISSUE, "donbas"), "What becomes of Donetsk and Luhansk, together the Donbas?"),
        ((NameOf.PARTY, "russia"), "Russia"),
        ((NameOf.ATTRIBUTE, "zone/control"), "Who holds the ground under the agreement"),
        ((NameOf.VALUE, "zone/control/russia"), ""),
    ):
        assert title_of(corpus.names.declared[key][0][1]) == expected


def test_files_that_have_not_changed_are_not_gone_through_again(corpus: Corpus) -> None:
    """Unless an entity is of another type now, on which names in other files hang."""
    trees = dict(corpus.names.trees)
    path = "terms/positions/russia.yaml"
    text = corpus.text(path).replace("kind: demand", "kind: doubt")
    trees[path] = Trees().of(path, text)

    after = Names(trees, corpus.names)

    assert after.found_in["terms/rules.yaml"] is corpus.names.found_in["terms/rules.yaml"]
    assert after.by_file[path] == Names(trees).by_file[path]


def test_a_blank_of_a_term_is_its_parameter() -> None:
    """In an effect with `$`, in a draft as a key."""
    issues = Trees().of(
        "terms/issues/a.yaml",
        "issues:\n  - id: i\n    terms:\n      - id: t\n"
        "        parameters: {amount: {type: integer}}\n"
        "        effects: [{entity: e, set: {cap: $amount}}]\n",
    )
    draft = Trees().of("scenarios/a.yaml", "choices:\n  i: {t: {amount: 3}}\n")
    names = Names({"terms/issues/a.yaml": issues, "scenarios/a.yaml": draft})

    found = [each.name for _, each in names.of((NameOf.PARAMETER, "i/t/amount"))]

    assert found == ["amount"] * 3


def test_every_role_has_names() -> None:
    """Nothing fails on a file that says nothing."""
    for role in Role:
        assert not list(uses(role, Trees().of("x", ""), Declarations()))
    assert role_of("x") is None
