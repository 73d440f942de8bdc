"""Fields of one JSON object, each taken as the type it must have; what is wrong is said with the file and the line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NoReturn

from eval.errors import CaseError


class Fields:
    """One object of a file; every method raises CaseError for a value of another type."""

    def __init__(self, value: object, source: str, line: int, allowed: Collection[str] | None = None) -> None:
        self._source = source
        self._line = line
        if not isinstance(value, dict):
            self.fail(f"{_shown(value)} is no object", "write {…}")
        self._value: dict[str, Any] = value
        unknown = sorted(set(value) - set(allowed)) if allowed is not None else []
        if unknown:
            assert allowed is not None
            self.fail(f"unknown field {unknown[0]!r}", f"the fields are {', '.join(sorted(allowed))}")

    def fail(self, problem: str, remedy: str) -> NoReturn:
        """Raise CaseError for this line."""
        raise CaseError(self._source, problem, remedy, line=self._line)

    def text(self, key: str) -> str:
        """A text that is there and says something."""
        value = self.optional_text(key)
        if value is None or not value.strip():
            self.fail(f"{key} is missing or blank", f'give "{key}": "…"')
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, str):
            self.fail(f"{key} is {_shown(value)}", f'write "{key}": "…"')
        return value

    def optional_number(self, key: str) -> int | None:
        """A whole number from 0 up, or None."""
        value = self._value.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            self.fail(f"{key} is {_shown(value)}", f'write "{key}" as a whole number from 0 up')
        return value

    def flag(self, key: str) -> bool:
        """True or false; it must be there."""
        value = self._value.get(key)
        if not isinstance(value, bool):
            self.fail(f"{key} is {_shown(value)}", f'write "{key}": true or "{key}": false')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none where the key is missing."""
        return self.optional_texts(key) or ()

    def optional_texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts, or None where the key is missing."""
        if self._value.get(key) is None:
            return None
        values = self.entries(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.fail(f"{key} holds something that is no text", f'write "{key}": ["…", "…"]')
        return tuple(values)

    def entries(self, key: str) -> list[Any]:
        """A list of anything; empty where the key is missing."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, list):
            self.fail(f"{key} is {_shown(value)}", f'write "{key}": […]')
        return value or []

    def groups(self, key: str) -> Iterator[list[Any]]:
        """A list of lists."""
        for value in self.entries(key):
            if not isinstance(value, list):
                self.fail(f"{key} holds {_shown(value)}", f'write "{key}" as a list of groups, each a list: [[{{…}}]]')
            yield value

    def turns(self, key: str) -> Iterator[tuple[str, str]]:
        """Messages of a conversation as (role, content)."""
        for value in self.entries(key):
            turn = Fields(value, self._source, self._line, {"role", "content"})
            role = turn.text("role")
            if role not in {"user", "assistant"}:
                self.fail(f"the role {role!r} is unknown", 'write "user" or "assistant"')
            yield role, turn.text("content")

    def mapping(self, key: str) -> dict[str, str]:
        """An object whose values are texts."""
        value = self._value.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.fail(f"{key} is {_shown(value)}", f'write "{key}": {{"kind": "…"}}, every value a text')
        return dict(value)


def _shown(value: object) -> str:
    return "missing" if value is None else repr(value)[:60]
