"""What pydantic found wrong, said again in our words: where, what is wanted, and nothing of the input."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas import Fault

MOST = 10
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_WORDS = {
    "missing": "is required",
    "extra_forbidden": "is not a field of this request",
    "string_unicode": "holds half of a surrogate pair; send whole characters",
    "string_pattern_mismatch": "is blank, holds a NUL character, or has not the form that is documented",
    "model_attributes_type": "must be a JSON object",
    "model_type": "must be a JSON object",
    "dict_type": "must be a JSON object",
}


def faults(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """The first few of pydantic's errors; the value that was sent is never repeated."""
    return [_fault(error) for error in errors[:MOST]]


def words(found: Sequence[Fault]) -> str:
    """The first of them as one line."""
    return "; ".join(f"{fault.pointer or fault.parameter}: {fault.detail}" for fault in found[:3])


def _fault(error: Mapping[str, Any]) -> Fault:
    detail = _WORDS.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    where, *inside = error["loc"]
    if where != "body":
        return Fault(detail=detail, parameter=".".join(_safe(part) for part in inside))
    return Fault(detail=detail, pointer="#" + "".join("/" + _safe(part) for part in inside))


def _safe(part: str | int) -> str:
    """A step of the path; a name that the sender made up is repeated only if it is short and plain."""
    return str(part) if isinstance(part, int) or _NAME.fullmatch(part) else "?"
