"""All questions by name: the answer as a page and as JSON, and its completeness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from zopa.questions import Completeness

if TYPE_CHECKING:
    from zopa.answers import Page
    from zopa.answers.frame import Request
    from zopa.questions import Question

__all__ = ["QUESTIONS", "QuestionName", "answer_as_json", "answer_as_page", "how_complete"]

QuestionName: TypeAlias = Literal[
    "check",
    "options",
    "deals",
    "conflicts",
    "concessions",
    "coalitions",
    "repair",
    "frontier",
    "sweep",
    "robustness",
]
QUESTIONS: tuple[QuestionName, ...] = get_args(QuestionName)


def answer_as_page(  # one case for each question, which imports no other's words
    name: QuestionName,
    question: Question,
    found: Any,  # noqa: ANN401 - the answer to the question of this name
    request: Request,
) -> Page:
    """Return the answer as a page."""
    match name:
        case "check":
            from zopa.answers.check import check_page

            return check_page(question.space.problem.corpus, found)
        case "options":
            from zopa.answers.options import options_page

            return options_page(question, found, request)
        case "deals":
            from zopa.answers.deals import deals_page

            return deals_page(question, found, request)
        case "conflicts":
            from zopa.answers.conflicts import conflicts_page

            return conflicts_page(question, found, request)
        case "concessions":
            from zopa.answers.concessions import concessions_page

            return concessions_page(question, found, request)
        case "coalitions":
            from zopa.answers.coalitions import coalitions_page

            return coalitions_page(question, found, request)
        case "repair":
            from zopa.answers.repair import repair_page

            return repair_page(question, found, request)
        case "frontier":
            from zopa.answers.frontier import frontier_page

            return frontier_page(question, found, request)
        case "sweep":
            from zopa.answers.sweep import sweep_page

            return sweep_page(question, found, request)
        case "robustness":
            from zopa.answers.robustness import robustness_page

            return robustness_page(question, found, request)


def answer_as_json(
    name: QuestionName,
    question: Question,
    found: Any,  # noqa: ANN401 - the answer to the question of this name
) -> dict[str, Any]:
    """Return the content of the answer as `--format json` has it, without its envelope."""
    match name:
        case "check":
            from zopa.interchange.envelope import check_json

            return check_json(question.space.problem.corpus, [found])
        case "options":
            from zopa.interchange.questions import options_json

            return options_json(question, found)
        case "deals":
            from zopa.interchange.questions import deals_json

            return deals_json(found)
        case "conflicts":
            from zopa.interchange.questions import conflicts_json

            return conflicts_json(question, found)
        case "concessions":
            from zopa.answers.condition_yaml import condition_words
            from zopa.interchange.questions import concessions_json

            return concessions_json(question, found, condition_words)
        case "coalitions":
            from zopa.interchange.questions import coalitions_json

            return coalitions_json(question, found)
        case "repair":
            from zopa.interchange.questions import repair_json

            return repair_json(found)
        case "frontier":
            from zopa.interchange.questions import frontier_json

            return frontier_json(question, found)
        case "sweep":
            from zopa.interchange.questions import sweep_json

            return sweep_json(found)
        case "robustness":
            from zopa.interchange.questions import robustness_json

            return robustness_json(question, found)


def how_complete(
    name: QuestionName,
    found: Any,  # noqa: ANN401 - the answer to the question of this name
    request: Request,
) -> Completeness:
    """Return how much of the answer is known; parts that were not requested are not missing."""
    match name:
        case "check":
            return Completeness.PROVED
        case "options":
            uncounted = request.counted and found.left is None
            unknown = uncounted or found.feasible is None
            return Completeness.AT_LEAST if unknown else Completeness.PROVED
        case "deals" if not request.counted:
            return Completeness.PROVED
        case "concessions" if found.completeness == Completeness.GAVE_UP:
            # The parties are checked before the search for concessions.
            return Completeness.AT_LEAST
        case "sweep":
            known: Completeness = found.readings.completeness
        case _:
            known = found.completeness
    return known
