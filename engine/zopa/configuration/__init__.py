"""What a team sets once for its workspace: `zopa.toml`, or `[tool.zopa]` of `pyproject.toml`.

It is data. It can name no program, no file outside the workspace, and nothing to write.
"""

from __future__ import annotations

from zopa.configuration.reading import Configuration, read_configuration

__all__ = ["Configuration", "read_configuration"]
