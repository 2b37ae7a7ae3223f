"""Remarks on an import are sentences in both languages, with their amounts as figures."""

from __future__ import annotations

import pytest

from scoring.desk.wording import issue_sentence
from scoring.store.importing import REMARKS
from scoring.text import LANGUAGES


@pytest.mark.parametrize("code", sorted(REMARKS))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_remark_is_a_sentence(code: str, lang: str) -> None:
    facts = {"count": 5928, "first_row": 2, "amount": "149961132.00", "date": "2025-12-31"}
    sentence = issue_sentence({"code": code, "row": 2, "column": None, "value": None, "facts": facts}, lang)
    assert "5,928" in sentence
    assert "149961132" not in sentence
