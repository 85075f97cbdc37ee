"""Everything that is wrong with a workspace, and what comments silence of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zopa.diagnostics import in_order
from zopa.validation.suppressions import Silenced, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus
    from zopa.solving.cancel import Stop
    from zopa.workspace import Workspace

__all__ = ["reported", "unsound", "validated"]


def unsound(corpus: Corpus, stop: Stop | None = None) -> list[Diagnostic]:
    """What only the solver can find in a corpus without errors.

    Raises:
        Stopped: it was told to end first.
    """
    from zopa.questions.soundness import check_soundness
    from zopa.solving.problem import Problem
    from zopa.solving.space import Space

    space = Space(Problem(corpus))
    space.stop = stop
    return list(check_soundness(space))


def validated(
    workspace: Workspace,
    *,
    stop: Stop | None = None,
    solved: Callable[[Corpus, Stop | None], Iterable[Diagnostic]] = unsound,
) -> list[Diagnostic]:
    """Everything that is wrong.

    Args:
        workspace: what was loaded.
        stop: what ends it.
        solved: says what `unsound` does, maybe from memory.

    Raises:
        Stopped: it was told to end first.
    """
    more = solved(workspace.corpus, stop) if workspace.sound else ()
    return in_order([*workspace.diagnostics, *more])


def reported(
    workspace: Workspace,
    *,
    stop: Stop | None = None,
    solved: Callable[[Corpus, Stop | None], Iterable[Diagnostic]] = unsound,
) -> Silenced:
    """What is wrong and not silenced by a comment; a baseline is not looked at.

    Raises:
        Stopped: it was told to end first.
    """
    findings = validated(workspace, stop=stop, solved=solved)
    return silence(findings, workspace.documents, judged=workspace.sound)
