"""A workspace on disk, loaded: the corpus, the scenarios and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from zopa.checks.every import check_corpus, check_scenario
from zopa.checks.fast_path import own_findings
from zopa.checks.meant_choice import about_choices, name_terms
from zopa.checks.naming import Known
from zopa.checks.scenarios import check_starts
from zopa.configuration import Configuration, read_configuration
from zopa.configuration.reading import CONFIGURATIONS
from zopa.construct import construct, construct_scenario, resolve, started
from zopa.diagnostics import Diagnostic, Label, Severity, in_order, quoted
from zopa.diagnostics.codes import FILE_UNREAD, NAMES_ALIKE, REQUIRED_FILE_MISSING
from zopa.documents import Document, parse, read
from zopa.documents.git import files_at
from zopa.files.layout import (
    MARK,
    Role,
    Targets,
    called,
    composed,
    find,
    is_draft,
    paths,
    role_of,
    shipped,
    twins,
)
from zopa.files.span import Place, Span
from zopa.model.corpus import Corpus, Scenario, Topic
from zopa.model.one_line import InShort
from zopa.redaction import PUBLIC, check_readers, check_told, confidential, redacted
from zopa.refused import Refused
from zopa.schemas import Modelines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from zopa.redaction import Confidential

__all__ = [
    "MARK",
    "LoadedDraft",
    "Terms",
    "Workspace",
    "assemble",
    "find",
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
"""Codes of findings that say why nobody looked at what a file says."""


@dataclass(frozen=True, eq=False, repr=False)
class Workspace(InShort):
    """What could be loaded, and everything that is wrong with it."""

    root: Path
    corpus: Corpus
    scenarios: Mapping[str, Scenario]
    """Those that could be built: by id, one that lies elsewhere by its path; in this order."""
    documents: Mapping[str, Document]
    """By path within the workspace."""
    diagnostics: tuple[Diagnostic, ...]
    """In order."""
    configuration: Configuration = NONE

    @property
    def sound(self) -> bool:
        """Whether the terms have no errors, so that questions can be asked."""
        return not self.errors_of_terms()

    def errors_of_terms(self) -> list[Diagnostic]:
        """What is wrong with all but scenarios, of which one may not even be readable."""
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
        """Why a file could not be read; that stands nowhere in it."""
        if path not in self.documents:
            return []
        return [each for each in self.documents[path].diagnostics if each.span is None]


def _of_terms(path: str) -> bool:
    """Whether nothing can be asked where a file is wrong."""
    return path.startswith("terms/") or path in CONFIGURATIONS


def load(
    root: Path,
    *,
    extra: Iterable[Path] = (),
    configuration: Configuration | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> Workspace:
    """Load everything in `terms/` and `scenarios/`.

    Never raises for what the files say: what is wrong becomes a diagnostic, and
    what could be built is there.

    Args:
        root: the workspace's folder.
        extra: scenario files that lie elsewhere, or are excluded.
        configuration: of the workspace, where it was read.
        texts: what files are to say, by path, in place of what they say on disk.
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
    """Load what a party may see of a workspace; nothing of it tells what that leaves out.

    Of the settings only `exclude` has an effect: the others could name what is left out.

    Args:
        root: the workspace's folder.
        viewer: a party of it, or `public`.
        extra: scenario files that lie elsewhere.

    Raises:
        Refused: there is no such party, or a file cannot be read at all, so that nobody
            knows what it hides.
    """
    outside = {called(root, file): file for file in extra}
    every = files(root, read_configuration(root)) | outside
    documents = (parse(text, path) for path, text in view_of(root, every, viewer).items())
    found = assemble(root, documents, drafts=set(outside), configuration=NONE)
    if viewer != PUBLIC and viewer not in found.corpus.parties:
        message = f"no party {quoted(viewer)}"
        raise Refused(message, "a view is that of a party, or `public`")
    return found


def view_of(root: Path, every: Mapping[str, Path], viewer: str) -> dict[str, str]:
    """The texts of the files as a party may see them, by path.

    Raises:
        Refused: a file cannot be read at all.
    """
    read_documents = {path: read(file, path, root=root) for path, file in every.items()}
    for path, document in read_documents.items():
        if not document.ok:
            message = f"{quoted(path)} has errors, so what it hides is not known"
            raise Refused(message, "run zopa validate")
    return redacted({path: each.data for path, each in read_documents.items()}, viewer)


def load_at(root: Path, revision: str) -> Workspace:
    """Load the workspace as it was at a git revision.

    Raises:
        RevisionError: there is none such.
    """

    def document(path: str, content: bytes | Diagnostic) -> Document:
        if isinstance(content, Diagnostic):
            return Document(path, "", None, ok=False, diagnostics=(content,))
        return parse(content, path)

    found = dict(files_at(root, revision, CONFIGURATIONS))
    settings = {name: found.pop(name) for name in CONFIGURATIONS if name in found}
    from zopa.configuration.checking import read_texts

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
        drafts: paths of scenarios wherever they lie.
        configuration: of the workspace, where it was read.
        terms_of: says what `read_terms` does, maybe from memory.
        draft_of: the same of `read_draft`.
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
    """The drafts that start from other ones, written out and looked at.

    Nothing starts from a draft that has errors.
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
    """Whether one of the findings is an error."""
    return any(each.severity == Severity.ERROR for each in findings)


def files(root: Path, configuration: Configuration) -> dict[str, Path]:
    """Every file in the workspace's two folders that could be meant for zopa, by path."""
    return {path: root / path for path in paths(root) if configuration.reads(path)}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the files in `terms/` come to; drafts are checked against it."""

    corpus: Corpus
    known: Known
    modelines: Modelines
    diagnostics: tuple[Diagnostic, ...]
    """In no particular order."""
    hidden: tuple[Confidential, ...] = ()
    """What not everybody may see."""


@dataclass(frozen=True, slots=True)
class LoadedDraft:
    """What one scenario file comes to; no other scenario has a part in it."""

    scenario: Scenario | None
    """None also where it starts from another one, beside which it is looked at later."""
    diagnostics: tuple[Diagnostic, ...]
    """In no particular order."""
    said: Scenario | None = None
    """As its file has it."""


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
        from zopa.configuration.checking import unknown_names

        findings.extend(unknown_names(configuration, corpus))
    findings.extend(configuration.diagnostics)
    hidden = confidential(every)
    for document in every:
        findings.extend(check_told(document, hidden))
        findings.extend(check_readers(corpus, document, known))
    return Terms(corpus, known, modelines, tuple(findings), hidden)


def read_draft(terms: Terms, document: Document) -> LoadedDraft:
    """The scenario that a document says, and what is wrong with it."""
    found = own_findings(document, terms.modelines)
    if about_choices(found):
        found = name_terms(terms.corpus, terms.known, document, found)
    said = construct_scenario(document, found)
    found += check_told(document, terms.hidden)
    found += check_readers(terms.corpus, document, terms.known)
    scenario: Scenario | None = None
    if said is not None and said.starts_from is None:
        scenario = resolve(terms.corpus, said)
        found += check_scenario(terms.corpus, scenario, terms.known)
    return LoadedDraft(scenario, tuple(found), said)


def usual_topics(corpus: Corpus) -> Mapping[str, Topic]:
    """The vocabulary of the workspace; that of peace agreements where it has none."""
    if corpus.vocabulary:
        return corpus.vocabulary
    file = shipped("vocabulary") / "peace-agreements.yaml"
    document = read(file, file.name)
    found: Mapping[str, Topic] = construct([(Role.VOCABULARY, document)], ()).corpus[
        "vocabulary"
    ]
    return found


def names_alike(names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report files that some system takes for an earlier one."""
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
