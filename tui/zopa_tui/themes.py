"""Colours: the palette of Okabe and Ito, never red against green, and no value is good."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

__all__ = ["DEFAULTS", "PALETTE", "THEMES", "suitable"]

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
DEFAULTS: Final = DARK
"""For themes that are not ours."""
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


def suitable(name: str | None, *, no_color: bool) -> str:
    """The theme to start with; one that lets the terminal choose is black on black in grey."""
    if name is None or (no_color and "ansi" in name):
        return "zopa-dark"
    return name
