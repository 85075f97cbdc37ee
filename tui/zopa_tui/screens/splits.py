"""The splits of a screen: moved by keys and by the mouse, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Region

    from zopa_tui.screens.base import SessionScreen

__all__ = ["Shares", "Splits"]

Shares = tuple[float, float, float]
"""Percent of the width that the pane at the left has, of the height that the lowest one has,
and of the width that this one has where it stands at the right of all others; 0 as the screen
lays them by itself."""
LEFT, LOWEST, RIGHT = range(3)
"""The splits, by their place in `Shares`."""
LEAST_WIDE, LEAST_HIGH = 20, 4
"""Minimum width and height of a pane, in cells and lines."""


class Splits:
    """Moves the upright split of a screen, and the one between its lowest pane and the rest."""

    def __init__(self, screen: SessionScreen) -> None:
        self._screen = screen
        self._held: int | None = None
        """The split that the mouse holds."""

    # -- the panes --

    def _pane(self, split: int) -> Widget | None:
        """The pane that has the share of a split, on a screen that has one."""
        name = self._screen.SPLITS[0 if split == LEFT else 1]
        return self._screen.query_one(f"#{name}") if name else None

    @property
    def _last(self) -> int:
        """The split between the lowest pane and the rest: below it, or at its right."""
        return RIGHT if self._screen.is_explained_beside else LOWEST

    def _around(self, pane: Widget) -> Region:
        parent = pane.parent
        return parent.region if isinstance(parent, Widget) else self._screen.region

    @property
    def _whole(self) -> bool:
        """True if one pane has the full screen, so that there is no split."""
        screen = self._screen
        one = screen.has_class("-narrow") or screen.has_class("-zoomed")
        return one or screen.maximized is not None

    # -- by keys --

    def move(self, right: int, up: int) -> str:
        """Move a split by a few cells; returns a message if impossible."""
        lowest = self._pane(self._last)
        beside = self._last == RIGHT and lowest is not None
        in_hand = beside and lowest is self._screen.focused
        split = LOWEST if up else RIGHT if in_hand else LEFT
        pane = self._pane(split)
        if pane is None or self._whole:
            return "no such split on this screen"
        if split == LEFT:
            self._give(split, pane.outer_size.width + 4 * right)
        elif split == RIGHT:
            self._give(split, pane.outer_size.width - 4 * right)
        elif beside:
            return "the pane has the whole height; with it in hand, ctrl+left makes it wider"
        elif pane.outer_size.height >= self._around(pane).height:
            return "the pane has the whole height"
        else:
            self._give(split, pane.outer_size.height + 2 * up)
        return ""

    # -- by the mouse --

    def grab(self, x: int, y: int) -> bool:
        """Grab the split at this point; returns whether there is one."""
        self._held = self._at(x, y)
        return self._held is not None

    def _at(self, x: int, y: int) -> int | None:
        if self._whole:
            return None
        for split in (LEFT, self._last):
            pane = self._pane(split)
            if pane is None or not pane.region.area:
                continue
            here, around = pane.region, self._around(pane)
            if split == LEFT:
                inner, edge = here.right < around.right, here.right - 1 <= x <= here.right
            elif split == RIGHT:
                inner, edge = here.x > around.x, here.x - 1 <= x <= here.x
            else:
                inner, edge = here.y > around.y, here.y - 1 <= y <= here.y
            along = here.x <= x < here.right if split == LOWEST else here.y <= y < here.bottom
            if inner and edge and along:
                return split
        return None

    def drag(self, x: int, y: int) -> bool:
        """Move the grabbed split to this point; returns whether there is one."""
        if self._held is None or (pane := self._pane(self._held)) is None:
            return False
        here = pane.region
        self._give(self._held, (x - here.x + 1, here.bottom - y, here.right - x)[self._held])
        return True

    def drop(self) -> bool:
        """Release the grabbed split; returns whether there was one."""
        held, self._held = self._held, None
        return held is not None

    def forget(self, x: int, y: int) -> bool:
        """Restore the default of the split at this point; returns whether there is one."""
        split = self._at(x, y)
        if split is None:
            return False
        self._keep(split, 0.0)
        return True

    # -- how much each has --

    def _give(self, split: int, cells: int) -> None:
        """Give a pane so much of the room, as far as the others stay of use."""
        pane = self._pane(split)
        if pane is None:
            return
        around = self._around(pane)
        room = around.height if split == LOWEST else around.width
        least = LEAST_HIGH if split == LOWEST else LEAST_WIDE
        rest = (1, 2, 3)[split] * least
        self._keep(split, _share(max(least, min(cells, room - rest)), room))

    @property
    def shares(self) -> Shares:
        """Shares of the panes, common to all screens of this name."""
        return self._kept.get(self._screen.NAME.lower(), (0.0, 0.0, 0.0))

    @property
    def _kept(self) -> dict[str, Shares]:
        found = getattr(self._screen.app, "shares", None)
        return found if isinstance(found, dict) else {}

    def _keep(self, split: int, share: float) -> None:
        left, lowest, right = (
            share if at == split else each for at, each in enumerate(self.shares)
        )
        self._kept[self._screen.NAME.lower()] = (left, lowest, right)
        if callable(keep := getattr(self._screen.app, "keep_shares", None)):
            keep()
        self.lay()

    def lay(self) -> None:
        """Apply the shares to the panes; without a split, one pane has all the room."""
        for split, share in enumerate(self.shares):
            pane = self._pane(split)
            if pane is None:
                continue
            rule = "height" if split == LOWEST else "width"
            if share and not self._whole and split in {LEFT, self._last}:
                setattr(pane.styles, rule, f"{share}%")
            elif pane.styles.inline.has_rule(rule):
                pane.styles.inline.clear_rule(rule)
                pane.refresh(layout=True)


def _share(part: int, room: int) -> float:
    """The percentage that gives exactly this number of cells."""
    return round(100 * (part + 0.5) / max(1, room), 1)
