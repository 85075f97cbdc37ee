"""Colours: the Okabe-Ito palette; no red against green, and no colour that praises a value."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.css.stylesheet import Stylesheet
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DARK",
    "LEAST",
    "LEAST_OF_LINES",
    "LIGHT",
    "PALETTE",
    "THEMES",
    "KeptStylesheet",
    "NoColours",
    "WholeCells",
    "contrast",
    "legible",
    "readable",
    "suitable",
]


LEAST: Final = 4.5
"""Minimum contrast of text with its background, in every theme (WCAG 2.2, AA)."""
LEAST_OF_LINES: Final = 3.0
"""Minimum contrast of frames with their background (WCAG 2.2, 1.4.11)."""

WHITE: Final = Color(255, 255, 255)
BLACK: Final = Color(0, 0, 0)
DARK: Final = {
    "crossed": "#F07818",
    "open": "#E69F00",
    "respected": "#56B4E9",
    "forced": "#D992B8",
    "waived": "#F0E442",
    "muted": "#8A929E",
    "edge": "#4A5362",
    "edge-hand": "#56B4E9",
}
LIGHT: Final = {
    "crossed": "#B34700",
    "open": "#7A5200",
    "respected": "#005A8F",
    "forced": "#8F3D6D",
    "waived": "#5F5600",
    "muted": "#626A75",
    "edge": "#A9B1BD",
    "edge-hand": "#005A8F",
}
CONTRAST: Final = {
    "crossed": "#FF9A4D",
    "open": "#FFC233",
    "respected": "#7CCBFF",
    "forced": "#F5B8D8",
    "waived": "#FFF36B",
    "muted": "#C8CDD4",
    "edge": "#C8CDD4",
    "edge-hand": "#FFFFFF",
}
PALETTE: Final = ("value-1", "value-2", "value-3", "value-4", "value-5", "value-6")
"""Variables for the values of an attribute, in the order of its declaration."""


def _values(*colours: str) -> dict[str, str]:
    return dict(zip(PALETTE, colours, strict=True))


DARK.update(_values("#56B4E9", "#E69F00", "#A8B0BC", "#CC79A7", "#3DBE94", "#F0E442"))
LIGHT.update(_values("#005A8F", "#8A5A00", "#626A75", "#8F3D6D", "#00664B", "#5F5600"))
CONTRAST.update(_values("#7CCBFF", "#FFC233", "#D5D9DF", "#F5B8D8", "#5FE3B8", "#FFF36B"))

THEMES: Final = (
    Theme(
        name="zopa-dark",
        primary="#56B4E9",
        secondary="#8A929E",
        accent="#E69F00",
        warning="#E69F00",
        error="#F07818",
        success="#56B4E9",
        foreground="#D9DEE5",
        background="#12161C",
        surface="#12161C",
        panel="#1D232C",
        variables={
            **DARK,
            "block-cursor-background": "#2C3A4D",
            "block-cursor-foreground": "#FFFFFF",
            "block-cursor-blurred-background": "#222B37",
            "block-cursor-blurred-foreground": "#D9DEE5",
        },
    ),
    Theme(
        name="zopa-light",
        primary="#005A8F",
        secondary="#626A75",
        accent="#7A5200",
        warning="#7A5200",
        error="#B34700",
        success="#005A8F",
        foreground="#1C2128",
        background="#FBFBF9",
        surface="#FBFBF9",
        panel="#EEF0F2",
        dark=False,
        variables={
            **LIGHT,
            "block-cursor-background": "#CFE3F2",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#E4EAF0",
            "block-cursor-blurred-foreground": "#1C2128",
        },
    ),
    Theme(
        name="zopa-contrast",
        primary="#FFFFFF",
        secondary="#C8CDD4",
        accent="#FFC233",
        warning="#FFC233",
        error="#FF9A4D",
        success="#7CCBFF",
        foreground="#FFFFFF",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables={
            **CONTRAST,
            "block-cursor-background": "#FFFFFF",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#3A3A3A",
            "block-cursor-blurred-foreground": "#FFFFFF",
        },
    ),
)


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two colours, from 1 to 21, as defined by WCAG."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=4096)
def legible(ink: Color, *grounds: Color, least: float = LEAST) -> Color:
    """The text colour, changed as little as needed to be readable on all backgrounds.

    If no shade has enough contrast, the result is the most readable one.

    Args:
        ink: the text colour.
        grounds: possible background colours.
        least: sufficient contrast.
    """
    shades = [ink.blend(end, step / 20) for step in range(21) for end in (WHITE, BLACK)]

    def worst(shade: Color) -> float:
        return min(contrast(shade, each) for each in grounds)

    return next((each for each in shades if worst(each) >= least), max(shades, key=worst))


def readable(variables: Mapping[str, str], *, dark: bool) -> dict[str, str]:
    """The variables of a theme, with text colours that are readable on its backgrounds.

    A theme that uses the terminal's colours is unchanged, since its backgrounds are unknown.

    Args:
        variables: Textual's variables of the theme, and those of zopa that it sets.
        dark: whether its background is dark.
    """
    found = {**(DARK if dark else LIGHT), **variables}
    grounds = [_colour(found[each]) for each in ("background", "panel", "surface")]
    known = [each for each in grounds if each is not None]
    if len(known) < len(grounds):
        return {**found, "title": found["accent"]}
    found["title"] = found["accent"]
    for name in (*(DARK if dark else LIGHT), "title", "foreground"):
        ink = _colour(found[name])
        if ink is not None:
            least = LEAST_OF_LINES if name.startswith("edge") else LEAST
            found[name] = legible(ink, *known, least=least).hex
    for seen in ("", "-blurred"):
        ground = _colour(found[f"block-cursor{seen}-background"])
        if ground is not None:
            ground = known[0] + ground
            ink = _colour(found[f"block-cursor{seen}-foreground"]) or ground.get_contrast_text()
            found[f"block-cursor{seen}-background"] = ground.hex
            found[f"block-cursor{seen}-foreground"] = legible(ground + ink, ground).hex
    return found


def _colour(said: str) -> Color | None:
    """The colour, or None for the terminal's own and for colours relative to the background."""
    try:
        colour = Color.parse(said)
    except ColorParseError:
        return None
    return None if colour.ansi is not None or colour.auto else colour


def suitable(name: str | None, *, no_color: bool) -> str:
    """The first theme; without colours, never one that leaves them to the terminal.

    Such a theme would be black on black in grey.
    """
    if name is None or (no_color and "ansi" in name):
        return "zopa-dark"
    return name


# -- terminals without colours, or with ASCII only --


class NoColours(LineFilter):
    """Removes colours; keeps bold, reverse and the targets of clicks."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        del background
        return [Segment(text, _plain(style), control) for text, style, control in segments]


def _plain(style: Style | None) -> Style | None:
    if style is None or (style.color is None and style.bgcolor is None):
        return style
    return style.without_color + Style.from_meta(style.meta)


class WholeCells(ScrollBarRender):
    """A scrollbar of whole cells: not every terminal has the characters for parts of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


# -- cache of stylesheets, parsed once for all screens --


class KeptStylesheet(Stylesheet):
    """A stylesheet cache, valid as long as the theme stays.

    Textual parses all sheets again each time a screen is first shown. That takes a tenth of
    the start.
    """

    _variables: dict[str, str]

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set other colours; the cache for the former ones stays."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse new sheets; if that fails, the old rules stay."""
        self.parse()
