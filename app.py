"""Front door: language, table of contents. Run it with `streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from scoring.text import say

PAGES = ("overview", "ledger", "aging", "customers", "settings")
"""One line a page: `pages/<name>.py`, its title in the words `<name>.menu`, its address `/<name>`. The first opens at /."""

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
    contents = {
        name: st.Page(f"pages/{name}.py", title=say(f"{name}.menu", lang), url_path=name, default=name == PAGES[0])
        for name in PAGES
    }
    page = st.navigation(list(contents.values()), position="top")
    sent_on = session.enter()
    if sent_on in contents and sent_on != PAGES[0]:
        st.switch_page(contents[sent_on], query_params=session.asked())
    page.run()


if __name__ == "__main__":
    main()
