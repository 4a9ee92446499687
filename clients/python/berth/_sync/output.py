# Derived from _async/output.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from .. import _arguments as check
from .._errors import wrong_argument
from .._generated import enums, models
from .._tables import Table
from .._times import past_of
from .handle import Handle

LogStream = Literal["stdout", "stderr"]

_TAIL_LINES = 20
_PAGE_LINES = 1_000
_PAGE_HITS = 200


class JobOutput(Handle):
    """What a job has printed."""

    __slots__ = ()

    def logs(
        self,
        follow: bool = False,
        *,
        run: int | None = None,
        stream: LogStream | None = None,
        level: str | None = None,
        tail: int | None = None,
        from_line: int | None = None,
        since: str | timedelta | datetime | None = None,
    ) -> Generator[models.LogLine, None]:
        """
        Lines of its output. What there is now, or with `follow` also what comes, until the job ends; lost connections and
        restarts of the gateway leave no gap.

        :param run: of this attempt only
        :param tail: the last so many of those that there are now
        :param from_line: from the line of this number on, the first is 1
        :param since: from this time on, or for so long until now, such as "10m"
        """
        check.only_one(
            {"tail": tail, "from_line": from_line, "since": since}, "where to begin: one of tail, from_line and since"
        )
        query = _log_query(run, stream, level)
        begin: dict[str, Any] = {}
        if from_line is not None:
            begin["from_line"] = check.whole(from_line, "from_line", 1)
        if since is not None:
            begin["at"] = past_of(since, "since")
        after: str | None = None
        if tail is not None:
            lines, after = self._last_lines(check.whole(tail, "tail", 0), query)
            for line in lines:
                yield line
        if follow:
            with closing(self._client.api.follow_job_logs(self._id, after=after, **begin, **query)) as batches:
                for batch in batches:
                    for line in batch.lines:
                        yield line
        elif tail is None:
            for line in self._lines_now({**query, **begin}):
                yield line

    def _last_lines(self, count: int, query: Mapping[str, Any]) -> tuple[list[models.LogLine], str]:
        """The last lines of what there is now, and where to go on after them."""

        def page(most: int, before: str | None) -> models.LogBatch:
            last = min(_PAGE_LINES, max(1, most))
            return self._client.api.job_logs(self._id, before=before, last=last, **query)

        batch = page(count, None)
        cursor = batch.cursor
        lines = batch.lines if count > 0 else []
        while batch.has_earlier and len(lines) < count:
            batch = page(count - len(lines), batch.start_cursor)
            lines = batch.lines + lines
        return lines, cursor

    def _lines_now(self, query: Mapping[str, Any]) -> Generator[models.LogLine, None]:
        place: dict[str, Any] = dict(query)
        while True:
            batch = self._client.api.job_logs(self._id, limit=_PAGE_LINES, **place)
            for line in batch.lines:
                yield line
            if batch.end or not batch.lines:
                return
            place = {"cursor": batch.cursor, **{name: query[name] for name in ("run", "stream", "level")}}

    def search(
        self,
        text: str | None = None,
        *,
        regex: str | None = None,
        ignore_case: bool = False,
        context: int = 0,
        run: int | None = None,
        stream: LogStream | None = None,
        level: str | None = None,
        limit: int = 100,
    ) -> Table[models.LogHit]:
        """
        Lines of its output that have a text, or that a regular expression fits.

        :param context: so many lines before and after each, as `before` and `after` of a hit
        """
        check.only_one({"text": text, "regex": regex}, "text or regex")
        if text is None and regex is None:
            raise wrong_argument("text", 'is missing: what to look for, such as "loss=nan"')
        around = check.whole(context, "context", 0) or None
        query: dict[str, Any] = {
            "text": None if text is None else check.text(text, "text", "loss=nan"),
            "regex": None if regex is None else check.text(regex, "regex", "loss=(nan|inf)"),
            "case_sensitive": not check.flag(ignore_case, "ignore_case"),
            "context_before": around,
            "context_after": around,
            **_log_query(run, stream, level),
        }
        most = check.whole(limit, "limit", 1)
        hits: list[models.LogHit] = []
        cursor: str | None = None
        while True:
            found = self._client.api.log_search(
                self._id, cursor=cursor, limit=min(_PAGE_HITS, most - len(hits)), **query
            )
            hits += found.hits
            cursor = found.cursor
            if found.end or len(hits) >= most:
                return Table(hits, ("line",), more=not found.end)

    def output(self, *, run: int | None = None, stream: LogStream | None = None) -> str:
        """Its output until now as one text."""
        return "".join([f"{line.text}\n" for line in self._lines_now(_log_query(run, stream, None))])

    def tail(self, lines: int = _TAIL_LINES) -> list[str]:
        """Its last lines of output."""
        return [line.text for line in self.logs(tail=lines)]


def _log_query(run: int | None, stream: LogStream | None, level: str | None) -> dict[str, Any]:
    return {
        "run": None if run is None else check.whole(run, "run", 1),
        "stream": None if stream is None else check.choice(stream, "stream", get_args(enums.LogStream)),
        "level": None if level is None else check.choice(level, "level", get_args(enums.LogLevel)),
    }
