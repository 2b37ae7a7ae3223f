"""A document as plain parts that read the same in HTML, in Markdown and in print: headings, sentences, tables, bars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.desk.reports import html

MARKUP = re.compile(r"([\\`*_\[\]|~])")
BLOCK = re.compile(r"^(\d*)([#+.)-])")
"""What Markdown may read as more than itself: anywhere in a line, and at its beginning."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3; level 1 is the document's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Sentence:
    """A paragraph; `act` = the reader should do something about it, `note` = small print."""

    text: str
    act: bool = False
    note: bool = False


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """Labels with their texts."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table whose first `texts` columns are text and whose others are figures; `total` is its last row."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    total: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Stack:
    """One layer of stacked bars: its name, its colour (#RRGGBB), and a height and its text for every bar, heights >= 0."""

    label: str
    colour: str
    heights: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Bars:
    """Stacked bars over labels, the first layer lowest. Markdown, which draws nothing, has them as a table."""

    labels: tuple[str, ...]
    stacks: tuple[Stack, ...]


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, each over its label."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class PageEnd:
    """The printed page ends here. A document that says where its pages end has exactly these: what stands between two ends
    is set smaller until it fits one page."""


Part = Heading | Sentence | Items | Pairs | Grid | Bars | Signatures | PageEnd


def as_html(title: str, parts: Iterable[Part], lang: str) -> str:
    """One HTML file for A4, self-contained; everything escaped."""
    return html.page(title, lang, (_html(part) for part in parts))


def as_markdown(title: str, parts: Iterable[Part]) -> str:
    """The same as Markdown with pipe tables; names cannot become markup or HTML.

    >>> print(as_markdown("A", [Grid(("Name", "n"), (("a|b", "1"),))]), end="")
    # A
    <BLANKLINE>
    | Name | n |
    | --- | ---: |
    | a\\|b | 1 |
    """
    return "\n\n".join([f"# {plain(title)}", *(_markdown(part) for part in parts)]) + "\n"


def plain(text: str) -> str:
    """A text that Markdown shows as it is within a line.

    >>> print(plain("<b>*x*</b>"))
    &lt;b&gt;\\*x\\*&lt;/b&gt;
    """
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKUP.sub(r"\\\1", line)


def line(text: str) -> str:
    """A text that Markdown shows as it is on a line of its own.

    >>> print(line("# 1"), line("12. August"))
    \\# 1 12\\. August
    """
    return BLOCK.sub(r"\1\\\2", plain(text))


def _html(part: Part) -> str:
    match part:
        case Heading():
            return html.element(f"h{part.level}", part.text)
        case Sentence():
            return html.element("p", part.text, "act" if part.act else "note" if part.note else "")
        case Items():
            return html.items(part.texts)
        case Pairs():
            return html.pairs(part.lines)
        case Grid():
            return html.table(part.headings, part.rows, texts=part.texts, total=part.total)
        case Bars():
            stacks = [(s.label, s.colour, s.heights, s.texts) for s in part.stacks]
            return html.stacked_bars(part.labels, stacks)
        case Signatures():
            return f'<div class="lines">{"".join(html.element("p", label) for label in part.labels)}</div>'
        case PageEnd():
            return '<div class="turn"></div>'


def _markdown(part: Part) -> str:
    match part:
        case Heading():
            return f"{'#' * part.level} {plain(part.text)}"
        case Sentence():
            return f"**{plain(part.text)}**" if part.act else line(part.text)
        case Items():
            return "\n".join(f"- {line(text)}" for text in part.texts)
        case Pairs():
            return "\n".join(f"- **{plain(label)}**: {plain(text)}" for label, text in part.lines)
        case Grid():
            rule = [*["---"] * part.texts, *["---:"] * (len(part.headings) - part.texts)]
            rows = [*part.rows, *([part.total] if part.total else [])]
            return "\n".join([_row(part.headings), f"| {' | '.join(rule)} |", *map(_row, rows)])
        case Bars():
            return _markdown(as_grid(part))
        case Signatures():
            return "\n\n".join(f"{line(label)}: {'.' * 40}" for label in part.labels)
        case PageEnd():
            return "---"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def as_grid(part: Bars) -> Grid:
    """Bars as a table, for where nothing is drawn: a row a label, a column a layer."""
    cells = zip(*(stack.texts for stack in part.stacks), strict=True)
    rows = tuple((label, *texts) for label, texts in zip(part.labels, cells, strict=True))
    return Grid(("", *(stack.label for stack in part.stacks)), rows)
