"""What a request may hold, in one place: the schemas, the body reader and `GET /v1/limits` all read it here."""

from __future__ import annotations

QUESTION_CHARACTERS = 2_000
HISTORY_TURNS = 20
TURN_CHARACTERS = 8_000
ARTICLE_IDS = 100
ARTICLE_ID_CHARACTERS = 128
ARTICLE_CHARACTERS = 5_000_000
TITLE_CHARACTERS = 500  # a byline too
PUBLISHER_CHARACTERS = 200
FIELD_CHARACTERS = 2_000  # a standfirst, an address
PAGE = 100  # articles or hits in one page, at most
SUGGESTIONS = 20
COMMENT_CHARACTERS = 1_000  # of feedback

ASK_BYTES = 256 * 1024
ARTICLE_BYTES = 10 * 1024 * 1024
FEEDBACK_BYTES = 16 * 1024  # a comment of nothing but \u escapes fits
TOKEN_BYTES = 1024

INTEGER_DIGITS = 100  # a longer number in JSON is refused before Python spends quadratic time on it
BODY_SECONDS = 60.0  # a whole body must arrive in this time, however lively the connection
REQUEST_ID_CHARACTERS = 128
