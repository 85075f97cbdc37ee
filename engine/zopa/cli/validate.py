"""`zopa validate`: check the files; report, fix or record the findings."""

from __future__ import annotations

import os
import sys
from collections import ChainMap, Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.limits import doing, gave_up, left_of
from zopa.cli.output import (
    deliver,
    exit_code,
    finding_forms,
    in_ci,
    in_repository,
    statistics_forms,
    tell_github,
    weighing,
)
from zopa.cli.settings import configuration_of, tell_settings
from zopa.cli.streams import UNABLE, Unable, say
from zopa.cli.whereabouts import named_paths, place_of, stdin_text, tell, whereabouts
from zopa.diagnostics import (
    STALE_BASELINE,
    UNUSED_IGNORE,
    Diagnostic,
    Severity,
    in_order,
    quoted,
    shown,
)
from zopa.files import called, leads_out, paths
from zopa.files.writing import (
    ChangedMeanwhileError,
    FileChange,
    content,
    save,
)
from zopa.solving import Stop
from zopa.validation import WorkerLostError
from zopa.validation.incremental import Judged, judge, judged
from zopa.validation.suppressions import Silenced, as_configured

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zopa.configuration import Configuration
    from zopa.documents import Document
    from zopa.files.store import Store
    from zopa.validation.fixes import FixedFile
    from zopa.validation.suppressions import Baseline
    from zopa.workspace import Workspace

__all__ = [
    "chosen_files",
    "exit_code",
    "run",
]


MARK = b"\xef\xbb\xbf"
ALWAYS = ("ZE", "ZR", "ZF", "ZI", "ZO")
"""Families of findings that are reported for all files, changed or not."""


def run(options: argparse.Namespace) -> int:
    """Report the findings; 1 if one is at or above `--fail-on`."""
    _check_options(options)
    options.paths = [place_of(path, options.directory) for path in named_paths(options)]
    found = whereabouts(options, options.paths)
    root = found.root
    options.texts = stdin_text(options, root)
    tell_settings(options, configuration_of(options, root))
    if options.fix and found.sample:
        message = "the shipped sample corpus is not yours to fix"
        raise Unable(message)
    if not options.watch:
        return _once(options, root)
    from zopa.cli.watching import watch

    others = [*options.paths, *([options.baseline] if options.baseline else [])]
    return watch(options, root, others, lambda: _once(options, root))


def _once(options: argparse.Namespace, root: Path) -> int:
    extra = [path for path in options.paths if path.is_file()]
    if options.texts:
        extra = [path for path in extra if called(root, path) not in options.texts]
    if options.show_files:
        configuration = configuration_of(options, root)
        say("".join(f"{shown(path)}\n" for path in _files(root, extra, configuration)))
        return 0
    asked = _Selection(
        options,
        chosen_files(options, root, extra),
        _changed(options, root, extra),
        weighing(options),
    )
    if options.fix or options.diff:
        from zopa.workspace import load

        workspace = load(root, extra=extra, configuration=configuration_of(options, root))
        fixes = fixes_of(
            options, workspace, lambda now: asked.found(_seen(options, now)).findings
        )
        if options.diff:
            show_fixes(workspace, fixes)
            return int(bool(fixes))
        write_fixes(options, workspace, fixes)
    seen = _with_schemas(options, _judged(options, root, extra))
    if options.write_baseline:
        asked.write_baseline(seen)
    return _report(options, seen, asked)


def _with_schemas(options: argparse.Namespace, seen: Judged) -> Judged:
    """Refresh the schemas for editors if the configuration asks; report those that are not."""
    configuration = configuration_of(options, seen.root)
    if not configuration.get("schemas") or options.texts:
        return seen
    from zopa.cli.schema import refresh

    of_ci = in_ci() or getattr(options, "runs", None) is not None
    stale = refresh(options, seen.root, configuration, write=not of_ci)
    if stale is None:
        return seen
    found = replace(seen.found, findings=tuple(in_order([*seen.found.findings, stale])))
    sources = ChainMap({configuration.path: configuration.text}, dict(seen.sources))
    return replace(seen, found=found, sources=sources)


def _files(root: Path, extra: Sequence[Path], configuration: Configuration) -> list[str]:
    inside = filter(configuration.reads, paths(root))
    return sorted({*inside, *(called(root, each) for each in extra)})


def _judged(options: argparse.Namespace, root: Path, extra: Sequence[Path]) -> Judged:
    """Check the workspace.

    Raises:
        Unable: a worker process was killed.
    """
    doing("reading the files")
    configuration = configuration_of(options, root)
    try:
        with Stop(left_of(options)) as stop:
            if options.short_forms or options.texts:
                from zopa.workspace import load

                workspace = load(
                    root, extra=extra, configuration=configuration, texts=options.texts
                )
                return _seen(options, workspace, stop)
            return judge(
                root,
                extra=extra,
                ignores=not options.no_ignores,
                store=store_of(options),
                jobs=options.jobs,
                stop=stop,
                configuration=configuration,
            )
    except WorkerLostError as error:
        raise Unable(str(error), "run it again, or with --jobs 1") from error


def _check_options(options: argparse.Namespace) -> None:
    if options.fix and options.diff:
        message = "--fix writes and --diff does not: choose one"
        raise Unable(message)
    if options.unsafe_fixes and not (options.fix or options.diff):
        message = "--unsafe-fixes needs --fix or --diff"
        raise Unable(message)
    if options.watch and (options.fix or options.diff or options.write_baseline):
        message = (
            "--watch looks again and again: it goes with no --fix, --diff or --write-baseline"
        )
        raise Unable(message)
    if (options.stdin_filename or Path("-") in options.paths) and (
        options.fix or options.diff or options.watch or options.write_baseline
    ):
        message = "a text from stdin goes with no --fix, --diff, --watch or --write-baseline"
        raise Unable(message)
    if options.write_baseline and options.baseline is None:
        message = "--write-baseline needs --baseline FILE"
        raise Unable(message)


def _seen(
    options: argparse.Namespace, workspace: Workspace, stop: Stop | None = None
) -> Judged:
    """Check a loaded workspace, including long forms on request."""
    seen = judged(workspace, ignores=not options.no_ignores, stop=stop)
    if not options.short_forms:
        return seen
    from zopa.validation.fixes import long_forms

    findings = in_order([*seen.found.findings, *long_forms(workspace)])
    return replace(seen, found=replace(seen.found, findings=tuple(findings)))


def _report(options: argparse.Namespace, seen: Judged, asked: _Selection) -> int:
    from zopa.interchange import Run

    found = asked.found(seen)
    if options.verbose:
        _tell_more(options, seen, found)
    sources: Mapping[str, str] = seen.sources
    if (baseline := asked.baseline(seen)) is not None:
        sources = ChainMap({baseline.path: baseline.text}, dict(sources))
    told = Run(
        findings=found.findings,
        sources=sources,
        files=list(seen.sources),
        exit_code=exit_code(found.findings, options.fail_on) if seen.whole else UNABLE,
        fail_on=options.fail_on,
        suppressed=found.suppressed,
        show_suppressed=options.show_suppressed,
        docs=configuration_of(options, seen.root).docs,
        repository=in_repository(seen.root, sources),
    )
    deliver(options, statistics_forms(told) if options.statistics else finding_forms(told))
    tell_github(options, told)
    if not seen.whole:
        raise gave_up(
            options,
            "not looked for: what is never or always true of the terms, what breaks rules",
        )
    return told.exit_code


def _tell_more(options: argparse.Namespace, seen: Judged, found: Silenced) -> None:
    """List the basis of an answer: files, settings with their origins, hidden findings."""
    from zopa.answers.wording import several
    from zopa.files.store import usual_folder

    configuration = configuration_of(options, seen.root)
    left_out = [path for path in paths(seen.root) if not configuration.reads(path)]
    store = store_of(options)
    tell(options, f"zopa: workspace {shown(str(seen.root.resolve()))}")
    tell(options, f"zopa: {several(len(seen.sources), 'file')} read, {len(left_out)} excluded")
    for key, origin in sorted(configuration.origins.items()):
        tell(options, f"zopa: setting {key} from {shown(origin)}")
    kept = "none" if store is None else shown(str(usual_folder(os.environ)))
    tell(options, f"zopa: cache {kept}")
    hidden = Counter(str(each.by) for _, each in found.suppressed)
    names = {"comment": "comments", "config": "settings", "baseline": "the baseline"}
    by = ", ".join(f"{hidden[key]} by {name}" for key, name in names.items() if hidden[key])
    tell(options, f"zopa: {several(len(found.suppressed), 'finding')} hidden{by and f': {by}'}")


@dataclass(frozen=True)
class _Selection:
    """Selection of the reported findings of a workspace."""

    options: argparse.Namespace
    chosen: Callable[[str], bool]
    """True if a file is one of the named ones."""
    changed: frozenset[str] | None
    """The only files that are reported on, if not all are."""
    weighed: Callable[[Diagnostic], Diagnostic]
    """A finding with the severity that the caller gives it."""

    def found(self, seen: Judged) -> Silenced:
        """The reported findings, and those that are suppressed."""
        configuration = configuration_of(self.options, seen.root)
        known = as_configured(seen.found, configuration)
        findings, suppressed = known.findings, known.suppressed
        if (baseline := self.baseline(seen)) is not None:
            prints = _fingerprints(seen)
            known = baseline.silence(
                findings,
                [prints[_identity(each)] for each in findings],
                judged=seen.sound and seen.whole,
            )
            findings, suppressed = known.findings, (*suppressed, *known.suppressed)
        return Silenced(
            tuple(
                in_order(self.weighed(_in_ci(each)) for each in findings if self._wanted(each))
            ),
            tuple(each for each in suppressed if self._wanted(each[0])),
        )

    def _wanted(self, finding: Diagnostic) -> bool:
        if finding.code.startswith("ZI"):
            return True
        path = finding.span.path if finding.span else ""
        if finding.code.startswith("ZO"):
            return True
        if not self.chosen(path):
            return False
        if self.changed is None or finding.span is None or finding.code.startswith(ALWAYS):
            return True
        places = {path, *(each.span.path for each in finding.related)}
        return not places.isdisjoint(self.changed)

    def baseline(self, seen: Judged) -> Baseline | None:
        """The baseline that the option names.

        Raises:
            Unable: the file cannot be read, or is no baseline.
        """
        file: Path | None = self.options.baseline
        if file is None:
            return None
        from zopa.documents import Limits, open_and_read
        from zopa.validation.suppressions import MOST_BYTES, BaselineError, parse_baseline

        raw = open_and_read(file, str(file), Limits(file_size=MOST_BYTES))
        if isinstance(raw, Diagnostic):
            message = f"cannot read the baseline: {raw.message}"
            raise Unable(message, *raw.notes, "--write-baseline makes one")
        try:
            return parse_baseline(raw.decode(), called(seen.root, file))
        except (BaselineError, UnicodeDecodeError) as error:
            why = str(error) if isinstance(error, BaselineError) else "not UTF-8"
            message = f"{quoted(file)} is no baseline: {why}"
            raise Unable(message) from error

    def write_baseline(self, seen: Judged) -> None:
        """Record all findings that can be recorded.

        Raises:
            Unable: the file cannot be written.
        """
        from zopa.files.writing import save
        from zopa.validation.suppressions import baseline_text, recordable

        prints = _fingerprints(seen)
        kept = [each for each in seen.found.findings if recordable(each.kind)]
        text = baseline_text((each, prints[_identity(each)]) for each in kept)
        file: Path = self.options.baseline
        try:
            save(file, text.encode())
        except OSError as error:
            message = f"cannot write {quoted(file)}: {error.strerror}"
            raise Unable(message) from error
        findings = "1 finding" if len(kept) == 1 else f"{len(kept)} findings"
        tell(self.options, f"zopa: {findings} written to {quoted(file)}")


def _identity(finding: Diagnostic) -> tuple[object, str, str]:
    return finding.span, finding.code, finding.message


def _fingerprints(seen: Judged) -> dict[tuple[object, str, str], str]:
    """Fingerprints of all findings, suppressed ones too, so that an ignore changes none."""
    from zopa.interchange.diagnostics import fingerprints

    every = in_order([*seen.found.findings, *(each for each, _ in seen.found.suppressed)])
    return dict(zip(map(_identity, every), fingerprints(every, seen.sources), strict=True))


def _in_ci(finding: Diagnostic) -> Diagnostic:
    """Findings that pile up unnoticed are errors on build servers."""
    if finding.kind in {UNUSED_IGNORE, STALE_BASELINE} and in_ci():
        return replace(finding, kind=replace(finding.kind, severity=Severity.ERROR))
    return finding


def _changed(
    options: argparse.Namespace, root: Path, extra: Iterable[Path]
) -> frozenset[str] | None:
    if options.changed_since is None:
        return None
    places = (called(root, each) for each in extra)
    others = [
        each for each in places if not each.startswith(("/", "..", "terms/", "scenarios/"))
    ]
    from zopa.documents.git import RevisionError, changed_since

    try:
        return changed_since(root, options.changed_since, others)
    except RevisionError as error:
        message = f"no changes since {quoted(options.changed_since)} can be told: {error}"
        raise Unable(message, *error.ways_out) from error


def chosen_files(
    options: argparse.Namespace, root: Path, extra: Sequence[Path]
) -> Callable[[str], bool]:
    """Test that a path is one of the named files or folders, or in one; without names, all are.

    Raises:
        Unable: one of them is not a part of the workspace.
    """
    named: Sequence[Path] = options.paths
    if not named:
        return lambda _: True
    asked = [path.resolve() for path in named]
    base = root.resolve()
    # A link counts at its own place and at that of its target.
    every = [*_files(root, extra, configuration_of(options, root)), *options.texts]
    files = {path: {base / path, (root / path).resolve()} for path in every}
    for path, wanted in zip(named, asked, strict=True):
        if not any(_within(places, wanted) for places in files.values()):
            message = f"no file of the workspace is {quoted(path)} or in it"
            if not options.allow_empty:
                raise Unable(message, "--allow-empty makes that no failure")
    chosen = {
        path
        for path, places in files.items()
        if any(_within(places, wanted) for wanted in asked)
    }
    return lambda path: path in chosen


def _within(places: Iterable[Path], wanted: Path) -> bool:
    return any(each == wanted or wanted in each.parents for each in places)


def store_of(options: argparse.Namespace) -> Store | None:
    """The cache of findings; None with --no-cache.

    Also None on build servers, unless ZOPA_CACHE_DIR names a place. Their folders are thrown
    away, or handed on from jobs that others may write to.
    """
    if options.no_cache or (in_ci() and not os.environ.get("ZOPA_CACHE_DIR")):
        return None
    from zopa.files.store import FolderStore, usual_folder

    folder = usual_folder(os.environ)
    return None if folder is None else FolderStore(folder)


# -- fixes


def fixes_of(
    options: argparse.Namespace,
    workspace: Workspace,
    check: Callable[[Workspace], Sequence[Diagnostic]],
) -> dict[str, FixedFile]:
    """Files after fixing the reported findings until no fix is left.

    Raises:
        Unable: the fixes undo each other.
    """
    from zopa.validation.fixes import NotSettledError, fix_all
    from zopa.workspace import assemble

    def found(documents: Mapping[str, Document]) -> Sequence[Diagnostic]:
        return check(
            assemble(workspace.root, documents.values(), configuration=workspace.configuration)
        )

    try:
        return fix_all(workspace.documents, found, unsafe=options.unsafe_fixes)
    except NotSettledError:
        message = "the fixes do not come to an end; nothing was written"
        raise Unable(message) from None


def write_fixes(
    options: argparse.Namespace, workspace: Workspace, fixes: Mapping[str, FixedFile]
) -> None:
    """Write the fixed files: those of the workspace all or none, then each of the others.

    `zopa undo` takes back those of the workspace.

    Raises:
        Refused: a file changed since it was read, or cannot be written.
    """
    from zopa.cli.recording import write_undoable
    from zopa.edit.plan import Plan

    inside: dict[tuple[int, int], FileChange] = {}
    outside: list[tuple[str, Path, FileChange]] = []
    for path, fixed in fixes.items():
        mine = (workspace.root / path).exists()
        file = workspace.root / path if mine else Path(path)
        change = _change(path, file, workspace.documents[path], fixed)
        if mine and not leads_out(workspace.root, file):
            status = file.stat()  # one file may have several names
            inside.setdefault((status.st_dev, status.st_ino), change)
        else:
            outside.append((path, file, change))
    writing = ""
    try:
        made = Plan(workspace.root, tuple(inside.values()))
        write_undoable(made, f"fixes in {_number(len(made.files), 'file')}")
        for path, file, change in outside:
            writing = path
            if change.after is not None and content(file) != change.after:
                save(file, change.after, before=change.before)
    except ChangedMeanwhileError as error:
        message = f"{quoted(writing or str(error))} has changed meanwhile"
        raise Unable(message, "nothing was written to it; try again") from None
    except OSError as error:
        name = writing or error.filename or workspace.root
        message = f"cannot write {quoted(name)}: {error.strerror}"
        raise Unable(message) from error
    if fixes:
        count = sum(each.applied for each in fixes.values())
        tell(options, f"zopa: {_number(count, 'fix', 'es')} in {_number(len(fixes), 'file')}")


def _change(path: str, file: Path, document: Document, fixed: FixedFile) -> FileChange:
    """The bytes of a file before and after; a byte order mark stays unless a fix removed it.

    Raises:
        Unable: it cannot be read.
    """
    try:
        marked = file.read_bytes().startswith(MARK)
    except OSError as error:
        message = f"cannot write {quoted(path)}: {error.strerror}"
        raise Unable(message) from error
    old, new = document.text.encode(), fixed.text.encode()
    return FileChange(
        path,
        MARK + old if marked else old,
        MARK + new if marked and not fixed.unmarked else new,
    )


def show_fixes(workspace: Workspace, fixes: Mapping[str, FixedFile]) -> None:
    """Write a unified diff to stdout; safe to print on terminals and build servers."""
    import difflib

    literal = not sys.stdout.isatty() and not in_ci()
    for path, fixed in sorted(fixes.items()):
        before, after = workspace.documents[path].text, fixed.text
        if fixed.unmarked:
            before = f"\ufeff{before}"
        lines = difflib.unified_diff(
            _lines(before, literal=literal),
            _lines(after, literal=literal),
            f"a/{path}" if literal else shown(f"a/{path}"),
            f"b/{path}" if literal else shown(f"b/{path}"),
        )
        text = "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )
        say(text, commands=literal)


def _lines(text: str, *, literal: bool) -> list[str]:
    """The lines with their breaks; unless literal, without commands for any program."""
    lines = text.split("\n")
    if not literal:
        lines = [shown(line).replace("::", ": :") for line in lines]
    whole = [f"{line}\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _number(count: int, noun: str, plural: str = "s") -> str:
    return f"{count} {noun}{'' if count == 1 else plural}"
