"""How diagnostics quote, shorten and suggest."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
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
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return BUILD_COMMAND.sub("# #", text) if "##" in text else text


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
    given = list(names)
    every = [quoted(name) for name in given[:most]]
    if len(given) > most:
        every.append(f"{len(given) - most} more")
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joiner} {every[-1]}"


def _slip(length: int) -> int:
    """How far a slip in a word of so many characters may be away."""
    return max(1, length // 3)


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("_", "-").strip()


def did_you_mean(wrong: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """The allowed words that `wrong` may be a slip for, nearest first.

    A slip is at most a third of the word's length away (Damerau–Levenshtein),
    after folding case, width and `_`. Three at most; none when more tie.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    word = _folded(wrong)
    candidates = list(dict.fromkeys(allowed))
    folded = list(map(_folded, candidates))
    found = process.extract(
        word,
        folded,
        scorer=DamerauLevenshtein.distance,
        score_cutoff=_slip(max(map(len, [word, *folded]))),
        limit=None,
    )
    near = sorted(
        (int(distance), candidates[place])
        for each, distance, place in found
        if distance <= _slip(max(len(word), len(each)))
    )
    if not near:
        return ()
    best = [name for distance, name in near if distance == near[0][0]]
    if len(best) > MOST_SUGGESTIONS:
        return ()
    return tuple(name for _, name in near[:MOST_SUGGESTIONS])
