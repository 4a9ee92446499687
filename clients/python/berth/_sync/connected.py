# Derived from _async/connected.py by `npm run generate --workspace @berth/python`; change that, not this.

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx2

from .. import _arguments as check
from .._config import ConfigFile, CredentialsFile, config_folder, place_of
from .._errors import NotFound, Refused, wrong_argument
from .._generated import models
from .._record import Page, Record
from .._submission import JobSpec
from .operations import Operations
from .session import Session
from .transport import Transport

R = TypeVar("R", bound=Record)

_MAX_PAGE = 100


class Connected:
    """A connection to one installation, and what all that is asked of it needs."""

    def __init__(
        self,
        url: str | None = None,
        *,
        context: str | None = None,
        token: str | None = None,
        project: str | None = None,
        pool: str | None = None,
        timeout: float = 30.0,
    ) -> None:
        for name, value, example in (
            ("context", context, "lab"),
            ("token", token, "berth_..."),
            ("project", project, "vision"),
            ("pool", pool, "default"),
        ):
            if value is not None:
                check.text(value, name, example)
        folder = config_folder()
        place = place_of(url, context, token, project, pool, ConfigFile(folder))
        self.url = place.url
        self.project = place.project
        self.pool = place.pool
        self._http = httpx2.Client()
        session = Session(self._http, place.url, place.context, CredentialsFile(folder), place.token)
        self._transport = Transport(self._http, place.url, session, check.number(timeout, "timeout", "30"))
        #: every operation of the API, by its own name
        self.api = Operations(self._transport)
        # how many waits have a stream of events
        self._waits = 0

    def close(self) -> None:
        """Closes its connections. Jobs and reservations go on."""
        self._http.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    def me(self) -> models.User:
        """Who is logged in."""
        return self.api.viewer()

    def graphql(self, document: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The data of any GraphQL query or mutation."""
        return self._transport.graphql(
            check.text(document, "document", "{ viewer { username } }"), variables or {}
        )

    def _only_project(self, given: Mapping[str, Any]) -> str | None:
        """The project where none is named, and there is one."""
        if given.get("project") is not None:
            return None
        check.refuse_unknown(given, JobSpec.__annotations__, "a job")
        page = self.api.projects(limit=20)
        open_ones = [each for each in page.items if not each.archived]
        if len(open_ones) == 1:
            return open_ones[0].id
        if not open_ones:
            raise wrong_argument("project", "you are in no project; an admin or a lead can add you")
        raise wrong_argument("project", f"is missing: say which one of {', '.join(each.name for each in open_ones)}")

    def _named(self, send: Callable[[], R], named: Mapping[str, Any]) -> R:
        """Says which names there are where a project or a pool is not known."""
        try:
            return send()
        except Refused as refusal:
            field = refusal.field
            lists: Mapping[str, Callable[..., Any]] = {"pool": self.api.pools, "project": self.api.projects}
            if (
                field is None
                or field not in lists
                or refusal.code not in ("NOT_FOUND", "FORBIDDEN", "VALIDATION_FAILED")
                or not isinstance(named.get(field), str)
            ):
                raise
            page = lists[field](limit=_MAX_PAGE)
            names = [str(each.name) for each in page.items]
            if named[field] in names or any(each.id == named[field] for each in page.items):
                raise
            known = f"; there are {', '.join(names)}" if names else ""
            raise NotFound(
                f'{field}: there is no {field} "{named[field]}"{check.near(named[field], names)}{known}',
                code="NOT_FOUND",
                field=field,
                trace_id=refusal.trace_id,
                status=refusal.status,
            ) from refusal

    def _all(
        self, list_page: Callable[..., Page[R]], query: Mapping[str, Any], limit: int | None
    ) -> tuple[list[R], bool]:
        """Page by page until there are enough, and whether there are more."""
        most = None if limit is None else check.whole(limit, "limit", 1)
        items: list[R] = []
        cursor: str | None = None
        while True:
            size = _MAX_PAGE if most is None else min(_MAX_PAGE, most - len(items))
            page = list_page(**query, cursor=cursor, limit=size)
            items += page.items
            cursor = page.next
            if cursor is None or (most is not None and len(items) >= most):
                return items, cursor is not None

    def _id(self, kind: str, named: object) -> str:
        """The id of a project, a pool or a user from its name or its id."""
        text = check.id_of(named, kind)
        if kind == "user" and text in ("me", "@me"):
            return (self.me()).id
        if kind == "user":
            users = self.api.users(search=text, limit=_MAX_PAGE)
            found = [(each.id, each.username) for each in users.items]
        elif kind == "pool":
            found = [(each.id, each.name) for each in (self.api.pools(limit=_MAX_PAGE)).items]
        else:
            found = [(each.id, each.name) for each in (self.api.projects(search=text, limit=_MAX_PAGE)).items]
            if not found:
                found = [(each.id, each.name) for each in (self.api.projects(limit=_MAX_PAGE)).items]
        for id, name in found:
            if text in (id, name):
                return id
        if len(text) > 20 and " " not in text:
            return text
        names = [name for _, name in found]
        known = f"; there are {', '.join(names[:10])}" if names else ""
        raise NotFound(
            f'{kind}: there is no {kind} "{text}"{check.near(text, names)}{known}', code="NOT_FOUND", field=kind
        )
