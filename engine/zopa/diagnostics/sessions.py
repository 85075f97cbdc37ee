"""ZI4xx: what keeps a session from writing its scenario."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = ["KINDS", "NOT_EDITED", "NOT_SAVED"]

NOT_SAVED = Kind(
    "ZI401",
    "not-saved",
    Severity.ERROR,
    """\
The file could not be written: the disk is full, the folder or the file cannot be written
to, the session is read-only, or the system reported something else; the note says which.
The file on disk is what it was, and the work is kept in the session and, unless that is
read-only, in its recovery file.

Make room and save again, or save under another name. `zopa serve --write` starts a session
that may write.""",
)

NOT_EDITED = Kind(
    "ZI402",
    "not-edited",
    Severity.ERROR,
    """\
A scenario is saved by changing only the lines whose values changed; the new text is then
read back. Here it did not say what the draft says, because the file is laid out in a way
that zopa does not edit. Nothing was written.

Edit the file by hand, or start a new scenario from the draft.""",
)

KINDS = (NOT_SAVED, NOT_EDITED)
