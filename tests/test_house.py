"""The house stays as it was drawn: who may import whom, one home for each thing, small files, words in one place."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import house

PROJECT = house.PROJECT
RULES = [house.upward_imports, house.second_homes, house.sizes, house.wording, house.shown_words, house.strays]
TOP_LEVEL = {
    ".ci", ".git", ".gitignore", ".streamlit", "CHANGELOG.md", "LICENSE", "README.md", "app.py", "data", "pages",
    "pyproject.toml", "requirements.txt", "scoring", "tests",
}  # fmt: skip
TEST_COMMAND = "python3 -m venv .venv && .venv/bin/pip install -r tests/requirements.txt && .venv/bin/python -m pytest"


def code_files() -> list[str]:
    """Python of the product, seen from the project's root."""
    folders = [PROJECT / name for name in ("pages", "scoring", "data")]
    found = [PROJECT / "app.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    return sorted(str(path.relative_to(PROJECT)) for path in found if path.exists())


def read(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Callable[[str, str], list[str]]) -> None:
    assert [finding for path in code_files() for finding in rule(path, read(path))] == []


def test_tests_are_small_too() -> None:
    names = [str(path.relative_to(PROJECT)) for path in (PROJECT / "tests").rglob("*.py")]
    assert [finding for name in names for finding in house.sizes(name, read(name))] == []


def test_every_page_calls_the_guard_first() -> None:
    pages = [f"pages/{path.name}" for path in (PROJECT / "pages").glob("*.py") if path.name != "__init__.py"]
    assert [finding for path in pages for finding in house.unguarded(path, read(path))] == []


def test_every_mart_states_its_grain() -> None:
    marts = [str(path.relative_to(PROJECT)) for path in (PROJECT / "scoring/store/sql/marts").rglob("*.sql")]
    assert [finding for path in marts for finding in house.grain_missing(path, read(path))] == []


def test_sql_files_are_small() -> None:
    files = (PROJECT / "scoring").rglob("*.sql")
    assert [str(f) for f in files if len(f.read_text(encoding="utf-8").splitlines()) > house.FILE_LINES_MAX] == []


def test_nothing_new_stands_in_the_hall() -> None:
    ignored = [line.strip("/\n") for line in read(".gitignore").splitlines()]
    there = {path.name for path in PROJECT.iterdir()}
    assert {name for name in there - TOP_LEVEL if not any(fnmatch.fnmatch(name, i) for i in ignored)} == set()


def test_readme_and_ci_run_the_same_tests() -> None:
    assert TEST_COMMAND in read("README.md")
    assert TEST_COMMAND in read(".ci/run")


def test_every_requirement_is_pinned() -> None:
    lines = [line for name in ("requirements.txt", "tests/requirements.txt") for line in read(name).splitlines()]
    wanted = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert [line for line in wanted if "==" not in line] == []


BAD = [
    (house.upward_imports, "scoring/metrics/aging.py", "from scoring.desk import aging", "imports scoring.desk"),
    (house.upward_imports, "scoring/metrics/aging.py", "def f():\n    import scoring.text", "imports scoring.text"),
    (house.upward_imports, "scoring/store/marts.py", "from scoring.text import say", "imports scoring.text"),
    (house.upward_imports, "scoring/desk/figures/aging.py", "import pages.shared.charts", "imports pages.shared"),
    (house.upward_imports, "scoring/ledger/cells/dates.py", "import scoring.nowhere", "imports scoring.nowhere"),
    (house.upward_imports, "pages/shared/charts.py", "from pages import aging", "imports pages.aging"),
    (house.second_homes, "scoring/desk/figures/aging.py", "import streamlit as st", "streamlit lives in"),
    (house.second_homes, "scoring/desk/figures/aging.py", "from duckdb import connect", "duckdb lives in"),
    (house.second_homes, "pages/aging.py", "st.session_state['x'] = 1", "session_state lives in"),
    (house.second_homes, "pages/aging.py", "@st.cache_data\ndef f(): ...", "cache_data lives in"),
    (house.second_homes, "scoring/desk/rates.py", "import urllib.request", "asks the network"),
    (house.sizes, "scoring/desk/figures/aging.py", "x = 1\n" * 301, "301 lines"),
    (house.sizes, "scoring/desk/figures/aging.py", "def f():\n" + "    x = 1\n" * 40, "f has 41 lines"),
    (house.wording, "pages/aging.py", "label = '账龄'", "Chinese words"),
    (
        house.wording,
        "scoring/desk/figures/aging.py",
        "x = f'there are {n} rows that could not be read'",
        "English sentence",
    ),
    (house.shown_words, "pages/aging.py", "st.button('Save')", "button() shows a word"),
    (house.shown_words, "pages/aging.py", "column.metric(f'DSO {x}', y)", "metric() shows a word"),
    (house.strays, "scoring/desk/figures/aging.py", "print(1)", "print()"),
    (house.strays, "scoring/desk/figures/aging.py", "x = 1  # TO" + "DO later", "note to oneself"),
    (house.strays, "pages/aging.py", "logo = 'https://example.com/x.png'", "fetch from outside"),
    (house.unguarded, "pages/aging.py", "import streamlit as st\nst.title(x)\n", "no function under @guarded"),
    (
        house.unguarded,
        "pages/aging.py",
        "@guarded('aging')\ndef main(session, store): ...\n",
        "no function under @guarded",
    ),
    (house.unguarded, "pages/aging.py", "st.title(x)\n@guarded('a')\ndef main(): ...\nmain()", "beside the guard"),
    (house.unguarded, "pages/aging.py", "x = st.button(y)\n@guarded('a')\ndef main(): ...\nmain()", "beside the guard"),
    (house.grain_missing, "scoring/store/sql/marts/aging.sql", "create macro aging() as table select 1", "-- grain"),
    (house.grain_missing, "scoring/store/sql/marts/aging.sql", "-- grain: one row\ncreate macro old()", "file's name"),
]


@pytest.mark.parametrize(("rule", "path", "source", "finding"), BAD)
def test_the_rules_can_fail(rule: Callable[[str, str], list[str]], path: str, source: str, finding: str) -> None:
    assert any(finding in found for found in rule(path, source))


GOOD = [
    (
        house.upward_imports,
        "scoring/desk/figures/aging.py",
        "from scoring.store import Store\nfrom scoring import text",
    ),
    (
        house.upward_imports,
        "pages/shared/cached.py",
        "from scoring.desk import aging\nfrom pages.shared import session",
    ),
    (house.second_homes, "pages/shared/session.py", "import streamlit as st\nst.session_state['x'] = 1"),
    (
        house.wording,
        "pages/aging.py",
        '"""A docstring may say 账龄 in whole sentences of any length."""',
    ),
    (house.wording, "scoring/desk/figures/aging.py", "raise TypeError('a programmer made this mistake')"),
    (house.shown_words, "pages/aging.py", 'st.write(f"**{x}**")\nst.button(say("aging.go", lang))'),
    (house.unguarded, "pages/aging.py", "KEYS = (1,)\n@guarded('aging')\ndef main(session, store): ...\nmain()"),
]


@pytest.mark.parametrize(("rule", "path", "source"), GOOD)
def test_the_rules_let_good_code_pass(rule: Callable[[str, str], list[str]], path: str, source: str) -> None:
    assert rule(path, source) == []


def test_project_root_is_found() -> None:
    assert (Path(house.PROJECT) / "pyproject.toml").is_file()
