"""zopa: deal terms, red lines and drafts as YAML, and what could be agreed.

`load` a workspace, `ask` about a draft, read typed results:

    workspace = zopa.load("my-talks")
    zopa.ask(workspace, "first-draft").check().deal
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zopa.api import Asked, Refused, Report, Told, ask, brief_on, load, tell
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


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the name stands for
    """Import the questions on first use: loading the solver takes a while."""
    if name == "__version__":  # of the tag that it was built from
        from importlib import metadata

        try:
            return metadata.version("zopa")
        except metadata.PackageNotFoundError:
            return "0.0.0"
    if name in {"Asked", "Refused", "ask", "load"}:
        from zopa import api as asked

        return getattr(asked, name)
    if name in {"Task", "batch"}:
        from zopa import batching

        return getattr(batching, name)
    if name in __all__:
        from zopa import api as notebook

        return getattr(notebook, name)
    message = f"module 'zopa' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Names that completion in a shell offers."""
    return sorted({*globals(), *__all__})
