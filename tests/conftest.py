"""Markers for slow tests and for tests with processes; profiles of Hypothesis."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from zopa.cli import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

TESTS = Path(__file__).parent
SLOW = {
    "checks/test_fast_path",
    "checks/test_refusals",
    "cli/test_budget",
    "cli/test_compare",
    "cli/test_completion",
    "cli/test_conditions_in_words",
    "cli/test_documented_python",
    "cli/test_hostile",
    "cli/test_listing",
    "cli/test_next",
    "cli/test_packaging",
    "cli/test_process",
    "cli/test_questions",
    "cli/test_report",
    "cli/test_report_with",
    "cli/test_schema",
    "cli/test_writing",
    "cli/traced/test_sentences",
    "cli/traced/test_tables",
    "edit/test_plan",
    "faults/test_answers",
    "faults/test_answers_on_faces",
    "faults/test_evaluator",
    "faults/test_terminal",
    "interchange/test_deal_space",
    "lsp/test_server",
    "lsp/test_wire",
    "questions/test_oracle",
    "solving/test_completion",
    "solving/test_hitting_sets",
    "tables/test_hostile",
    "tables/test_round_trip",
    "test_broken_lines",
    "test_old_answers",
    "test_one_truth",
    "test_redaction",
    "test_reliability",
    "tui/test_answers",
    "tui/test_app",
    "tui/test_bindings",
    "tui/test_compare_screen",
    "tui/test_compose",
    "tui/test_contrast",
    "tui/test_deals",
    "tui/test_drafts",
    "tui/test_finding",
    "tui/test_handing_on",
    "tui/test_hostile",
    "tui/test_layout",
    "tui/test_looks",
    "tui/test_modals",
    "tui/test_painting",
    "tui/test_plain",
    "tui/test_read_only",
    "tui/test_recording",
    "tui/test_rereading",
    "tui/test_serve",
    "tui/test_slow",
    "tui/test_typed_ahead",
    "validation/test_incremental",
    "validation/test_incremental_edits",
}
"""Modules with about ten seconds of processor time; so have those of laws.

In other modules, each test of more than half a second has its own marker.
"""
PROCESS = {
    "cli/test_completion",
    "cli/test_documented_python",
    "cli/test_packaging",
    "cli/test_process",
    "cli/test_remembering",
    "cli/test_report_browser",
    "cli/test_watching",
    "lsp/test_server",
    "lsp/test_wire",
    "solving/test_apart",
    "tui/test_serve",
    "tui/test_terminal",
    "validation/test_parallel",
}
"""Modules that start other programs: shells, servers, browsers, zopa itself."""

# How fast a machine is, and how large an example, says nothing about the answer. In CI a change
# is judged by the same examples at every run; at a desk, and by "search", new ones are drawn.
always = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
settings.register_profile("dev", always, max_examples=20)
settings.register_profile("ci", always, max_examples=100, derandomize=True)
settings.register_profile("search", always, max_examples=1000, print_blob=True)
limits.BUDGET = 600.0
"""Seconds that a question has in this process: a slow machine gives no other answers."""
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark the tests of these modules."""
    for item in items:
        module = item.path.relative_to(TESTS).with_suffix("").as_posix()
        if module in SLOW or module.endswith("_laws"):
            item.add_marker(pytest.mark.slow)
        if module in PROCESS:
            item.add_marker(pytest.mark.process)
