"""Ignore comments: the findings that they hide, and errors in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.diagnostics import (
    CATALOGUE,
    NEVER_FALSE,
    UNKNOWN_ID,
    UNUSED_ID,
    Diagnostic,
    DiagnosticKind,
    Severity,
    ignorable,
    in_order,
)
from zopa.documents import parse
from zopa.files import Place, Span
from zopa.validation.fixes import apply_fixes
from zopa.validation.suppressions import Silenced, silence

PATH = "terms/a.yaml"


def at(line: int, kind: DiagnosticKind = UNUSED_ID) -> Diagnostic:
    """A finding at the start of a line."""
    return Diagnostic(kind, Span(PATH, Place(line, 1), Place(line, 2)), f"on line {line}")


def silenced(text: str, *findings: Diagnostic, judged: bool = True) -> Silenced:
    """The findings in a text after ignore comments."""
    return silence(findings, {PATH: parse(text, PATH)}, judged=judged)


def codes(result: Silenced) -> list[str]:
    """Codes of the reported findings."""
    return [each.code for each in result.findings]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1 # zopa: ignore[ZX103] kept for later\n",
        "a: 1 # zopa: ignore[unused-id] kept for later\n",
        "a: 1 # zopa: ignore[zx103]: kept for later\n",
        "a: 1 #zopa:ignore [ ZC101 , ZX103 ] kept for later\n",
        'a: "x # y" # zopa: ignore[ZX103] kept for later\n',
        "a: 1 # zopa: ignore[ZX103] kept for later\r\n",
    ],
)
def test_an_ignore_at_the_end_of_a_line_acts_on_it(text: str) -> None:
    """By code or name, alone or among others; its reason is kept."""
    result = silenced(text, at(1))

    assert [each for each in codes(result) if each != "ZU101"] == []
    [(finding, how)] = result.suppressed
    assert finding == at(1)
    assert (how.by, how.reason) == ("comment", "kept for later")
    assert how.at is not None
    assert how.at.startswith(f"{PATH}:1:")


def test_an_ignore_alone_on_a_line_acts_on_the_next() -> None:
    """Several may stand above each other; an empty line ends their reach."""
    text = """\
# zopa: ignore[ZX103] first reason
# an ordinary remark
# zopa: ignore[ZC101] second reason
a: 1
# zopa: ignore[ZX103] too far away

b: 2
"""
    result = silenced(text, at(4), at(4, NEVER_FALSE), at(7))

    assert codes(result) == ["ZU101", "ZX103"]
    assert [how.reason for _, how in result.suppressed] == ["first reason", "second reason"]


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  # zopa: ignore[ZX103] a line of text\nb: 1\n",
        'a: "\n  # zopa: ignore[ZX103] x"\nb: 1\n',
        'a: 1\nc: "# zopa: ignore[ZX103] x"\nb: 1\n',
        "a: 1\nc: x#zopa:ignore[ZX103]\nb: 1\n",
    ],
)
def test_only_a_comment_is_an_ignore(text: str) -> None:
    """What a text says is content."""
    result = silenced(text, at(2), at(3))

    assert codes(result) == ["ZX103", "ZX103"]


def test_an_ignore_acts_on_its_own_line_and_kind_only() -> None:
    """Anything else would hide what nobody has looked at."""
    text = "a: 1 # zopa: ignore[ZX103] kept\nb: 2\n"

    assert codes(silenced(text, at(1), at(2))) == ["ZX103"]
    assert codes(silenced(text, at(1, NEVER_FALSE))) == ["ZC101", "ZU101"]


@pytest.mark.parametrize("reason", ["", "   ", " :", " -- "])
def test_an_ignore_without_a_reason_does_nothing(reason: str) -> None:
    """And says so."""
    result = silenced(f"a: 1 # zopa: ignore[ZX103]{reason}\n", at(1))

    assert codes(result) == ["ZX103", "ZU102"]
    assert result.suppressed == ()


@pytest.mark.parametrize(
    ("comment", "way_out"),
    [
        ("# zopa: ignore[ZX1003] kept", "did you mean `ZX103`"),
        ("# zopa: ignore[unused-ids] kept", "did you mean `unused-id`?"),
        ("# zopa: ignore[] kept", "write `# zopa: ignore[CODE] reason`"),
        ("# zopa: ignore kept", "write `# zopa: ignore[CODE] reason`"),
        ("# zopa: disable[ZX103] kept", "write `# zopa: ignore[CODE] reason`"),
    ],
)
def test_what_is_no_ignore_is_told(comment: str, way_out: str) -> None:
    """A slip in a comment would otherwise be silent."""
    result = silenced(f"a: 1 {comment}\n", at(1))

    assert codes(result) == ["ZX103", "ZU103"]
    assert result.findings[1].help[0].startswith(way_out)


def test_one_unknown_code_does_not_take_the_others_down() -> None:
    """Each word stands for itself."""
    result = silenced("a: 1 # zopa: ignore[ZX103, ZX1003] kept\n", at(1))

    assert codes(result) == ["ZU103"]


def test_an_error_cannot_be_ignored() -> None:
    """It is reported, and so is the attempt."""
    result = silenced("a: 1 # zopa: ignore[ZX101] we know\n", at(1, UNKNOWN_ID))

    assert codes(result) == ["ZX101", "ZU105"]


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)
def test_what_can_be_ignored(kind: DiagnosticKind) -> None:
    """Warnings about files, and what is found about conditions; no verdict, no failure."""
    if ignorable(kind):
        assert kind.severity is Severity.WARNING or kind.code.startswith(("ZC", "ZF"))
    assert not (ignorable(kind) and kind.code.startswith(("ZI", "ZE", "ZR", "ZU")))


def test_an_unused_ignore_is_told_only_where_all_was_looked_for() -> None:
    """With errors about, what it silences may only not have been found yet."""
    text = "a: 1 # zopa: ignore[ZC101] on purpose\n"

    assert codes(silenced(text)) == ["ZU101"]
    assert codes(silenced(text, judged=False)) == []
    assert codes(silenced(text, at(1, UNKNOWN_ID))) == ["ZX101"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a: 1 # zopa: ignore[ZX103] kept\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1   # zopa: ignore[ZX103] kept\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"),
        ("# zopa: ignore[ZX103] kept\na: 1\n", "a: 1\n"),
        ("  # zopa: ignore[ZX103] kept\r\na: 1\r\n", "a: 1\r\n"),
        ("a: 1\n# zopa: ignore[ZX103] kept", "a: 1\n"),
        (
            "a: 1 # zopa: ignore[ZX103, ZC101] kept\n",
            "a: 1 # zopa: ignore[ZC101] kept\n",
        ),
    ],
)
def test_an_unused_ignore_can_be_removed(text: str, mended: str) -> None:
    """The comment, the blanks before it, the line if it is alone; or one of its codes."""
    findings = silenced(text, at(1, NEVER_FALSE) if "ZC101" in text else at(9)).findings

    assert apply_fixes(text, findings).text == mended


LINES = st.sampled_from(
    [
        "a{}: 1",
        "a{}: 1 # zopa: ignore[ZX103] kept",
        "a{}: 1 # zopa: ignore[ZX103, ZC101] kept",
        "# zopa: ignore[ZX103] kept",
        "# zopa: ignore[ZC101]",
        "# a remark",
        "",
    ]
)


@given(lines=st.lists(LINES, max_size=8), data=st.data())
def test_nothing_is_lost_and_nothing_is_silenced_twice(
    lines: list[str], data: st.DataObject
) -> None:
    """Each finding is reported or suppressed, and removing what is unused changes neither."""
    text = "".join(f"{line.format(number)}\n" for number, line in enumerate(lines))
    places = st.tuples(st.integers(1, 9), st.sampled_from([UNUSED_ID, NEVER_FALSE]))
    findings = [at(*each) for each in data.draw(st.lists(places, unique=True))]

    result = silenced(text, *findings)
    told = [each for each in result.findings if not each.code.startswith("ZU")]

    assert in_order([*told, *(each for each, _ in result.suppressed)]) == in_order(findings)
    unused = [each for each in result.findings if each.code == "ZU101"]
    mended = apply_fixes(text, unused)
    if mended.applied == len(unused) and mended.text.count("\n") == text.count("\n"):
        again = silenced(mended.text, *findings)
        assert len(again.suppressed) == len(result.suppressed)
        assert "ZU101" not in codes(again)


def test_a_file_that_is_not_yaml_has_no_ignores() -> None:
    """Where comments are cannot be known there."""
    result = silenced("a: [1 # zopa: ignore[ZX103] x\n", at(1))

    assert codes(result) == ["ZX103"]


def test_a_finding_without_a_place_is_kept() -> None:
    """No line can silence it."""
    nowhere = replace(at(1), span=None)

    assert silenced("a: 1 # zopa: ignore[ZX103] x\n", nowhere, at(1)).findings == (nowhere,)


@pytest.mark.slow
def test_many_ignores_below_each_other_take_the_time_of_a_few_each() -> None:
    """All act on the line below the last, and none is used; one by one that takes minutes."""
    count = 20_000

    result = silenced("# zopa: ignore[ZX103] x\n" * count + "a: 1\n")

    assert codes(result) == ["ZU101"] * count
