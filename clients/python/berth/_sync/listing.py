# Derived from _async/listing.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from .. import _arguments as check
from .._errors import wrong_argument
from .._generated import enums, models
from .._tables import Table
from .._times import instant_of, month_of
from .connected import Connected
from .jobs import JobActions


class Listing(Connected):
    """Machines, pools and projects, and what their use costs."""

    def hosts(
        self, *, pool: str | None = None, search: str | None = None, limit: int | None = 50
    ) -> Table[models.Host]:
        query: dict[str, Any] = {"pool": None if pool is None else self._id("pool", pool), "search": search}
        items, more = self._all(self.api.hosts, query, limit)
        return Table(items, ("id", "name", "status", "scheduling", "pool", "devices", "last_seen"), more=more)

    def devices(
        self, *, pool: str | None = None, host: str | None = None, model: str | None = None, limit: int | None = 50
    ) -> Table[models.Device]:
        """GPUs, and slices of them."""
        query: dict[str, Any] = {
            "pool": None if pool is None else self._id("pool", pool),
            "host": host,
            "model": model,
        }
        items, more = self._all(self.api.devices, query, limit)
        return Table(items, ("uuid", "model", "memory_mib", "state", "host", "index"), more=more)

    def pools(self, limit: int | None = 50) -> Table[models.Pool]:
        items, more = self._all(self.api.pools, {}, limit)
        return Table(items, ("id", "name", "description", "approval", "price_label"), more=more)

    def projects(self, *, search: str | None = None, limit: int | None = 50) -> Table[models.Project]:
        items, more = self._all(self.api.projects, {"search": search}, limit)
        return Table(items, ("id", "name", "description", "members", "archived"), more=more)

    def queue(self, pool: str | None = None, limit: int | None = 50) -> Table[models.QueueEntry]:
        """What waits in a pool, in order; the only pool where none is named."""
        named = pool or self.pool
        if named is None:
            pools = self.pools(limit=20)
            if len(pools) != 1:
                raise wrong_argument("pool", f"is missing: say which one of {', '.join(each.name for each in pools)}")
            named = pools[0].id
        id = self._id("pool", named)
        items, more = self._all(self.api.queue, {"id": id}, limit)
        return Table(items, ("position", "job", "priority", "queued_at"), more=more)

    def usage(
        self,
        by: str = "project",
        *,
        month: str | None = None,
        start: str | datetime | None = None,
        end: str | datetime | None = None,
        project: str | None = None,
    ) -> Table[models.UsageRow]:
        """
        What was used and what it costs, the largest first.

        :param by: "user", "project" or "model"
        :param month: such as "2026-11", of UTC; or `start` and `end`
        """
        check.only_one({"month": month, "start": start}, "month, or start and end")
        check.only_one({"month": month, "end": end}, "month, or start and end")
        unit: Any = check.choice(by, "by", get_args(enums.UsageBy))
        begin, until = (None, None) if month is None else month_of(month, "month")
        rows = self.api.usage(
            by=unit,
            from_=begin if start is None else instant_of(start, "start"),
            to=until if end is None else instant_of(end, "end"),
            project=None if project is None else self._id("project", project),
        )
        of = "key" if unit == "MODEL" else unit.lower()
        return Table(rows, (of, "device_seconds", "lease_seconds", "leases", "amount", "currency"))

    def charges(
        self,
        *,
        month: str | None = None,
        project: str | None = None,
        job: str | JobActions | None = None,
        limit: int | None = 50,
    ) -> Table[models.Charge]:
        """What was charged, newest first."""
        if month is not None:
            month_of(month, "month")
        of_job = (
            None if job is None else check.id_of(job.wire["id"] if isinstance(job, JobActions) else job, "job")
        )
        query: dict[str, Any] = {
            "month": month,
            "job": of_job,
            "project": None if project is None else self._id("project", project),
        }
        items, more = self._all(self.api.charges, query, limit)
        return Table(items, ("from_", "to", "job", "project", "device_seconds", "amount", "currency"), more=more)
