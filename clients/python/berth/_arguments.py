"""Arguments are checked before anything is sent: an error names the argument, and says what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from ._errors import ValidationFailed, wrong_argument

MAX_INT = 2**31 - 1


def text(value: object, argument: str, example: str) -> str:
    if not isinstance(value, str):
        raise wrong_argument(argument, f"must be a text such as {example!r}, not {described(value)}")
    if value.strip() == "":
        raise wrong_argument(argument, f"must not be empty; write for example {example!r}")
    return value


def whole(value: object, argument: str, least: int, most: int = MAX_INT) -> int:
    right = f"a whole number from {least} to {most}" if most != MAX_INT else f"a whole number, {least} or more"
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_argument(argument, f"must be {right}, not {described(value)}")
    if not least <= value <= most:
        raise wrong_argument(argument, f"must be {right}, not {value}")
    return value


def number(value: object, argument: str, example: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong_argument(argument, f"must be a number such as {example}, not {described(value)}")
    if not 0 < value < float("inf"):
        raise wrong_argument(argument, f"must be more than 0, such as {example}, not {value}")
    return value


def flag(value: object, argument: str) -> bool:
    if not isinstance(value, bool):
        raise wrong_argument(argument, f"must be True or False, not {described(value)}")
    return value


def choice(value: object, argument: str, choices: Sequence[str]) -> str:
    """One of the API's words; small letters and dashes are taken too."""
    if not isinstance(value, str):
        raise wrong_argument(argument, f"must be one of {', '.join(choices)}, not {described(value)}")
    plain = value.upper().replace("-", "_")
    if plain in choices:
        return plain
    raise wrong_argument(argument, f'"{value}" is not one of {", ".join(choices)}{near(plain, choices)}')


def choices_of(value: object, argument: str, choices: Sequence[str]) -> list[str]:
    """One word or several."""
    if isinstance(value, str):
        return [choice(value, argument, choices)]
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise wrong_argument(argument, f"must be a list of {', '.join(choices)}, not {described(value)}")
    found = [choice(each, argument, choices) for each in cast("Iterable[object]", value)]
    if not found:
        raise wrong_argument(argument, f"must not be empty; there are {', '.join(choices)}")
    return found


def texts(value: object, argument: str, example: str) -> list[str]:
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise wrong_argument(argument, f"must be a list such as [{example!r}], not {described(value)}")
    items = cast("Sequence[object]", value)
    if not items:
        raise wrong_argument(argument, f"must not be empty; write for example [{example!r}]")
    return [text(each, argument, example) for each in items]


def id_of(value: object, argument: str) -> str:
    """Of a text, or of an object that has an id."""
    own = getattr(value, "id", None)
    return text(own if isinstance(own, str) else value, argument, "01KC3Q...")


def refuse_unknown(given: Mapping[str, object], known: Iterable[str], of: str) -> None:
    names = list(known)
    for name in given:
        if name not in names:
            raise ValidationFailed(
                f"{name}: {of} has no argument {name}{near(name, names)}; there are {', '.join(names)}",
                code="VALIDATION_FAILED",
                field=name,
            )


def only_one(given: Mapping[str, object], right: str) -> None:
    """Of several that exclude each other."""
    named = [name for name, value in given.items() if value is not None]
    if len(named) > 1:
        raise wrong_argument(named[1], f"give {right}, not both {' and '.join(named)}")


def near(wrong: str, names: Iterable[str]) -> str:
    """`; did you mean ...?` where a name is like it."""
    found = difflib.get_close_matches(wrong, list(names), n=1, cutoff=0.6)
    return f"; did you mean {found[0]}?" if found else ""


def described(value: Any) -> str:
    return "None" if value is None else f"{type(value).__name__} {value!r}"[:80]
