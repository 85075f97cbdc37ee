"""Conditions turned back into the words of the format say the same as before."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from strategies import load, workspaces

from zopa.checks.conditions import corpus_conditions
from zopa.conditions import Condition
from zopa.construct import Part
from zopa.corpus import load as load_folder
from zopa.documents import parse
from zopa.parse_conditions import condition
from zopa.render.conditions import condition_lines, condition_words
from zopa.shipped import shipped
