"""How objects look in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, cast

_MAX_ROWS = 200


def shown(value: object) -> str:
    """A value in a line; times are in the local zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M:%S %Z}"
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        for name in ("name", "username", "title", "id"):
            if isinstance(members.get(name), str):
                return str(members[name])
        return ", ".join(f"{name}: {shown(each)}" for name, each in members.items() if each is not None)
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(each) for each in cast("Sequence[object]", value))
    return str(value)


def html_of_record(title: str, members: Mapping[str, Any]) -> str:
    rows = (
        f"<tr><th style='text-align:left'>{escape(name)}</th><td style='text-align:left'>{escape(shown(value))}</td></tr>"
        for name, value in members.items()
        if value not in (None, [], {})
    )
    return f"<table><caption>{escape(title)}</caption>{''.join(rows)}</table>"


def html_of_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    every = list(rows)
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(shown(row.get(name)))}</td>" for name in columns) + "</tr>"
        for row in every[:_MAX_ROWS]
    )
    more = f"<p>and {len(every) - _MAX_ROWS} more</p>" if len(every) > _MAX_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
