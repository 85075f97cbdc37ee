"""Diagnostics as JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from snapshots import same_bytes
from zopa.diagnostics import Diagnostic, DiagnosticKind, Fix, Label, Severity
from zopa.documents import parse
from zopa.files import Place, Span, shipped
from zopa.interchange.diagnostics import (
    Suppression,
    diagnostic_json,
    diagnostics_json,
    diagnostics_jsonl,
    diagnostics_list,
    fingerprints,
    json_text,
    yaml_engine,
)

SCHEMA: dict[str, Any] = json.loads(
    (shipped("schema") / "diagnostics.schema.json").read_text(encoding="utf-8")
)
VALID = Draft202012Validator(SCHEMA)
UNKNOWN = DiagnosticKind("ZX101", "unknown-id", Severity.ERROR)
CROSSED = DiagnosticKind("ZR101", "red-line-crossed", Severity.VERDICT)
HOUSE = DiagnosticKind("ZC101", "condition-never-false", Severity.WARNING)

DRAFT = "scenarios/draft.yaml"
UKRAINE = "terms/positions/ukraine.yaml"
TEXTS = {
    DRAFT: """\
title: Чернетка 日本
choices:
  donbas: full-cession
  recognition: de-fact
""",
    UKRAINE: """\
positions:
  - id: no-cession
    holds: {not: {chosen: donbas/full-cession}}
""",
}


def findings(texts: dict[str, str]) -> list[Diagnostic]:
    """Findings: a complete one, one with a fix, one without a place."""
    draft = parse(texts[DRAFT], DRAFT)
    ukraine = parse(texts[UKRAINE], UKRAINE)
    wrong = draft.span(("choices", "recognition"))
    end = Span(DRAFT, wrong.end, wrong.end)
    return [
        Diagnostic(
            CROSSED,
            draft.span(("choices", "donbas")),
            "scenario crosses red line `ukraine/no-cession` (constitutional)",
            label="this choice alone is enough",
            related=(Label(ukraine.key_span(("positions", 0, "holds")), "the position"),),
            notes=("as of 2025-08-17, default readings",),
            data={
                "as_of": dt.date(2025, 8, 17),
                "cause": ("donbas=full-cession",),
                "deals": 2**53 + 1,
                "few": 2**53,
                "kind": Severity.NOTE,
                "share": Decimal("0.10"),
                "terms": frozenset({"b", "a"}),
                "why": {"sure": True, "who": None},
            },
            pointer="/choices/donbas",
        ),
        Diagnostic(
            UNKNOWN,
            wrong,
            "`de-fact` is not a term of issue `recognition`",
            help=("did you mean `de-facto`?", "terms of `recognition`: de-facto, de-jure"),
            fixes=(Fix(wrong, "de-facto"), Fix(end, "##[x]", safe=False)),
            pointer="/choices/recognition",
        ),
        Diagnostic(
            DiagnosticKind("ZI101", "file-missing", Severity.ERROR),
            None,
            "file `x.yaml` does not exist",
        ),
    ]


def report(*extra: Diagnostic, texts: dict[str, str] = TEXTS, **options: Any) -> dict[str, Any]:
    """A report, with a check against its schema."""
    made = diagnostics_json([*findings(texts), *extra], texts, files=2, exit_code=1, **options)
    VALID.validate(json.loads(json_text(made)))
    return made


def test_the_schema_is_one() -> None:
    """It is what the others are written in."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.fixture
def _of_fixed_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the versions, so that releases and parsers do not change a snapshot."""
    monkeypatch.setattr("zopa.interchange.diagnostics.__version__", "0.0.0")
    monkeypatch.setattr("zopa.interchange.diagnostics.yaml_engine", lambda: "libyaml 0.2.5")


@pytest.mark.usefixtures("_of_fixed_versions")
def test_the_bytes_are_those_that_other_programs_know() -> None:
    """A change of this file is a change for all of them."""
    same_bytes("diagnostics/report.json", json_text(report()))


@pytest.mark.usefixtures("_of_fixed_versions")
def test_the_lines_are_those_that_other_programs_know() -> None:
    """One finding on each, the rest on the last."""
    text = diagnostics_jsonl(findings(TEXTS), TEXTS, files=2, exit_code=1)

    same_bytes("diagnostics/report.jsonl", text)
    *objects, end = (json.loads(line) for line in text.splitlines())
    for name, values in (("diagnostic", objects), ("end", [end])):
        part = VALID.evolve(schema={"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{name}"})
        for each in values:
            part.validate(each)
    assert {**end, "diagnostics": objects} == json.loads(json_text(report()))


def test_an_empty_report_is_one() -> None:
    """Silence has a form too."""
    made = diagnostics_json([], {}, files=0, exit_code=0)

    VALID.validate(made)
    assert made["tool"]["yaml_engine"] == yaml_engine()
    assert made["summary"]["by_code"] == {}
    assert made["run"]["complete"] is True
    assert (
        json.loads(diagnostics_jsonl([], {}, files=0, exit_code=0)) | {"diagnostics": []}
        == made
    )


def test_a_run_that_could_not_look_is_not_complete() -> None:
    """An empty list of findings is no praise then."""
    assert diagnostics_json([], {}, files=0, exit_code=2)["run"]["complete"] is False


def test_a_place_has_a_pointer_where_something_begins() -> None:
    """At a key, at a value, at an item; the one that a check gave is preferred."""
    places = {
        "/positions": Place(1, 1),
        "/positions/0/id": Place(2, 5),
        "/positions/0/holds": Place(3, 5),
        "/positions/0/holds/not/chosen": Place(3, 19),
        None: Place(3, 6),
    }
    spans = {name: Span(UKRAINE, start, start) for name, start in places.items()}
    related = tuple(Label(span, "x") for span in spans.values())
    finding = Diagnostic(HOUSE, spans["/positions"], "something", related=related)

    made = diagnostic_json(finding, TEXTS)

    assert made["primary"]["pointer"] == "/positions"
    assert [each["pointer"] for each in made["related"]] == list(places)
    given = replace(finding, pointer="/given")
    assert diagnostic_json(given, TEXTS)["primary"]["pointer"] == "/given"
    assert diagnostic_json(given, {})["related"][0]["pointer"] is None


def test_the_list_for_other_answers_is_the_one_of_the_report() -> None:
    """Readers need one way to read findings."""
    assert diagnostics_list(reversed(findings(TEXTS)), TEXTS) == report()["diagnostics"]


def test_bytes_are_counted_in_utf_8() -> None:
    """Columns are code points, and the end is exclusive."""
    title = Span(DRAFT, Place(1, 8), Place(1, 19))
    made = report(Diagnostic(HOUSE, title, "something"))

    (found,) = (each for each in made["diagnostics"] if each["code"] == "ZC101")
    span = found["primary"]["range"]
    raw = TEXTS[DRAFT].encode()
    assert raw[span["start"]["byte"] : span["end"]["byte"]].decode() == "Чернетка 日本"
    for each in made["diagnostics"]:
        for fix in each["fixes"]:
            at = slice(fix["range"]["start"]["byte"], fix["range"]["end"]["byte"])
            assert raw[at] in {b"de-fact", b""}


def test_without_the_text_there_is_no_byte() -> None:
    """A place in a file that could not be read, or behind its end."""
    nowhere = Diagnostic(HOUSE, Span("gone.yaml", Place(1, 1), Place(1, 2)), "something")
    beyond = Diagnostic(HOUSE, Span(DRAFT, Place(99, 1), Place(99, 2)), "something")

    for each in report(nowhere, beyond)["diagnostics"]:
        if each["code"] == "ZC101":
            assert each["primary"]["range"]["start"]["byte"] is None


def test_what_is_suppressed_is_counted_and_shown_if_asked() -> None:
    """It does not vanish, and it does not count as found."""
    first, second, third = findings(TEXTS)
    why = Suppression("comment", "known since May", f"{DRAFT}:3:25")
    hidden = [(first, why), (second, Suppression("baseline"))]
    options: dict[str, Any] = {"files": 1, "exit_code": 0, "suppressed": hidden}

    made = diagnostics_json([third], TEXTS, **options)
    shown = diagnostics_json([third], TEXTS, show_suppressed=True, **options)

    VALID.validate(shown)
    assert [each["code"] for each in made["diagnostics"]] == ["ZI101"]
    assert made["summary"] == shown["summary"]
    assert made["summary"]["suppressed"] == made["summary"]["baselined"] == 1
    assert made["summary"]["by_code"] == {"ZI101": 1}
    assert [each["suppressed"] for each in shown["diagnostics"]] == [
        None,
        {"by": "comment", "reason": "known since May", "at": "scenarios/draft.yaml:3:25"},
        {"by": "baseline", "reason": None, "at": None},
    ]


def test_data_that_is_no_json_is_refused() -> None:
    """A check that hands over something else learns of it."""
    with pytest.raises(TypeError, match="must be JSON values, found <object"):
        report(Diagnostic(HOUSE, None, "something", data={"x": object()}))


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_in_the_text_of_a_report_is_obeyed(text: str, path: str) -> None:
    """Neither by a terminal nor by a build server; and it is read back as it was."""
    span = Span(path or "x", Place(1, 1), Place(1, 2))
    finding = Diagnostic(HOUSE, span, f"##[{text}", label=text, help=(text,), data={"x": text})

    made = diagnostics_json([finding], {path: text}, files=1, exit_code=0)

    written = json_text(made)
    assert json.loads(written) == made
    assert written.isascii()
    assert "##" not in written
    assert all(each.isprintable() for each in written.split("\n"))


def test_a_fingerprint_stays_when_lines_shift() -> None:
    """An old finding is known again below a new line, or in another column."""
    moved = {
        path: f"# new\n\n{text.replace('  donbas: ', '    donbas:  ').replace('  r', '    r')}"
        for path, text in TEXTS.items()
    }

    assert fingerprints(findings(moved), moved) == fingerprints(findings(TEXTS), TEXTS)


def test_a_fingerprint_tells_findings_apart() -> None:
    """By code, file, pointer and text; those equal in all four by their order."""
    text = "a: x\nb: x\nc: y\n"
    spans = [Span("a.yaml", Place(line, 4), Place(line, 5)) for line in (1, 2, 3)]
    base = Diagnostic(UNKNOWN, spans[0], "something")
    others = [
        base,
        replace(base, span=spans[1]),
        replace(base, span=spans[2]),
        replace(base, kind=HOUSE),
        replace(base, pointer="/a", message="at a pointer"),
        replace(base, span=replace(spans[0], path="b.yaml")),
        replace(base, span=None),
        replace(base, span=None, message="something else"),
    ]

    found = fingerprints(others, {"a.yaml": text, "b.yaml": text})

    assert len(set(found)) == len(others)
    assert found == fingerprints(reversed(others), {"a.yaml": text, "b.yaml": text})


def test_of_equal_findings_the_first_keeps_its_fingerprint() -> None:
    """One more of them is one new one."""
    spans = [Span("a.yaml", Place(line, 1), Place(line, 2)) for line in (1, 2)]
    first, second = (Diagnostic(UNKNOWN, span, "something") for span in spans)
    texts = {"a.yaml": "x\nx\n"}

    assert fingerprints([first], texts) == fingerprints([first, second], texts)[:1]


def test_how_a_value_is_laid_out_is_no_part_of_a_fingerprint() -> None:
    """Folding a value anew makes no new finding of it."""
    flow, folded = "a: [1, e\u0301]\n", "a: [1,\n  \u00e9]\n"
    one = Span("a.yaml", Place(1, 4), Place(1, 12))
    other = Span("a.yaml", Place(1, 4), Place(2, 5))

    assert fingerprints([Diagnostic(UNKNOWN, one, "something")], {"a.yaml": flow}) == (
        fingerprints([Diagnostic(UNKNOWN, other, "something")], {"a.yaml": folded})
    )
