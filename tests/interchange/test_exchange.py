"""Findings in other tools' formats: valid, safe to print, the same bytes each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

import zopa
from snapshots import same_bytes
from zopa.diagnostics import Diagnostic, DiagnosticKind, Fix, Label, Severity
from zopa.files import Place, Span
from zopa.interchange import Run
from zopa.interchange.ci import MOST_RESULTS, github, gitlab, junit, rdjson, sarif, step_summary
from zopa.interchange.diagnostics import Suppression

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = Path(__file__).parents[1] / "formats"
DEMANDED = {
    "gitlab": ["gitlab.json"],
    "rdjson": ["rdjson.json"],
    "sarif": ["sarif.json", "sarif-2.1.0.json"],
}
"""For each JSON format its schemas: that of zopa's output, and the standard's own."""
VALIDATORS = {
    form: [
        Draft202012Validator(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))
        for name in names
    ]
    for form, names in DEMANDED.items()
}
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
FORMS: dict[str, Callable[[Run], str]] = {
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "rdjson": rdjson,
    "sarif": sarif,
    "summary": lambda run: step_summary(run, ROOM),
}
JSON = ("gitlab", "rdjson", "sarif")
COMMAND = re.compile(r"##\w*\[", re.ASCII)
"""Commands that GitHub, Azure and TeamCity obey anywhere in a line."""
RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that must not reach a terminal."""

ROOM = 900_000
"""Size limit of a summary in bytes."""

UNKNOWN = DiagnosticKind("ZX101", "unknown-id", Severity.ERROR)
NEVER_FALSE = DiagnosticKind("ZC101", "condition-never-false", Severity.WARNING)
CROSSED = DiagnosticKind("ZR101", "red-line-crossed", Severity.VERDICT)
MISSING = DiagnosticKind("ZI102", "file-missing", Severity.ERROR)

DRAFT = "scenarios/Ünï draft.yaml"
LINES = "terms/positions/a.yaml"
SOURCES = {
    DRAFT: "title: Чернетка 日本\nchoices:\n  donbas: «full» cesion\n",
    LINES: "positions:\n  - id: a\n",
}


def at(path: str, line: int, column: int, end: int, end_line: int | None = None) -> Span:
    """A span."""
    return Span(path, Place(line, column), Place(end_line or line, end))


FINDINGS = (
    Diagnostic(
        UNKNOWN,
        at(DRAFT, 3, 18, 24),
        "`cesion` is not a term of issue `donbas`",
        label="unknown term",
        related=(Label(at(LINES, 2, 9, 10), "a term, there"),),
        help=("did you mean `cession`?",),
        fixes=(Fix(at(DRAFT, 3, 18, 24), "cession"),),
    ),
    Diagnostic(NEVER_FALSE, at(LINES, 1, 1, 1, 3), "always true, 100%", notes=("a note",)),
    Diagnostic(CROSSED, at(DRAFT, 1, 1, 6), "scenario crosses red line `a/b` (declared)"),
    Diagnostic(MISSING, None, "file `x.yaml` does not exist"),
)
RUN = Run(
    findings=FINDINGS, sources=SOURCES, files=[DRAFT, LINES, "terms/fine.yaml"], exit_code=2
)


def complaints(form: str, text: str) -> list[str]:
    """Violations of an output format."""
    if form == "junit":
        return [str(each) for each in JUNIT.iter_errors(ET.fromstring(text))]
    if form in JSON:
        value = json.loads(text)
        return [
            f"{e.json_path}: {e.message}"
            for validator in VALIDATORS[form]
            for e in validator.iter_errors(value)
        ]
    return []


def obeyed(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that GitHub's runner finds in its log, unescaped as it does.

    Source:
        `ActionCommand.TryParseV2` and `TryParse` of actions/runner.
    """
    found = []
    for line in text.split("\n"):
        stripped = line.lstrip()
        if stripped.startswith("::") and "::" in stripped[2:]:
            head, _, data = stripped[2:].partition("::")
            name, _, properties = head.partition(" ")
            pairs = (each.partition("=") for each in properties.split(",") if each)
            values = {key: unescape(value) for key, _, value in pairs}
            found.append((name, values, unescape(data)))
        elif COMMAND.search(line):
            found.append(("##", {}, line))
    return found


def unescape(text: str) -> str:
    """Unescape as the runner does; `%25` comes last."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(code, character)
    return text.replace("%25", "%")


@pytest.mark.parametrize("form", DEMANDED)
def test_each_schema_refuses_what_is_nearly_right(form: str) -> None:
    """A line below the first is nowhere, and a name with a slip means nothing."""
    text = FORMS[form](RUN)

    for wrong in (re.sub(r": (\d)", r": -\1", text), text.replace('"message"', '"massage"')):
        for validator in VALIDATORS[form]:
            Draft202012Validator.check_schema(validator.schema)
            assert wrong == text or not validator.is_valid(json.loads(wrong))


@pytest.mark.parametrize("form", FORMS)
def test_the_bytes_are_kept(form: str) -> None:
    """A change of a form is seen."""
    ending = {"junit": "xml", "github": "txt", "summary": "md"}.get(form, "json")

    told = FORMS[form](RUN).replace(zopa.__version__, "VERSION")
    same_bytes(f"diagnostics/exchange-{form}.{ending}", told)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("run", [RUN, Run([], {}, [], 0), Run([], SOURCES, list(SOURCES), 0)])
def test_a_report_is_what_its_schema_demands(form: str, run: Run) -> None:
    """With findings, without, and without any file."""
    text = FORMS[form](run)

    assert complaints(form, text) == []
    assert text.endswith("\n")


TRAPS = (
    *("::error::", "::", "##[", "##vso[task]", "##teamcity[", "%0A", ",", "=", "#", "@x"),
    *("]]>", "<b>", "<!--", "&", '"', "'", "|", "`", "*", "_", "](http://x)", "www.x.org"),
    *("\n", "\r\n", " ", "\x1b[31m", "\u202e", "\ud800", "\ufffe", "\x00", "\u2028"),
)
HOSTILE = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(TRAPS),
        max_size=8,
    ).map("".join),
)


@st.composite
def hostile_runs(draw: st.DrawFn) -> Run:
    """Findings whose texts all come from a hostile file."""
    path = draw(HOSTILE.filter(bool))
    text = draw(HOSTILE)
    lines = text.split("\n")
    line = draw(st.integers(1, len(lines)))
    column = draw(st.integers(1, len(lines[line - 1]) + 1))
    span = at(path, line, column, draw(st.integers(column, len(lines[line - 1]) + 1)))
    finding = Diagnostic(
        draw(st.sampled_from([UNKNOWN, NEVER_FALSE, CROSSED, MISSING])),
        draw(st.sampled_from([span, None])),
        draw(HOSTILE.filter(bool)),
        label=draw(HOSTILE),
        related=(Label(span, draw(HOSTILE)),),
        help=tuple(draw(st.lists(HOSTILE, max_size=2))),
        notes=tuple(draw(st.lists(HOSTILE, max_size=2))),
        fixes=(Fix(span, draw(HOSTILE), safe=draw(st.booleans())),),
    )
    ignored = replace(finding, message=f"{finding.message} again")
    return Run(
        findings=[finding],
        sources={path: text},
        files=[path, draw(HOSTILE.filter(bool))],
        exit_code=1,
        suppressed=[(ignored, Suppression("comment", draw(HOSTILE), None))],
        show_suppressed=draw(st.booleans()),
    )


@pytest.mark.parametrize("form", FORMS)
@given(run=hostile_runs())
def test_nothing_in_a_file_is_obeyed(form: str, run: Run) -> None:
    """Not by a build server, a terminal, an XML reader or a browser; and it stays valid."""
    text = FORMS[form](run)

    assert complaints(form, text) == []
    assert not RAW.search(text)
    commands = obeyed(text)
    assert len(commands) == (1 if form == "github" else 0)


@given(run=hostile_runs())
def test_an_annotation_says_what_the_finding_says(run: Run) -> None:
    """Escaped for the runner, and unescaped by it."""
    finding = run.findings[0]

    [(name, properties, data)] = obeyed(github(run))

    assert name == {"error": "error", "warning": "warning"}.get(finding.severity, "notice")
    assert properties["title"] == f"{finding.code} {finding.kind.name}"
    if finding.span is not None and finding.span.path.isascii() and finding.span.path.isalnum():
        assert properties["file"] == finding.span.path
        assert properties["line"] == str(finding.span.start.line)
    if (
        finding.message.isascii()
        and finding.message.isprintable()
        and "##" not in finding.message
    ):
        assert finding.message in data


@given(run=hostile_runs())
def test_the_summary_is_a_table_and_nothing_else(run: Run) -> None:
    """No text becomes a link, an image, a heading or HTML of its own."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(step_summary(run, ROOM))
    inline = [part for token in tokens for part in token.children or ()]

    assert [t.type for t in tokens if t.type.endswith("_open") and t.level == 0] == [
        "heading_open",
        "paragraph_open",
        "table_open",
    ]
    assert {part.type for part in inline} <= {"text", "html_inline"}
    assert {part.content for part in inline if part.type == "html_inline"} <= {
        "<code>",
        "</code>",
        "<br>",
    }
    assert sum(token.type == "tr_open" for token in tokens) == 2
    assert sum(token.type == "td_open" for token in tokens) == 4


def test_errors_come_first_and_a_line_says_that_there_are_more() -> None:
    """GitHub shows ten of each level."""
    many = [
        Diagnostic(kind, at(LINES, line, 1, 2), f"number {line}")
        for line in range(1, 13)
        for kind in (NEVER_FALSE, UNKNOWN)
    ]

    commands = obeyed(github(replace(RUN, findings=many)))

    assert [name for name, _, _ in commands] == [*["error"] * 12, *["warning"] * 12, "notice"]
    assert commands[-1][2].startswith("12 errors, 12 warnings in 3 files; GitHub shows 10")


def test_an_annotation_over_several_lines_has_no_columns() -> None:
    """GitHub refuses them."""
    [_, (_, properties, _), *_] = obeyed(github(replace(RUN, findings=FINDINGS[:2])))

    assert {"line", "endLine"} <= properties.keys()
    assert not {"col", "endColumn"} & properties.keys()


def test_a_summary_stays_below_githubs_limit() -> None:
    """And says how much is missing."""
    many = [Diagnostic(UNKNOWN, at(LINES, line, 1, 2), "x" * 1000) for line in range(1, 2000)]

    text = step_summary(replace(RUN, findings=many), ROOM)

    assert len(text.encode()) <= ROOM
    assert re.search(r"\n… and \d+ more\n$", text)


@pytest.mark.slow
def test_sarif_lists_the_heaviest_results() -> None:
    """GitHub refuses a file with more than its limit, and loses all of them."""
    many = [
        Diagnostic(NEVER_FALSE, at(LINES, line, 1, 2), f"number {line}")
        for line in range(1, MOST_RESULTS + 2)
    ]
    [run] = json.loads(sarif(replace(RUN, findings=[*many, FINDINGS[0]])))["runs"]

    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][0]["ruleId"] == "ZX101"
    assert (
        "25002 results"
        in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    )


def test_sarif_names_its_rules_by_number() -> None:
    """An index that is off by one shows another rule's page."""
    [run] = json.loads(sarif(RUN))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert unquote(place["uri"]) in SOURCES


def test_a_suppressed_finding_says_why() -> None:
    """In SARIF, and only where it is asked for; the others never list it."""
    ignored = (FINDINGS[1], Suppression("comment", "a known tautology", f"{LINES}:1"))
    run = replace(RUN, findings=FINDINGS[:1], suppressed=[ignored])
    shown = replace(run, show_suppressed=True)

    [hidden], [told] = json.loads(sarif(run))["runs"], json.loads(sarif(shown))["runs"]

    assert [each["ruleId"] for each in hidden["results"]] == ["ZX101"]
    assert told["results"][1]["suppressions"] == [
        {"kind": "inSource", "justification": "a known tautology"}
    ]
    for form in ("github", "gitlab", "junit", "rdjson", "summary"):
        assert "ZC101" not in FORMS[form](shown)


def test_rdjson_counts_bytes() -> None:
    """Reviewdog puts its comment where the text is."""
    first = json.loads(rdjson(RUN))["diagnostics"][1]
    line = SOURCES[DRAFT].split("\n")[2].encode()
    found = (
        first
        if first["code"]["value"] == "ZX101"
        else json.loads(rdjson(RUN))["diagnostics"][2]
    )
    span = found["location"]["range"]

    assert line[span["start"]["column"] - 1 : span["end"]["column"] - 1] == b"cesion"
    assert found["suggestions"] == [{"range": span, "text": "cession"}]


def test_only_a_safe_fix_is_suggested() -> None:
    """A click applies a suggestion."""
    unsafe = replace(FINDINGS[0], fixes=(replace(FINDINGS[0].fixes[0], safe=False),))

    [entry] = json.loads(rdjson(replace(RUN, findings=[unsafe])))["diagnostics"]

    assert "suggestions" not in entry


def test_a_gated_verdict_weighs_as_an_error() -> None:
    """It fails the run, so no tool may show it as a remark."""
    run = replace(RUN, findings=[FINDINGS[2]])

    assert json.loads(gitlab(run))[0]["severity"] == "info"
    assert json.loads(gitlab(replace(run, gate=["red-lines"])))[0]["severity"] == "major"


@pytest.mark.parametrize("form", [each for each in FORMS if each != "summary"])
def test_paths_are_those_of_the_repository(form: str) -> None:
    """A workspace may be a folder of a larger repository."""
    run = replace(RUN, findings=FINDINGS[1:2], repository=lambda path: f"talks/{path}")

    assert FORMS[form](run).count(f"talks/{LINES}") == FORMS[form](run).count(LINES) > 0


def test_a_file_without_findings_passes() -> None:
    """A test report without a case would be a failure in many tools."""
    root = ET.fromstring(junit(RUN))
    empty = ET.fromstring(junit(Run([], {}, [], 0)))

    assert [suite.get("name") for suite in root] == ["zopa", DRAFT, "terms/fine.yaml", LINES]
    assert len(root.findall("testsuite[@name='terms/fine.yaml']/testcase")) == 1
    assert root.find("testsuite[@name='terms/fine.yaml']//failure") is None
    assert root.find("testsuite[@name='zopa']/testcase/error") is not None
    assert len(empty.findall("testsuite/testcase")) == 1
