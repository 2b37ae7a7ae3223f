"""A document as plain parts that read the same in HTML and in Markdown: headings, sentences, lists, pairs and tables."""

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
    """A paragraph; `act` = the reader should do something about it."""

    text: str
    act: bool = False


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
    """A table whose first `texts` columns are text and whose others are figures."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, each over its label."""

    labels: tuple[str, ...]


Part = Heading | Sentence | Items | Pairs | Grid | Signatures


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
            return html.element("p", part.text, "act" if part.act else "")
        case Items():
            return html.items(part.texts)
        case Pairs():
            return html.pairs(part.lines)
        case Grid():
            return html.table(part.headings, part.rows, texts=part.texts)
        case Signatures():
            return f'<div class="lines">{"".join(html.element("p", label) for label in part.labels)}</div>'


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
            return "\n".join([_row(part.headings), f"| {' | '.join(rule)} |", *map(_row, part.rows)])
        case Signatures():
            return "\n\n".join(f"{line(label)}: {'.' * 40}" for label in part.labels)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"
