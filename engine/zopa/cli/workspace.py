"""The workspace, the scenarios and the assumptions that a command is about."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.cli.limits import doing
from zopa.cli.settings import configuration_of, tell_settings
from zopa.cli.streams import NoScenarios, Unable, Unsound
from zopa.cli.whereabouts import Whereabouts, place_of, stdin_text, whereabouts
from zopa.diagnostics import quoted
from zopa.files import called, composed, find, named_yaml, shipped, there
from zopa.questions import assumed, no_scenario
from zopa.workspace import Workspace, load, load_view

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Sequence

    from zopa.answers.questions import Typed
    from zopa.model.context import Context
    from zopa.model.corpus import Scenario
    from zopa.solving.space import Space

__all__ = [
    "assumptions",
    "chosen_scenarios",
    "folder_named",
    "folder_of",
    "open_space",
    "open_workspace",
    "overridden",
    "refuse_unsound",
    "scenario_files",
    "typed_from",
    "whereabouts_of",
]


def open_workspace(
    options: argparse.Namespace, scenarios: Sequence[str] = (), *, elsewhere: bool = True
) -> Workspace:
    """The workspace that a command is about.

    Args:
        options: of the command.
        scenarios: names of scenarios, files and folders given to it.
        elsewhere: True to read also files outside every workspace.
    """
    root = folder_of(options, scenarios)
    extra = scenario_files(scenarios, options.directory) if elsewhere else ()
    doing("reading the files", known=False)
    options.texts = {}
    viewer = getattr(options, "view", None)
    if viewer is not None:
        if getattr(options, "since", None) is not None:
            message = "a view is of the files as they are, not as of a revision"
            raise Unable(message, "leave out --since or --view")
        if getattr(options, "stdin_filename", None) is not None:
            message = "a view is of the files as they are, not of a text from stdin"
            raise Unable(message, "leave out --stdin-filename or --view")
        return load_view(root, viewer, extra=extra)
    configuration = configuration_of(options, root)
    tell_settings(options, configuration)
    texts = stdin_text(options, root) if hasattr(options, "stdin_filename") else {}
    options.texts = texts
    return load(
        root,
        extra=[each for each in extra if called(root, each) not in texts],
        configuration=configuration,
        texts=texts,
    )


def folder_of(options: argparse.Namespace, scenarios: Sequence[str] = ()) -> Path:
    """The folder of the workspace that a command is about, as `open_workspace` opens it."""
    return whereabouts_of(options, scenarios).root


def whereabouts_of(options: argparse.Namespace, scenarios: Sequence[str] = ()) -> Whereabouts:
    """The same, with a flag for the sample."""
    return whereabouts(options, _named(scenarios, options.directory))


def open_space(workspace: Workspace) -> Space:
    """The workspace's problem, ready for questions.

    Raises:
        Unsound: the terms have errors.
    """
    refuse_unsound(workspace)
    doing("compiling the terms", known=False)
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

    return Space(Problem(workspace.corpus))


def refuse_unsound(workspace: Workspace) -> None:
    """Refuse a workspace with errors in its terms.

    Raises:
        Unsound: the terms have errors.
    """
    if not workspace.sound:
        errors = workspace.errors_of_terms()
        first = errors[0]
        where = f"{first.span}: " if first.span else ""
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        place = "the settings" if all(x.code.startswith("ZO") for x in errors) else "terms/"
        message = f"{count} in {place}: no question can be answered"
        raise Unsound(
            message,
            f"{where}error[{first.code}] {first.message}",
            "run zopa validate to see all of them",
        )


def scenario_files(names: Sequence[str], directory: Path | None) -> list[Path]:
    """The names that are files."""
    return [file for name in names for file in (_file(directory, name),) if file is not None]


def _named(names: Sequence[str], directory: Path | None) -> list[Path]:
    """The names that are paths, also to missing files."""
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
    """A folder of that name; a scenario of the surrounding workspace takes precedence."""
    folder = place_of(Path(name), directory)
    if not folder.is_dir():
        return None
    root = find(directory or Path())
    if root is not None and there(root / "scenarios" / f"{name}.yaml").is_file():
        return None
    return folder


def chosen_scenarios(
    workspace: Workspace,
    names: Sequence[str],
    directory: Path | None,
    *,
    texts: Collection[str] = (),
) -> list[Scenario | str]:
    """The scenarios of these names; all if `names` is empty.

    Returns:
        The scenarios in the order of the names, once each. A scenario whose file has errors
        is its path instead.

    Raises:
        Unable: there are no scenarios, or a file is not one.
        Refused: a name is neither a file nor the id of a scenario.
    """
    paths = _by_path(workspace)
    if not paths:
        message = "the workspace has no scenarios"
        raise NoScenarios(message, "zopa new NAME makes one; or name a file")
    if not names:
        return list(paths.values())
    by_id = {composed(Path(path).stem): path for path in paths if path.startswith("scenarios/")}
    found: dict[str, Scenario | str] = {}
    for name in names:
        file = _file(directory, name)
        if (told := called(workspace.root, place_of(Path(name), directory))) in texts:
            these = [told]
        elif file is None and composed(name) in by_id:
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
    """The scenarios in a folder of the workspace, or all if the folder is the workspace."""
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
    """Every scenario; those with errors as their paths."""
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
    """The assumptions of the flags, over those of the scenario.

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
    """True if the flags change assumptions of the files."""
    given = (options.as_of, options.hold, options.parties)
    return bool(options.waive or options.reading) or any(each is not None for each in given)


def typed_from(options: argparse.Namespace, workspace: Workspace) -> Typed:
    """Names of the workspace and its drafts in commands from the same folder."""
    from zopa.answers.questions import Typed, from_here, naming

    name = ""
    sample = options.sample
    if options.directory is not None:
        name = f" -C {shlex.quote(str(options.directory))}"
    elif workspace.root == shipped("terms").parent and find(Path()) != workspace.root:
        sample = True  # for want of another
    elif not sample:
        name = naming(workspace.root)
    return Typed(
        name,
        (" --sample" if sample else "")
        + (f" --view {shlex.quote(workspace.corpus.view)}" if workspace.corpus.view else ""),
        {
            path: from_here(workspace.root / path)
            for path in (each.path for each in workspace.scenarios.values())
            if not path.startswith("scenarios/")
            if not place_of(Path(path), options.directory).is_file()
        },
    )
