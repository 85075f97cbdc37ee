"""Check and complete `docs/diagnostics/`: heading, severity and last line of each page.

The page of a code is written by hand; the index is made here.

A page says so when its bad and its good example are run by the tests: alone, or put
into the example workspace of `docs/format.md` at the place that the page names.

    python .ci/diagnostics_pages.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from zopa.diagnostics import CATALOGUE, explanation, ignorable
from zopa.documents import json_pointer, parse
from zopa.interchange.envelope import UNMET
from zopa.model.context import context_of
from zopa.questions.check import check
from zopa.solving.problem import Problem
from zopa.solving.space import Space
from zopa.validation import validated
from zopa.validation.suppressions import silence
from zopa.workspace import assemble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zopa.diagnostics import DiagnosticKind
    from zopa.workspace import Workspace

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = DOCS / "diagnostics"
FILE = re.compile(r"^```yaml\n# (\S+/\S+\.yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAIR = re.compile(
    r"^Bad\b.*?^```yaml\n(.*?)^```$.*?^Good\b.*?^```yaml\n(.*?)^```",
    re.MULTILINE | re.DOTALL,
)
CHARACTER = re.compile(r"⟨U\+([0-9A-F]+)⟩")
PLACE = re.compile(
    r"^The tests run both examples(?: in .*?, at `(\S+?)#(\S*?)`)?\.$", re.MULTILINE
)
ALONE = ""
"""The place of an example that is a file of its own."""
REVISION = "`zopa compare --since REV`: "
HEAD = "| code | name | severity | meaning |"
FAMILIES = {
    "ZC": "conditions and rules",
    "ZD": "changes since a revision (`zopa compare --since REV`)",
    "ZE": "expectations",
    "ZI": "files and sessions",
    "ZO": "settings of a workspace",
    "ZP": "dates, statements and sources",
    "ZR": "verdicts (`zopa check --gate`)",
    "ZS": "format of a file",
    "ZT": "tables",
    "ZU": "ignore comments and baselines",
    "ZX": "references, values and effects",
    "ZY": "YAML",
}


class Loader(yaml.SafeLoader):
    """Days stay texts."""


class Dumper(yaml.SafeDumper):
    """Texts that look like days are left alone."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002
        """Write everything out."""
        return True


for each in (Loader, Dumper):
    each.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def examples(kind: DiagnosticKind) -> tuple[str, str] | None:
    """The bad and the good example of a kind."""
    found = PAIR.search(explanation(kind))
    return (found[1], found[2]) if found else None


def workspace() -> dict[str, str]:
    """The files of the workspace that `docs/format.md` shows."""
    text = (DOCS / "format.md").read_text(encoding="utf-8")
    text = text.replace("question: Who pays for the guarantee?,", 'question: "Who pays?",')
    return dict(FILE.findall(text))


def runs(kind: DiagnosticKind, place: str, files: dict[str, Any]) -> bool:
    """Whether the bad example has the finding at that place, and the good one does not."""
    pair = examples(kind)
    if pair is None:
        return False
    bad, good = pair
    return kind.code in found(bad, place, files) and kind.code not in found(good, place, files)


def found(example: str, place: str, files: dict[str, Any]) -> set[str]:
    """The codes of what is found when an example stands at a place."""
    if place == ALONE:
        text = CHARACTER.sub(lambda code: chr(int(code[1], 16)), example)
        document = parse(text, "terms/example.yaml")
        alone = () if "zopa:" in example else document.diagnostics
        told = silence(alone, {document.path: document}, judged=True)
        return {each.code for each in told.findings}
    path, _, pointer = place.partition("#")
    try:
        piece = yaml.load(example, Loader)  # noqa: S506  # a SafeLoader
        whole = graft(files[path], pointer.split("/")[1:], piece)
    except (yaml.YAMLError, ValueError, TypeError, LookupError):
        return set()
    text = yaml.dump(whole, Dumper=Dumper, allow_unicode=True, sort_keys=False)
    texts = {name: dump for name, dump in files["texts"].items() if name != path}
    documents = (parse(each, name) for name, each in sorted({**texts, path: text}.items()))
    built = assemble(Path(), documents)
    return {each.code for each in validated(built)} | set(_unmet(built))


def _unmet(built: Workspace) -> Iterator[str]:
    """The codes of expectations that scenarios do not meet."""
    if built.sound:
        space = Space(Problem(built.corpus))
        for scenario in built.scenarios.values():
            if built.errors_in(scenario.path):
                continue
            checked = check(space, scenario, context_of(built.corpus, scenario))
            yield from (
                UNMET[x.expectation.key].code for x in checked.expectations if not x.met
            )


def graft(node: Any, way: list[str], piece: Any) -> Any:  # noqa: ANN401
    """A copy of a tree with a piece put in: keys of a mapping, or items of a list.

    Items replace those with their id; others are added.
    """
    if way:
        step, rest = way[0].replace("~1", "/").replace("~0", "~"), way[1:]
        if isinstance(node, list):
            number = int(step)
            return [graft(x, rest, piece) if n == number else x for n, x in enumerate(node)]
        return {k: graft(x, rest, piece) if k == step else x for k, x in node.items()}
    if isinstance(node, dict) and isinstance(piece, dict):
        return {
            **node,
            **{
                key: graft(node[key], [], value)
                if _ids(value) and _ids(node.get(key))
                else value
                for key, value in piece.items()
            },
        }
    if isinstance(node, list) and isinstance(piece, list):
        ids = {each.get("id") for each in piece if isinstance(each, dict)}
        old = {each.get("id"): each for each in node if isinstance(each, dict)}
        kept = [x for x in node if not (isinstance(x, dict) and x.get("id") in ids)]
        new = [
            {**old.get(each.get("id"), {}), **each} if isinstance(each, dict) else each
            for each in piece
        ]
        return [*kept, *new]
    raise TypeError


def _ids(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and any(isinstance(x, dict) and "id" in x for x in value)


def places(kind: DiagnosticKind, files: dict[str, Any]) -> Iterator[str]:
    """Where an example may belong: nodes of its form, first those that share a key with it."""
    pair = examples(kind)
    if pair is None:
        return
    if kind.code.startswith(("ZY", "ZU")):
        yield ALONE
        return
    try:
        piece = yaml.load(pair[1], Loader)  # noqa: S506  # a SafeLoader
    except (yaml.YAMLError, ValueError):
        return
    for shares in (True, False):
        for path in files["texts"]:
            for pointer, node in _nodes(files[path]):
                if type(node) is type(piece) and bool(_keys(node) & _keys(piece)) is shares:
                    yield f"{path}#{pointer}"


def _nodes(tree: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    below: list[tuple[tuple[str | int, ...], Any]] = [((), tree)]
    while below:
        pointer, node = below.pop(0)
        yield json_pointer(pointer), node
        if isinstance(node, dict):
            below += [((*pointer, key), each) for key, each in node.items()]
        elif isinstance(node, list):
            below += [((*pointer, number), each) for number, each in enumerate(node)]


def _keys(node: Any) -> set[str]:  # noqa: ANN401
    if isinstance(node, dict):
        return set(node)
    if isinstance(node, list):
        return {key for each in node for key in (each if isinstance(each, dict) else ())}
    return set()


def loaded() -> dict[str, Any]:
    """The example workspace as data by path, and as texts under `texts`."""
    texts = workspace()
    data = {path: yaml.load(text, Loader) for path, text in texts.items()}  # noqa: S506
    return {**data, "texts": texts}


def page(kind: DiagnosticKind, place: str | None) -> str:
    """The page of a kind.

    Args:
        kind: from the catalogue.
        place: where its examples run; None if they do not.
    """
    can = f"{'An' if ignorable(kind) else 'No'} ignore comment can hide it."
    lines = [
        f"# {kind.code} {kind.name}",
        "",
        f"Severity: {kind.severity}. {can}",
        "",
        explanation(kind),
    ]
    if place == ALONE:
        lines += ["", "The tests run both examples."]
    elif place is not None:
        where = f"[the example workspace](../format.md), at `{place}`"
        lines += ["", f"The tests run both examples in {where}."]
    return "\n".join([*lines, ""])


def summary(kind: DiagnosticKind) -> str:
    """The first sentence of a page."""
    text = " ".join(explanation(kind).partition("\n\n")[0].split())
    sentence = re.split(r"(?<=\.) ", text.removeprefix(REVISION))[0]
    return sentence[0].upper() + sentence[1:]


def index() -> str:
    """The list of all pages, by family."""
    lines = [
        "<!-- Made from the pages by .ci/diagnostics_pages.py; change it there. -->",
        "# Diagnostics",
        "",
        "`zopa explain CODE` prints the page of a code. Codes are never reused.",
    ]
    for family, title in FAMILIES.items():
        lines += ["", f"## {family}: {title}", "", HEAD, "| --- | --- | --- | --- |"]
        lines += [
            f"| [{x.code}]({x.code}.md) | {x.name} | {x.severity} | {summary(x)} |"
            for x in CATALOGUE.values()
            if x.code.startswith(family)
        ]
    return "\n".join([*lines, ""])


def place_in(text: str) -> str | None:
    """The place that a page names; None if it names none."""
    told = PLACE.search(text)
    if told is None:
        return None
    return f"{told[1]}#{told[2]}" if told[1] else ALONE


def main() -> int:
    """Write the pages, and remove those of codes that are no more."""
    PAGES.mkdir(exist_ok=True)
    files = loaded()
    run = 0
    for kind in CATALOGUE.values():
        file = PAGES / f"{kind.code}.md"
        known = place_in(file.read_text(encoding="utf-8")) if file.exists() else None
        if known is None or not runs(kind, known, files):
            known = next(
                (each for each in places(kind, files) if runs(kind, each, files)), None
            )
        run += known is not None
        file.write_text(page(kind, known), encoding="utf-8")
    (PAGES / "README.md").write_text(index(), encoding="utf-8")
    for file in PAGES.glob("Z*.md"):
        if file.stem not in CATALOGUE:
            file.unlink()
    with_pair = sum(examples(kind) is not None for kind in CATALOGUE.values())
    sys.stdout.write(f"{len(CATALOGUE)} pages; of {with_pair} with examples {run} are run\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
