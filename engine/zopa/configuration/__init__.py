"""Settings of a team for its workspace: `zopa.toml`, or `[tool.zopa]` of `pyproject.toml`.

They are data. They can name no program, no file outside the workspace, and no output file.
"""

from __future__ import annotations

from zopa.configuration.reading import Configuration, read_configuration

__all__ = ["Configuration", "read_configuration"]
