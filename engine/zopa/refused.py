"""A question that cannot be asked as it stands, and what may have been meant."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(ValueError):  # noqa: N818  # says what happened to the question
    """The question names something that there is not, or nothing."""

    def __init__(self, message: str, *way_out: str) -> None:
        super().__init__("; ".join((message, *way_out)))
        self.message = message
        self.way_out = way_out
