from __future__ import annotations

from collections.abc import Sequence

from index.article import Sentence
from training.mining import hardest
from training.window import Example


def window(text: str) -> Example:
    return Example("mined", "Who pays?", "", text, (Sentence(0, len(text)),), (), None)


def weigh(examples: Sequence[Example]) -> list[float]:
    """As a network would: the more often a window says "pays", the likelier it answers."""
    return [float(one.text.count("pays")) for one in examples]


def test_the_wrong_window_that_fools_most_is_kept() -> None:
    right, wrong = window("Ana pays. She pays."), [window("Nobody."), window("Rain pays."), window("Rain.")]
    assert hardest([(right, wrong), (right, wrong[:1])], weigh) == [wrong[1], wrong[0]]


def test_one_that_convinces_more_than_the_answer_may_be_an_answer_and_is_left_out() -> None:
    right, better, worse = window("Ana pays."), window("Bo pays. He pays."), window("Rain.")
    assert hardest([(right, [better, worse]), (right, [better]), (right, [])], weigh) == [worse]


def test_a_window_drawn_twice_is_weighed_once() -> None:
    weighed: list[str] = []

    def remember(examples: Sequence[Example]) -> list[float]:
        weighed.extend(one.text for one in examples)
        return weigh(examples)

    hardest([(window("Ana pays."), [window("Rain."), window("Rain.")])], remember)
    assert weighed == ["Ana pays.", "Rain."]
