"""Small parts of a printed page: one file, no script, nothing fetched from anywhere, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
CSS = Path(__file__).with_name("print.css")
WIDTH, HEIGHT = 720, 200
"""Of drawn bars, in units of the drawing."""
Layer = tuple[str, str, Sequence[float], Sequence[str]]
"""Of stacked bars: label, colour, height and text of every bar."""


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


def stacked_bars(labels: Sequence[str], layers: Sequence[Layer]) -> str:
    """Bars as an inline drawing, the first layer lowest, the first and last label below, with a legend in words."""
    step, drawn, tops = WIDTH / max(1, len(labels)), [], [float(HEIGHT)] * len(labels)
    highest = max((sum(heights) for heights in zip(*(layer[2] for layer in layers), strict=True)), default=0) or 1
    for name, colour, heights, texts in layers:
        for number, height in enumerate(heights):
            tall = height / highest * HEIGHT
            tops[number] -= tall
            box = f'x="{number * step:.1f}" y="{tops[number]:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}"'
            label = element("title", f"{labels[number]} {name} {texts[number]}")
            drawn.append(f'<rect {box} fill="{escape(colour)}">{label}</rect>')
    for number in sorted({0, len(labels) - 1} if labels else set()):
        anchor, place = ("start", 0) if number == 0 else ("end", WIDTH)
        at = f'<text x="{place}" y="{HEIGHT + 14}" font-size="11" text-anchor="{anchor}">'
        drawn.append(f"{at}{escape(labels[number])}</text>")
    legend = "".join(f'<span style="color:{escape(layer[1])}">■</span> {escape(layer[0])}&ensp;' for layer in layers)
    drawing = f'<svg viewBox="0 0 {WIDTH} {HEIGHT + 18}" role="img">{"".join(drawn)}</svg>'
    return f'{drawing}<p class="note">{legend}</p>'


def _row(cells: Sequence[str], tag: str, texts: int) -> str:
    return f"<tr>{''.join(element(tag, cell, 'n' if n >= texts else '') for n, cell in enumerate(cells))}</tr>"


def _css(name: str) -> str:
    return f' class="{name}"' if name else ""
