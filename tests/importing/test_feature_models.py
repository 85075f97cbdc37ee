"""Feature models: agreements equal configurations, and losses are reported."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, example, given, settings

import zopa
from brute import laws
from importing.uvl_models import Feature, Model, models
from outside import flamapy
from zopa import Refused
from zopa.documents import parse
from zopa.files import shipped
from zopa.importing import README, workspace_files
from zopa.importing.features import imported_features
from zopa.importing.uvl import (
    Conjunction,
    FeatureName,
    Iff,
    Implication,
    Negation,
    feature_model,
)
from zopa.importing.uvl import Disjunction as Some
from zopa.interchange.export import uvl
from zopa.questions import NOTHING_CHOSEN
from zopa.questions.soundness import coherent
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.workspace import Workspace, assemble

if TYPE_CHECKING:
    from zopa.importing.uvl import Formula
    from zopa.questions import Question

CASES = Path(__file__).parents[1] / "cases"
COUNTS = Path(__file__).parents[1] / "interchange" / "flamapy_counts.py"
DAY = dt.date(2025, 1, 31)
SERVER = """\
namespace Server
// what a machine runs
features
\tServer {abstract}
\t\tmandatory
\t\t\tFileSystem
\t\t\t\tor
\t\t\t\t\tNTFS
\t\t\t\t\tAPFS
\t\t\t\t\tEXT4
\t\t\tOperatingSystem {abstract}
\t\t\t\talternative
\t\t\t\t\tWindows
\t\t\t\t\tmacOS
\t\t\t\t\tDebian
\t\toptional
\t\t\tLogging {
\t\t\t\tdefault,
\t\t\t\tlog_level 'warn'
\t\t\t}
\t\t\tCache
\t\t\t\t[1..2]
\t\t\t\t\tRedis
\t\t\t\t\tMemcached
\t\t\t\t\tLocal {price 3, constraint Local => Logging}
constraints
\tWindows => NTFS
\tmacOS => APFS & !Redis
\t(Cache <=> Logging) | Debian
"""
"""A model of a size that brute force can check; flamapy counts 121 configurations."""


def files(text: str) -> dict[str, str]:
    """The files that a model makes."""
    made = imported_features(feature_model(text, "model.uvl"), "model.uvl", "A model")
    return workspace_files(made, file="model.uvl", as_of=DAY)


def workspace(text: str) -> Workspace:
    """The workspace of a model."""
    documents = [
        parse(each, path) for path, each in sorted(files(text).items()) if path != README
    ]
    return assemble(Path(), documents)


def agreements(text: str) -> int:
    """The number of agreements of a model's workspace."""
    found = workspace(text)
    assert found.diagnostics == ()
    if not coherent(Space(Problem(found.corpus)), NOTHING_CHOSEN):
        return 0
    count = zopa.ask(found).deals().count
    assert count is not None
    return count


def formula(text: str) -> Formula:
    """A constraint on features a, b, c, d."""
    model = "features\n a\n  optional\n   b\n   c\n   d\nconstraints\n " + text + "\n"
    [found] = feature_model(model, "m").constraints
    return found.formula


# -- the count ----------------------------------------------------------------


def test_the_server_has_as_many_agreements_as_configurations() -> None:
    """With every kind of group."""
    assert agreements(SERVER) == 121


@pytest.mark.slow
@settings(laws)
@given(models())
@example(
    Model(
        Feature("A", [("cardinality", 0, 1, [Feature("B"), Feature("C")])]), ["A", "B", "C"], []
    )
)
@example(
    Model(
        Feature(
            "A", [("optional", 0, 1, [Feature("B", [("cardinality", 0, 1, [Feature("C")])])])]
        ),
        ["A", "B", "C"],
        [("=>", ("name", "A"), ("name", "B"))],
    )
)
def test_random_models_have_as_many_agreements_as_configurations(model: Model) -> None:
    """By trying all sets of features; a model that cannot be imported has none, or one."""
    why = ""
    try:
        found = agreements(model.text)
    except Refused as refused:
        why, found = refused.message, 0
    if "the model leaves nothing to choose" in why:
        assert model.count <= 1
    else:
        assert found == model.count
        assert not why or "no configuration keeps" in why


@pytest.mark.slow
@pytest.mark.skipif(flamapy() is None, reason="flamapy has no environment here")
def test_flamapy_counts_as_many_configurations(tmp_path: Path) -> None:
    """Of random models; another reader of the same texts."""
    several: list[Model] = []

    @settings(laws, max_examples=40, phases=[Phase.generate], derandomize=True)
    @given(models(14))
    def draw(model: Model) -> None:
        # Of `[0..0]` flamapy makes a formula that it cannot read.
        if "[0..0]" not in model.text:
            several.append(model)

    draw()
    counted: list[tuple[Path, int]] = []
    for number, model in enumerate([Model(Feature("x"), [], []), *several]):
        text = model.text if number else SERVER
        file = tmp_path / f"{number}.uvl"
        try:
            counted.append((file, agreements(text)))
        except Refused:
            continue
        file.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [str(flamapy()), str(COUNTS), *(str(file) for file, _ in counted)],
        check=True,
        capture_output=True,
        text=True,
    )

    assert [float(x) for x in ran.stdout.split()] == [float(count) for _, count in counted]
    assert len(counted) > 15


def ranges(question: Question) -> int:
    """The number of deals, counted once for each range of a number."""
    counter = question.space.counter
    found = counter.scenarios([*question.assumed, *question.lines.values()])
    return found._function.sat_count(counter.bits[-1].end)


@pytest.mark.parametrize(
    "case", ["choose-between", "thresholds", "blanks", "counting", "rules", "harbour", "kinds"]
)
def test_what_zopa_exports_it_imports_with_as_many_outcomes(case: str) -> None:
    """One agreement for each deal and range of a number."""
    question = zopa.ask(zopa.load(CASES / case)).question

    assert agreements(uvl(question)) == ranges(question)


@pytest.mark.slow
def test_the_shipped_corpus_comes_back_with_as_many_outcomes() -> None:
    """Its red lines alone: more than a machine word holds."""
    question = zopa.ask(zopa.load(shipped("terms").parent), hold=("red-line",)).question

    assert agreements(uvl(question)) == ranges(question) > 2**40


# -- the files ----------------------------------------------------------------


def test_the_files_are_in_the_order_of_the_model_and_cite_its_lines() -> None:
    """Issues, terms and rules with the line that says them."""
    made = files(SERVER)

    assert made == files(SERVER)
    found = workspace(SERVER).corpus
    assert list(found.issues) == ["file-system", "operating-system", "logging", "cache"]
    assert list(found.issues["cache"].terms) == ["redis", "memcached", "local"]
    assert (found.issues["cache"].least, found.issues["cache"].most) == (1, 2)
    assert found.issues["logging"].terms["included"].cites == (("model", (17,)),)
    assert found.rules["constraint-line-27"].reason == "The model says: Windows => NTFS"
    assert found.as_of == DAY


def test_what_is_left_out_is_listed() -> None:
    """Imports, values, instances, arithmetic, attributes; nothing of them is guessed."""
    text = """\
include
\tArithmetic.*
imports
\tsub.other as other
features
\tRoot
\t\toptional
\t\t\tInteger Size
\t\t\tWheel cardinality [1..4] {weight 3}
\t\t\tBoolean Flag
\t\t\tother.Engine
constraints
\tRoot.weight + Size > 3
\tsum(weight) < 20
\tFlag => other.Piston
\tFlag => Wheel
"""
    made = imported_features(feature_model(text, "m.uvl"), "m.uvl", "m")

    assert [str(each) for each in made.left] == [
        "import of sub.other as other (line 4)",
        "value of the Integer feature Size (line 8)",
        "number of instances of feature Wheel: [1..4] (line 9)",
        "constraint on values: Root.weight + Size > 3 (line 13)",
        "constraint on values: sum(weight) < 20 (line 14)",
        "constraint on other.Piston, which is not in the file: Flag => other.Piston (line 15)",
        "values of attributes: weight ×1",
    ]
    assert [each["id"] for each in made.issues] == ["size", "wheel", "flag", "other-engine"]
    assert len(made.rules) == 1
    assert "- import of sub.other as other (line 4)\n" in files(text)[README]


def test_features_that_no_configuration_has_are_listed() -> None:
    """And what is below them is no issue."""
    text = "features\n a\n  [0..0]\n   b\n    optional\n     c\n  optional\n   d\n"
    made = imported_features(feature_model(text, "m"), "m", "m")

    assert [str(each) for each in made.left] == [
        "feature b, which no configuration has (line 4)"
    ]
    assert agreements(text) == 2


def test_names_that_are_no_ids_get_ids() -> None:
    """With their own words as titles; no two alike."""
    text = "features\n Root\n  optional\n" + "".join(
        f"   {name}\n"
        for name in ("silent", "on", "Übung", '"3D view"', '"3d-view"', '"日本"', '"中国"')
    )
    corpus = workspace(text).corpus

    assert [(str(each.id), each.short) for each in corpus.issues.values()] == [
        ("feature-silent", "silent"),
        ("feature-on", "on"),
        ("ubung", "Übung"),
        ("feature-3-d-view", "3D view"),
        ("feature-3d-view", "3d-view"),
        ("feature-2", "日本"),
        ("feature-3", "中国"),
    ]


@pytest.mark.slow
def test_a_large_model_makes_several_files() -> None:
    """None larger than a workspace's files may be."""
    text = "features\n Root\n  optional\n" + "".join(f"   F{x}\n" for x in range(9000))
    made = files(text)

    assert "terms/issues/imported-2.yaml" in made
    assert max(len(each.encode()) for each in made.values()) < 1_000_000
    assert len(workspace(text).corpus.issues) == 9000


# -- operators ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b", FeatureName("b")),
        ("!b & c", Conjunction([Negation(FeatureName("b")), FeatureName("c")])),
        (
            "b & c | d",
            Some([Conjunction([FeatureName("b"), FeatureName("c")]), FeatureName("d")]),
        ),
        (
            "b | c & d",
            Some([FeatureName("b"), Conjunction([FeatureName("c"), FeatureName("d")])]),
        ),
        (
            "b | c => d",
            Implication(Some([FeatureName("b"), FeatureName("c")]), FeatureName("d")),
        ),
        (
            "b => c => d",
            Implication(Implication(FeatureName("b"), FeatureName("c")), FeatureName("d")),
        ),
        (
            "b => c <=> d",
            Iff(Implication(FeatureName("b"), FeatureName("c")), FeatureName("d")),
        ),
        (
            "b & (c | d)",
            Conjunction([FeatureName("b"), Some([FeatureName("c"), FeatureName("d")])]),
        ),
        ("!(b & !c)", Negation(Conjunction([FeatureName("b"), Negation(FeatureName("c"))]))),
        ("!!b", FeatureName("b")),
        ("((((b))))", FeatureName("b")),
        ('"b" /* c */ | d // e', Some([FeatureName("b"), FeatureName("d")])),
        ("b & c & d", Conjunction([FeatureName("b"), FeatureName("c"), FeatureName("d")])),
        ("(b |\n  c)", Some([FeatureName("b"), FeatureName("c")])),
    ],
)
def test_operators_bind_as_in_the_grammar_of_the_language(text: str, expected: Formula) -> None:
    """Not, and, or, implies, equals; from the left."""
    assert formula(text) == expected


# -- errors -------------------------------------------------------------------

TREE = "features\n Root\n  optional\n   A\n   B\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "m.uvl: the file is no feature model"),
        ("hello world\n", "m.uvl:1: `hello` is no section of a feature model"),
        ("features\n Root\n Other\n", "m.uvl:3: there are two roots, `Root` and `Other`"),
        (TREE + "   A\n", "m.uvl:6: feature `A` is there twice, first in line 4"),
        (TREE + "  C\n", "m.uvl:6: `C` is no group"),
        (TREE + "    C\n", "m.uvl:6: `C` is no group"),
        (
            "features\n Root\n  optional\n   A\n  or\n     B\n    C\n",
            "m.uvl:7: the line is ind",
        ),
        ("features\n Root\n  or\n  alternative\n   A\n", "m.uvl:3: the group has no features"),
        ("features\n Root\n  [3..2]\n   A\n", "m.uvl:3: at least 3 are more than 2"),
        (
            "features\n Root\n  [3]\n   A\n   B\n",
            "m.uvl:3: the group of `Root` asks for 3 of 2",
        ),
        ("features\n Root\n", "m.uvl:2: the model leaves nothing to choose"),
        (TREE + "constraints\n A => C\n", "m.uvl:7: there is no feature `C`"),
        (TREE + "constraints\n A =>\n", "m.uvl:7: something is missing after `=>`"),
        (TREE + "constraints\n A B\n", "m.uvl:7: `B` cannot stand here"),
        (TREE + "constraints\n => B\n", "m.uvl:7: `=>` cannot stand here"),
        (TREE + "constraints\n (A | B\n", "m.uvl:7: `(` is never closed"),
        (TREE + "constraints\n A)\n", "m.uvl:7: `)` closes nothing"),
        (TREE + "constraints\n ()\n", "m.uvl:7: `)` cannot stand here"),
        (
            TREE + "constraints\n !Root\n",
            "m.uvl:7: no configuration keeps the constraint `!Root",
        ),
        (TREE + "features\n", "m.uvl:6: there are two sections `features`"),
        ("features\n or\n", "m.uvl:2: `or` is a word of the language"),
        ('features\n "a.b"\n', 'm.uvl:2: `"a.b"` has a full stop'),
        ("features\n Root $\n", "m.uvl:2: `$` means nothing here"),
        ("features\n/* no end\n Root\n", "m.uvl:2: the comment has no end"),
        ("features\n Root {a 1\n", "m.uvl:2: `{` is never closed"),
        ("features\n Root extra\n", "m.uvl:2: `extra` cannot follow the name"),
        ("features\n Root {3 4}\n", "m.uvl:2: `3` is no name of an attribute"),
        ("features\n Root cardinality x\n", "m.uvl:2: after `cardinality` stands [n..m]"),
        (f"features\n {'A' * 300}\n", "m.uvl:2: the name of a feature has more than 200"),
    ],
)
def test_an_error_says_where_and_what(text: str, said: str) -> None:
    """The line of the file."""
    with pytest.raises(Refused) as refused:
        imported_features(feature_model(text, "m.uvl"), "m.uvl", "m")

    assert refused.value.message.startswith(said)


def test_deep_trees_and_formulas_are_refused() -> None:
    """Before anything recurses."""
    deep = "features\n" + "".join(
        f"{' ' * (2 * x)} F{x}\n{' ' * (2 * x)}  or\n" for x in range(150)
    )
    with pytest.raises(Refused, match="deeper than 100 features"):
        feature_model(deep, "m")
    chain = " => ".join(["A", "B"] * 200)
    with pytest.raises(Refused, match="nests more than 12 operators"):
        feature_model(f"{TREE}constraints\n {chain}\n", "m")
    brackets = "(" * 50_000 + "A" + ")" * 50_000
    with pytest.raises(Refused, match="m:7: more than 1000 brackets are open"):
        feature_model(f"{TREE}constraints\n {brackets}\n", "m")
    brackets = "(" * 900 + "A" + ")" * 900
    assert feature_model(f"{TREE}constraints\n {brackets}\n", "m").constraints[
        0
    ].formula == FeatureName("A")


def test_formulas_as_deep_as_they_may_be_can_be_read_again() -> None:
    """Deeper than files may nest would be an error of ours."""
    text = "A"
    for number in range(6):
        text = f"!({text} & B)" if number % 2 else f"({text} | B) => A"
    assert agreements(f"{TREE}constraints\n {text}\n") >= 0
    alternating = "A"
    for number in range(12):
        alternating = f"({alternating} {'&|'[number % 2]} {'AB'[number % 2]})"
    assert agreements(f"{TREE}constraints\n {alternating}\n") >= 0
    equal = " <=> ".join(["A", "B"] * 6)
    assert agreements(f"{TREE}constraints\n {equal}\n") >= 0
