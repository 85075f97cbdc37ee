"""Style sheets that are read once, not once for each screen."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet

__all__ = ["KeptStylesheet"]


class KeptStylesheet(Stylesheet):
    """Knows what it has parsed as long as the theme stays.

    Textual parses all sheets again whenever a screen is first shown, which is a
    tenth of a start.
    """

    _variables: dict[str, str]

    def set_variables(self, variables: dict[str, str]) -> None:
        """Have other colours; what was parsed with these stays."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is new; where that fails, the rules stay as they were."""
        self.parse()
