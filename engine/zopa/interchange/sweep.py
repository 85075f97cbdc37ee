"""`sweep` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zopa.questions.sweep import DayAnswer, Readings, Sourcing, Sweep

__all__ = ["sweep_json"]

Json = dict[str, Any]


def sweep_json(sweep: Sweep) -> Json:
    """Return the answer under other readings, on other dates, without weak sources."""
    return {
        "readings": _readings(sweep.readings),
        "days": [_day(each) for each in sweep.days],
        "sourcing": _sourcing(sweep.sourcing),
    }


def _readings(readings: Readings) -> Json:
    return {
        "completeness": str(readings.completeness),
        "always": readings.always,
        "never": readings.never,
        "decisive": sorted(readings.decisive),
        "verdicts": {
            position: dict(sorted(each.items()))
            for position, each in sorted(readings.verdicts.items())
        },
        "opening": [
            {position: sorted(names) for position, names in sorted(each.items())}
            for each in readings.opening
        ],
        "closing": [dict(sorted(each.items())) for each in readings.closing],
    }


def _day(day: DayAnswer) -> Json:
    return {
        "from": str(day.day),
        "begins": sorted(day.begins),
        "ends": sorted(day.ends),
        "held": day.held,
        "crossed": sorted(day.crossed),
        "deal": day.deal,
    }


def _sourcing(sourcing: Sourcing) -> Json:
    return {
        "weak": sorted(sourcing.weak),
        "certainly": sourcing.certainly,
        "possibly": sourcing.possibly,
        "crossed": sorted(sourcing.crossed),
    }
