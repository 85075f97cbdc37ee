"""From parser events to plain data, refusing what readers would not agree on."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, cast

from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from zopa.documents.document import BROKEN
from zopa.documents.refusals import Refusals
from zopa.documents.scalars import NUMERIC, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import Event

    from zopa.documents.document import Data, Entries, Node, Pointer
    from zopa.documents.limits import Limits
    from zopa.documents.source import Mark, Source

__all__ = ["Builder", "Stopped"]
