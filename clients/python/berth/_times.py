"""Times and durations as people write them, by the rules that `berth` has."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ._errors import wrong_argument

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_WORDS = {"sec": "s", "second": "s", "min": "m", "minute": "m", "hour": "h", "day": "d", "week": "w"}
_WHOLE = re.compile(r"(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
# longer than anything can be asked for
_MAX_S = 3_660 * 86_400

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})")
_LOCAL = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\s*(\S+))?")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(am|pm)?")
_DURATION_RIGHT = 'write for example "30m", "4h", "1h30m", "2d" or timedelta(hours=4)'
_INSTANT_RIGHT = (
    'write for example "now", "in 2h", "18:30", "tomorrow 9:00", "mon 14:00", "2026-12-01 09:00", or give a datetime'
)


def seconds_in(text: str) -> float | None:
    """The length of `90m`, `1h30m`, `2 days`; None where the text is none."""
    plain = text.strip().lower()
    if not _WHOLE.fullmatch(plain):
        return None
    total = 0.0
    for amount, unit in _PART.findall(plain):
        singular: str = unit[:-1] if len(unit) > 1 and unit.endswith("s") else unit
        size = _UNITS.get(_WORDS.get(singular, singular))
        if size is None:
            return None
        total += float(amount) * size
    return total


def seconds_of(value: object, argument: str) -> float:
    """Of a duration that is given."""
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
    elif isinstance(value, str):
        found = seconds_in(value)
        if found is None:
            raise wrong_argument(argument, f'"{value}" is not a duration; {_DURATION_RIGHT}')
        seconds = found
    else:
        raise wrong_argument(argument, f"{value!r} is not a duration; {_DURATION_RIGHT}")
    if seconds <= 0:
        raise wrong_argument(argument, f"must be longer than nothing; {_DURATION_RIGHT}")
    if seconds > _MAX_S:
        raise wrong_argument(argument, f"{value!r} is longer than ten years; {_DURATION_RIGHT}")
    return seconds


def minutes_of(value: object, argument: str) -> float:
    return seconds_of(value, argument) / 60


def instant_of(value: object, argument: str, now: datetime | None = None) -> datetime:
    """An aware datetime. What has no zone is local time; a time of day alone is the next one to come."""
    if isinstance(value, datetime):
        return value.astimezone()
    if not isinstance(value, str):
        raise wrong_argument(argument, f"{value!r} is not a time; {_INSTANT_RIGHT}")
    found = _Instants(value, argument, now or datetime.now().astimezone()).read(value.strip().lower())
    return found.astimezone()


def past_of(value: object, argument: str) -> datetime:
    """An instant, or how long ago."""
    if isinstance(value, datetime):
        return value.astimezone()
    if isinstance(value, str) and seconds_in(value) is None:
        return instant_of(value, argument)
    return datetime.now().astimezone() - timedelta(seconds=seconds_of(value, argument))


class _Instants:
    def __init__(self, whole: str, argument: str, now: datetime) -> None:
        self._whole = whole
        self._argument = argument
        self._now = now

    def _wrong(self, why: str = "is not a time") -> ValueError:
        return wrong_argument(self._argument, f'"{self._whole}" {why}; {_INSTANT_RIGHT}')

    def read(self, text: str) -> datetime:
        if text == "now":
            return self._now
        relative = re.fullmatch(r"(?:in\s+|\+)(.+)", text)
        length = seconds_in(relative[1] if relative else text)
        if length is not None:
            if length > _MAX_S:
                raise self._wrong("is more than ten years ahead")
            return self._now + timedelta(seconds=length)
        if relative:
            raise self._wrong("names no duration")
        if _ISO.fullmatch(text):
            try:
                return datetime.fromisoformat(_iso_for_310(text))
            except ValueError:
                raise self._wrong("is no date of the calendar") from None
        dated = _LOCAL.fullmatch(text)
        if dated:
            clock = self._clock(dated[4] or "0:00")
            try:
                return datetime(int(dated[1]), int(dated[2]), int(dated[3]), *clock)
            except ValueError:
                raise self._wrong("is no date of the calendar") from None
        return self._on_a_day(text)

    def _on_a_day(self, text: str) -> datetime:
        first, *rest = text.split() or [""]
        rest = rest[1:] if rest[:1] == ["at"] else rest
        day = self._day_of(first)
        if day is None:
            at = self._on(0, self._clock(text))
            return at if at > self._now else self._on(1, self._clock(text))
        clock = self._clock(" ".join(rest) or "0:00")
        at = self._on(day, clock)
        is_weekday = first not in ("today", "tomorrow")
        return self._on(day + 7, clock) if is_weekday and at <= self._now else at

    def _day_of(self, word: str) -> int | None:
        """How many days ahead."""
        if word in ("today", "tomorrow"):
            return 0 if word == "today" else 1
        for index, name in enumerate(_WEEKDAYS):
            if len(word) >= 3 and name.startswith(word):
                return (index - self._now.astimezone().weekday()) % 7
        return None

    def _on(self, days: int, clock: tuple[int, int, int]) -> datetime:
        day = self._now.astimezone().date() + timedelta(days=days)
        return datetime(day.year, day.month, day.day, *clock).astimezone()

    def _clock(self, text: str) -> tuple[int, int, int]:
        found = _CLOCK.fullmatch(text)
        if not found:
            raise self._wrong()
        hours, minutes, seconds, half = found.groups()
        if minutes is None and half is None:
            raise self._wrong("has no minutes")
        hour = int(hours) if half is None else int(hours) % 12 + (12 if half == "pm" else 0)
        clock = (hour, int(minutes or 0), int(seconds or 0))
        if clock[0] > 23 or clock[1] > 59 or clock[2] > 59 or (half and not 1 <= int(hours) <= 12):
            raise self._wrong("names no time of day")
        return clock


def _iso_for_310(text: str) -> str:
    """Python 3.10 reads neither Z, fractions of any length nor zones without a colon."""
    found = re.fullmatch(r"(.{10})t(\d{2}:\d{2})(:\d{2})?(?:\.(\d+))?(z|[+-]\d{2}:?\d{2})", text)
    if not found:
        return text
    date, clock, seconds, fraction, zone = found.groups()
    offset = "+00:00" if zone == "z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"{date}T{clock}{seconds or ':00'}.{(fraction or '')[:6].ljust(6, '0')}{offset}"


def month_of(text: object, argument: str) -> tuple[datetime, datetime]:
    """The beginning and the end of a month of UTC, such as 2026-11."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text) if isinstance(text, str) else None
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        raise wrong_argument(argument, f'{text!r} is not a month; write for example "2026-11"')
    year, month = int(found[1]), int(found[2])
    begin = datetime.fromisoformat(f"{year:04}-{month:02}-01T00:00:00+00:00")
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return begin, datetime.fromisoformat(f"{after[0]:04}-{after[1]:02}-01T00:00:00+00:00")
