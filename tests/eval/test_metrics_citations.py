"""What citations promise, and how they compare with gold evidence."""

from __future__ import annotations

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from eval import metrics_citations as metrics
from eval.given import Given, read_given
from eval.spans import Cover
from tests.eval_cases import REFUSED, TEXT, answered, citation, span

TEXTS = {"bridge": TEXT}
FREE = "Cyclists cross for free."


def cites(*citations: dict[str, object], text: str = "It says so.") -> Given:
    statements = [{"text": text, "citations": [c["number"] for c in citations]}]
    return read_given({"status": "answered", "statements": statements, "citations": list(citations)})


def test_true_citations_keep_every_promise() -> None:
    one = read_given(answered(FREE))
    assert metrics.resolvable(one, TEXTS) == metrics.verbatim(one, TEXTS) == metrics.statements_cited(one) == 1.0


def test_offsets_that_are_off_by_one_are_not_verbatim() -> None:
    assert metrics.verbatim(cites(citation(FREE), citation(FREE, 2, shift=-1)), TEXTS) == 0.5
    assert metrics.resolvable(cites(citation(FREE, shift=1)), TEXTS) == 0.0


def test_an_unknown_article_or_missing_offsets_do_not_resolve() -> None:
    assert metrics.resolvable(cites({"number": 1, "article": {"id": "gone"}, "start": 0, "end": 1}), TEXTS) == 0.0
    assert metrics.resolvable(cites({"number": 1, "article_id": "bridge", "exact": FREE}), TEXTS) == 0.0


def test_a_sentence_that_cites_nothing_or_what_is_not_there_is_not_cited() -> None:
    said = [{"text": "A.", "citations": [1]}, {"text": "B.", "citations": []}, {"text": "C.", "citations": [1, 9]}]
    one = read_given({"status": "answered", "statements": said, "citations": [citation(FREE)]})
    assert metrics.statements_cited(one) == pytest.approx(1 / 3)


def test_what_does_not_apply_has_no_score() -> None:
    refused = read_given(REFUSED)
    assert metrics.resolvable(refused, TEXTS) is metrics.statements_cited(refused) is None
    assert metrics.quotes_intact(read_given(answered(FREE))) is None
    assert metrics.date_right(refused, {"bridge": "2024-03-01"}) is None


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Brandt said: “We waited nine years for this,”", 1.0),
        ('Brandt said: "We waited nine years for this,"', 1.0),
        ("Brandt said: “We waited ten years for this,”", 0.0),
        ("The city’s mayor and the city’s poor “cheered”.", None),  # apostrophes and single words are no quotations
    ],
)
def test_an_altered_quotation_is_found(text: str, score: float | None) -> None:
    cited = citation("“We waited nine years for this,” said Mayor Anna Brandt.")
    assert metrics.quotes_intact(cites(cited, text=text)) == score


def test_a_long_citation_of_short_evidence_is_imprecise() -> None:
    found = metrics.overlap(Cover.of([("a", 0, 100)]), [[("a", 40, 60)]])
    assert (found.precision, found.recall, found.f1) == (0.2, 1.0, pytest.approx(1 / 3))


def test_recall_is_averaged_over_groups_and_nothing_cited_scores_0() -> None:
    assert metrics.overlap(Cover.of([("a", 0, 10)]), [[("a", 0, 10)], [("b", 0, 90)]]).recall == 0.5
    assert metrics.overlap(Cover({}), [[("a", 0, 10)]]).f1 == 0.0


def test_a_citation_given_twice_counts_once() -> None:
    once, twice = Cover.of([("a", 0, 10)]), Cover.of([("a", 0, 10), ("a", 0, 10)])
    assert metrics.overlap(once, [[("a", 5, 20)]]) == metrics.overlap(twice, [[("a", 5, 20)]])


@examples(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_overlaps_lie_between_0_and_1(pieces: list[tuple[str, int, int]]) -> None:
    found = metrics.overlap(Cover.of(pieces), [[("a", 3, 9), ("a", 7, 20)], [("b", 0, 4)]])
    assert all(0.0 <= value <= 1.0 for value in (found.precision, found.recall, found.f1))


def test_a_speaker_is_right_where_the_citation_shows_the_words_and_names_who_said_them() -> None:
    gold = [span("We waited nine years", speaker="Anna Brandt")]
    words = "We waited nine years for this"
    assert metrics.speaker_right(cites(citation(words, speaker="Mayor Anna Brandt")), gold, TEXTS) == 1.0
    assert metrics.speaker_right(cites(citation(words, speaker="the ministry")), gold, TEXTS) == 0.0
    assert metrics.speaker_right(cites(citation(words)), gold, TEXTS) == 0.0
    assert metrics.speaker_right(cites(citation(FREE, speaker="Anna Brandt")), gold, TEXTS) == 0.0
    assert metrics.speaker_right(cites(citation(words)), [span("We")], TEXTS) is None


def test_a_date_is_right_where_it_is_the_articles() -> None:
    assert metrics.date_right(cites(citation(FREE)), {"bridge": "2024-03-01"}) == 1.0
    assert metrics.date_right(cites(citation(FREE)), {"bridge": "2024-03-02"}) == 0.0
    assert metrics.date_right(cites(citation(FREE)), {"bridge": None}) is None
