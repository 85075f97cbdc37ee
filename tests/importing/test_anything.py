"""Imports of arbitrary files: each is read or refused with its place, without other errors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from brute import laws
from importing.test_domains import GENIUS, NEGMAS
from importing.test_feature_models import SERVER
from zopa import Refused
from zopa.importing import imported_domain
from zopa.importing.domains import genius_domain, genius_profile, negmas_domain, negmas_profile
from zopa.importing.features import imported_features
from zopa.importing.uvl import feature_model

if TYPE_CHECKING:
    from collections.abc import Callable


def read_uvl(text: str) -> None:
    """Import the text as a feature model."""
    imported_features(feature_model(text, "f"), "f", "f")


def read_genius(text: str) -> None:
    """Import the text as a domain and as a profile."""
    genius_profile(text, "f")
    imported_domain(genius_domain(text, "f", "f"), "f")


def read_json(text: str) -> None:
    """Import the text as an outcome space in JSON, and as a utility function."""
    negmas_profile(text, "f.json")
    imported_domain(negmas_domain(text, "f.json", "f"), "f.json")


def read_yaml(text: str) -> None:
    """Import the same in YAML."""
    negmas_profile(text, "f")
    imported_domain(negmas_domain(text, "f", "f"), "f")


READERS: tuple[tuple[Callable[[str], None], str], ...] = (
    (read_uvl, SERVER),
    (read_genius, GENIUS),
    (read_json, json.dumps(NEGMAS)),
    (read_yaml, json.dumps(NEGMAS, indent=1)),
)


@laws
@given(st.sampled_from(READERS), st.data())
def test_a_changed_file_is_read_or_refused(
    reader: tuple[Callable[[str], None], str], data: st.DataObject
) -> None:
    """Some characters taken out, and others put in their place."""
    read, text = reader
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(text)))
        end = min(len(text), begin + data.draw(st.integers(0, 30)))
        put = data.draw(
            st.one_of(
                st.text(max_size=10),
                st.sampled_from(["(", "[", "{", "}", "/*", "=>", "\n", '"', "'", "&", "<"]),
                st.just(text[begin:end] * 2),
            )
        )
        text = text[:begin] + put + text[end:]
    message = "f: read"
    try:
        read(text)
    except Refused as refused:
        message = refused.message

    assert re.match(r"f(\.json)?(:[0-9]+)?: ", message), message


@laws
@given(st.sampled_from(READERS), st.text())
def test_any_text_is_read_or_refused(
    reader: tuple[Callable[[str], None], str], text: str
) -> None:
    """Also with lone surrogates' neighbours, controls and marks of direction."""
    read, _ = reader
    try:
        read(text)
    except Refused:
        return
