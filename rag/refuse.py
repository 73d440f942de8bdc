"""Refusing well: what the articles do not name, what they do cover, and where to go from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from index.article import Article, Hit
from rag.mentions import has_every_word, has_whole_name, is_no_name, names_a_thing, names_another
from rag.names import contains_name, display
from rag.question import Question
from rag.signals import title_words
from rag.terms import Token, tokens


def unnamed_in(question: Question, hits: Sequence[Hit], headlines: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a question that neither the passages found for it nor their articles' headlines have.

    As they are shown. Passages that have a name are found by it, so what none of the best has, the articles do not
    name, but for a spelling that nobody told us of. A word that opens the question is a name only if it is one for
    sure: anything may open a sentence with a capital. A thing's name must stand whole in one sentence: an article on
    the Trust Line does not name the Hope Line; nor one on Joe Biden Jill.
    """
    said = [words for hit in hits for words in _sentences(hit)]
    everything = [token for words in said for token in words]
    plain = {token.text for token in everything}
    titles = [word for headline in headlines for word in title_words(headline)]

    def is_named(name: tuple[Token, ...]) -> bool:
        if contains_name(titles, name):
            return True
        if names_a_thing(name, plain):
            return any(has_whole_name(words, name) for words in said)
        if not contains_name([token.text for token in everything], name) and not has_every_word(everything, name):
            return False
        return not names_another(name, " ".join(hit.passage.text for hit in hits), everything)

    return tuple(display(name) for name in question.names if not is_no_name(name) and not is_named(name))


def _sentences(hit: Hit) -> Iterator[tuple[Token, ...]]:
    """The words of each sentence of a passage."""
    passage = hit.passage
    for s in passage.sentences:
        yield tokens(passage.text[s.start - passage.start : s.end - passage.start])


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
