"""The published numbers: complete, on our scale, and honest about what they can be compared with."""

from __future__ import annotations

import pytest

from eval.glossary import GLOSSARY
from eval.references import beside, references


def test_every_reference_says_where_it_is_from_and_whether_it_compares() -> None:
    for one in references():
        assert one.metric in GLOSSARY
        assert 0 <= one.value <= 1
        assert all((one.system, one.split, one.protocol, one.source, one.why)), one


def test_no_number_is_there_twice() -> None:
    keys = [(one.cases, one.system, one.metric, one.split, one.protocol) for one in references()]
    assert len(set(keys)) == len(keys)


def test_a_set_of_cases_finds_its_own_references_comparable_ones_first() -> None:
    found = beside("clapnq-dev-a")
    assert {one.cases for one in found} == {"clapnq"}
    assert [one.comparable for one in found] == sorted((one.comparable for one in found), reverse=True)
    gpt4 = next(one for one in found if one.system == "GPT-4" and one.metric == "rouge_l")
    assert (gpt4.value, gpt4.comparable) == (pytest.approx(0.359), True)


def test_squad_two_is_not_measured_against_squad_one() -> None:
    assert "BERT-base" not in {one.system for one in beside("squad-dev-v2.0-odd")}
    assert "BERT-base" in {one.system for one in beside("squad-dev-v1.1")}


def test_a_set_of_our_own_has_none() -> None:
    assert beside("golden") == ()
