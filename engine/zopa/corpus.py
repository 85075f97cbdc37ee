"""A workspace on disk, loaded: the corpus, the scenarios and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.checks import Known, check_corpus, check_scenario
from zopa.construct import construct, construct_scenario
from zopa.diagnostics import Diagnostic, Severity, in_order
from zopa.diagnostics.workspace import FILE_UNREAD, REQUIRED_FILE_MISSING
from zopa.documents import parse, read
from zopa.model import Corpus, Scenario
from zopa.revision import files_at
from zopa.schemas import Modelines, Role, check_shape, role_of
from zopa.spans import Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from zopa.documents import Document

__all__ = ["MARK", "Workspace", "assemble", "files", "find", "load", "load_at"]

MARK = Path("terms", "corpus.yaml")
"""The file that makes a folder a workspace."""


@dataclass(frozen=True, eq=False)
class Workspace:
    """What could be loaded, and everything that is wrong with it."""

    root: Path
    corpus: Corpus
    scenarios: Mapping[str, Scenario]
    """Those that could be built: by id, one that lies elsewhere by its path; in this order."""
    documents: Mapping[str, Document]
    """By path within the workspace."""
    diagnostics: tuple[Diagnostic, ...]
    """In order."""

    @property
    def sound(self) -> bool:
        """Whether the terms have no errors, so that questions can be asked."""
        return not any(
            each.severity == Severity.ERROR and _in_terms(each) for each in self.diagnostics
        )

    def errors_in(self, path: str) -> list[Diagnostic]:
        """The errors of one file."""
        return [
            each
            for each in self.diagnostics
            if each.severity == Severity.ERROR and each.span and each.span.path == path
        ]


def _in_terms(diagnostic: Diagnostic) -> bool:
    return diagnostic.span is None or diagnostic.span.path.startswith("terms/")


def find(start: Path) -> Path | None:
    """The nearest folder, from `start` upward, that is a workspace."""
    here = start.resolve()
    return next((each for each in (here, *here.parents) if (each / MARK).is_file()), None)


def load(root: Path, *, extra: Iterable[Path] = ()) -> Workspace:
    """Load everything in `terms/` and `scenarios/`.

    Never raises for what the files say: what is wrong becomes a diagnostic, and
    what could be built is there.

    Args:
        root: the workspace's folder.
        extra: scenario files that lie elsewhere.
    """
    inside = files(root)
    outside = {_path(root, file): file for file in extra}
    every = dict(sorted((inside | outside).items()))
    return assemble(
        root, (read(file, path) for path, file in every.items()), drafts=set(outside)
    )


def load_at(root: Path, revision: str) -> Workspace:
    """Load the workspace as it was at a git revision.

    Raises:
        RevisionError: there is none such.
    """
    return assemble(root, (parse(data, path) for path, data in files_at(root, revision)))


def assemble(
    root: Path, read_documents: Iterable[Document], *, drafts: AbstractSet[str] = frozenset()
) -> Workspace:
    """Make a workspace of documents that have been read.

    Args:
        root: the workspace's folder.
        read_documents: in the order of their paths.
        drafts: paths of scenarios wherever they lie.
    """
    documents: dict[str, Document] = {}
    terms: list[tuple[Role, Document]] = []
    scenario_documents: list[Document] = []
    findings: list[Diagnostic] = []
    modelines = Modelines(root)
    for document in read_documents:
        path = document.path
        role = role_of(path)
        if role is None and path in drafts and not path.startswith("terms/"):
            role = Role.SCENARIO
        documents[path] = document
        if role is None:
            findings.append(_unread(path))
            continue
        findings.extend(document.diagnostics)
        if document.data is not None:
            findings.extend(check_shape(document, role))
            findings.extend(modelines.check(document, role))
        if role is Role.SCENARIO:
            scenario_documents.append(document)
        else:
            terms.append((role, document))
    findings.extend(_missing({role for role, _ in terms}))
    built = construct(terms, findings)
    corpus = Corpus(**built.corpus)
    known = Known(frozenset(built.broken))
    findings.extend(built.diagnostics)
    findings.extend(check_corpus(corpus, known))
    scenarios = {}
    for document in scenario_documents:
        mine = [each for each in findings if each.span and each.span.path == document.path]
        scenario = construct_scenario(document, mine)
        if scenario is not None:
            inside = document.path == f"scenarios/{scenario.id}.yaml"
            scenarios[scenario.id if inside else scenario.path] = scenario
            findings.extend(check_scenario(corpus, scenario, known))
    return Workspace(
        root=root,
        corpus=corpus,
        scenarios=dict(sorted(scenarios.items())),
        documents=documents,
        diagnostics=tuple(in_order(findings)),
    )


def files(root: Path) -> dict[str, Path]:
    """Every file in the workspace's two folders that could be meant for zopa, by path."""
    return {
        file.relative_to(root).as_posix(): file
        for folder in ("terms", "scenarios")
        for file in (root / folder).rglob("*")
        if file.suffix in {".yaml", ".yml"} and not file.is_dir()
    }


def _path(root: Path, file: Path) -> str:
    """How a file is called: within the workspace where it lies there, else as given."""
    real, base = file.resolve(), root.resolve()
    return real.relative_to(base).as_posix() if real.is_relative_to(base) else file.as_posix()


def _unread(path: str) -> Diagnostic:
    start = Place(1, 1)
    return Diagnostic(
        FILE_UNREAD,
        Span(path, start, start),
        "file is not one that zopa reads",
        help=("rename it, or move it out of `terms/` and `scenarios/`",),
    )


def _missing(roles: set[Role]) -> Iterator[Diagnostic]:
    for role, place in (
        (Role.CORPUS, "terms/corpus.yaml"),
        (Role.STATE, "terms/state.yaml"),
        (Role.ISSUES, "terms/issues/*.yaml"),
    ):
        if role not in roles:
            yield Diagnostic(
                REQUIRED_FILE_MISSING,
                None,
                f"`{place}` is missing",
                help=("run `zopa init` in an empty folder to see a complete workspace",),
            )
