"""Validation of a loaded workspace, with ignore comments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from zopa.diagnostics import Severity, in_order
from zopa.diagnostics.codes import RULES_CONTRADICT
from zopa.validation.suppressions import Silenced, as_configured, silence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zopa.diagnostics import Diagnostic
    from zopa.model.corpus import Corpus, Scenario
    from zopa.solving.cancel import Stop
    from zopa.solving.space import Space
    from zopa.workspace import Workspace

__all__ = ["Solved", "Solving", "possible_to_keep", "reported", "validated"]


class Solving(Protocol):
    """Checks that need the solver, for a corpus without errors."""

    def of_terms(self) -> list[Diagnostic]:
        """Return the findings of the corpus.

        Raises:
            Stopped: it was cancelled first.
        """

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """Return the findings of a draft without errors, if an agreement exists.

        Raises:
            Stopped: it was cancelled first.
        """


class Solved:
    """Checks by the solver; the corpus is compiled on first use."""

    def __init__(
        self, corpus: Corpus, stop: Stop | None = None, *, space: Space | None = None
    ) -> None:
        """Prepare the checks.

        Args:
            corpus: the terms, without errors.
            stop: cancels the checks.
            space: the compiled corpus, if there is one.
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
        """Compiled corpus."""
        self._space.stop = self.stop
        return self._space

    def of_terms(self) -> list[Diagnostic]:
        """Return the findings of the corpus."""
        from zopa.questions.soundness import check_soundness

        return list(check_soundness(self.space))

    def keeps_rules(self, scenario: Scenario) -> bool:
        """Return True if the draft is consistent."""
        from zopa.questions.soundness import coherent, meant_incoherent

        return meant_incoherent(scenario) or coherent(self.space, scenario)

    def of_draft(self, scenario: Scenario) -> list[Diagnostic]:
        """Return the findings of a draft."""
        from zopa.questions.soundness import check_draft

        return list(check_draft(self.space, scenario))


def possible_to_keep(findings: Iterable[Diagnostic]) -> bool:
    """Return True if an agreement exists, by the findings of terms without errors."""
    return all(each.code != RULES_CONTRADICT.code for each in findings)


def validated(
    workspace: Workspace, *, stop: Stop | None = None, solving: Solving | None = None
) -> list[Diagnostic]:
    """Return all findings.

    Args:
        workspace: the loaded workspace.
        stop: cancels the checks.
        solving: checks that need the solver, possibly cached.

    Raises:
        Stopped: it was cancelled first.
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
    """Return the findings that comments and settings leave; baselines are not used.

    Raises:
        Stopped: it was cancelled first.
    """
    findings = validated(workspace, stop=stop, solving=solving)
    judged = workspace.sound and possible_to_keep(findings)
    found = silence(findings, workspace.documents, judged=judged)
    return as_configured(found, workspace.configuration)
