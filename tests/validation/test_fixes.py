"""Fixes: exactly their spans, all of a finding or none, until none is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zopa
from zopa.diagnostics import Diagnostic, DiagnosticKind, Fix, Severity
from zopa.documents import Document, parse
from zopa.files import Place, Span
from zopa.files.writing import ChangedMeanwhileError, save
from zopa.validation.fixes import NotSettledError, apply_fixes, fix_all
from zopa.workspace import assemble, load

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = DiagnosticKind("ZS101", "unknown-key", Severity.ERROR)
PATH = "terms/a.yaml"


def finding(
    *edits: tuple[tuple[int, int], tuple[int, int], str], safe: bool = True
) -> Diagnostic:
    """A finding with fixes; each fix has start, end and text."""
    fixes = [Fix(Span(PATH, Place(*a), Place(*b)), text, safe) for a, b, text in edits]
    return Diagnostic(KIND, fixes[0].span, "wrong", fixes=tuple(fixes))


@pytest.mark.parametrize(
    ("text", "edit", "mended"),
    [
        ("a: yes\nb: 1\n", ((1, 4), (1, 7), "true"), "a: true\nb: 1\n"),
        ("日本: 𐐀x # é\n", ((1, 5), (1, 7), "y"), "日本: y # é\n"),
        ("a: 1\r\nb: yes\r\n", ((2, 4), (2, 7), "true"), "a: 1\r\nb: true\r\n"),
        ("a: 1\r\nb: 2", ((2, 5), (2, 5), "\n"), "a: 1\r\nb: 2\r\n"),
        ("a: 1\nb: 2\n", ((1, 1), (2, 1), ""), "b: 2\n"),
        ("a: 1\nb: 2", ((2, 1), (3, 1), ""), "a: 1\n"),
    ],
)
def test_a_fix_changes_its_span_and_nothing_else(
    text: str, edit: tuple[tuple[int, int], tuple[int, int], str], mended: str
) -> None:
    """In code points; line breaks as the file has them."""
    fixed = apply_fixes(text, [finding(edit)])

    assert (fixed.text, fixed.applied) == (mended, 1)


def test_an_unsafe_fix_is_applied_on_request_only() -> None:
    """One unsafe part makes all of it unsafe."""
    unsafe = finding(((1, 1), (1, 2), "b"), safe=False)

    assert apply_fixes("a: 1\n", [unsafe]).text == "a: 1\n"
    assert apply_fixes("a: 1\n", [unsafe], unsafe=True).text == "b: 1\n"


def test_fixes_that_touch_are_not_mixed() -> None:
    """The first finding's is applied; the other's waits for the next round."""
    first, second = finding(((1, 1), (1, 3), "xy")), finding(((1, 3), (1, 4), "z"))

    assert apply_fixes("abc\n", [first, second]).text == "xyc\n"
    assert apply_fixes("abc\n", [second, first]).text == "abz\n"


def test_the_fixes_of_a_finding_are_applied_together_or_not_at_all() -> None:
    """Half a fix is another mistake."""
    pair = finding(((1, 1), (1, 2), "x"), ((1, 5), (1, 6), "y"))
    other = finding(((1, 5), (1, 6), "z"))

    assert apply_fixes("a: bc\n", [pair]).text == "x: by\n"
    assert apply_fixes("a: bc\n", [other, pair]).text == "a: bz\n"


@given(data=st.data(), text=st.text("ab\n𐐀é", min_size=1, max_size=20))
def test_disjoint_fixes_are_applied_as_if_one_after_the_other(
    data: st.DataObject, text: str
) -> None:
    """From the end to the start, so that none moves another."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    news = [data.draw(st.text("xy", max_size=3)) for _ in spans]

    def place(offset: int) -> tuple[int, int]:
        before = text[:offset]
        return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

    slow = text
    for (start, end), new in reversed(list(zip(spans, news, strict=True))):
        slow = slow[:start] + new + slow[end:]
    edits = [
        finding((place(a), place(b), new)) for (a, b), new in zip(spans, news, strict=True)
    ]

    assert apply_fixes(text, edits).text == slow


def test_many_fixes_are_applied_in_the_time_of_a_few_each() -> None:
    """A file can have tens of thousands, one a line; all against all would take minutes."""
    count = 30_000
    edits = [finding(((line, 1), (line, 2), "b")) for line in range(1, count + 1)]

    fixed = apply_fixes("a: 1\n" * count, edits)

    assert (fixed.text, fixed.applied) == ("b: 1\n" * count, count)


def test_rounds_go_on_until_nothing_is_left() -> None:
    """What one fix uncovers is fixed too."""

    def check(documents: object) -> list[Diagnostic]:
        assert isinstance(documents, dict)
        text = documents[PATH].text
        return [finding(((1, 1), (1, 2), chr(ord(text[0]) + 1)))] if text[0] < "e" else []

    fixes = fix_all({PATH: parse("a: 1\n", PATH)}, check)

    assert fixes[PATH].text == "e: 1\n"
    assert fixes[PATH].applied == 4


def test_fixes_that_undo_each_other_are_refused() -> None:
    """Rather than written in a state that depends on how long one tried."""

    def check(documents: object) -> list[Diagnostic]:
        assert isinstance(documents, dict)
        return [finding(((1, 1), (1, 2), "b" if documents[PATH].text[0] == "a" else "a"))]

    with pytest.raises(NotSettledError):
        fix_all({PATH: parse("a: 1\n", PATH)}, check)


def test_a_fix_that_breaks_the_yaml_is_refused() -> None:
    """The file keeps its text; others are fixed all the same."""

    def document(path: str) -> Document:
        return parse("a: 1\n", path)

    def check(documents: object) -> list[Diagnostic]:
        return [finding(((1, 4), (1, 5), "[")), finding(((1, 4), (1, 5), "{"))]

    assert fix_all({PATH: document(PATH)}, check) == {}


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """With its mode; nothing is left beside it."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    file.chmod(0o640)

    save(file, b"new", before=b"old")

    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("now", [b"other", None])
def test_a_file_that_changed_is_left_alone(tmp_path: Path, now: bytes | None) -> None:
    """Somebody's edit is worth more than a fix."""
    file = tmp_path / "a.yaml"
    if now is not None:
        file.write_bytes(now)

    with pytest.raises((ChangedMeanwhileError, FileNotFoundError)):
        save(file, b"new", before=b"old")

    assert (file.read_bytes() if file.exists() else None) == now
    assert len(list(tmp_path.iterdir())) == (now is not None)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written."""
    file, link = tmp_path / "a.yaml", tmp_path / "link.yaml"
    file.write_bytes(b"old")
    link.symlink_to(file)

    save(link, b"new", before=b"old")

    assert link.is_symlink()
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("letter", ["n", "😀"])
def test_a_long_name_is_no_obstacle(tmp_path: Path, letter: str) -> None:
    """The file beside, which is written first, has a name of its own."""
    name = letter * (250 // len(letter.encode()))
    file = tmp_path / f"{name}.yml"
    file.write_bytes(b"old")

    save(file, b"new", before=b"old")

    assert file.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a: |\n  x\n      \n  y\n", True),
        ("a: |\n  \n  x\n", True),
        ("a: |\n    \n  # x\n", False),
        ("a: |\n   \n\n# x\n", False),
    ],
)
def test_spaces_that_some_readers_count_are_not_deleted_unasked(
    text: str, *, safe: bool
) -> None:
    """Before the first line of a text they may decide what is text and what a comment."""
    (finding, *_) = parse(text, PATH).diagnostics

    assert finding.code == "ZY312"
    assert [each.safe for each in finding.fixes] == [safe]


SCRAPS = (
    *("yes", "NO", "~", "0o7", "1_000", "1e3", "01", "12:30", "\t", "\r\n", "\u200b", "\u00a0"),
    *("- ", "'", '"', "{", "]", ": ", "#x", "# zopa: ignore[ZX103] x", "-", "_", ""),
)


@pytest.mark.slow
@settings(max_examples=60)  # each loads a workspace a few times
@given(data=st.data(), unsafe=st.booleans())
def test_what_was_fixed_stays_so(*, data: st.DataObject, unsafe: bool) -> None:
    """Whatever is done to a file, fixing comes to an end, and a second time does nothing."""
    root = Path(zopa.__file__).parent / "starter"
    documents = dict(load(root).documents)
    path = data.draw(st.sampled_from(sorted(documents)))
    text = documents[path].text
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 3)))
        text = text[:start] + data.draw(st.sampled_from(SCRAPS)) + text[end:]
    broken = {**documents, path: parse(text, path)}

    def check(now: Mapping[str, Document]) -> tuple[Diagnostic, ...]:
        return assemble(root, now.values()).diagnostics

    fixes = fix_all(broken, check, unsafe=unsafe)
    fixed = {**broken, **{name: parse(each.text, name) for name, each in fixes.items()}}

    assert fix_all(fixed, check, unsafe=unsafe) == {}
    for name in fixes:
        wrong = [
            sum(x.severity is Severity.ERROR for x in files[name].diagnostics)
            for files in (fixed, broken)
        ]
        assert wrong == sorted(wrong)
