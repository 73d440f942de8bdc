"""Parts put together: the best of each first, and what is not answered by name."""

from __future__ import annotations

from index.article import Hit, Passage, Sentence
from rag.citations import Status
from rag.finding import Finding, from_articles, likely, merged
from rag.question import understand
from rag.reader import Evidence, Reading


def finding(asked: str, status: Status, *starts: int) -> Finding:
    chosen = [[Evidence("a", 1, Sentence(start, start + 1), f"Sentence {start}.", 0.5)] for start in starts]
    return Finding(asked, understand(asked), Reading(0.5, ()), chosen, status, 0.5)


def starts(found: Finding) -> list[int]:
    return [group[0].sentence.start for group in found.chosen]


def test_the_best_sentence_of_each_part_comes_before_the_second_of_any() -> None:
    whole = finding("Who and when?", "not_covered")
    found = merged(whole, [finding("Who?", "answered", 1, 2), finding("When?", "answered", 7, 8)], 3)
    assert (starts(found), found.status, found.missing) == ([1, 7, 2], "answered", ())


def test_a_part_that_is_not_answered_is_missing() -> None:
    whole = finding("Who and when?", "answered", 1)
    found = merged(whole, [finding("Who?", "answered", 1), finding("When?", "not_covered", 9)], 3)
    assert (starts(found), found.status, found.missing) == ([1], "partial", ("When?",))


def test_where_no_part_is_answered_the_whole_stands() -> None:
    whole = finding("Who and when?", "answered", 1)
    assert merged(whole, [finding("Who?", "not_covered"), finding("When?", "not_covered")], 3) is whole


def test_for_a_comparison_another_articles_unlikely_sentence_is_left_out() -> None:
    def one(article_id: str, score: float) -> list[Evidence]:
        return [Evidence(article_id, 1, Sentence(0, 1), "x", score)]

    chosen = [one("a", 0.9), one("b", 0.01), one("a", 0.01), one("b", 0.3)]
    kept = likely(understand("How do France and Britain differ?"), chosen)
    assert [(group[0].article_id, group[0].score) for group in kept] == [("a", 0.9), ("a", 0.01), ("b", 0.3)]
    assert likely(understand("What does France do?"), chosen) is chosen
    assert likely(understand("How do France and Britain differ?"), []) == []


def test_hits_and_copies_from_other_articles_are_left_out() -> None:
    passages = [Passage(key, name, 1, 0, 1, "x", (Sentence(0, 1),)) for key, name in enumerate("abc")]
    hits = [Hit(passages[0], 1.0, None, None, (passages[1], passages[2])), Hit(passages[1], 0.5, None, None)]
    (kept,) = from_articles(hits, lambda article_id: article_id != "b")
    assert (kept.passage.article_id, [copy.article_id for copy in kept.copies]) == ("a", ["c"])
