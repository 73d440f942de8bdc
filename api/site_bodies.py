"""What pages of other sites send and get: tokens and feedback. Pydantic, like `requests` and `schemas`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api import limits
from api.requests import NO_NUL, In
from api.schemas import Out

Reason = Literal["incorrect", "incomplete", "not_what_i_asked", "slow_or_broken", "tone", "other"]


class TokenIn(In):
    """The page's publishable key; its origin is in the header that the browser sends."""

    site: Annotated[str, Field(min_length=1, max_length=128, examples=["pk_0123456789abcdef"])]


class TokenOut(Out):
    """A token for `Authorization: Bearer`; keep it in memory only."""

    object: Literal["token"] = "token"
    token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (a scheme, no password)
    expires_in: int = Field(description="Seconds.")


class FeedbackIn(In):
    """A reader's verdict on an answer; a second one on the same answer takes the place of the first."""

    answer_id: Annotated[str, Field(min_length=1, max_length=128)]
    verdict: Literal["up", "down"]
    reasons: list[Reason] = Field(default_factory=list, max_length=6)
    comment: Annotated[str, Field(max_length=limits.COMMENT_CHARACTERS, pattern=NO_NUL)] | None = None


class FeedbackOut(Out):
    """Whether the verdict was kept: only where the service has a file for it."""

    object: Literal["feedback"] = "feedback"
    stored: bool
