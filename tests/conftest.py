"""Which tests take long, and which start processes; how much Hypothesis tries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

TESTS = Path(__file__).parent
SLOW = {
    "checks/test_fast_path",
    "cli/test_budget",
    "faults/test_answers",
    "faults/test_answers_on_faces",
    "faults/test_evaluator",
    "interchange/test_deal_space",
    "solving/test_completion",
    "solving/test_hitting_sets",
    "test_broken_lines",
    "test_one_truth",
    "test_reliability",
    "tui/test_app",
    "tui/test_bindings",
    "tui/test_compare_screen",
    "tui/test_compose",
    "tui/test_contrast",
    "tui/test_deals",
    "tui/test_finding",
    "tui/test_handing_on",
    "tui/test_hostile",
    "tui/test_looks",
    "tui/test_modals",
    "tui/test_painting",
    "tui/test_plain",
    "tui/test_read_only",
    "tui/test_rereading",
    "tui/test_slow",
    "tui/test_typed_ahead",
    "validation/test_incremental",
    "validation/test_incremental_edits",
}
"""Modules that take more than five seconds; those of laws do too."""
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

settings.register_profile("dev", max_examples=20)
settings.register_profile("ci", max_examples=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark the tests of these modules."""
    for item in items:
        module = item.path.relative_to(TESTS).with_suffix("").as_posix()
        if module in SLOW or module.endswith("_laws"):
            item.add_marker(pytest.mark.slow)
        if module in PROCESS:
            item.add_marker(pytest.mark.process)
