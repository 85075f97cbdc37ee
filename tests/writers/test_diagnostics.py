"""Diagnostics as text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshots import same_bytes
from zopa.answers import width_of
from zopa.diagnostics import (
    AS_THEY_ARE,
    Diagnostic,
    DiagnosticKind,
    Fix,
    Label,
    Severity,
    shown,
)
from zopa.documents import parse
from zopa.files import Place, Span
from zopa.writers import Style
from zopa.writers.findings import concise, full, summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Example: TypeAlias = Callable[[], tuple[Diagnostic, dict[str, str]]]

PLAIN = Style(enabled=False)

DRAFT = "scenarios/draft-2.yaml"
ALASKA = "scenarios/alaska-package.yaml"
TERRITORY = "terms/issues/territory.yaml"
RUSSIA = "terms/positions/russia.yaml"
UKRAINE = "terms/positions/ukraine.yaml"
STATE = "terms/state.yaml"

RUSSIAN = """\
positions:
  - id: no-nato-troops
    party: russia
    kind: redline
    since: 2025-08-19
"""
ALASKAN = """\
title: The Alaska package
as-of: 2025-08-17
choices:
  donbas: full-cession
  recognition: silent
  ukraine-forces: {cap: {personnel: 6000000}}
expect:
  deal: true
"""
TERRITORIAL = """\
issues:
  - id: donbas
    title: What happens to the part of Donbas that Ukraine holds
    choose: one
    terms:
      - id: full-cession
        title: Ukraine hands over the whole of it
      - id: freeze-at-front-line
        title: Both sides keep what they hold

  - id: ukraine-forces
    title: How large Ukraine's forces may be
    choose: one
    terms:
      - id: cap
        title: A ceiling in peacetime
        parameters: {personnel: {type: integer, minimum: 0, maximum: 2000000, unit: personnel}}
        effects: [{every: party, set: {nato-member: false}}]
"""
STATED = """\
entity-types:
  party:
    attributes:
      nato-member: {type: boolean, fixed: true}
      ground-force: {values: [absent, limited, large], ordered: yes}
"""
UKRAINIAN = """\
positions:
  - id: no-cession-no-exchange
    party: ukraine
    kind: red-line
    strength: constitutional
    since: 2025-08-09
    holds: {not: {chosen: donbas/full-cession}}
"""


def kind(code: str, severity: Severity = Severity.ERROR) -> DiagnosticKind:
    """A diagnostic kind without a page."""
    return DiagnosticKind(code, "of-a-test", severity)


def point(text: str, offset: int) -> Place:
    """The place of an offset."""
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def value(path: str, text: str, *pointer: str | int) -> Span:
    """The span of a value, from the parser."""
    return parse(text, path).span(pointer)


def key(path: str, text: str, *pointer: str | int) -> Span:
    """The span of a key, from the parser."""
    return parse(text, path).key_span(pointer)


def unknown_key() -> tuple[Diagnostic, dict[str, str]]:
    """A finding in its simplest form."""
    draft = "title: Draft 2\nchoises:\n  donbas: full-cession\n"
    span = key(DRAFT, draft, "choises")
    finding = Diagnostic(
        kind("ZS101"),
        span,
        "unknown key `choises`",
        label="not a key of a scenario",
        help=("did you mean `choices`?",),
        fixes=(Fix(span, "choices"),),
    )
    return finding, {DRAFT: draft}


def unknown_term() -> tuple[Diagnostic, dict[str, str]]:
    """A finding in two files."""
    draft = "title: Draft 2\nchoices:\n  donbas: full-secession\n"
    span = value(DRAFT, draft, "choices", "donbas")
    declared = value(TERRITORY, TERRITORIAL, "issues", 0, "terms", 0, "id")
    finding = Diagnostic(
        kind("ZX101"),
        span,
        "`full-secession` is not a term of issue `donbas`",
        label="unknown term",
        related=(Label(declared, "a term of `donbas`"),),
        help=(
            "did you mean `full-cession`?",
            "terms of `donbas`: full-cession, freeze-at-front-line",
        ),
        fixes=(Fix(span, "full-cession"),),
    )
    return finding, {DRAFT: draft, TERRITORY: TERRITORIAL}


def unknown_kind() -> tuple[Diagnostic, dict[str, str]]:
    """A finding with context but without a mark."""
    span = value(RUSSIA, RUSSIAN, "positions", 0, "kind")
    context = Span(RUSSIA, value(RUSSIA, RUSSIAN, "positions", 0).start, span.start)
    finding = Diagnostic(
        kind("ZS301"),
        span,
        "position `no-nato-troops` has unknown kind `redline`",
        label="expected one of: demand, doubt, offer, openness, preference, red-line, support",
        related=(Label(context, ""),),
        help=("did you mean `red-line`?",),
        fixes=(Fix(span, "red-line"),),
    )
    return finding, {RUSSIA: RUSSIAN}


def duplicate_key() -> tuple[Diagnostic, dict[str, str]]:
    """A finding with omitted lines between two marks."""
    path = "scenarios/draft-3.yaml"
    draft = """\
title: Draft 3
choices:
  donbas: full-cession
  recognition: silent
  donbas: freeze-at-front-line
"""
    first = draft.index("donbas")
    second = draft.index("donbas", first + 1)
    spans = [Span(path, point(draft, o), point(draft, o + 6)) for o in (first, second)]
    finding = Diagnostic(
        kind("ZY300"),
        spans[1],
        "duplicate key `donbas` in this mapping",
        label="most YAML loaders keep only this one, silently",
        related=(Label(spans[0], "first value here"),),
        help=("keep one choice for the issue",),
    )
    return finding, {path: draft}


def ambiguous_boolean() -> tuple[Diagnostic, dict[str, str]]:
    """A finding with two alternative fixes."""
    start = STATED.index("yes")
    span = Span(STATE, point(STATED, start), point(STATED, start + 3))
    finding = Diagnostic(
        kind("ZY202"),
        span,
        "`yes` is a boolean for some YAML readers and text for others",
        help=('write `true`, or `"yes"` if you mean the word',),
        fixes=(Fix(span, "true"),),
    )
    return finding, {STATE: STATED}


def hidden_line_break() -> tuple[Diagnostic, dict[str, str]]:
    """A finding on a character that is printed as eight."""
    text = RUSSIAN.replace("redline", "red-line").replace("    kind: red-line\n", "")
    text = text.replace("08-19", "08-19 # relayed\u2028    until: 2025-08-20")
    start = text.index("\u2028")
    span = Span(RUSSIA, point(text, start), point(text, start + 1))
    finding = Diagnostic(
        kind("ZY105"),
        span,
        "hidden line break U+2028 inside what editors show as a comment",
        label="what follows is live YAML: the position would end on 2025-08-20",
        help=("delete the character",),
        fixes=(Fix(span, "", safe=False),),
    )
    return finding, {RUSSIA: text}


def out_of_range() -> tuple[Diagnostic, dict[str, str]]:
    """A finding with line numbers of two widths and no help."""
    declared = key(TERRITORY, TERRITORIAL, *PERSONNEL, "maximum")
    end = value(TERRITORY, TERRITORIAL, *PERSONNEL, "maximum").end
    finding = Diagnostic(
        kind("ZX201"),
        value(ALASKA, ALASKAN, "choices", "ukraine-forces", "cap", "personnel"),
        "parameter `personnel` is 6000000, the term allows 0 to 2000000 personnel",
        label="4000000 above the maximum",
        related=(Label(Span(TERRITORY, declared.start, end), "declared here"),),
    )
    return finding, {ALASKA: ALASKAN, TERRITORY: TERRITORIAL}


PERSONNEL = ("issues", 1, "terms", 0, "parameters", "personnel")


def fixed_attribute() -> tuple[Diagnostic, dict[str, str]]:
    """A finding with help in the wider gutter."""
    effect = ("issues", 1, "terms", 0, "effects", 0, "set", "nato-member")
    declared = key(STATE, STATED, "entity-types", "party", "attributes", "nato-member")
    fixed = value(STATE, STATED, "entity-types", "party", "attributes", "nato-member", "fixed")
    start = STATED.index("fixed: true")
    assert fixed.start.line == declared.start.line
    finding = Diagnostic(
        kind("ZX301"),
        key(TERRITORY, TERRITORIAL, *effect),
        "effect sets `nato-member`, which is fixed",
        related=(
            Label(
                Span(STATE, point(STATED, start), fixed.end),
                "declared as a fact here: no term may set it",
            ),
        ),
        help=("model it as a term with its own attribute, or remove `fixed`",),
    )
    return finding, {TERRITORY: TERRITORIAL, STATE: STATED}


def never_false() -> tuple[Diagnostic, dict[str, str]]:
    """A warning with a note."""
    text = UKRAINIAN.replace(
        "{not: {chosen: donbas/full-cession}}",
        "{any: [{chosen: donbas/full-cession}, {not: {chosen: donbas/full-cession}}]}",
    )
    finding = Diagnostic(
        kind("ZC101", Severity.WARNING),
        key(RUSSIA, text, "positions", 0, "holds", "any"),
        "this condition is true in every draft, the position can never be crossed",
        help=("remove one branch",),
        notes=("`donbas/full-cession` and its negation cover every case",),
    )
    return finding, {RUSSIA: text}


def crossed() -> tuple[Diagnostic, dict[str, str]]:
    """A verdict, which is not an error."""
    finding = Diagnostic(
        kind("ZR101", Severity.VERDICT),
        value(ALASKA, ALASKAN, "choices", "donbas"),
        "scenario crosses red line `ukraine/no-cession-no-exchange` (constitutional)",
        label="this choice alone is enough",
        related=(Label(key(UKRAINE, UKRAINIAN, "positions", 0, "holds"), "the position"),),
        notes=("as of 2025-08-17, default readings",),
    )
    return finding, {ALASKA: ALASKAN, UKRAINE: UKRAINIAN}


def expected_deal() -> tuple[Diagnostic, dict[str, str]]:
    """A finding with its cause above the place."""
    finding = Diagnostic(
        kind("ZE101"),
        value(ALASKA, ALASKAN, "expect", "deal"),
        "expected `deal: true`, found false",
        label="expected here",
        related=(
            Label(
                value(ALASKA, ALASKAN, "choices", "donbas"),
                "crosses ukraine/no-cession-no-exchange",
            ),
        ),
        help=("`zopa why scenarios/alaska-package.yaml` explains the crossed position",),
    )
    return finding, {ALASKA: ALASKAN}


def no_statement() -> tuple[Diagnostic, dict[str, str]]:
    """A finding on a list item, which is named by its id."""
    finding = Diagnostic(
        kind("ZP101"),
        value(RUSSIA, RUSSIAN, "positions", 0, "id"),
        "position `no-nato-troops` has no statement",
        label="every position needs at least one source",
        help=("add `statements: [id]`; statements are defined in terms/statements.yaml",),
    )
    return finding, {RUSSIA: RUSSIAN}


EXAMPLES: list[Example] = [
    unknown_key,
    unknown_term,
    unknown_kind,
    duplicate_key,
    ambiguous_boolean,
    hidden_line_break,
    out_of_range,
    fixed_attribute,
    never_false,
    crossed,
    expected_deal,
    no_statement,
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_designs_examples_are_printed_byte_for_byte(example: Example) -> None:
    """What was agreed on is what is printed."""
    finding, sources = example()
    text = full([finding], sources, PLAIN, 100)
    same_bytes(f"diagnostics/{finding.code}.txt", text.removesuffix("\n"))


def test_the_concise_form_is_the_designs() -> None:
    """One line, which editors and `grep` understand, with the likely word."""
    finding, _ = unknown_key()

    assert concise([finding], PLAIN) == (
        "scenarios/draft-2.yaml:2:1: error[ZS101] unknown key `choises` "
        "(did you mean `choices`?)\n"
    )


def test_the_summary_is_the_designs() -> None:
    """Counts by weight, and the code of the first of the heaviest."""
    findings = [
        unknown_key()[0],
        unknown_term()[0],
        never_false()[0],
    ]

    text = summary(findings, PLAIN, files=12, suppressed=1)

    assert text == (
        '2 errors, 1 warning in 12 files (1 suppressed); run "zopa explain ZS101"\n'
    )


@pytest.mark.parametrize(
    ("baselined", "suppressed", "files", "text"),
    [
        (0, 0, 1, "no findings in 1 file\n"),
        (3, 0, 0, "no findings in 0 files (3 in the baseline)\n"),
        (1, 2, 2, "no findings in 2 files (2 suppressed, 1 in the baseline)\n"),
    ],
)
def test_silence_is_said_too(baselined: int, suppressed: int, files: int, text: str) -> None:
    """What was left out is counted even if nothing is left."""
    assert summary([], PLAIN, files=files, suppressed=suppressed, baselined=baselined) == text


def test_a_verdict_is_not_counted_as_an_error() -> None:
    """Scenarios may cross lines."""
    text = summary([crossed()[0]], PLAIN, files=1)

    assert text == '1 verdict in 1 file; run "zopa explain ZR101"\n'


def many(count: int) -> tuple[list[Diagnostic], dict[str, str]]:
    """Findings in one file, in reverse order."""
    text = "x: 1\n" * count
    spans = [Span(DRAFT, Place(line, 1), Place(line, 2)) for line in range(count, 0, -1)]
    return [Diagnostic(kind("ZS101"), span, "unknown key `x`") for span in spans], {DRAFT: text}


def test_one_broken_file_does_not_bury_the_others() -> None:
    """Fifty of a file are printed, the others counted."""
    findings, sources = many(53)
    other = unknown_kind()[0]

    lines = concise([*findings, other], PLAIN).splitlines()

    assert len(lines) == 52
    assert lines[49].startswith("scenarios/draft-2.yaml:50:1: ")
    assert lines[50] == "scenarios/draft-2.yaml: and 3 more in this file"
    assert lines[51].startswith(RUSSIA)
    blocks = full([*findings, other], sources, PLAIN).split("\n\n")
    assert blocks[50] == "scenarios/draft-2.yaml: and 3 more in this file"
    assert summary(findings, PLAIN, files=1).startswith("53 errors")


def test_fifty_are_no_more_than_fifty() -> None:
    """The limit itself is not exceeded."""
    findings, sources = many(50)

    assert "more in this file" not in concise(findings, PLAIN) + full(findings, sources, PLAIN)


def shown_with(text: str, *marks: tuple[int, int, str], width: int = 100) -> list[str]:
    """The rows for the first line of a text; the first mark is that of the finding."""
    spans = [
        (Span(DRAFT, Place(1, start), Place(1, end)), label) for start, end, label in marks
    ]
    (own, label), *others = spans
    finding = Diagnostic(
        kind("ZS101"),
        own,
        "something",
        label=label,
        related=tuple(Label(span, other) for span, other in others),
    )
    return full([finding], {DRAFT: text}, PLAIN, width).rstrip().splitlines()[3:]


@pytest.mark.parametrize(
    ("text", "mark", "rows"),
    [
        ("a: 日本語 x", (4, 7), ["1 | a: 日本語 x", "  |    ^^^^^^ here"]),
        ("日本語: x", (6, 7), ["1 | 日本語: x", "  |         ^ here"]),
        ("e\u0301e\u0301: x", (7, 8), ["1 | e\u0301e\u0301: x", "  |     ^ here"]),
        ("ae\u0301: x", (2, 4), ["1 | ae\u0301: x", "  |  ^ here"]),
        ("ae\u0301: x", (3, 4), ["1 | ae\u0301: x", "  |  ^ here"]),
        ("a: 👍 x", (6, 7), ["1 | a: 👍 x", "  |       ^ here"]),
        ("a:\tx", (3, 4), ["1 | a:␉x", "  |   ^ here"]),
        ("a: \u202ex", (5, 6), ["1 | a: \\u{202e}x", "  |            ^ here"]),
        ("a: \x1b[31mx", (4, 5), ["1 | a: ␛[31mx", "  |    ^ here"]),
        ("a: ##[error]x", (13, 14), ["1 | a: # #[error]x", "  |              ^ here"]),
        ("a: b  ", (5, 7), ["1 | a: b", "  |     ^^ here"]),
        ("a:", (3, 3), ["1 | a:", "  |   ^ here"]),
        ("", (1, 1), ["1 |", "  | ^ here"]),
    ],
)
def test_the_signs_stand_under_what_they_mark(
    text: str, mark: tuple[int, int], rows: list[str]
) -> None:
    """Columns are counted as a terminal draws them, not as Python does."""
    assert shown_with(text, (*mark, "here")) == rows


def test_labels_of_one_line_hang_below_each_other() -> None:
    """The rightmost stands beside its signs, the others below theirs."""
    assert shown_with("one: two three", (10, 15, "c"), (6, 9, "b"), (1, 4, "a")) == [
        "1 | one: two three",
        "  | ---  --- ^^^^^ c",
        "  | |    |",
        "  | |    b",
        "  | a",
    ]


def test_a_mark_within_another_one_stays_visible() -> None:
    """The finding's own signs are drawn over the others."""
    assert shown_with("one: two three", (6, 9, "own"), (1, 15, "other")) == [
        "1 | one: two three",
        "  | -----^^^------",
        "  | |    |",
        "  | |    own",
        "  | other",
    ]


def test_a_long_line_is_cut_to_what_is_marked() -> None:
    """With signs where the text went on."""
    text = f"{'a' * 100} TARGET {'b' * 100}"

    assert shown_with(text, (102, 108, "here"), width=44) == [
        f"1 | …{'a' * 12} TARGET {'b' * 18}…",
        f"  | {' ' * 14}^^^^^^ here",
    ]


def test_marks_outside_of_what_is_shown_stay_on_their_side() -> None:
    """A second label of a cut line stands at the end it lies behind."""
    text = f"key: {'a' * 100} TARGET {'b' * 100} last"

    rows = shown_with(text, (107, 113, "here"), (1, 4, "left"), (215, 219, "right"), width=44)

    assert rows == [
        f"1 | …{'a' * 12} TARGET {'b' * 18}…",
        f"  | -{' ' * 13}^^^^^^{' ' * 19}- right",
        f"  | |{' ' * 13}|",
        f"  | |{' ' * 13}here",
        "  | left",
    ]


def test_a_text_over_several_lines_is_marked_at_both_ends() -> None:
    """What lies between is left out."""
    text = "a: |\n  one\n  two\n  three\nb: 1\n"
    span = Span(DRAFT, Place(1, 4), Place(5, 1))
    finding = Diagnostic(kind("ZS101"), span, "something", label="all of it")

    assert full([finding], {DRAFT: text}, PLAIN).splitlines()[3:-1] == [
        "1 | a: |",
        "  |    ^",
        "...",
        "4 |   three",
        "  |   ^^^^^ all of it",
    ]


def test_without_the_text_only_the_place_is_given() -> None:
    """A file that could not be read, and a place past its end."""
    finding, _ = unknown_key()
    head = "error[ZS101]: unknown key `choises`\n --> scenarios/draft-2.yaml:2:1\n  |\n  = help"

    assert full([finding], {}, PLAIN).startswith(head)
    assert full([finding], {DRAFT: "one line"}, PLAIN).startswith(head)


def test_a_finding_without_a_file_has_no_place() -> None:
    """It is printed first."""
    finding = Diagnostic(kind("ZI101"), None, "file `x.yaml` does not exist", help=("look",))

    assert full([unknown_key()[0], finding], {}, PLAIN).startswith(
        "error[ZI101]: file `x.yaml` does not exist\n  |\n  = help: look\n\nerror[ZS101]"
    )
    assert concise([finding], PLAIN) == "error[ZI101] file `x.yaml` does not exist\n"


def test_long_advice_is_folded_behind_the_gutter() -> None:
    """A line that a build server would obey can not begin one of ours."""
    way = "write something else instead, ::error::and by no means this here"
    finding = Diagnostic(kind("ZS101"), None, "something", help=(way,), notes=("so",))

    assert full([finding], {}, PLAIN, 40).splitlines()[1:-1] == [
        "  |",
        "  = help: write something else instead,",
        "  |       ::error::and by no means this",
        "  |       here",
        "  = note: so",
    ]


def test_a_fix_speaks_for_itself_where_there_is_no_help() -> None:
    """Nobody has to guess what would be written."""
    finding, _ = unknown_key()
    span = finding.span
    assert span is not None
    bare = Diagnostic(finding.kind, span, "something", fixes=(Fix(span, "a\x1b"),))
    delete = Diagnostic(finding.kind, span, "something", fixes=(Fix(span, "", safe=False),))

    assert full([bare], {}, PLAIN).endswith("  = help: write `a␛` [fix]\n\n")
    assert full([delete], {}, PLAIN).endswith("  = help: delete it [unsafe fix]\n\n")


def test_colours_change_no_character() -> None:
    """Who prints or pipes the text reads the same."""
    for example in EXAMPLES:
        finding, sources = example()
        coloured = full([finding], sources, Style(enabled=True))

        assert "\x1b[" in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == full([finding], sources, PLAIN)


HOSTILE = [
    "::error::obeyed",
    "  ::error file=a::obeyed",
    "##[error]obeyed",
    "##vso[task.setvariable]obeyed",
    "##teamcity[obeyed]",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\u202eevil\u202c",
    "a\rb",
    "a\nb",
    "a\u2028b",
    "\ud800",
    "\u200b\ufeff\u00ad",
    "\x00\x7f",
    "[/b]",
    "--- group",
]
GUTTER = re.compile(
    r"error\[ZS101\]|\d+ warning| *\d* \||  = (help|note):( |$)| +(-->|:::) [\w./]|\.\.\.$"
    r"|[\w./].*: and \d+ more in this file$"
)


@pytest.mark.slow
@given(
    st.sampled_from(HOSTILE) | st.text(max_size=30),
    st.sampled_from(HOSTILE) | st.text(max_size=30),
    st.integers(1, 40),
    st.integers(0, 40),
)
def test_no_text_of_a_file_reaches_the_terminal_as_it_is(
    text: str, word: str, column: int, length: int
) -> None:
    """Each line is ours; no terminal obeys it, and only joiners and blanks are invisible."""
    path = word.replace("\n", " ") or "x"
    span = Span(path, Place(1, column), Place(1, column + length))
    finding = Diagnostic(
        kind("ZS101"),
        span,
        word,
        label=text,
        related=(Label(span, word), Label(Span(text, Place(1, 1), Place(1, 2)), text)),
        help=(text, f"did you mean {word}?"),
        notes=(word * 10,),
        fixes=(Fix(span, text),),
    )
    printed = full([finding], {path: f"{text}{word}\n", text: word}, PLAIN, 40)

    for line in printed.removesuffix("\n\n").split("\n"):
        assert GUTTER.match(line), line
    lines = printed + concise([finding], PLAIN)
    assert not re.search(r"##\w*\[", lines)
    assert not re.search(r"^ *::(?!: )", lines, re.MULTILINE)
    assert all(
        unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        for each in AS_THEY_ARE.sub("", lines.replace("\n", ""))
    )


@given(st.text(max_size=60), st.integers(0, 59), st.integers(40, 90))
def test_the_sign_stands_where_the_character_is_drawn(
    text: str, index: int, width: int
) -> None:
    """What stands left of the sign is as wide as what stands left of the character."""
    line = text.replace("\n", "")
    if index >= len(line) or width_of(shown(line)) + 4 > width or width_of(line[index]) == 0:
        return

    rows = shown_with(line, (index + 1, index + 2, ""), width=width)

    before = width_of(shown(line[:index]))
    assert rows[1].index("^") - 4 in {before, before + line[:index].count("##")}
