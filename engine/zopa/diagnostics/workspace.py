"""ZI2xx: what keeps a folder from being a workspace; ZX106, ZX108: files and their names."""

from __future__ import annotations

from zopa.diagnostics.finding import Kind, Severity

__all__ = ["FILE_UNREAD", "KINDS", "NAMES_ALIKE", "REQUIRED_FILE_MISSING"]

REQUIRED_FILE_MISSING = Kind(
    "ZI201",
    "required-file-missing",
    Severity.ERROR,
    """\
A workspace needs `terms/corpus.yaml`, `terms/state.yaml` and at least one file in
`terms/issues/`. Without them there is nothing that a draft could choose from.

Run `zopa init` in an empty folder to see the smallest complete workspace.""",
)

FILE_UNREAD = Kind(
    "ZX106",
    "file-unread",
    Severity.ERROR,
    """\
The file lies in `terms/` or `scenarios/`, and its name or place is none that zopa reads, so
nothing in it counts. The usual cause is a slip in the name: `terms/rule.yaml`,
`terms/position/x.yaml`, or an ending such as `.yml` or `.YAML`, which zopa leaves alone so that
every file has one name. Links to folders are not followed either: they can lead in circles, and
what they lead to is not the workspace's.

Rename the file, or move it out of the workspace's two folders. Instead of a link to a
folder put the folder there, or links to its files.""",
)

NAMES_ALIKE = Kind(
    "ZX108",
    "names-alike",
    Severity.ERROR,
    """\
The names of two files differ only in case, or in how their accents are encoded. Some systems
take them for one file: a checkout there has only one of the two, and what the other says is
gone. An id means both of them.

Rename one of the files.""",
)

KINDS = (REQUIRED_FILE_MISSING, FILE_UNREAD, NAMES_ALIKE)
