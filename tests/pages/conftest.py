"""A home with both demos and an empty workspace, made once; pages run against it without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk import workspaces
from scoring.text import say
from tests.browser import PROJECT

OPEN_WITHIN_SECONDS = 120


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the workspaces "demo", "demo-zh" and the empty "own"."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(workspaces.HOME_VARIABLE, str(folder))
        for name in workspaces.DEMOS:
            workspaces.open_workspace(name).close()
        workspaces.create(workspaces.OWN)
        yield folder


@pytest.fixture
def visit(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """`visit("aging", lang="zh", workspace="demo")`: the app on that page, run once."""
    monkeypatch.setenv(workspaces.HOME_VARIABLE, str(home))
    monkeypatch.chdir(PROJECT)
    cached.forget()

    def open_page(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=OPEN_WITHIN_SECONDS)
        for name, value in address.items():
            app.query_params[name] = value
        app.switch_page(f"pages/{page}.py")
        return app.run()

    yield open_page
    cached.forget()


@contextmanager
def copied(home: Path, folder: Path) -> Iterator[Path]:
    """A copy of `home` at `folder`, which the app takes for its home; what is kept in it concerns nobody elsewhere."""
    shutil.copytree(home, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(workspaces.HOME_VARIABLE, str(folder))
        patch.chdir(PROJECT)
        cached.forget()
        yield folder
        cached.forget()


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Iterator[Path]:
    """A home of one test alone, which may keep things in it."""
    with copied(home, tmp_path / "home") as folder:
        yield folder


@pytest.fixture(scope="module")
def workshop(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of one module alone, whose tests may keep things in it."""
    with copied(home, tmp_path_factory.mktemp("workshop") / "home") as folder:
        yield folder


def opened(
    page: str, lang: str = "en", tab: str | None = None, state: Mapping[str, str] | None = None, **address: str
) -> AppTest:
    """A page on the demo, one of its tabs open, run once; `state` = what else was chosen on it before."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=OPEN_WITHIN_SECONDS)
    app.query_params.update({"lang": lang, "workspace": "demo", **address})
    if tab:
        app.session_state[f"{page}_tabs_{lang}"] = say(f"{page}.tab.{tab}", lang)
    for key, value in (state or {}).items():
        app.session_state[key] = value
    app.switch_page(f"pages/{page}.py")
    return app.run()


def words(app: AppTest) -> str:
    """The title and all text of the page."""
    return "\n".join(element.value for element in (*app.title, *app.markdown))


def troubles(app: AppTest) -> list[str]:
    """What went wrong on the screen: exceptions, and the sentences the guard puts in their place."""
    return [element.value for element in (*app.exception, *app.error)]
