"""Small parts of a printed page: one file, no script, nothing fetched from anywhere, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
CSS = Path(__file__).with_name("print.css")


def page(title: str, lang: str, parts: Iterable[str]) -> str:
    """A whole document of ready-made parts, for A4."""
    style = CSS.read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    body = "\n".join([element("h1", title), *parts])
    return f'<!doctype html>\n<html lang="{LANGUAGE_TAGS[lang]}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def element(tag: str, text: str, css: str = "") -> str:
    """One element around escaped text.

    >>> element("p", "a < b")
    '<p>a &lt; b</p>'
    """
    return f"<{tag}{_css(css)}>{escape(text)}</{tag}>"


def pairs(lines: Iterable[tuple[str, str]]) -> str:
    """Labels and texts, as the header of a report."""
    return f"<dl>{''.join(element('dt', label) + element('dd', text) for label, text in lines)}</dl>"


def items(texts: Iterable[str]) -> str:
    """A list of sentences."""
    return f"<ul>{''.join(element('li', text) for text in texts)}</ul>"


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1, total: Sequence[str] | None = None
) -> str:
    """A table whose first `texts` columns are text and whose others are figures, set to the right."""
    head = f"<thead>{_row(headings, 'th', texts)}</thead>"
    body = f"<tbody>{''.join(_row(row, 'td', texts) for row in rows)}</tbody>"
    foot = f"<tfoot>{_row(total, 'td', texts)}</tfoot>" if total else ""
    return f"<table>{head}{body}{foot}</table>"


def _row(cells: Sequence[str], tag: str, texts: int) -> str:
    return f"<tr>{''.join(element(tag, cell, 'n' if n >= texts else '') for n, cell in enumerate(cells))}</tr>"


def _css(name: str) -> str:
    return f' class="{name}"' if name else ""
