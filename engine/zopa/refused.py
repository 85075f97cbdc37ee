"""Error for a question that zopa cannot answer as given, with suggestions."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(ValueError):  # noqa: N818  # names the result for the question
    """The question names something that does not exist, or nothing."""

    def __init__(self, message: str, *way_out: str) -> None:
        super().__init__("; ".join((message, *way_out)))
        self.message = message
        self.way_out = way_out
