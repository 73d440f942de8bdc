"""Entity tags compare as RFC 9110 says."""

from __future__ import annotations

import pytest

from api.etags import if_match, if_none_match


@pytest.mark.parametrize(
    ("header", "strong", "weak"),
    [
        ('"a"', True, True),
        ('W/"a"', False, True),
        ('"b", "a"', True, True),
        ('"b",W/"a"', False, True),
        ("*", True, True),
        ("a", False, False),
        ('"A"', False, False),
        ('"a', False, False),
        ("", False, False),
    ],
)
def test_a_tag_matches_strongly_or_weakly(header: str, strong: bool, weak: bool) -> None:
    assert if_match(header, '"a"') == strong
    assert if_none_match(header, '"a"') == weak


def test_nothing_matches_what_is_not_there() -> None:
    assert not if_match("*", None)
    assert not if_match('"a"', None)
