"""Remarks on an import are sentences in both languages, with their amounts as figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scoring.desk.views import header_of
from scoring.desk.wording import header_lines, issue_sentence
from scoring.desk.workspaces import OWN
from scoring.store import Store
from scoring.store.importing import REMARKS
from scoring.terms import View
from scoring.text import LANGUAGES


@pytest.mark.parametrize(("lang", "name"), [("en", "My own ledger"), ("zh", "我的台账")])
def test_a_workspace_without_the_companys_name_is_called_by_words(tmp_path: Path, lang: str, name: str) -> None:
    store = Store.open(tmp_path / f"{OWN}.duckdb")
    view = View(date(2024, 3, 31))
    assert header_lines(header_of(store, view), lang)[0][1] == name
    store.set_setting("entity", "Us Ltd")
    assert header_lines(header_of(store, view), lang)[0][1] == "Us Ltd"
    store.close()


@pytest.mark.parametrize("code", sorted(REMARKS))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_remark_is_a_sentence(code: str, lang: str) -> None:
    facts = {"count": 5928, "first_row": 2, "amount": "149961132.00", "date": "2025-12-31"}
    sentence = issue_sentence({"code": code, "row": 2, "column": None, "value": None, "facts": facts}, lang)
    assert "5,928" in sentence
    assert "149961132" not in sentence
