"""Front door: language, table of contents. Run it with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from scoring.text import say

PAGES = (
    "overview",
    "ledger",
    "aging",
    "customers",
    "scorecard",
    "portfolio",
    "whatif",
    "strategy",
    "collections",
    "training",
    "settings",
)
"""One line a page: `pages/<name>.py`, its title in the words `<name>.menu`, its address `/<name>`; the first is /, too."""

HOME = "home"
"""The first page's name towards Streamlit, which shows it at / alone and would call `/overview` an unknown address."""

SIDEBAR_WIDTH = 250


def main() -> None:
    """Draw the menu in the reader's language and run the page asked for; each page calls the guard itself."""
    lang = session.language()
    st.set_page_config(
        page_title=say("app.title", lang),
        page_icon=say("app.icon", lang),
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    first, *others = PAGES
    contents = {
        first: st.Page(f"pages/{first}.py", title=say(f"{first}.menu", lang), url_path=HOME, default=True),
        **{name: st.Page(f"pages/{name}.py", title=say(f"{name}.menu", lang), url_path=name) for name in others},
    }
    by_name = st.Page(lambda: _go(contents[first]), title=contents[first].title, url_path=first, visibility="hidden")
    page = st.navigation([*contents.values(), by_name], position="top")
    sent_on = session.enter()
    if sent_on in others:
        st.switch_page(contents[sent_on], query_params=session.asked())
    page.run()


def _go(page: st.Page) -> None:
    """On to another page with everything the address asks."""
    st.switch_page(page, query_params=st.query_params.to_dict())


if __name__ == "__main__":
    main()
