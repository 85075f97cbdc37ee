"""How diagnostics quote, shorten and suggest."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["clip", "did_you_mean", "listed", "quoted", "shown"]

BUILD_COMMAND = re.compile(r"##(?=\w*\[)")
"""What GitHub, Azure and TeamCity take for a command wherever it stands."""
LONGEST_VALUE = 60
MOST_SUGGESTIONS = 3


def shown(text: str) -> str:
    r"""Text that is safe to print: what cannot be seen is spelled out.

    C0 controls become control pictures, so that no terminal obeys them; every
    other character without a picture of its own (C1, bidi controls, invisible
    ones, lone surrogates, line separators) becomes `\\u{202e}`. Commands of
    build servers, such as `##[error]`, are broken up.
    """
    return BUILD_COMMAND.sub("# #", "".join(map(_shown, text)))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if character == " " or (code < 0x7F):
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}:
        return f"\\u{{{code:x}}}"
    return character


def clip(text: str, width: int = LONGEST_VALUE) -> str:
    """Shorten in the middle, so that both ends stay readable."""
    if len(text) <= width:
        return text
    left = (width - 1) // 2
    return f"{text[:left]}…{text[left + 1 - width :]}"


def quoted(value: object) -> str:
    """A value as messages show it: `value`, clipped and safe to print."""
    if value is True or value is False:
        text = str(value).lower()
    else:
        text = "null" if value is None else str(value)
    return f"`{shown(clip(text))}`"


def listed(names: Iterable[str], *, joiner: str = "or", most: int = 12) -> str:
    """Names as a sentence has them: `a`, `b` or `c`."""
    every = [quoted(name) for name in names]
    if len(every) > most:
        every[most:] = [f"{len(every) - most} more"]
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joiner} {every[-1]}"


def did_you_mean(wrong: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """The allowed words that `wrong` may be a slip for, nearest first.

    A slip is at most a third of the word's length away (Damerau–Levenshtein),
    after folding case, width and `_`. Three at most; none when more tie.
    """
    from rapidfuzz.distance import DamerauLevenshtein

    def fold(text: str) -> str:
        return unicodedata.normalize("NFKC", text).casefold().replace("_", "-").strip()

    word = fold(wrong)
    near: list[tuple[int, str]] = []
    for candidate in dict.fromkeys(allowed):
        folded = fold(candidate)
        most = max(1, max(len(word), len(folded)) // 3)
        distance = DamerauLevenshtein.distance(word, folded, score_cutoff=most)
        if distance <= most:
            near.append((distance, candidate))
    near.sort()
    if not near:
        return ()
    best = [name for distance, name in near if distance == near[0][0]]
    if len(best) > MOST_SUGGESTIONS:
        return ()
    return tuple(name for _, name in near[:MOST_SUGGESTIONS])
