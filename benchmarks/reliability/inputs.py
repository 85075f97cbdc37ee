"""Texts that are YAML, nearly YAML, or nothing of the kind; the same for the same seed.

Four sorts, told apart by `SORTS`: what a grammar makes; pieces that mean something to
YAML in no good order; passages of real files after a few edits; and the same with
bytes changed. All are short: a fault shows in a few lines, and many can be tried.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

__all__ = ["BARGAIN", "REPOSITORY", "SORTS", "Inputs", "corpus_files"]

REPOSITORY: Final = Path(__file__).parents[2]
BARGAIN: Final = REPOSITORY / "tests" / "cases" / "bargain"

PIECES: Final = (
    *("a", "b", "key", "no", "010", "12:30", "1.5", "-3", "true", "x y", "it's", "a#b", "<<"),
    *("- ", "-", "? ", "?", ": ", ":", " :", ", ", ",", "[", "]", "{", "}", "{a: 1}", "[x]"),
    *("'", "''", '"', "\\", "\\n", "\\q", "\\ud800", "\\U00110000", "\\x41", "#", " # c"),
    *("|", ">", "|-", ">2", "|+", "|1", "&x ", "*x", "!t ", "!!str ", "!", "!<t>", "%", "---"),
    *("...", "=", "~", "--- ", "%YAML 1.1\n", "- - ", "? - ", "- ? ", ": - ", "{? ", "[? "),
    *("\n", "\n  ", "\n    ", "\n ", "   \n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "@", "`"),
    *("\ufeff", "\u00e9", "e\u0301", "\u200d", "\u200e", "\u0430", "\U0001f600", "http://x"),
    *("a: 1\n", "b: 2\n", "c:\n  d: 1\n", "e:\n- f\n- g\n", "h: |\n  x\n   y\n\n  z\n"),
    *("i: >\n  x\n  y\n\n   z\n", "j: 'q'\n", 'k: "w"\n', "l: [1,\n  2]\n", "m: {n: o}\n"),
    *('"\\\n', "'\n\n", "{{ x }}", "1:59:59", "0x_", "\\N", "\\u202e", '"a": ', "'b': "),
)
SIGNS: Final = " \n:-#'\"[]{},&*!|>%@`?=~<.\\ab01"
PLAIN: Final = (
    *("a", "b", "key", "x y", "it's", "no", "010", "12:30", "2026-01-31", "1.50", "-3", "true"),
    *(
        "null",
        "~",
        "a#b",
        "a:b",
        "-x",
        "?x",
        ":x",
        "http://x",
        "<<",
        "=",
        "é",
        "م\u200cم",
        "9" * 17,
    ),
)
HEADERS: Final = (
    "|",
    ">",
    "|-",
    ">-",
    "|+",
    ">+",
    "|2",
    ">1-",
    "|-2",
    "|9",
    "| # c",
    ">#c",
    "|x",
)


class Inputs:
    """An endless source of texts."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.passages = [text.split("\n") for text in corpus_files().values()]

    def __iter__(self) -> Iterator[tuple[str, str | bytes]]:
        """Pairs of a sort and a text; every sort as often as the others."""
        makers = [(name, make.__get__(self)) for name, make in SORTS.items()]
        choose = self.chance.choice
        while True:
            name, make = choose(makers)
            yield name, make()

    def grammar(self) -> str:
        """A document by a grammar that goes wrong now and then."""
        text = self._block(0, 3)
        roll = self.chance.random()
        if roll < 0.05:
            return f"---\n{text}"
        if roll < 0.08:
            return f"{text}...\n"
        if roll < 0.10:
            return f"{text}---\n{self._block(0, 1)}"
        return text if roll < 0.97 else text[:-1]

    def pieces(self) -> str:
        """Pieces, or single signs, in no good order."""
        chance = self.chance
        start = chance.choice(("", "", "a: ", "a:\n  ", "- "))
        if chance.random() < 0.5:
            body = "".join(chance.choices(PIECES, k=chance.randint(1, 12)))
        else:
            body = "".join(chance.choices(SIGNS, k=chance.randint(1, 14)))
        return start + body + chance.choice(("\n", "\n", "\n", ""))

    def edited(self) -> str:
        """A passage of a real file after one to four edits."""
        chance = self.chance
        lines = chance.choice(self.passages)
        first = chance.randrange(len(lines))
        taken = lines[first : first + chance.randint(1, 10)]
        indents = [len(line) - len(line.lstrip(" ")) for line in taken if line.strip()]
        least = min(indents, default=0)
        text = "\n".join(line[least:] for line in taken) + "\n"
        for _ in range(chance.randint(1, 4)):
            text = self.edit(text)
        return text

    def noise(self) -> bytes:
        """A passage with some of its bytes changed."""
        chance = self.chance
        raw = bytearray(self.edited().encode())
        for _ in range(chance.randint(1, 3)):
            at = chance.randint(0, len(raw))
            roll = chance.random()
            if roll < 0.4 and at < len(raw):
                raw[at] = chance.randrange(256)
            elif roll < 0.6:
                raw[at:at] = bytes(chance.choices(range(128), k=chance.randint(1, 3)))
            elif roll < 0.8 and at < len(raw):
                raw[at] ^= 1 << chance.randrange(7)
            else:
                del raw[at : at + chance.randint(1, 4)]
        return bytes(raw)

    def edit(self, text: str) -> str:
        """A text with one thing changed."""
        chance = self.chance
        at = chance.randint(0, len(text))
        roll = chance.random()
        if roll < 0.20:
            return text[:at] + chance.choice(PIECES) + text[at:]
        if roll < 0.35:
            return text[:at] + chance.choice(SIGNS) + text[at:]
        if roll < 0.50:
            return text[:at] + text[at + chance.randint(1, 6) :]
        if roll < 0.60:
            return text[:at] + chance.choice(SIGNS) + text[at + 1 :]
        if roll < 0.67:
            return text[:at]
        if roll < 0.74:
            there = chance.randint(0, len(text))
            return text[:at] + text[there : there + chance.randint(1, 20)] + text[at:]
        lines = text.split("\n")
        number = chance.randrange(len(lines))
        if roll < 0.82:
            lines[number] = " " * chance.randint(1, 3) + lines[number]
        elif roll < 0.90:
            lines[number] = lines[number].removeprefix(" " * chance.randint(1, 3))
        elif roll < 0.95:
            lines.insert(chance.randrange(len(lines)), lines[number])
        else:
            del lines[number]
        return "\n".join(lines)

    def _block(self, indent: int, depth: int) -> str:
        """A block collection; its lines begin at a column."""
        chance = self.chance
        dashed = chance.random() < (0.1 if indent == 0 else 0.3)
        out = []
        for _ in range(chance.randint(1, 3)):
            spaces = " " * (indent if chance.random() < 0.97 else max(0, indent - 1))
            lead = f"{spaces}- " if dashed else f"{spaces}{self._key()}:"
            out.append(lead + self._value(indent, depth, dashed=dashed))
            if chance.random() < 0.06:
                out.append(chance.choice(("\n", "# c\n", "  # c\n", "   \n", " #c\n")))
        return "".join(out)

    def _value(self, indent: int, depth: int, *, dashed: bool) -> str:
        chance = self.chance
        space = "" if dashed else " " if chance.random() < 0.96 else ""
        roll = chance.random()
        if depth and roll < 0.25:
            deeper = indent + chance.choice((2, 2, 2, 1, 4, 0))
            return f"\n{self._block(deeper, depth - 1)}"
        if depth and dashed and roll < 0.40:
            return self._block(indent + 2, depth - 1).lstrip(" ")
        if depth and roll < 0.50:
            return f"{space}{self._flow(indent, 2)}{self._end()}"
        if roll < 0.62:
            return f"{space}{chance.choice(HEADERS)}\n{self._lines(indent)}"
        if roll < 0.80:
            return f"{space}{self._quoted(indent)}{self._end()}"
        return f"{space}{self._property()}{chance.choice(PLAIN)}{self._end()}"

    def _end(self) -> str:
        roll = self.chance.random()
        if roll < 0.90:
            return "\n"
        return self.chance.choice((" # c\n", " #c\n", "#c\n", " \n", "\n\n", " x\n", "\n  x\n"))

    def _property(self) -> str:
        if self.chance.random() < 0.95:
            return ""
        return self.chance.choice(
            ("&x ", "*x ", "!t ", "!!str ", "! ", "&x !t ", "!<t> ", "!t!u ")
        )

    def _key(self) -> str:
        roll = self.chance.random()
        if roll < 0.8:
            return self.chance.choice("abcdefghA")
        if roll < 0.9:
            return self.chance.choice(PLAIN)
        return self._property() + self._quoted(0) if roll < 0.97 else "? a\n"

    def _quoted(self, indent: int) -> str:
        chance = self.chance
        body = "".join(
            chance.choices(
                ("a", "b c", " # d", ": ", "''", "#", "é", ",", "}", "\u200d", ""),
                k=chance.randint(0, 3),
            )
        )
        if chance.random() < 0.08:
            body += "\n" + " " * chance.choice((indent + 1, indent + 2, indent, 0)) + "z"
        if chance.random() < 0.5:
            return f"'{body}'"
        tail = chance.choice(
            ("", "", "", "\\n", '\\"', "\\\\", "\\q", "\\x4", "\\ud800", "\\N", "\\/")
        )
        return f'"{body}{tail}"'

    def _flow(self, indent: int, depth: int) -> str:
        chance = self.chance
        items = []
        mapping = chance.random() < 0.5
        for _ in range(chance.randint(0, 3)):
            roll = chance.random()
            value = (
                self._flow(indent, depth - 1)
                if depth and roll < 0.2
                else self._quoted(indent)
                if roll < 0.4
                else chance.choice(PLAIN)
            )
            named = mapping if chance.random() < 0.95 else not mapping
            colon = chance.choice((": ", ": ", ": ", ": ", ":", " : ", " :"))
            items.append(f"{self._key()}{colon}{value}" if named else value)
        broken = chance.random() < 0.1
        between = f",\n{' ' * chance.choice((indent + 2, indent, 0))}" if broken else ", "
        body = between.join(items) + chance.choice(("", "", "", "", ",", ", "))
        opening, closing = "{}" if mapping else "[]"
        return f"{opening}{body}{closing if chance.random() < 0.97 else ''}"

    def _lines(self, indent: int) -> str:
        """The lines of a block text."""
        chance = self.chance
        column = indent + chance.choice((2, 2, 2, 1, 3, 0))
        out = []
        for _ in range(chance.randint(0, 4)):
            roll = chance.random()
            if roll < 0.65:
                out.append(
                    " " * column + chance.choice(("x", "y z", "# c", "- a", "a: b", "'"))
                )
            elif roll < 0.8:
                out.append("")
            elif roll < 0.9:
                out.append(" " * (column + chance.choice((1, 2))) + "w")
            else:
                out.append(" " * chance.randint(0, column + 1))
        return "".join(f"{line}\n" for line in out)


SORTS: Final[dict[str, Callable[[Inputs], str | bytes]]] = {
    "grammar": Inputs.grammar,
    "pieces": Inputs.pieces,
    "edited": Inputs.edited,
    "noise": Inputs.noise,
}
"""Ways to make a text, by name."""


@cache
def corpus_files() -> dict[str, str]:
    """Every YAML file that comes with zopa, those of the tests included: texts by path."""
    folders = (
        REPOSITORY / "terms",
        REPOSITORY / "scenarios",
        REPOSITORY / "tests" / "cases",
        REPOSITORY / "engine" / "zopa" / "starter",
    )
    return {
        file.relative_to(REPOSITORY).as_posix(): file.read_text(encoding="utf-8")
        for folder in folders
        for file in sorted(folder.rglob("*.yaml"))
    }
