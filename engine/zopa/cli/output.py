"""Output of an answer: to stdout, to files, or both, each in its own form."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from zopa.cli.budget import answered, doing
from zopa.cli.streams import say
from zopa.cli.unable import Unable
from zopa.diagnostics import listed, quoted
from zopa.writers import Style, wants_colour

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

__all__ = ["as_json", "deliver", "on_github", "say", "style_of", "width"]

Answer: TypeAlias = "str | bytes"
"""Text, or bytes for binary formats."""
NARROWEST, WIDEST = 40, 100
BUILD_WIDTH = 100
ANNOTATIONS = "github"
"""Format whose lines are commands for GitHub's runner."""


def as_json(value: Any) -> str:  # noqa: ANN401  # any JSON value
    """A JSON document: ASCII, safe on terminals and in logs, the same bytes each time."""
    from zopa.interchange.diagnostics import json_text

    return json_text(value)


def on_github() -> bool:
    """True if GitHub's runner runs this, and obeys its output."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def width() -> int:
    """Columns for text on stdout."""
    if not sys.stdout.isatty():
        return BUILD_WIDTH if os.environ.get("CI") else 80
    import shutil

    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def style_of(options: argparse.Namespace) -> Style:
    """The style of stdout: with colours or without."""
    return Style(wants_colour(sys.stdout, options.color, os.environ))


def deliver(
    options: argparse.Namespace, forms: Mapping[str, Callable[[Style, int], Answer]]
) -> None:
    """Write the answer in every requested form.

    Args:
        options: with `format`, for stdout, None for no output there, and `output`,
            `FORMAT[:FILE]` each.
        forms: for each format a function that makes its text, or its bytes, from a style and
            a width. On GitHub's runner `auto` is followed by the findings as `github` has
            them, if this form exists.

    Raises:
        Unable: the command does not have the format, or a file cannot be written.
    """
    doing("writing the answer")
    wanted = [_target(each, forms) for each in options.output]
    if all(file is not None for _, file in wanted) and options.format is not None:
        wanted.append((options.format, None))
    for form, file in wanted:
        annotated = form == "auto" and on_github() and ANNOTATIONS in forms
        if file is None:
            style, columns = style_of(options), width()
            answer = _viewed(options, form, forms[form](style, columns))
            more = forms[ANNOTATIONS](style, columns) if annotated else ""
            answered()
            if isinstance(answer, bytes):
                sys.stdout.buffer.write(answer)
                continue
            say(answer, commands=form == ANNOTATIONS)
            if isinstance(more, str) and more:
                say(more, commands=True)
            continue
        every = [form, *((ANNOTATIONS,) if annotated else ())]
        plain = Style(enabled=False)
        answers = [_viewed(options, each, forms[each](plain, 80)) for each in every]
        try:
            _write(file, b"".join(x if isinstance(x, bytes) else x.encode() for x in answers))
        except OSError as error:
            message = f"cannot write {quoted(file)}: {error.strerror}"
            raise Unable(message) from error


def _viewed(options: argparse.Namespace, form: str, text: Answer) -> Answer:
    """The text with its view, unless the page names the view itself."""
    viewer = getattr(options, "view", None)
    plain = form in {"text", "auto", "full", "concise"} and not getattr(options, "ids", False)
    if viewer is None or not plain or isinstance(text, bytes) or "\nView: " in text:
        return text
    from zopa.redaction import PUBLIC

    who = "everybody" if viewer == PUBLIC else quoted(viewer)
    return f"{text}\nView: only what {who} may see.\n"


def _write(file: Path, data: bytes) -> None:
    """Write a file in full or not at all; write directly to a pipe and the like."""
    from zopa.files.writing import save

    if file.exists() and not file.is_file():
        with file.open("wb") as stream:
            stream.write(data)
    else:
        save(file, data)


def _target(
    text: str, forms: Mapping[str, Callable[[Style, int], Answer]]
) -> tuple[str, Path | None]:
    form, colon, file = text.partition(":")
    if form not in forms:
        message = f"no format {quoted(form)}"
        raise Unable(message, f"formats of this command: {listed(forms, joiner='and')}")
    return form, Path(file) if colon else None
