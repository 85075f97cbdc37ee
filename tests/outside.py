"""Programs that some tests use without a dependency; `.ci/outside` installs them.

Run as a script with a name, it prints the path of that program.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

__all__ = ["chromium", "flamapy", "flamapy_folder"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """A Chromium of the machine, or the one that Playwright installed; None without one."""
    there = [each for each in map(shutil.which, BROWSERS) if each]
    return os.environ.get("ZOPA_CHROMIUM") or (there[0] if there else _installed())


def _installed() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
        return path if Path(path).exists() else None


def flamapy_folder() -> Path:
    """Folder of flamapy's environment, in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "zopa-tests" / "flamapy-2.6.0"


def flamapy() -> Path | None:
    """The Python of its environment."""
    python = flamapy_folder() / "bin" / "python"
    return python if (flamapy_folder() / "bin" / "flamapy").exists() else None


if __name__ == "__main__":
    asked = {"chromium": chromium, "flamapy": flamapy, "flamapy-folder": flamapy_folder}
    found = asked[sys.argv[1]]()
    sys.stdout.write(f"{found}\n" if found else "")
