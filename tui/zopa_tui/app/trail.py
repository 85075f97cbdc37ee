"""Jump history, and places marked with a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zopa_tui.app.app import ZopaApp
    from zopa_tui.screens.base import ScreenPlace
    from zopa_tui.ui.actions import Screen

__all__ = ["Trail", "TrailPlace", "Trails"]

MOST = 100
"""Maximum number of places in the jump history."""


@dataclass(frozen=True, slots=True)
class TrailPlace:
    """A place on a screen."""

    screen: Screen
    place: ScreenPlace
    words: str
    """The item under the cursor at that place."""


class Trail:
    """Jump history: places of earlier jumps, oldest first, and the current index."""

    def __init__(self) -> None:
        self._spots: list[TrailPlace] = []
        self._at = 0

    def leave(self, spot: TrailPlace) -> None:
        """Record the place before a jump; forget the places after it."""
        del self._spots[self._at :]
        if not self._spots or self._spots[-1] != spot:
            self._spots.append(spot)
        del self._spots[:-MOST]
        self._at = len(self._spots)

    def back(self, now: TrailPlace) -> TrailPlace | None:
        """The previous place, or None at the first."""
        if self._at == len(self._spots):
            self._spots.append(now)
        while self._at:
            self._at -= 1
            if self._spots[self._at] != now:
                return self._spots[self._at]
        return None

    def on(self) -> TrailPlace | None:
        """The next place, or None at the last."""
        if self._at + 1 >= len(self._spots):
            return None
        self._at += 1
        return self._spots[self._at]


class Trails:
    """Jump commands; each draft has its own history."""

    def __init__(self, app: ZopaApp) -> None:
        self.app = app

    def spot(self) -> TrailPlace | None:
        """The current place; None over a modal or before there is a screen."""
        from zopa_tui.screens.base import SessionScreen

        screen = self.app.screen
        if not isinstance(screen, SessionScreen) or not screen.is_whole:
            return None
        thing = screen.thing_in_hand
        return TrailPlace(self.app.mode, screen.place(), " ".join(thing) if thing else "")

    def leaving(self) -> None:
        """Record the current place before a jump."""
        if (spot := self.spot()) is not None:
            self.app.drafts.here.trail.leave(spot)

    def _return(self, spot: TrailPlace | None) -> None:
        if spot is None:
            self.app.notify("no other place to go to", timeout=2, markup=False)
            return
        self.app.show_screen(spot.screen)
        self.app.once_drawn(lambda screen: screen.stand(spot.place))

    def action_jump_back(self) -> None:
        """Go back to the place before the last jump."""
        if (now := self.spot()) is not None:
            self._return(self.app.drafts.here.trail.back(now))

    def action_jump_on(self) -> None:
        """Go forward to the place before the last step back."""
        if self.spot() is not None:
            self._return(self.app.drafts.here.trail.on())

    def action_mark(self) -> None:
        """Give the place a letter."""
        from zopa_tui.screens.modals.lists import LetterModal

        spot = self.spot()

        def take(letter: str | None) -> None:
            if letter and spot is not None:
                self.app.drafts.here.marked_places[letter] = spot
                self.app.notify(
                    f"marked as {letter}; ' {letter} goes there", timeout=3, markup=False
                )

        if spot is not None:
            self.app.push_screen(LetterModal("Mark this place: a letter", self._places()), take)

    def action_mark_go(self) -> None:
        """Go to a place by its letter."""
        from zopa_tui.screens.modals.lists import LetterModal

        def go(letter: str | None) -> None:
            if letter is None:
                return
            if letter in self.app.drafts.here.marked_places:
                self.leaving()
            self._return(self.app.drafts.here.marked_places.get(letter))

        if self.spot() is None:
            return
        if not self.app.drafts.here.marked_places:
            self.app.notify("no place is marked: m marks one", timeout=3, markup=False)
            return
        self.app.push_screen(LetterModal("Go to a place: its letter", self._places()), go)

    def _places(self) -> dict[str, str]:
        return {
            letter: f"{spot.screen.capitalize()}  {spot.words}"
            for letter, spot in sorted(self.app.drafts.here.marked_places.items())
        }
