"""Everything that is wrong with a workspace, and what comments silence of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from zopa.diagnostics import Severity, in_order
from zopa.diagnostics.codes import RULES_CONTRADICT
from zopa.validation.policy import as_configured
from zopa.validation.suppressions import Silenced, silence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Scenario
    from zopa.solving.cancel import Stop
    from zopa.solving.space import Space
    from zopa.workspace import Workspace

__all__ = ["Solved", "Solving", "possible_to_keep", "reported", "validated"]


class Solving(Protocol):
    """What only the solver can find; of a corpus without errors."""

    def of_terms(self) -> list[Diagnostic]:
        """What is wrong with the corpus.

        Raises:
            Stopped: it was told to end first.
        """

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """What is wrong with a draft without errors, where some draft is coherent.

        Raises:
            Stopped: it was told to end first.
        """


class Solved:
    """The solver is asked. The corpus is compiled when that is first needed."""

    def __init__(
        self, corpus: Corpus, stop: Stop | None = None, *, space: Space | None = None
    ) -> None:
        """Prepare to ask.

        Args:
            corpus: the terms, without errors.
            stop: ends what is asked.
            space: of this corpus, where it is compiled already.
        """
        self.corpus = corpus
        self.stop = stop
        self._compiled = space

    @cached_property
    def _space(self) -> Space:
        from zopa.solving.problem import Problem
        from zopa.solving.space import Space

        return Space(Problem(self.corpus)) if self._compiled is None else self._compiled

    @property
    def space(self) -> Space:
        """The corpus compiled."""
        self._space.stop = self.stop
        return self._space

    def of_terms(self) -> list[Diagnostic]:
        """What is wrong with the corpus."""
        from zopa.questions.soundness import check_soundness

        return list(check_soundness(self.space))

    def keeps_rules(self, scenario: Scenario) -> bool:
        """Whether nothing is wrong with a draft."""
        from zopa.questions.soundness import coherent, meant_incoherent

        return meant_incoherent(scenario) or coherent(self.space, scenario)

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """What is wrong with a draft."""
        from zopa.questions.soundness import check_draft

        return list(check_draft(self.space, scenario))


def possible_to_keep(findings: Iterable[Diagnostic]) -> bool:
    """Whether some draft keeps all rules, by what was found in terms without errors."""
    return all(each.code != RULES_CONTRADICT.code for each in findings)


def validated(
    workspace: Workspace, *, stop: Stop | None = None, solving: Solving | None = None
) -> list[Diagnostic]:
    """Everything that is wrong.

    Args:
        workspace: what was loaded.
        stop: what ends it.
        solving: says what only the solver can find, maybe from memory.

    Raises:
        Stopped: it was told to end first.
    """
    findings = list(workspace.diagnostics)
    if not workspace.sound:
        return in_order(findings)
    solving = solving or Solved(workspace.corpus, stop)
    findings += solving.of_terms()
    if possible_to_keep(findings):
        wrong = {
            each.span.path
            for each in workspace.diagnostics
            if each.span and each.severity == Severity.ERROR
        }
        for scenario in workspace.scenarios.values():
            if scenario.path not in wrong:
                findings += solving.of_draft(scenario)
    return in_order(findings)


def reported(
    workspace: Workspace, *, stop: Stop | None = None, solving: Solving | None = None
) -> Silenced:
    """What is wrong, as comments and settings have it; a baseline is not looked at.

    Raises:
        Stopped: it was told to end first.
    """
    findings = validated(workspace, stop=stop, solving=solving)
    judged = workspace.sound and possible_to_keep(findings)
    found = silence(findings, workspace.documents, judged=judged)
    return as_configured(found, workspace.configuration)
