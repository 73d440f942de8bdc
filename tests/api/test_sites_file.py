"""The file of sites, and how origins are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import Headers

from api.origins import is_foreign, parse_origin
from api.settings import Settings, SettingsError
from api.sites import Site, read_sites

KEY = "pk_0123456789abcdef"
PLAIN = f'[[site]]\nkey = "{KEY}"\norigins = ["https://news.example"]\n'


def read(folder: Path, text: str) -> tuple[Site, ...]:
    path = folder / "sites.toml"
    path.write_text(text, encoding="utf-8")
    return read_sites(path)


def test_a_site_needs_a_key_and_its_origins(tmp_path: Path) -> None:
    assert read(tmp_path, PLAIN) == (Site(KEY, ("https://news.example",)),)


def test_a_site_may_be_narrowed_and_limited(tmp_path: Path) -> None:
    more = 'articles = ["amnesty"]\nanswers_per_day = 500\nrequests_per_minute = 60\n'
    (site,) = read(tmp_path, PLAIN + more)
    assert site == Site(KEY, ("https://news.example",), frozenset({"amnesty"}), 500, 60)
    assert site.articles is not None
    assert "amnesty" in site.articles
    assert "other" not in site.articles


@pytest.mark.parametrize("everything", ['"*"', '["*"]'])
def test_a_star_is_every_article(tmp_path: Path, everything: str) -> None:
    (site,) = read(tmp_path, f"{PLAIN}articles = {everything}\n")
    assert site.articles is None
    assert site.articles is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"\[\[site\]\]"),
        ("site = 1", r"\[\[site\]\]"),
        ("[site]\nkey = 1", r"\[\[site\]\]"),
        (PLAIN + "[other]\na = 1", r"\[\[site\]\]"),
        (PLAIN + "nonsense", "after a key"),
        (PLAIN + 'origin = "https://a.example"', "site 1: 'origin' is not known"),
        (PLAIN + PLAIN, "same key"),
        (PLAIN.replace(KEY, "pk_short"), "site 1: key"),
        (PLAIN.replace(KEY, "sk_0123456789abcdef"), "site 1: key"),
        (PLAIN.replace(f'"{KEY}"', "5"), "site 1: key"),
        (PLAIN.replace('["https://news.example"]', "[]"), "site 1: origins"),
        (PLAIN.replace('["https://news.example"]', '"https://news.example"'), "site 1: origins"),
        (PLAIN.replace("https://news.example", "*"), "is not an origin"),
        (PLAIN.replace("https://news.example", "null"), "is not an origin"),
        (PLAIN + "articles = [1]", "site 1: articles"),
        (PLAIN + "articles = []", "site 1: articles"),
        (PLAIN + 'articles = "amnesty"', "site 1: articles"),
        (PLAIN + "answers_per_day = 0", "site 1: answers_per_day"),
        (PLAIN + "answers_per_day = true", "site 1: answers_per_day"),
        (PLAIN + "requests_per_minute = 1.5", "site 1: requests_per_minute"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(tmp_path, text)


def test_the_environment_names_the_file_and_what_is_wrong_in_it(tmp_path: Path) -> None:
    path = tmp_path / "sites.toml"
    path.write_text(PLAIN)
    assert Settings.from_env({"FOOTNOTE_SITES": str(path)}).sites[0].key == KEY
    path.write_text("[[site]]")
    with pytest.raises(SettingsError, match="FOOTNOTE_SITES: site 1: key"):
        Settings.from_env({"FOOTNOTE_SITES": str(path)})
    with pytest.raises(SettingsError, match=r"FOOTNOTE_SITES: .*none\.toml: No such file"):
        Settings.from_env({"FOOTNOTE_SITES": str(tmp_path / "none.toml")})
    path.write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="FOOTNOTE_SITES"):
        Settings.from_env({"FOOTNOTE_SITES": str(path)})


def test_the_other_settings_of_the_environment() -> None:
    settings = Settings.from_env(
        {
            "FOOTNOTE_SECRET": "s" * 32,
            "FOOTNOTE_CLIENT_RATE": "0",
            "FOOTNOTE_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "FOOTNOTE_FEEDBACK": "feedback.sqlite",
            "FOOTNOTE_FEEDBACK_QUESTIONS": "1",
            "FOOTNOTE_FEEDBACK_DAYS": "90",
        }
    )
    assert (settings.secret, settings.client_rate, len(settings.trusted_proxies)) == ("s" * 32, 0, 2)
    assert (settings.feedback, settings.feedback_questions, settings.feedback_days) == (
        Path("feedback.sqlite"),
        True,
        90,
    )
    assert "s" * 32 not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOOTNOTE_SECRET", "short"),
        ("FOOTNOTE_CLIENT_RATE", "-1"),
        ("FOOTNOTE_CLIENT_RATE", "many"),
        ("FOOTNOTE_TRUSTED_PROXIES", "proxy.example"),
        ("FOOTNOTE_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("FOOTNOTE_FEEDBACK_QUESTIONS", "yes"),
        ("FOOTNOTE_FEEDBACK_DAYS", "0"),
    ],
)
def test_a_setting_that_is_wrong_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({name: value})


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://News.example/", "https://news.example"),
        ("https://news.example:443", "https://news.example"),
        ("http://news.example:80", "http://news.example"),
        ("http://news.example:443", "http://news.example:443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_an_origin_is_written_as_browsers_send_it(written: str, origin: str) -> None:
    assert parse_origin(written) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "null",
        "news.example",
        "https://",
        "https://*.news.example",
        "https://news.example/page",
        "https://news.example//",
        "https://user@news.example",
        "https://news.example:99999",
        "https://news.example:",
        "https://münchen.example",
        "https://-.example",
        "ftp://news.example",
        "https://news.example https://evil.example",
        "https://" + "a" * 400,
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an origin"):
        parse_origin(text)


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"Origin": "http://ours.example"}, False),
        ({"Origin": "https://ours.example"}, False),
        ({"Origin": "https://ours.example:8443"}, True),
        ({"Origin": "https://ours.example.evil.example"}, True),
        ({"Origin": "https://evilours.example"}, True),
        ({"Origin": "HTTPS://OURS.EXAMPLE"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": ""}, True),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://public.example"}, False),  # a proxy changed Host
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://ours.example"}, True),
        ({"Sec-Fetch-Site": "whatever"}, True),
    ],
    ids=str,
)
def test_a_page_of_another_origin_is_foreign(headers: dict[str, str], foreign: bool) -> None:
    assert is_foreign(Headers({"Host": "ours.example", **headers})) == foreign
