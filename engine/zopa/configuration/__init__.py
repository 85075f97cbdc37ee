"""What a team sets once for its workspace: `zopa.toml`, or `[tool.zopa]` of `pyproject.toml`.

It is data. It can name no program, no file outside the workspace, and nothing to write.
"""

from __future__ import annotations

from zopa.configuration.reading import Configuration, read_configuration
from zopa.configuration.settings import SETTINGS, Form, Setting

__all__ = ["SETTINGS", "Configuration", "Form", "Setting", "read_configuration"]
