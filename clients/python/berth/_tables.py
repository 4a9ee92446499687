"""Lists that notebooks show as tables, and that become data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from ._notebook import html_of_table
from ._record import Record

if TYPE_CHECKING:
    import pandas
    import polars

R = TypeVar("R", bound=Record)


class Table(Sequence[R], Generic[R]):
    """Some or all of a list, in its order."""

    def __init__(self, items: Iterable[R], columns: Sequence[str] = (), *, more: bool = False) -> None:
        self._items = list(items)
        self._columns = columns
        #: whether the platform has more than were asked for
        self.more = more

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Table[R]: ...
    def __getitem__(self, index: int | slice) -> R | Table[R]:
        if isinstance(index, slice):
            return Table(self._items[index], self._columns, more=self.more)
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"{self._items!r}{' and more' if self.more else ''}"

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dictionary for each, by the names of its members."""
        return [self._row(each) for each in self._items]

    def _row(self, item: R) -> dict[str, Any]:
        return item.to_dict()

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame: `pip install berth-client[pandas]`."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("pandas is not installed: pip install 'berth-client[pandas]'") from error
        return pandas.DataFrame(self.to_dicts())

    def to_polars(self) -> polars.DataFrame:
        """A polars data frame: `pip install berth-client[polars]`."""
        try:
            import polars
        except ImportError as error:
            raise ImportError("polars is not installed: pip install 'berth-client[polars]'") from error
        return polars.DataFrame(self.to_dicts(), infer_schema_length=None)

    def _repr_html_(self) -> str:
        rows = self.to_dicts()
        columns = self._columns or list(dict.fromkeys(name for row in rows for name in row))
        return html_of_table(columns, rows) + ("<p>and more</p>" if self.more else "")
