"""Refusing well: what the articles do not name, what they do cover, and where to go from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from index.article import Article, Hit
from rag.names import contains_name, display, has_whole_name, name_key, names_a_thing
from rag.question import Question
from rag.terms import Token, tokens

_NOT_SOMEBODY = frozenset(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday western eastern northern southern central muslim muslims islamic
    islamist christian christians jewish arab arabs internet god ok
    """.split()
)
"""Capitalised words that are no person, place or body whose absence would settle a question."""


def unnamed_in(question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the names of a question that none of the passages found for it has, as they are shown.

    Passages that have a name are found by it, so what none of the best has, the articles do not name. A word that
    opens the question is a name only if it is one for sure: anything may open a sentence with a capital. A thing's name
    must stand whole in one sentence: an article on the Trust Line does not name the Hope Line.
    """
    words = [token for hit in hits for token in tokens(hit.passage.text)]
    capitals = list(dict.fromkeys(t.text for t in words if t.is_capitalised))
    plain = {t.text for t in words}
    stems = {t.stem for t in words}
    return tuple(
        display(name)
        for name in question.names
        if not _may_be_no_name(name)
        and (
            not any(has_whole_name(said, name) for said in _sentences(hits))
            if names_a_thing(name, plain)
            else not contains_name(capitals, name) and not all(token.stem in stems for token in name)
        )
    )


def _sentences(hits: Sequence[Hit]) -> Iterator[tuple[Token, ...]]:
    """The words of each sentence of the passages."""
    for hit in hits:
        passage = hit.passage
        for s in passage.sentences:
            yield tokens(passage.text[s.start - passage.start : s.end - passage.start])


def _may_be_no_name(name: tuple[Token, ...]) -> bool:
    if name[-1].text.casefold() in _NOT_SOMEBODY:
        return True
    return len(name) == 1 and name[0].start == 0 and name_key(name[0].text) == name[0].text.casefold()


def refusal(
    question: Question,
    unnamed: Sequence[str],
    articles: Sequence[Article],
    as_of: date | None = None,
    elsewhere: str | None = None,
) -> str:
    """Return the text of an answer that states nothing: why not, and what the articles are about.

    `elsewhere` is the headline of an article that was not asked but has the answer; None where there is none.
    """
    if not articles:
        return "There are no articles to answer from." if as_of is None else f"No article here is as old as {as_of}."
    here, does = ("The article", "does") if len(articles) == 1 else ("The articles", "do")
    covered = _covered(articles)
    if question.is_small_talk:
        return f"I answer questions about {here.lower()} here, with a footnote for every sentence. {covered}"
    lacks = f"mention {_listed(unnamed)}" if unnamed else "answer this"
    if elsewhere:
        return f"{here} {does} not {lacks}; “{elsewhere}” does."
    return f"{here} {does} not {lacks}. {covered}"


def _covered(articles: Sequence[Article]) -> str:
    titles = [f"“{article.title}”" for article in articles[:3] if article.title]
    if not titles:
        return "Ask about what it says." if len(articles) == 1 else "Ask about what they say."
    more = " and others" if len(articles) > 3 else ""
    return f"{'It is' if len(articles) == 1 else 'They are'} about {', '.join(titles)}{more}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
