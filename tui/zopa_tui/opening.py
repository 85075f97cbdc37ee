"""The workspace and the scenario to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.corpus import find, load
from zopa.diagnostics import Severity, did_you_mean, listed, quoted
from zopa.shipped import shipped
from zopa_tui.documents import Failed, ScenarioFile
from zopa_tui.places import Places

if TYPE_CHECKING:
    from zopa.corpus import Workspace
    from zopa_tui.session import Session

__all__ = ["NEW", "Start", "begin", "locate", "open_scenario", "scenario_path"]

NEW = "New scenario"
"""Title of a scenario that was just begun."""


@dataclass(frozen=True)
class Start:
    """What the interface needs to show anything."""

    workspace: Workspace
    session: Session
    places: Places
    sample: bool
    """Whether the corpus is the one that comes with zopa."""


def locate(directory: Path | None = None) -> tuple[Path, bool]:
    """The workspace around a folder, or the shipped corpus, and whether it is that."""
    root = find(directory or Path())
    return (root, False) if root is not None else (shipped("terms").parent, True)


def scenario_path(root: Path, name: str, directory: Path | None = None) -> Path | str:
    """The file that a name means: a path, or the stem of one in `scenarios/`.

    Returns:
        Its path, or in words why there is none.
    """
    for file in (Path(name), (directory or Path()) / name):
        if file.suffix in {".yaml", ".yml"} and file.is_file():
            return file.resolve()
    known = {each.stem: each for each in sorted((root / "scenarios").glob("*.y*ml"))}
    if name in known:
        return known[name]
    near = did_you_mean(name, known)
    if near:
        return f"no scenario {quoted(name)}; did you mean {listed(near)}?"
    return f"no scenario {quoted(name)}; scenarios: {listed(known, joiner='and') or 'none'}"


def begin(
    root: Path,
    scenario: Path | None,
    *,
    sample: bool = False,
    copy: bool = False,
    read_only: bool = False,
) -> Start | str:
    """Load a workspace and one of its scenarios, or a new one.

    Args:
        root: of the workspace.
        scenario: the file; None for a scenario that decides nothing yet.
        sample: whether the corpus is the one that comes with zopa.
        copy: whether to work on a copy that has no file, so that nothing is written.
        read_only: whether nothing may be written at all.

    Returns:
        What was loaded, or in words why it cannot be worked on.
    """
    workspace = load(root, extra=[] if scenario is None else [scenario])
    if not workspace.sound:
        errors = [
            each
            for each in workspace.diagnostics
            if each.severity == Severity.ERROR
            and (each.span is None or each.span.path.startswith("terms/"))
        ]
        number = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        first = f"{errors[0].span or root}: error[{errors[0].code}] {errors[0].message}"
        return f"the terms have {number}; zopa validate shows all of them. {first}"
    session = open_scenario(workspace, scenario, copy=copy, read_only=read_only)
    if isinstance(session, str):
        return session
    return Start(workspace, session, Places(workspace), sample)


def open_scenario(
    workspace: Workspace,
    scenario: Path | None,
    *,
    copy: bool = False,
    read_only: bool = False,
) -> Session | str:
    """Begin to work on a scenario of the workspace; in words why that cannot be."""
    from zopa.problem import Problem
    from zopa.space import Space
    from zopa_tui.session import Session

    if scenario is None:
        file: ScenarioFile | Failed = ScenarioFile.new(NEW, workspace.root)
    else:
        file = ScenarioFile.load(scenario, workspace.root)
    if isinstance(file, Failed):
        found = file.diagnostic
        return f"{found.span or scenario}: error[{found.code}] {found.message}"
    if copy:
        file = ScenarioFile(file.text, file.scenario, root=workspace.root)
    return Session(Space(Problem(workspace.corpus)), file, read_only=read_only)
