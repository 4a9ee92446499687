"""Why a job waits."""

from __future__ import annotations

from html import escape

from ._generated.models import Pending


class Why(Pending):
    """Prints as sentences."""

    __slots__ = ()

    def lines(self) -> list[str]:
        found = [each.message for each in self.reasons]
        if self.position is not None:
            found.append(f"position {self.position} in the queue")
        if self.ahead_count:
            names = ", ".join(each.name for each in self.ahead)
            found.append(f"{self.ahead_count} ahead{f': {names}' if names else ''}")
        if self.estimated_start is not None:
            at = f"{self.estimated_start.astimezone():%Y-%m-%d %H:%M %Z}"
            found.append(f"may start at {at} ({self.estimate_confidence.lower()})")
        if self.estimate_message is not None:
            found.append(self.estimate_message)
        return found

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in self.lines())}</ul>"
