"""The workspace, the scenarios and the assumptions that a command is about."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.budget import doing
from zopa.cli.reporting import in_ci
from zopa.cli.streams import complain
from zopa.cli.unable import Unable, Unsound
from zopa.diagnostics import listed, quoted
from zopa.files.layout import MARK, composed, find, named_yaml, near, own, shipped, there
from zopa.questions.assumptions import assumed, no_scenario
from zopa.workspace import Workspace, load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space

__all__ = [
    "SAMPLE",
    "Whereabouts",
    "assumptions",
    "chosen_scenarios",
    "folder_named",
    "folder_of",
    "may_show_sample",
    "open_space",
    "open_workspace",
    "overridden",
    "place_of",
    "scenario_files",
    "tell",
    "whereabouts",
    "whereabouts_of",
]


def open_workspace(
    options: argparse.Namespace, scenarios: Sequence[str] = (), *, elsewhere: bool = True
) -> Workspace:
    """The workspace that a command is about.

    Args:
        options: of the command.
        scenarios: names of scenarios, files and folders that it was given.
        elsewhere: whether files that lie in no workspace are read too.
    """
    root = folder_of(options, scenarios)
    extra = scenario_files(scenarios, options.directory) if elsewhere else ()
    doing("reading the files")
    return load(root, extra=extra)


def folder_of(options: argparse.Namespace, scenarios: Sequence[str] = ()) -> Path:
    """The folder of the workspace that a command is about, as `open_workspace` opens it."""
    return whereabouts_of(options, scenarios).root


def whereabouts_of(options: argparse.Namespace, scenarios: Sequence[str] = ()) -> Whereabouts:
    """The same, and whether it is the sample."""
    return whereabouts(options, _named(scenarios, options.directory))


def open_space(workspace: Workspace) -> Space:
    """The workspace's problem, ready to be asked.

    Raises:
        Unsound: the terms have errors.
    """
    if not workspace.sound:
        errors = workspace.errors_of_terms()
        first = errors[0]
        where = f"{first.span}: " if first.span else ""
        message = f"the terms have {len(errors)} error{'s' if len(errors) > 1 else ''}"
        raise Unsound(
            message,
            f"{where}error[{first.code}] {first.message}",
            "zopa validate shows all of them",
        )
    doing("compiling the terms")
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

    return Space(Problem(workspace.corpus))


def scenario_files(names: Sequence[str], directory: Path | None) -> list[Path]:
    """Those of the names that are files."""
    return [file for name in names for file in (_file(directory, name),) if file is not None]


def _named(names: Sequence[str], directory: Path | None) -> list[Path]:
    """Those of the names that are paths, whether there is something or not."""
    paths = [_file(directory, name) or folder_named(directory, name) for name in names]
    told = (
        path or (Path(name) if "/" in name or named_yaml(Path(name).name) else None)
        for name, path in zip(names, paths, strict=True)
    )
    return [each for each in told if each is not None]


def _file(directory: Path | None, name: str) -> Path | None:
    file = place_of(Path(name), directory)
    return file if named_yaml(file.name) and file.is_file() else None


def folder_named(directory: Path | None, name: str) -> Path | None:
    """A folder of that name; a scenario of the workspace around comes first."""
    folder = place_of(Path(name), directory)
    if not folder.is_dir():
        return None
    root = find(directory or Path())
    if root is not None and there(root / "scenarios" / f"{name}.yaml").is_file():
        return None
    return folder


def chosen_scenarios(
    workspace: Workspace, names: Sequence[str], directory: Path | None
) -> list[Scenario | str]:
    """The scenarios of these names, all without names.

    Returns:
        In the order of the names, once each. A scenario whose file has errors is
        its path instead.

    Raises:
        Unable: there are no scenarios, or a file is none.
        Refused: a name is neither a file nor the id of a scenario.
    """
    paths = _by_path(workspace)
    if not paths:
        message = "the workspace has no scenarios"
        raise Unable(message, "write one in scenarios/, or name a file")
    if not names:
        return list(paths.values())
    by_id = {composed(Path(path).stem): path for path in paths if path.startswith("scenarios/")}
    found: dict[str, Scenario | str] = {}
    for name in names:
        file = _file(directory, name)
        if file is None and composed(name) in by_id:
            these = [by_id[composed(name)]]
        elif file is not None:
            these = [_among(workspace, paths, file)]
        elif (folder := folder_named(directory, name)) is not None:
            these = _within(workspace, paths, folder)
        else:
            raise no_scenario(name, by_id)
        found |= {path: paths[path] for path in these}
    return list(found.values())


def _within(workspace: Workspace, paths: Iterable[str], folder: Path) -> list[str]:
    """The scenarios in a folder of the workspace, or in the workspace that it is."""
    wanted = folder.resolve()
    inside = [
        path for path in paths if wanted in (workspace.root / path).absolute().resolve().parents
    ]
    if not inside:
        message = f"{quoted(folder)} has no scenarios of the workspace {quoted(workspace.root)}"
        raise Unable(message, "name files, ids of scenarios, or the workspace")
    return inside


def _among(workspace: Workspace, paths: Iterable[str], file: Path) -> str:
    wanted = file.resolve()
    for path in paths:
        if (workspace.root / path).resolve() == wanted or Path(path).resolve() == wanted:
            return path
    message = f"{quoted(file)} is not a scenario"
    raise Unable(message, "scenarios end in .yaml and lie outside terms/")


def _by_path(workspace: Workspace) -> dict[str, Scenario | str]:
    """Every scenario, sound ones as such and the others as their paths."""
    built = {each.path: each for each in workspace.scenarios.values()}
    return {
        path: path if workspace.errors_in(path) else built.get(path, path)
        for path in workspace.documents
        if path in built or workspace.errors_in(path)
        if not path.startswith("terms/")
    }


def assumptions(
    options: argparse.Namespace, workspace: Workspace, scenario: Scenario | None
) -> Context:
    """What the flags say, over what the scenario says.

    Raises:
        Refused: a flag names something that does not exist.
    """
    return assumed(
        workspace.corpus,
        scenario,
        as_of=options.as_of,
        hold=options.hold,
        parties=options.parties,
        readings=dict(options.reading),
        waive=options.waive,
    )


def overridden(options: argparse.Namespace) -> bool:
    """Whether the flags change what the files assume."""
    given = (options.as_of, options.hold, options.parties)
    return bool(options.waive or options.reading) or any(each is not None for each in given)


# -- the folder that a command is about, and what is said beside its answer --


SAMPLE = "zopa: this is the shipped SAMPLE corpus, not a workspace of yours"
HOOKS = (
    "GIT_DIR",
    "GIT_EXEC_PATH",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_REFLOG_ACTION",
    "HUSKY",
    "LEFTHOOK",
    "PRE_COMMIT",
)
"""Variables of which git or a runner of its hooks sets one at least for what it runs."""


def tell(options: argparse.Namespace, text: str) -> None:
    """Say something beside the answer."""
    if not options.quiet:
        complain(text)


def place_of(path: Path, directory: Path | None) -> Path:
    """Where a path is that was named: in the folder that `-C` names, if it is there."""
    if directory is not None and (inside := there(directory / path)).exists():
        return inside
    return there(path)


def may_show_sample(*, quiet: bool) -> bool:
    """Whether somebody sees that it is the sample that an answer is about."""
    seen = sys.stdout.isatty() and sys.stderr.isatty()
    hooked = any(os.environ.get(name) for name in HOOKS)
    return seen and not (quiet or in_ci() or hooked)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a command is about."""

    root: Path
    """The folder of the workspace."""
    sample: bool = False
    """Whether it is the corpus that comes with zopa, for want of another or asked for."""


def whereabouts(options: argparse.Namespace, named: Sequence[Path] = ()) -> Whereabouts:
    """The workspace that a command is about.

    It is that of `-C`; else the one that the named paths lie in; else the one around the
    working folder. Where there is none, it is the shipped sample corpus if nothing was
    named and it cannot be mistaken for a workspace of one's own.

    Args:
        options: with `directory`, `quiet` and `sample`.
        named: files and folders that the command was given.

    Raises:
        Unable: there is none, or there are several.
    """
    given: Path | None = options.directory
    if given is not None and not given.is_dir():
        message = f"no folder {quoted(given)}"
        raise Unable(message)
    theirs: dict[Path, Path] = {}
    for path in named:
        if (root := own(path)) is not None:
            theirs.setdefault(root, path)
    if options.sample:
        return Whereabouts(_sample(options, theirs), sample=True)
    if given is not None:
        root = find(given)
        if root is None:
            message = f"no workspace in {quoted(given)} or above it"
            raise Unable(message, *_ways_out(given))
        return Whereabouts(root)
    if len(theirs) > 1:
        names = listed(map(str, theirs), joiner="and")
        message = f"these paths lie in {len(theirs)} workspaces: {names}"
        raise Unable(message, "run zopa once for each of them, with -C DIR")
    root = next(iter(theirs), None) or find(Path())
    if root is not None:
        return Whereabouts(root)
    if named:
        message = f"{quoted(named[0])} lies in no workspace, and there is none here or above"
        raise Unable(message, *_ways_out(named[0] if named[0].is_dir() else Path()))
    if not may_show_sample(quiet=options.quiet):
        message = "no workspace here or above"
        raise Unable(message, *_ways_out(Path()), "--sample asks the shipped sample corpus")
    tell(options, f"{SAMPLE}: there is none here or above")
    return Whereabouts(shipped("terms").parent, sample=True)


def _sample(options: argparse.Namespace, theirs: dict[Path, Path]) -> Path:
    root = shipped("terms").parent
    if options.directory is not None:
        message = "-C and --sample name two workspaces"
        raise Unable(message, "leave one of them out")
    for other, path in theirs.items():
        if other != root.resolve():
            message = f"{quoted(path)} lies in the workspace {quoted(other)}, not in the sample"
            raise Unable(message, "leave --sample out")
    tell(options, SAMPLE)
    return root


def _ways_out(start: Path) -> list[str]:
    """How to name the workspace that was meant."""
    below = near(start)
    if below:
        names = listed((f"-C {each}" for each in below), most=3)
        return [f"name the workspace: {names}"]
    return [
        f"a workspace is a folder with {MARK.as_posix()}: -C DIR names it, zopa init makes one"
    ]
