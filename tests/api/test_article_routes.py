"""Articles over HTTP: what is written is read again to the letter, and nobody overwrites what they have not seen."""

from __future__ import annotations

import hashlib

import httpx
import pytest

from tests.api_fakes import TEXT, FakeAnswerer, client_of

pytestmark = pytest.mark.anyio
NEW = {"text": "A bridge opened in Westport. It is new.", "title": "A bridge", "published": "2020-02-03"}


async def test_an_article_comes_back_with_its_text_and_what_is_known_of_it(client: httpx.AsyncClient) -> None:
    article = (await client.get("/v1/articles/amnesty")).json()
    assert (article["text"], article["title"], article["publisher"]) == (TEXT, "Amnesty", "The Paper")
    assert article["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert article["counts"] == {"characters": len(TEXT), "paragraphs": 2}
    assert article["byline"] is article["published"] is article["url"] is None


async def test_a_new_article_is_a_201_with_its_address_and_its_tag(client: httpx.AsyncClient) -> None:
    added = await client.post("/v1/articles", json=NEW)
    assert (added.status_code, added.json()["outcome"], added.json()["version"]) == (201, "created", 1)
    read = await client.get(added.headers["location"])
    assert read.headers["etag"] == added.headers["etag"]
    assert (read.json()["text"], read.json()["published"]) == (NEW["text"], "2020-02-03")
    assert "text" not in added.json()


async def test_the_same_again_changes_nothing_and_another_text_makes_a_version(client: httpx.AsyncClient) -> None:
    await client.post("/v1/articles", json={**NEW, "id": "bridge"})
    same = await client.post("/v1/articles", json={**NEW, "id": "bridge"})
    other = await client.post("/v1/articles", json={"id": "bridge", "text": "It is closed again."})
    assert (same.status_code, same.json()["outcome"], same.json()["version"]) == (200, "unchanged", 1)
    assert (other.status_code, other.json()["outcome"], other.json()["version"]) == (200, "updated", 2)
    assert other.headers["etag"] != same.headers["etag"]
    old = (await client.get("/v1/articles/bridge?version=1")).json()
    assert (old["text"], old["version"]) == (NEW["text"], 1)


async def test_what_the_reader_has_is_not_sent_again(client: httpx.AsyncClient) -> None:
    tag = (await client.get("/v1/articles/amnesty")).headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await client.get("/v1/articles/amnesty", headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await client.get("/v1/articles/amnesty", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_a_title_that_changes_changes_the_tag(client: httpx.AsyncClient) -> None:
    tags = [(await client.put("/v1/articles/a", json={**NEW, "title": t})).headers["etag"] for t in ("A", "B")]
    assert tags[0] != tags[1]


async def test_putting_creates_replaces_and_forgets_what_is_left_out(client: httpx.AsyncClient) -> None:
    created = await client.put("/v1/articles/bridge", json={**NEW, "id": "bridge"})
    replaced = await client.put("/v1/articles/bridge", json={"text": NEW["text"]})
    assert [created.status_code, replaced.status_code] == [201, 200]
    assert (await client.get("/v1/articles/bridge")).json()["title"] is None


async def test_an_id_in_the_body_that_is_not_the_address_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.put("/v1/articles/bridge", json={**NEW, "id": "tunnel"})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/id")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_change_over_a_version_that_is_not_there_any_more_is_a_412(
    client: httpx.AsyncClient, method: str
) -> None:
    body = {"json": NEW} if method == "PUT" else {}
    tag = (await client.get("/v1/articles/amnesty")).headers["etag"]
    await client.put("/v1/articles/amnesty", json={"text": "It was amended."})
    for sent in (tag, f"W/{tag}", '"x"', "x"):
        response = await client.request(method, "/v1/articles/amnesty", headers={"If-Match": sent}, **body)
        assert (response.status_code, response.json()["type"]) == (412, "/problems/precondition-failed")
    assert (await client.get("/v1/articles/amnesty")).json()["text"] == "It was amended."


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_change_over_the_version_that_was_seen_goes_through(client: httpx.AsyncClient, method: str) -> None:
    body = {"json": NEW} if method == "PUT" else {}
    tag = (await client.get("/v1/articles/amnesty")).headers["etag"]
    assert (await client.request(method, "/v1/articles/amnesty", headers={"If-Match": tag}, **body)).is_success


async def test_a_condition_on_an_article_that_is_not_there_is_a_412_to_put_and_a_404_to_delete(
    client: httpx.AsyncClient,
) -> None:
    condition = {"If-Match": "*"}
    assert (await client.put("/v1/articles/bridge", json=NEW, headers=condition)).status_code == 412
    assert (await client.delete("/v1/articles/bridge", headers=condition)).status_code == 404


async def test_a_put_meant_to_add_does_not_replace(client: httpx.AsyncClient) -> None:
    condition = {"If-None-Match": "*"}
    before = (await client.get("/v1/articles/amnesty")).json()
    assert (await client.put("/v1/articles/amnesty", json=NEW, headers=condition)).status_code == 412
    assert (await client.get("/v1/articles/amnesty")).json() == before
    assert (await client.put("/v1/articles/bridge", json=NEW, headers=condition)).status_code == 201


async def test_what_is_removed_is_gone_everywhere(client: httpx.AsyncClient) -> None:
    removed = await client.delete("/v1/articles/amnesty")
    assert (removed.status_code, removed.content) == (204, b"")
    assert (await client.get("/v1/articles/amnesty")).status_code == 404
    assert (await client.get("/v1/articles/amnesty?version=1")).status_code == 404
    assert (await client.delete("/v1/articles/amnesty")).status_code == 404
    assert (await client.post("/v1/search", json={"query": "amnesty"})).json()["data"] == []


async def test_the_pages_of_the_list_together_are_every_article_once(client: httpx.AsyncClient) -> None:
    for name in "edcba":
        await client.put(f"/v1/articles/{name}", json={"text": f"Article {name} says so."})
    seen, address = [], "/v1/articles?limit=2"
    while address:
        response = await client.get(address)
        page = response.json()
        seen += [article["id"] for article in page["data"]]
        assert page["has_more"] == ("link" in response.headers) == (page["next_cursor"] is not None)
        address = response.headers["link"].split(">")[0][1:] if page["has_more"] else ""
    assert seen == ["a", "amnesty", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"text": ""}, "#/text"),
        ({"text": "\u200b\u200b"}, "#/text"),
        ({"text": "a\x00b"}, "#/text"),
        ({"text": 5}, "#/text"),
        ({"id": "a/b"}, "#/id"),
        ({"id": ".."}, "#/id"),
        ({"id": "a" * 129}, "#/id"),
        ({"title": "t" * 501}, "#/title"),
        ({"title": ""}, "#/title"),
        ({"published": "5 June 2015"}, "#/published"),
        ({"url": "javascript:alert(1)"}, "#/url"),
        ({"url": "https://user:secret@news.example/"}, "#/url"),
        ({"url": "file:///etc/passwd"}, "#/url"),
        ({"language": "English"}, "#/language"),
        ({"version": 7}, "#/version"),
        ({"sha256": "0"}, "#/sha256"),
    ],
    ids=str,
)
async def test_an_article_that_cannot_be_one_is_a_422_that_points_at_what_is_wrong(
    client: httpx.AsyncClient, change: dict[str, object], pointer: str
) -> None:
    response = await client.post("/v1/articles", json={**NEW, **change})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_an_article_over_http_is_cleaned_as_one_from_a_file(client: httpx.AsyncClient) -> None:
    scraped = "Westport gets a bridge\r\n\r\nRelated: Ten other bridges\r\n\r\nIt opened in May, the mayor said.\r\n"
    await client.put("/v1/articles/bridge", json={"text": scraped})
    text = (await client.get("/v1/articles/bridge")).json()["text"]
    assert "Related" not in text
    assert text.endswith("It opened in May, the mayor said.")


async def test_too_many_writers_are_told_to_come_back(answerer: FakeAnswerer) -> None:
    async with client_of(answerer, writers=0) as client:
        response = await client.put("/v1/articles/bridge", json=NEW)
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
