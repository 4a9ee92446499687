"""Runs code as people read it: block after block, with what it prints and what its last expression shows."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
from typing import Any


class Cells:
    """The variables of one go."""

    def __init__(self) -> None:
        self.variables: dict[str, Any] = {"__name__": "__main__"}

    async def run(self, code: str, name: str) -> tuple[str, object]:
        """What it prints, and the value of its last expression. `await` is allowed, as in notebooks."""
        tree = ast.parse(code, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            await self._execute(compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
            value: object = None
            if last is not None:
                expression = ast.Expression(last.value)
                value = await self._execute(compile(expression, name, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT))
        return out.getvalue(), value

    async def _execute(self, code: Any) -> object:
        value: object = eval(code, self.variables)
        return await value if inspect.iscoroutine(value) else value


def run_blocking(cells: Cells, code: str, name: str) -> str:
    """Outside of an event loop, so that the code may start one. Without `await` nothing is waited for."""
    coroutine = cells.run(code, name)
    try:
        coroutine.send(None)
    except StopIteration as end:
        printed: str = end.value[0]
        return printed
    raise AssertionError(f"{name} awaits outside of an event loop")


def run_in_loop(cells: Cells, codes: list[tuple[str, str]]) -> list[tuple[str, object]]:
    """As a notebook does: within a loop that runs."""

    async def everything() -> list[tuple[str, object]]:
        return [await cells.run(code, name) for name, code in codes]

    return asyncio.run(everything())
