"""What must hold of zopa whatever a file says; a broken law is an AssertionError.

The laws are held by the tests over a few inputs, by `guided.py` over what coverage
leads to, and by `engines.py` and `everything.py` over many.
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from inputs import REPOSITORY

from files import split
from zopa import schemas
from zopa.cli.output import finding_forms
from zopa.cli.validate import exit_code
from zopa.diagnostics import CATALOGUE, STRANGE_SPACE, Severity
from zopa.documents import BROKEN, parse
from zopa.files import Role, shipped
from zopa.interchange import Run
from zopa.interchange.ci import step_summary
from zopa.schemas import check_shape
from zopa.validation import validated
from zopa.validation.fixes import NotSettledError, apply_fixes, fix_all
from zopa.validation.suppressions import silence
from zopa.workspace import assemble, load
from zopa.writers import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from zopa.diagnostics import Diagnostic
    from zopa.documents import Document

__all__ = ["documents", "fixes", "forms", "mended", "places", "same", "shape", "whole"]

EXCHANGE_SCHEMAS: Final = REPOSITORY / "tests" / "formats"
PLAIN: Final = Style(enabled=False)
COMMAND: Final = re.compile(r"##\w*\[")
"""What GitHub, Azure and TeamCity obey wherever it stands."""
ORDER: Final = re.compile(r"\s*::[\w.-]+( .*)?::")
"""What GitHub's runner obeys: see `ActionCommand.TryParseV2` of actions/runner."""
RAW: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What no terminal should be sent."""


def documents(raw: str | bytes) -> Document:
    """Hold that both engines read the same; gives what they read."""
    fast = parse(raw, "f.yaml", engine="libyaml")
    slow = parse(raw, "f.yaml", engine="python")
    assert same(fast) == same(slow), "the engines differ"
    places(fast.diagnostics, {"f.yaml": fast.text})
    assert fast.ok or fast.diagnostics, "refused without a finding"
    return fast


def same(document: Document) -> tuple[object, ...]:
    """All that a document says; comments and places in it only of one that is fine."""
    if not document.ok:
        return repr(document.data), document.diagnostics
    marks = list(_marks(document.root))
    return repr(document.data), document.diagnostics, document.comments, marks


def _marks(node: Any) -> Iterator[int | None]:  # noqa: ANN401  # a tree of packed marks
    if node is None:
        return
    start, end, children, *key = node
    yield from (start, end, *key)
    for each in children.values() if isinstance(children, dict) else children or ():
        yield from _marks(each)


def places(findings: Sequence[Diagnostic], texts: Mapping[str, str]) -> None:
    """Hold that findings are of the catalogue, and lie inside their files."""
    lines: dict[str, list[str]] = {}
    for each in findings:
        assert each.code in CATALOGUE, f"{each.code} is not of the catalogue"
        assert len(each.message) <= 100, f"{each.code} has a long message"
        spans = [label.span for label in each.related]
        for span in (each.span, *spans, *(fix.span for fix in each.fixes)):
            if span is None or not texts.get(span.path):
                continue
            if span.path not in lines:
                lines[span.path] = texts[span.path].replace("\r\n", "\n").split("\n")
            here, start, end = lines[span.path], span.start, span.end
            beyond = end.line == len(here) + 1 and end.column == 1
            inside = 1 <= start.line <= len(here) and start <= end
            inside = inside and 1 <= start.column <= len(here[start.line - 1]) + 1
            inside = inside and (beyond or end.column <= len(here[end.line - 1]) + 1)
            assert inside, f"{each.code} lies outside of its file: {span}"


def shape(role: Role, document: Document) -> Sequence[Diagnostic]:
    """Hold that jsonschema-rs and python-jsonschema give one verdict, which is told."""
    if not isinstance(document.data, dict):
        return ()
    found = list(check_shape(document, role))
    places(found, {document.path: document.text})
    if any(each is BROKEN for each in _values(document.data)):
        return found
    said = _plain(role).is_valid(document.data)
    assert schemas.accepts(role, document.data) == said, (
        "the gate differs from python-jsonschema"
    )
    assert (not schemas.complaints(role, document.data)) == said, "the messages differ"
    assert said == (not found), "refused without a finding"
    return found


def _values(data: Any) -> Iterator[Any]:  # noqa: ANN401  # any YAML
    yield data
    for each in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        yield from _values(each)


@cache
def _plain(role: Role) -> Any:  # noqa: ANN401  # a validator
    """python-jsonschema as it comes, with none of its keywords replaced."""
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource

    pairs = [(uri, Resource.from_contents(each)) for uri, each in schemas.schemas().items()]
    registry: Registry[Any] = Registry().with_resources(pairs)
    schema = dict(schemas.schemas()[f"{schemas.BASE}{role}.schema.json"])
    return Draft202012Validator(
        schema, registry=registry, format_checker=FormatChecker(["date"])
    )


def fixes(raw: str) -> Sequence[Diagnostic]:
    """Hold what is promised of the fixes of one YAML file; gives what is found in it."""
    before = parse(raw, "f.yaml")
    found = before.diagnostics

    def check(now: Mapping[str, Document]) -> Sequence[Diagnostic]:
        return now["f.yaml"].diagnostics

    after = mended({"f.yaml": before}, check)["f.yaml"]
    if after.text != raw and not raw.endswith(
        "\n"
    ):  # ending the last line may end a text after `|`
        before = parse(f"{raw}\n", "f.yaml")
    spaces = [each for each in before.diagnostics if each.code == STRANGE_SPACE.code]
    if (
        spaces and after.text != raw
    ):  # what YAML takes for letters is to be spaces, whatever that makes of the text
        before = parse(apply_fixes(before.text, spaces).text, "f.yaml")
    assert _fits(before.data, after.data), "a safe fix changed what the file says"
    return found


def mended(
    files: Mapping[str, Document],
    check: Callable[[Mapping[str, Document]], Sequence[Diagnostic]],
) -> Mapping[str, Document]:
    """Hold what is promised of safe fixes; gives the files after them."""
    found = check(files)
    for path, document in files.items():
        _only_spans(document, [each for each in found if each.span and each.span.path == path])
    try:
        done = fix_all(files, check)
    except NotSettledError:
        message = "safe fixes undo each other"
        raise AssertionError(message) from None
    after = {**files, **{path: parse(each.text, path) for path, each in done.items()}}
    assert fix_all(after, check) == {}, "fixing again changes something"
    for path in done:
        was, now = files[path], after[path]
        assert _errors(now) <= _errors(was), "a fix made the YAML worse"
        lost = _comments(was) - _comments(now) if now.ok else Counter[str]()
        assert not lost, f"comments are lost: {lost}"
    return after


def _only_spans(document: Document, findings: Sequence[Diagnostic]) -> None:
    """Hold that nothing changes but what safe fixes stand for."""
    spans = [
        fix.span for each in findings for fix in each.fixes if all(f.safe for f in each.fixes)
    ]
    lines = document.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    cut = sorted(
        (
            min(starts[each.start.line - 1] + each.start.column - 1, len(document.text)),
            min(
                starts[min(each.end.line, len(starts)) - 1] + each.end.column - 1,
                len(document.text),
            ),
        )
        for each in spans
    )
    after = apply_fixes(document.text, findings).text
    found = at = 0
    for start, end in [*cut, (len(document.text), len(document.text))]:
        piece = document.text[at:start] if start > at else ""
        there = after.find(piece, found)
        assert there >= 0, f"text outside of every fix is lost: {piece!r}"
        found, at = there + len(piece), max(at, end)


def _fits(before: Any, after: Any) -> bool:  # noqa: ANN401  # any YAML
    """Whether data say the same wherever the first could be read."""
    if before is BROKEN or before is None:
        return True
    if isinstance(before, dict) and isinstance(after, dict):
        return all(_fits(each, after.get(key)) for key, each in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_fits, before, after))
    return repr(before) == repr(after)


def _errors(document: Document) -> int:
    return sum(each.severity is Severity.ERROR for each in document.diagnostics)


def _comments(document: Document) -> Counter[str]:
    """Comments that are no ignores: an unused ignore is what its fix removes."""
    texts = (each.text.rstrip() for each in document.comments)
    return Counter(text for text in texts if not re.match(r"#+\s*zopa", text, re.IGNORECASE))


@cache
def _loaded(root: Path) -> Mapping[str, Document]:
    return load(root).documents


def whole(raw: str | bytes, path: str) -> Sequence[Diagnostic]:
    """Hold all of a workspace in which one file says this: loading, fixing, reporting.

    The path is that of the file from the repository on, within a workspace of it.
    """
    folder, name = split(path)
    root = REPOSITORY / folder
    files = dict(sorted({**_loaded(root), name: parse(raw, name)}.items()))

    def check(now: Mapping[str, Document]) -> Sequence[Diagnostic]:
        workspace = assemble(root, now.values())
        found = validated(workspace)
        return silence(found, workspace.documents, judged=workspace.sound).findings

    workspace = assemble(root, files.values())
    kept = silence(validated(workspace), workspace.documents, judged=workspace.sound)
    texts = {each: document.text for each, document in files.items()}
    places(kept.findings, texts)
    code = exit_code(kept.findings, "error")
    mended(files, check)
    forms(
        Run(
            findings=kept.findings,
            sources=texts,
            files=list(files),
            exit_code=code,
            suppressed=kept.suppressed,
            show_suppressed=True,
        )
    )
    return kept.findings


def forms(run: Run) -> None:
    """Hold that a run is well told in every form, and that nothing in it is obeyed."""
    made = finding_forms(run)
    texts = {name: make(PLAIN, 80) for name, make in made.items()}
    texts["summary"] = step_summary(run, 1_000_000)
    for name, text in texts.items():
        assert text.endswith("\n"), f"{name} does not end"
        assert not RAW.search(text), f"{name} holds {RAW.search(text)}"
        assert not COMMAND.search(text), f"{name} holds {COMMAND.search(text)}"
        text.encode()
        orders = [line for line in text.split("\n") if ORDER.match(line)]
        ours = ("::error title=Z", "::warning title=Z", "::notice title=")
        assert all(name == "github" and each.startswith(ours) for each in orders), (
            f"{name} gives orders: {orders[:1]}"
        )
    for name in ("json", "sarif", "gitlab", "rdjson"):
        value = json.loads(texts[name])
        assert _schema(name).is_valid(value), f"{name} is not what its schema says"
    for line in texts["jsonl"].splitlines():
        json.loads(line)
    root = ET.fromstring(texts["junit"])  # noqa: S314  # our own
    cases = root.findall("testsuite/testcase")
    assert (root.tag, root.get("tests")) == ("testsuites", str(len(cases)))
    rows = [line for line in texts["summary"].split("\n") if line.startswith("|")]
    assert all(len(re.findall(r"\|", row)) == 5 for row in rows), "a cell breaks out"


@cache
def _schema(name: str) -> Any:  # noqa: ANN401  # a validator
    import jsonschema_rs

    ours = shipped("schema")
    file = (
        ours / "diagnostics.schema.json"
        if name == "json"
        else EXCHANGE_SCHEMAS / f"{name}.json"
    )
    others = [json.loads(each.read_text()) for each in ours.glob("*.schema.json")]
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in others])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jsonschema_rs.validator_for(json.loads(file.read_text()), registry=registry)
