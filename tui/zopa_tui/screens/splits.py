"""The two splits of a screen: moved by keys and by the mouse, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Region

    from zopa_tui.screens.base import SessionScreen

__all__ = ["Shares", "Splits"]

Shares = tuple[float, float]
"""Percent of the width that the pane at the left has, and of the height that the lowest one
has; 0 as the screen lays them by itself."""
LEAST_WIDE, LEAST_HIGH = 20, 4
"""Cells and lines of a pane that a split leaves at the least."""


class Splits:
    """Moves the upright split of a screen and the one above its lowest pane."""

    def __init__(self, screen: SessionScreen) -> None:
        self._screen = screen
        self._held: str | None = None
        """The pane whose split the mouse holds."""

    # -- the panes --

    @property
    def _names(self) -> tuple[str, str]:
        return self._screen.SPLITS

    def _pane(self, name: str) -> Widget | None:
        return self._screen.query_one(f"#{name}") if name else None

    def _around(self, pane: Widget) -> Region:
        parent = pane.parent
        return parent.region if isinstance(parent, Widget) else self._screen.region

    @property
    def _whole(self) -> bool:
        """Whether one pane has all the room, so that there is no split."""
        screen = self._screen
        one = screen.has_class("-narrow") or screen.has_class("-zoomed")
        return one or screen.maximized is not None

    # -- by keys --

    def move(self, right: int, up: int) -> str:
        """Move a split by a few cells; in words why that cannot be."""
        upright, lowest = self._names
        name = upright if right else lowest
        pane = self._pane(name)
        if pane is None or self._whole:
            return "no such split on this screen"
        if right:
            self._widen(pane, pane.outer_size.width + 4 * right)
        elif pane.outer_size.height >= self._around(pane).height:
            return "the pane has the whole height"
        else:
            self._heighten(pane, pane.outer_size.height + 2 * up)
        return ""

    # -- by the mouse --

    def grab(self, x: int, y: int) -> bool:
        """Hold the split that is there; says whether one is."""
        self._held = self._at(x, y)
        return self._held is not None

    def _at(self, x: int, y: int) -> str | None:
        upright, lowest = self._names
        if self._whole:
            return None
        pane = self._pane(upright)
        if pane is not None and pane.region.area:
            here, around = pane.region, self._around(pane)
            beside = here.right < around.right and here.y <= y < here.bottom
            if beside and x in {here.right - 1, here.right}:
                return upright
        pane = self._pane(lowest)
        if pane is not None and pane.region.area:
            here, around = pane.region, self._around(pane)
            below = here.y > around.y and here.x <= x < here.right
            if below and y in {here.y - 1, here.y}:
                return lowest
        return None

    def drag(self, x: int, y: int) -> bool:
        """Move the split that is held to here; says whether one is."""
        pane = self._pane(self._held or "")
        if pane is None:
            return False
        if self._held == self._names[0]:
            self._widen(pane, x - pane.region.x + 1)
        else:
            self._heighten(pane, pane.region.bottom - y)
        return True

    def drop(self) -> bool:
        """Hold nothing any more; says whether anything was held."""
        held, self._held = self._held, None
        return held is not None

    def forget(self, x: int, y: int) -> bool:
        """Lay the split that is here as the screen does by itself; says whether one is."""
        name = self._at(x, y)
        if name is None:
            return False
        width, height = self.shares
        self._keep((0.0, height) if name == self._names[0] else (width, 0.0))
        self.lay()
        return True

    # -- how much each has --

    def _widen(self, pane: Widget, width: int) -> None:
        room = self._around(pane).width
        width = max(LEAST_WIDE, min(width, room - LEAST_WIDE))
        self._keep((_share(width, room), self.shares[1]))
        self.lay()

    def _heighten(self, pane: Widget, height: int) -> None:
        room = self._around(pane).height
        height = max(LEAST_HIGH, min(height, room - 2 * LEAST_HIGH))
        self._keep((self.shares[0], _share(height, room)))
        self.lay()

    @property
    def shares(self) -> Shares:
        """How much the panes have; of all screens of this name."""
        return self._kept.get(self._screen.NAME.lower(), (0.0, 0.0))

    @property
    def _kept(self) -> dict[str, Shares]:
        found = getattr(self._screen.app, "shares", None)
        return found if isinstance(found, dict) else {}

    def _keep(self, shares: Shares) -> None:
        self._kept[self._screen.NAME.lower()] = shares
        if callable(keep := getattr(self._screen.app, "keep_shares", None)):
            keep()

    def lay(self) -> None:
        """Give the panes what they have; all the room where there is no split."""
        shares = (0.0, 0.0) if self._whole else self.shares
        for name, share, rule in zip(self._names, shares, ("width", "height"), strict=True):
            pane = self._pane(name)
            if pane is None:
                continue
            if share:
                setattr(pane.styles, rule, f"{share}%")
            elif pane.styles.inline.has_rule(rule):
                pane.styles.inline.clear_rule(rule)
                pane.refresh(layout=True)


def _share(part: int, room: int) -> float:
    """Percent that give just so many cells."""
    return round(100 * (part + 0.5) / max(1, room), 1)
