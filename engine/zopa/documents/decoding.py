"""From the bytes of a file to its text."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from zopa.diagnostics import Diagnostic, Fix, yaml_profile
from zopa.documents.source import Source

if TYPE_CHECKING:
    from zopa.diagnostics import Kind
    from zopa.documents.limits import Limits
    from zopa.files.span import Span

__all__ = ["decode", "too_large"]

MARK = "\ufeff"
WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(raw: str | bytes, path: str, limits: Limits) -> tuple[str, list[Diagnostic]]:
    """Decode bytes as UTF-8 without a byte order mark, or say why that cannot be.

    Returns:
        The text, empty when a diagnostic of severity error comes with it.
    """
    if isinstance(raw, bytes):
        if len(raw) > limits.file_size:
            return "", [too_large(path, len(raw), limits)]
        if encoding := _wide(raw):
            message = f"file is {encoding}, expected UTF-8"
            return "", [_at_start(yaml_profile.WRONG_ENCODING, path, message)]
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            return "", [_not_utf_8(raw, path, error.start)]
    else:
        text = raw
        if len(text) > limits.file_size or len(text) * 4 > limits.file_size < _size(text):
            return "", [too_large(path, _size(text), limits)]
    if not text.startswith(MARK):
        return text, []
    span = Source(path, "").span(0, 0, 0)
    finding = Diagnostic(
        yaml_profile.BYTE_ORDER_MARK,
        span,
        "byte order mark at the start of the file",
        help=("remove it: save as UTF-8 without a byte order mark",),
        fixes=(Fix(span, ""),),
    )
    return text[1:], [finding]


def too_large(path: str, size: int, limits: Limits, *, at_least: bool = False) -> Diagnostic:
    """Say that a file is over the limit."""
    found = f"at least {size:,}" if at_least else f"{size:,}"
    return Diagnostic(
        yaml_profile.OVER_LIMIT,
        Source(path, "").span(0, 0, 0),
        f"file has {found} bytes; the limit is {limits.file_size:,}",
        help=("split the file, or allow more of your own with ZOPA_MAX_FILE_BYTES",),
        data={"limit": "file-size", "allowed": limits.file_size, "found": size},
    )


def _size(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


def _wide(raw: bytes) -> str | None:
    for mark, encoding in WIDE:
        if raw.startswith(mark):
            return encoding
    head = raw[:4]
    if 0 not in head or len(head) < 4:
        return "UTF-16" if 0 in head and len(head) == 2 else None
    zeros = tuple(each == 0 for each in head)
    if sum(zeros) == 3:
        return "UTF-32"
    return "UTF-16" if zeros in {(True, False) * 2, (False, True) * 2} else None


def _not_utf_8(raw: bytes, path: str, start: int) -> Diagnostic:
    before = raw[:start].decode()
    source = Source(path, before.removeprefix(MARK))
    span: Span = source.at(len(source.text))
    byte = raw[start]
    looks = "file looks like Latin-1 or Windows-1252"
    return Diagnostic(
        yaml_profile.INVALID_UTF8,
        span,
        f"byte 0x{byte:02X} is not UTF-8",
        help=("save the file as UTF-8",),
        notes=(looks,) if byte >= 0xA0 or byte in b"\x91\x92\x93\x94\x96\x97" else (),
        data={"byte": byte, "offset": start},
    )


def _at_start(kind: Kind, path: str, message: str) -> Diagnostic:
    span = Source(path, "").span(0, 0, 0)
    return Diagnostic(kind, span, message, help=("save it as UTF-8",))
