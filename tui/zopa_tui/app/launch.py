"""Start of the interface from the command line."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from zopa_tui.app.settings import no_theme, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from zopa.cli.whereabouts import Whereabouts

__all__ = ["start"]

UNABLE = 2


def start(
    found: Whereabouts,
    scenario: Path | None,
    *,
    ascii_only: bool,
    theme: str | None,
    linear: bool = False,
    configured: Mapping[str, Any] | None = None,
    say: Callable[[str], None],
) -> int:
    """Run the interface; returns an exit code.

    Args:
        found: the workspace, and whether it is the corpus that comes with zopa.
        scenario: to begin with; None to ask for one.
        ascii_only: whether to use no signs beyond ASCII.
        theme: to begin with.
        linear: whether to say lines instead of drawing a screen.
        configured: settings of the workspace; the user's own go before them.
        say: tells the user something before it begins.
    """
    own = settings(configured or {})
    users = settings().problems
    for each in own.problems:
        where = own.file if each in users else "[tui] in the settings of the workspace"
        say(f"zopa: {where}: {each}")
    if theme is not None and (wrong := no_theme(theme)):
        say(f"zopa: {wrong}")
        return UNABLE
    if linear or own.linear:
        from zopa_tui.app.linear import run

        return run(found.root, scenario, sample=found.sample)
    from zopa_tui.app.app import ZopaApp

    # Keys must not wait long while a background thread counts deals.
    sys.setswitchinterval(0.001)
    # Nothing goes before the first draft is shown; looking for cycles in all that is read
    # takes a tenth of a second. `ZopaApp.show_start` enables it.
    gc.disable()
    app = ZopaApp(
        found.root,
        scenario,
        sample=found.sample,
        ascii_only=ascii_only or own.ascii,
        theme=theme,
        own=own,
    )
    app.run()
    app.drafts.end(keep=True)
    code = app.return_code or 0
    return UNABLE if code == 1 else code
