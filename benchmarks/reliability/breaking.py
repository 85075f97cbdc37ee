"""Broken files, the same for the same seed: what each holds, or what stands in its place."""

from __future__ import annotations

import os
import socket
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from inputs import Inputs, corpus_files

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CONTENTS", "INSTEAD"]

Content: TypeAlias = "Callable[[Inputs], bytes]"
CODECS: Final = (
    *(
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "utf-7",
        "utf-8-sig",
    ),
    *("latin-1", "cp1251", "cp037", "shift_jis", "gb18030", "koi8-r", "iso2022_jp"),
)
MEBIBYTE: Final = 1_048_576
HUGE: Final = (
    *(
        "a",
        "a b ",
        '"x", ',
        "x: ",
        "#",
        "- ",
        " ",
        "\n",
        "a: 1\n",
        "'",
        "\\n",
        "é",
        "%TAG ! x\n",
    ),
    *(
        "[a], ",
        "a:\n",
        "? a\n",
        "\u2028",
        "\u202e",
        "1:59",
        "{{",
        "- - ",
        "# c\n",
        "!t ",
        "&a ",
    ),
    *("k: |\n  x\n", "a: 'x\n\n", "x\u200b", "- a: b\n  c: d\n"),
)
"""What huge files are full of."""
NUMBERS: Final = (
    *(
        "{}",
        "-{}",
        "0x{}",
        "0b1{}",
        "0o7{}",
        "{}.5",
        "0.{}",
        "1e{}",
        "1:{}",
        "{}_0",
        "+{}",
        ".{}",
    ),
    *("1.0e+{}", "{}-01-01", "1{}:59:59", "'{}'", "{{x: {}}}"),
)


def _whole(inputs: Inputs) -> bytes:
    return inputs.chance.choice(list(corpus_files().values())).encode()


def _noisy(inputs: Inputs) -> bytes:
    raw = bytearray(_whole(inputs))
    for _ in range(inputs.chance.randint(1, 40)):
        raw[inputs.chance.randrange(len(raw))] = inputs.chance.randrange(256)
    return bytes(raw)


def _truncated(inputs: Inputs) -> bytes:
    raw = _whole(inputs)
    return raw[: inputs.chance.randrange(len(raw))]


def _recoded(inputs: Inputs) -> bytes:
    text = _whole(inputs).decode() + "# Україна é ±\n"
    raw = text.encode(inputs.chance.choice(CODECS), errors="replace")
    return raw[: inputs.chance.randint(0, 50) or None]


def _garbage(inputs: Inputs) -> bytes:
    return inputs.chance.randbytes(inputs.chance.choice((0, 1, 2, 3, 4, 10, 100, 5_000)))


def _with_nuls(inputs: Inputs) -> bytes:
    raw = bytearray(_whole(inputs))
    at = inputs.chance.randrange(len(raw))
    raw[at:at] = bytes(inputs.chance.choice((1, 10, 4_096)))
    return bytes(raw)


def _deep(inputs: Inputs) -> bytes:
    chance = inputs.chance
    depth = chance.choice((31, 32, 33, 100, 1_000, 10_000, 100_000))
    opening = chance.choice(("[", "{a: ", "[{a: ", "- ", "? ", "! [", "&a [", '{"a":', "[[]"))
    if chance.random() < 0.3:
        lines = (" " * each + "a:\n" for each in range(min(depth, 1_400)))
        return "".join(lines).encode()
    return f"a: {opening * depth}".encode()[: 2 * MEBIBYTE] + b"\n" * chance.randrange(2)


def _laughs(inputs: Inputs) -> bytes:
    levels, width = inputs.chance.randint(3, 12), inputs.chance.randint(2, 10)
    kind = inputs.chance.choice(("[{}]", "{{{}}}"))
    lines = ["a0: &a0 [x]"]
    for level in range(1, levels):
        each = ", ".join(
            f"*a{level - 1}" if kind[0] == "[" else f"k{n}: *a{level - 1}" for n in range(width)
        )
        lines.append(f"a{level}: &a{level} {kind.format(each)}")
    return "\n".join([*lines, ""]).encode()


def _aliases(inputs: Inputs) -> bytes:
    return inputs.chance.choice(
        (
            b"a: &x [*x]\n",
            b"&x a: *x\n",
            b"a: &x {b: *x}\n*x : 1\n",
            b"a: &x\n  <<: *x\n",
            b"<<: [{a: 1}, {a: 2}]\n",
            b"a: &a {x: 1}\nb: {<<: *a, <<: *a}\n",
            b"a: &a {}\n"
            + b"".join(b"b%d: &b%d {<<: [*a, *a]}\n" % (n, n) for n in range(2_000)),
            b"- &a [&a [&a [*a]]]\n",
        )
    )


def _huge(inputs: Inputs) -> bytes:
    chance = inputs.chance
    size = chance.choice((20_000, 70_000, MEBIBYTE - 100, MEBIBYTE + 1, 3 * MEBIBYTE))
    piece = chance.choice(HUGE)
    start = chance.choice(
        ("", "a: ", 'a: "', "a: '", "a: |\n  ", "a: [", "- ", "# ", "a: >\n  ")
    )
    return (start + piece * (size // len(piece.encode()))).encode() + b"\n" * chance.randrange(
        2
    )


def _numbers(inputs: Inputs) -> bytes:
    digits = "9" * inputs.chance.choice((15, 16, 17, 400, 4_301, 16_000, 60_000))
    form = inputs.chance.choice(NUMBERS)
    return f"zopa: {form.format(digits)}\n".encode()


CONTENTS: Final[dict[str, tuple[int, Content]]] = {
    "noisy": (14, _noisy),
    "truncated": (24, _truncated),
    "recoded": (11, _recoded),
    "garbage": (11, _garbage),
    "with NULs": (6, _with_nuls),
    "deep": (9, _deep),
    "billion laughs": (5, _laughs),
    "aliases and merge keys": (5, _aliases),
    "huge": (9, _huge),
    "huge numbers": (6, _numbers),
}
"""What files hold: how often out of a hundred, and what makes it."""


def _link(file: Path, *, target: str) -> None:
    file.symlink_to(target)


def _loop(file: Path) -> None:
    other = file.with_name("loop")
    other.symlink_to(file.name)
    file.symlink_to(other.name)


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _folder(file: Path) -> None:
    file.mkdir()
    (file / "a.yaml").write_text("a: 1\n")


def _socket(file: Path) -> None:
    with socket.socket(socket.AF_UNIX) as each:
        each.bind(os.path.relpath(file))


def _unreadable(file: Path) -> None:
    file.write_text("a: 1\n")
    file.chmod(0)


INSTEAD: Final[dict[str, Callable[[Path], object]]] = {
    "a loop of links": _loop,
    "a pipe": _pipe,
    "a folder": Path.mkdir,
    "a folder with a file": _folder,
    "a socket": _socket,
    "unreadable": _unreadable,
    "a link to nothing": partial(_link, target="nowhere.yaml"),
    "a link to itself": partial(_link, target="."),
    "a link to /dev/zero": partial(_link, target="/dev/zero"),
    "a link to /dev/full": partial(_link, target="/dev/full"),
    "a link to a terminal": partial(_link, target="/dev/tty"),
    "a link to memory": partial(_link, target="/proc/self/mem"),
    "a link to an endless /proc": partial(_link, target="/proc/kmsg"),
}
"""What can stand where a file is expected."""
