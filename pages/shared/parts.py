"""Parts of a document on the screen: what is printed for an auditor and what stands on a page are the same parts."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from pages.shared.session import Session
from scoring.desk.reports.document_parts import Grid, Heading, Items, Pairs, Part, Sentence, plain


def show(session: Session, parts: Iterable[Part], key: str) -> None:
    """Draw parts one below the other; lines to sign on are for paper and left out."""
    for place, part in enumerate(parts):
        if isinstance(part, Heading):
            st.markdown(f"{'#' * (part.level + 3)} {plain(part.text)}")
        elif isinstance(part, Sentence):
            (st.warning if part.act else st.write)(plain(part.text))
        elif isinstance(part, Items):
            st.markdown("\n".join(f"- {plain(text)}" for text in part.texts))
        elif isinstance(part, Pairs):
            _pairs(part, f"{key}_{place}")
        elif isinstance(part, Grid):
            _grid(part, f"{key}_{place}")


def _pairs(part: Pairs, key: str) -> None:
    frame = pd.DataFrame(part.lines, columns=["label", "text"])
    st.dataframe(frame, key=key, hide_index=True, height="content", column_config={"label": "", "text": ""})


def _grid(part: Grid, key: str) -> None:
    names = [str(place) for place in range(len(part.headings))]
    config = {
        name: st.column_config.Column(heading, alignment="left" if place < part.texts else "right")
        for place, (name, heading) in enumerate(zip(names, part.headings, strict=True))
    }
    frame = pd.DataFrame(part.rows, columns=names)
    st.dataframe(frame, key=key, hide_index=True, height="content", column_config=config)
