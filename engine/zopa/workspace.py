"""A workspace on disk, loaded: the corpus, the scenarios and the findings on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from zopa import Refused
from zopa.checks import about_choices, own_findings
from zopa.checks.naming import Known
from zopa.checks.scenarios import check_corpus, check_scenario, check_starts
from zopa.configuration import CONFIGURATIONS, Configuration, read_configuration
from zopa.construct import construct, construct_scenario, resolve, started
from zopa.diagnostics import (
    FILE_UNREAD,
    NAMES_ALIKE,
    REQUIRED_FILE_MISSING,
    Diagnostic,
    Label,
    Severity,
    in_order,
    quoted,
)
from zopa.documents import Document, parse, read
from zopa.files import (
    Place,
    Role,
    Span,
    Targets,
    called,
    composed,
    is_draft,
    paths,
    role_of,
    shipped,
    twins,
)
from zopa.model import InShort, may_hide
from zopa.model.corpus import Corpus, Scenario, Topic
from zopa.schemas import Modelines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from zopa.redaction import Confidential

__all__ = [
    "LoadedDraft",
    "Terms",
    "Workspace",
    "assemble",
    "load",
    "load_at",
    "load_view",
    "names_alike",
    "read_draft",
    "read_terms",
    "usual_topics",
    "view_of",
]


NONE: Final = Configuration()
UNLOOKED: Final = ("ZI", FILE_UNREAD.code)
"""Codes of findings that say why the content of a file was not checked."""


@dataclass(frozen=True, eq=False, repr=False)
class Workspace(InShort):
    """The content that could be loaded, and all findings on it."""

    root: Path
    corpus: Corpus
    scenarios: Mapping[str, Scenario]
    """All that could be built: by id, or by path outside `scenarios/`; in this order."""
    documents: Mapping[str, Document]
    """Documents by path within the workspace."""
    diagnostics: tuple[Diagnostic, ...]
    """Findings, in order."""
    configuration: Configuration = NONE

    @property
    def sound(self) -> bool:
        """True if the terms have no errors, so that questions can be asked."""
        return not self.errors_of_terms()

    def errors_of_terms(self) -> list[Diagnostic]:
        """The errors outside scenarios; an unreadable scenario file is not among them."""
        unread = [
            each
            for path in self.documents
            if not path.startswith("terms")
            for each in self._unread(path)
        ]
        return [
            each
            for each in self.diagnostics
            if each.severity == Severity.ERROR
            if (_of_terms(each.span.path) if each.span else each not in unread)
        ]

    def errors_in(self, path: str) -> list[Diagnostic]:
        """The errors of one file."""
        here = (each for each in self.diagnostics if each.span and each.span.path == path)
        return [
            *self._unread(path),
            *(each for each in here if each.severity == Severity.ERROR),
        ]

    def _unread(self, path: str) -> list[Diagnostic]:
        """The findings that say why a file could not be read; they have no place in it."""
        if path not in self.documents:
            return []
        return [each for each in self.documents[path].diagnostics if each.span is None]


def _of_terms(path: str) -> bool:
    """True if errors in the file prevent all questions."""
    return path.startswith("terms/") or path in CONFIGURATIONS


def load(
    root: Path,
    *,
    extra: Iterable[Path] = (),
    configuration: Configuration | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> Workspace:
    """Load everything in `terms/` and `scenarios/`.

    It never raises errors for the content of files. Errors become diagnostics, and all values
    that could be built are there.

    Args:
        root: the workspace's folder.
        extra: further scenario files, outside `scenarios/` or excluded.
        configuration: of the workspace, if it was read already.
        texts: content of files, by path, that replaces the content on disk.
    """
    configuration = configuration or read_configuration(root)
    texts = texts or {}
    outside = {called(root, file): file for file in extra}
    on_disk = files(root, configuration) | outside
    return assemble(
        root,
        (
            parse(texts[path], path) if path in texts else read(on_disk[path], path, root=root)
            for path in sorted({*on_disk, *texts})
        ),
        drafts={*outside, *texts},
        configuration=configuration,
    )


def load_view(root: Path, viewer: str, *, extra: Iterable[Path] = ()) -> Workspace:
    """Load the part of a workspace that a party may see; it reveals nothing about the rest.

    Of the settings only `exclude` has an effect: the others could name hidden items.

    Args:
        root: the workspace's folder.
        viewer: a party of it, or `public`.
        extra: further scenario files, outside `scenarios/`.

    Raises:
        Refused: the party does not exist, or a file cannot be read at all, so that its
            hidden parts are unknown.
    """
    from zopa.redaction import PUBLIC

    outside = {called(root, file): file for file in extra}
    every = files(root, read_configuration(root)) | outside
    documents = (parse(text, path) for path, text in view_of(root, every, viewer).items())
    found = assemble(root, documents, drafts=set(outside), configuration=NONE)
    if viewer != PUBLIC and viewer not in found.corpus.parties:
        message = f"no party {quoted(viewer)}"
        raise Refused(message, "a view is that of a party, or `public`")
    return found


def view_of(root: Path, every: Mapping[str, Path], viewer: str) -> dict[str, str]:
    """The texts of the files in the view of a party, by path.

    Raises:
        Refused: a file cannot be read at all.
    """
    read_documents = {path: read(file, path, root=root) for path, file in every.items()}
    for path, document in read_documents.items():
        if not document.ok:
            message = f"{quoted(path)} has errors, so what it hides is not known"
            raise Refused(message, "run zopa validate")
    from zopa.redaction import redacted

    return redacted({path: each.data for path, each in read_documents.items()}, viewer)


def load_at(root: Path, revision: str) -> Workspace:
    """Load the workspace as it was at a git revision.

    Raises:
        RevisionError: the revision does not exist.
    """

    def document(path: str, content: bytes | Diagnostic) -> Document:
        if isinstance(content, Diagnostic):
            return Document(path, "", None, ok=False, diagnostics=(content,))
        return parse(content, path)

    from zopa.configuration.settings import read_texts
    from zopa.documents.git import files_at

    found = dict(files_at(root, revision, CONFIGURATIONS))
    settings = {name: found.pop(name) for name in CONFIGURATIONS if name in found}
    configuration = read_texts(settings)
    return assemble(
        root,
        (document(*each) for each in found.items() if configuration.reads(each[0])),
        configuration=configuration,
    )


def assemble(
    root: Path,
    read_documents: Iterable[Document],
    *,
    drafts: AbstractSet[str] = frozenset(),
    configuration: Configuration | None = None,
    terms_of: Callable[[Iterable[Document], Targets, Configuration], Terms] | None = None,
    draft_of: Callable[[Terms, Document], LoadedDraft] | None = None,
) -> Workspace:
    """Make a workspace of documents that have been read.

    Args:
        root: the workspace's folder.
        read_documents: in the order of their paths.
        drafts: paths of scenarios in any folder.
        configuration: of the workspace, if it was read already.
        terms_of: gives the result of `read_terms`, possibly from the cache.
        draft_of: the same for `read_draft`.
    """
    documents: dict[str, Document] = {}
    others: list[Document] = []
    scenario_documents: list[Document] = []
    for document in read_documents:
        documents[document.path] = document
        chosen = scenario_documents if is_draft(document.path, drafts) else others
        chosen.append(document)
    configuration = configuration or read_configuration(root)
    terms = (terms_of or read_terms)(others, Targets(root), configuration)
    findings = list(terms.diagnostics)
    findings += names_alike(each.path for each in scenario_documents)
    found: dict[str, LoadedDraft] = {}
    for document in scenario_documents:
        draft = (draft_of or read_draft)(terms, document)
        findings.extend(draft.diagnostics)
        name = composed(PurePosixPath(document.path).stem)
        inside = composed(document.path) == f"scenarios/{name}.yaml"
        found[name if inside else document.path] = draft
    scenarios = {name: each.scenario for name, each in found.items() if each.scenario}
    if any(each.said and each.said.starts_from is not None for each in found.values()):
        scenarios |= _started(terms, found, findings)
    return Workspace(
        root=root,
        corpus=terms.corpus,
        scenarios=dict(sorted(scenarios.items())),
        documents=documents,
        diagnostics=tuple(in_order(findings)),
        configuration=configuration,
    )


def _started(
    terms: Terms, drafts: Mapping[str, LoadedDraft], findings: list[Diagnostic]
) -> dict[str, Scenario]:
    """The drafts that start from other ones, completed and checked.

    No draft starts from one that has errors.
    """
    said = {name: each.said for name, each in drafts.items() if each.said is not None}
    whole = started(said)
    wrong = {name for name, each in drafts.items() if _has_errors(each.diagnostics)}
    wrong |= drafts.keys() - whole.keys()
    found: dict[str, Scenario] = {}
    for name, scenario in whole.items():
        if (start := scenario.starts_from) is None:
            continue
        own = resolve(terms.corpus, replace(said[name], as_of=scenario.as_of))
        seen = [*check_scenario(terms.corpus, own, terms.known)]
        findings += seen
        if start in wrong or _has_errors(seen):
            wrong.add(name)
        if start not in wrong:
            found[name] = resolve(terms.corpus, scenario)
    findings += check_starts(said, wrong)
    return found


def _has_errors(findings: Iterable[Diagnostic]) -> bool:
    """True if one of the findings is an error."""
    return any(each.severity == Severity.ERROR for each in findings)


def files(root: Path, configuration: Configuration) -> dict[str, Path]:
    """Every file in the workspace's two folders that zopa may read, by path."""
    return {path: root / path for path in paths(root) if configuration.reads(path)}


@dataclass(frozen=True, slots=True)
class Terms:
    """The result of reading `terms/`; drafts are checked against it."""

    corpus: Corpus
    known: Known
    modelines: Modelines
    diagnostics: tuple[Diagnostic, ...]
    """Findings, in no particular order."""
    hidden: tuple[Confidential, ...] = ()
    """Items that some parties may not see."""


@dataclass(frozen=True, slots=True)
class LoadedDraft:
    """The result of reading one scenario file, independent of all other scenarios."""

    scenario: Scenario | None
    """Also None if it starts from another scenario, with which it is checked later."""
    diagnostics: tuple[Diagnostic, ...]
    """Findings, in no particular order."""
    said: Scenario | None = None
    """The scenario as its file has it."""


def read_terms(
    documents: Iterable[Document], targets: Targets, configuration: Configuration
) -> Terms:
    """The corpus of every document that is not a scenario, in the order of their paths."""
    modelines = Modelines(targets)
    terms: list[tuple[Role, Document]] = []
    every = list(documents)
    findings = list(names_alike(each.path for each in every))
    for document in every:
        role = role_of(document.path)
        if role is None:
            unable = (each for each in document.diagnostics if each.code.startswith(UNLOOKED))
            findings.extend([*unable] or [_unread(document.path)])
            continue
        findings += own_findings(document, modelines, role)
        terms.append((role, document))
    findings.extend(_missing({role for role, _ in terms}))
    built = construct(terms, findings)
    corpus = Corpus(**built.corpus, configured=configuration.assumed)
    known = Known(frozenset(built.broken))
    findings.extend(built.diagnostics)
    findings.extend(check_corpus(corpus, known))
    if configuration.path and not _has_errors(findings):
        from zopa.configuration.settings import unknown_names

        findings.extend(unknown_names(configuration, corpus))
    findings.extend(configuration.diagnostics)
    hidden: tuple[Confidential, ...] = ()
    if any(may_hide(each.text) for each in every):
        from zopa.redaction import check_readers, check_told, confidential

        hidden = confidential(every)
        for document in every:
            findings.extend(check_told(document, hidden))
            findings.extend(check_readers(corpus, document, known))
    return Terms(corpus, known, modelines, tuple(findings), hidden)


def read_draft(terms: Terms, document: Document) -> LoadedDraft:
    """The scenario of a document, with the findings on it."""
    found = own_findings(document, terms.modelines)
    if about_choices(found):
        from zopa.checks.meant_choice import name_terms

        found = name_terms(terms.corpus, terms.known, document, found)
    said = construct_scenario(document, found)
    if terms.hidden or may_hide(document.text):
        from zopa.redaction import check_readers, check_told

        found += check_told(document, terms.hidden)
        found += check_readers(terms.corpus, document, terms.known)
    scenario: Scenario | None = None
    if said is not None and said.starts_from is None:
        scenario = resolve(terms.corpus, said)
        found += check_scenario(terms.corpus, scenario, terms.known)
    return LoadedDraft(scenario, tuple(found), said)


def usual_topics(corpus: Corpus) -> Mapping[str, Topic]:
    """The vocabulary of the workspace; that of peace agreements if it has none."""
    if corpus.vocabulary:
        return corpus.vocabulary
    file = shipped("vocabulary") / "peace-agreements.yaml"
    document = read(file, file.name)
    found: Mapping[str, Topic] = construct([(Role.VOCABULARY, document)], ()).corpus[
        "vocabulary"
    ]
    return found


def names_alike(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report files whose names some systems do not distinguish from an earlier one."""
    start = Place(1, 1)
    for path, other in twins(names):
        yield Diagnostic(
            NAMES_ALIKE,
            Span(path, start, start),
            f"file is the same as {quoted(other)} for some systems",
            related=(Label(Span(other, start, start), "the other one"),),
            help=("rename one of them",),
        )


def _unread(path: str) -> Diagnostic:
    start = Place(1, 1)
    return Diagnostic(
        FILE_UNREAD,
        Span(path, start, start),
        "zopa does not read this file: unexpected name or folder",
        help=("rename it, or move it out of `terms/` and `scenarios/`",),
    )


def _missing(roles: set[Role]) -> Iterator[Diagnostic]:
    for role, place in (
        (Role.CORPUS, "terms/corpus.yaml"),
        (Role.ISSUES, "terms/issues/*.yaml"),
    ):
        if role not in roles:
            yield Diagnostic(
                REQUIRED_FILE_MISSING,
                None,
                f"`{place}` is missing",
                help=("run `zopa init` in an empty folder to see a complete workspace",),
            )
