"""zopa: deal terms, red lines and drafts as YAML, and what could be agreed.

`load` a workspace, `ask` about a draft, read typed results:

    workspace = zopa.load("my-talks")
    zopa.ask(workspace, "first-draft").check().deal
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zopa.api import Asked, Report, Told, ask, brief_on, load, tell
    from zopa.batching import Task, batch

    __version__: str
    __all__ = [
        "Asked",
        "Refused",
        "Report",
        "Task",
        "Told",
        "ask",
        "batch",
        "brief_on",
        "load",
        "tell",
    ]


class Refused(ValueError):  # noqa: N818  # names the result for the question
    """The question names something that does not exist, or nothing."""

    def __init__(self, message: str, *way_out: str) -> None:
        super().__init__("; ".join((message, *way_out)))
        self.message = message
        self.way_out = way_out


_MODULES = dict.fromkeys(
    ("Asked", "Report", "Told", "ask", "brief_on", "load", "tell"), "zopa.api"
) | dict.fromkeys(("Task", "batch"), "zopa.batching")
"""Module of each public name."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the name stands for
    """Import the questions on first use: loading the solver takes a while."""
    if name == "__version__":  # of the tag that it was built from
        from importlib import metadata

        try:
            return metadata.version("zopa")
        except metadata.PackageNotFoundError:
            return "0.0.0"
    if name == "__all__":  # who asks for it (pdoc, `import *`) then reads all names
        globals().update((each, __getattr__(each)) for each in _MODULES)
        return sorted({"Refused", *_MODULES})
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    message = f"module 'zopa' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Names that completion in a shell offers."""
    return sorted({*globals(), *_MODULES})
