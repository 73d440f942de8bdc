from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.article import Hit, Passage, Sentence
from index.sentences import split_sentences
from rag.baseline import Logistic, load_baseline
from rag.errors import ConfigError, ReaderError
from rag.network import WindowRead
from rag.question import understand
from rag.reader import Candidate, Reading
from rag.trained import READ_ANSWER, READ_SENTENCE, RiskPoint, TrainedReader, load_reader

TEXT = (
    "The council of Varnholm abolished the ferry fare for residents on 1 March. Visitors go on paying 14 crowns.\n"
    "Finance director Ana Belmonte proposed the change. Critics said that it would cost 2 million crowns a year."
)
CURVE = (RiskPoint(0.0, 0.5, 1.0), RiskPoint(0.4, 0.1, 0.6), RiskPoint(0.6, 0.04, 0.3), RiskPoint(0.8, 0.01, 0.1))


@dataclass(frozen=True)
class WordNetwork:
    """Holds for evidence what has `word`, and for the short answer that word."""

    word: str

    def read(
        self, question: str, titles: Sequence[str], texts: Sequence[str], local: Sequence[Sequence[Sentence]]
    ) -> list[WindowRead]:
        found = []
        for text, sentences in zip(texts, local, strict=True):
            at = text.find(self.word)
            evidence = np.array([4.0 if s.start <= at < s.end else -4.0 for s in sentences])
            span = Sentence(at, at + len(self.word)) if at >= 0 else Sentence(0, 1)
            found.append(WindowRead(4.0 if at >= 0 else -4.0, 5.0 if at >= 0 else -5.0, span, evidence))
        return found

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def only(signals: Sequence[str], name: str) -> Logistic:
    weights = np.array([float(signal == name) for signal in signals])
    return Logistic(np.zeros(len(signals)), np.ones(len(signals)), weights, 0.0)


def reader(word: str) -> TrainedReader:
    network = WordNetwork(word)
    sentence, answer = only(READ_SENTENCE, "evidence"), only(READ_ANSWER, "answers")
    return TrainedReader("fake", network, sentence, answer, load_baseline().weights, CURVE, 0.05)


def candidates() -> list[Candidate]:
    run = split_sentences(TEXT)
    passage = Passage(1, "ferry", 3, 0, len(TEXT), TEXT, run)
    return [Candidate(Hit(passage, 1.0, 0.5, 2.0), np.eye(len(run), 384, dtype=np.float32), "Ferries")]


def read(with_: TrainedReader, question: str, given: Sequence[Candidate]) -> Reading:
    vector: NDArray[np.float32] = np.ones(384, dtype=np.float32) / np.float32(np.sqrt(384))
    return with_.read(understand(question), vector, given)


def test_the_sentence_that_the_network_takes_for_evidence_comes_first() -> None:
    reading = read(reader("Belmonte"), "Who proposed the change?", candidates())
    assert reading.evidence[0].text == "Finance director Ana Belmonte proposed the change."
    assert reading.confidence > 0.9


def test_the_short_answer_is_a_slice_of_the_article_within_its_sentence() -> None:
    reading = read(reader("Ana Belmonte"), "Who proposed the change?", candidates())
    assert reading.span is not None
    assert TEXT[reading.span.start : reading.span.end] == "Ana Belmonte"
    assert reading.evidence[reading.span_in].sentence.start <= reading.span.start


def test_where_no_answer_is_likelier_than_any_there_is_no_short_one() -> None:
    reading = read(reader("nothing of the kind"), "Who proposed the change?", candidates())
    assert reading.span is None
    assert reading.confidence < 0.1


def test_nothing_to_read_is_no_evidence_and_no_confidence() -> None:
    assert read(reader("fare"), "Who pays?", []) == Reading(0.0, ())


def test_the_threshold_is_the_lowest_that_holds_the_risk_from_there_on() -> None:
    made = reader("fare")
    assert made.threshold == 0.6
    assert [made.threshold_at(risk) for risk in (0.5, 0.1, 0.04, 0.01)] == [0.0, 0.4, 0.6, 0.8]


def test_a_risk_that_cannot_be_held_is_refused_with_the_least_that_can() -> None:
    with pytest.raises(ConfigError, match=r"at least 0\.010"):
        reader("fare").threshold_at(0.001)


def test_the_baseline_holds_no_risk_and_says_so() -> None:
    with pytest.raises(ConfigError, match="set a threshold"):
        load_baseline().threshold_at(0.05)


def test_the_shipped_reader_finds_the_answer_and_where_it_stands() -> None:
    reading = read(load_reader(), "Who proposed to abolish the ferry fare?", candidates())
    assert reading.evidence[0].text == "Finance director Ana Belmonte proposed the change."
    assert reading.span is not None
    assert "Belmonte" in TEXT[reading.span.start : reading.span.end]


def test_the_shipped_reader_is_less_sure_where_the_article_does_not_say() -> None:
    told = read(load_reader(), "What do visitors pay for the ferry?", candidates())
    untold = read(load_reader(), "Who built the ferry's engine?", candidates())
    assert told.confidence > untold.confidence


def test_the_shipped_reader_reads_the_same_twice_to_the_last_bit() -> None:
    first, second = (read(load_reader(), "How much do visitors pay?", candidates()) for _ in range(2))
    assert first == second


def test_a_risk_smaller_than_the_calibration_can_tell_is_refused() -> None:
    with pytest.raises(ConfigError, match="at least"):
        load_reader().threshold_at(0.0001)


def copied(tmp_path: Path) -> Path:
    for name in ("reader.json", "reader.onnx"):
        shutil.copy(str(resources.files("rag") / "models" / name), tmp_path / name)
    return tmp_path


def test_a_reader_whose_file_is_missing_says_to_install_again(tmp_path: Path) -> None:
    (copied(tmp_path) / "reader.onnx").unlink()
    with pytest.raises(ReaderError, match=r"reader\.onnx.*install footnote again"):
        load_reader(tmp_path)


def test_a_damaged_reader_is_refused_before_it_answers(tmp_path: Path) -> None:
    with (copied(tmp_path) / "reader.onnx").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(ReaderError, match="do not belong together"):
        load_reader(tmp_path)


def test_coefficients_that_are_no_json_are_refused(tmp_path: Path) -> None:
    (copied(tmp_path) / "reader.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReaderError, match="cannot be read"):
        load_reader(tmp_path)
