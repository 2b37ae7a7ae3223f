"""The words files use, as data: headings of fields (formats/synonyms.toml) and words found in cells (vocabulary.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.terms import Kind

DATA = Path(__file__).parent.parent / "formats"
HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A word as it is compared: full-width forms narrowed, case and accents dropped, white space single, Chinese simplified.

    >>> folded("  Fälligkeit　ＡＭ "), folded("發票號碼")
    ('falligkeit am', '发票号码')
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    narrow = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in narrow if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", plain).casefold().split()).translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    """Traditional character -> simplified, for those that headings and words of ledgers are written with."""
    listed = _vocabulary()["traditional"]
    return str.maketrans(listed["words"][0], listed["simplified"][0])


@lru_cache(maxsize=65536)
def squeezed(heading: str) -> str:
    """A heading as it is compared: folded, without spaces and signs.

    >>> squeezed("Invoice_No."), squeezed("invoiceNo"), squeezed("到期 日")
    ('invoiceno', 'invoiceno', '到期日')
    """
    return "".join(c for c in folded(heading) if c.isalnum())


@dataclass(frozen=True)
class Synonyms:
    """Headings of one field, squeezed, with their rank (0 = best). Generic ones count for unclaimed columns only."""

    specific: dict[str, int]
    generic: dict[str, int]


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, Synonyms]:
    raw = tomllib.loads((DATA / "synonyms.toml").read_text(encoding="utf-8"))
    return {name: _ranked(languages) for name, languages in raw.items()}


def _ranked(languages: dict[str, list[str]]) -> Synonyms:
    specific: dict[str, int] = {}
    for language, headings in languages.items():
        if language != "generic":
            for rank, heading in enumerate(headings):
                specific.setdefault(squeezed(heading), rank)
    generic = {squeezed(heading): rank for rank, heading in enumerate(languages.get("generic", []))}
    return Synonyms(specific, generic)


def synonyms_of(kind: Kind, field: str) -> Synonyms:
    """The headings of `field` in a sheet of `kind`: those of "kind.field" where it stands, else those of "field".

    >>> synonyms_of(Kind.INVOICES, "due_date").specific["到期日"]
    0
    """
    known = _synonyms()
    return known.get(f"{kind.value}.{field}") or known.get(field) or Synonyms({}, {})


def is_own(kind: Kind, heading: str) -> bool:
    """Whether a section "kind.field" of this very kind claims a heading, even one that is guessed at nowhere else.

    >>> is_own(Kind.RATINGS, "Rating"), is_own(Kind.INVOICES, "Rating")
    (True, False)
    """
    own = [names for name, names in _synonyms().items() if name.startswith(f"{kind.value}.")]
    return any(squeezed(heading) in names.specific for names in own)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, Any]]:
    return tomllib.loads((DATA / "vocabulary.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def words(section: str, entry: str = "words") -> frozenset[str]:
    """The folded words of one entry.

    >>> "nan" in words("blank")
    True
    """
    return frozenset(folded(word) for word in _vocabulary()[section][entry])


@lru_cache(maxsize=64)
def meanings(section: str) -> dict[str, str]:
    """Folded word -> meaning, for sections that list words by meaning.

    >>> meanings("status_words")["partially paid"]
    'part'
    """
    return {folded(word): meaning for meaning, listed in _vocabulary()[section].items() for word in listed}


def is_blank(text: str) -> bool:
    """Whether a cell says "nothing here" in a word.

    >>> is_blank("NaN"), is_blank("0")
    (True, False)
    """
    return folded(text) in words("blank") or not text.strip()


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters.

    >>> is_chinese("发票号码"), is_chinese("Invoice")
    (True, False)
    """
    return HAN.search(text) is not None


@lru_cache(maxsize=1)
def all_headings() -> frozenset[str]:
    """Every heading of every field, squeezed.

    >>> "到期日" in all_headings()
    True
    """
    return frozenset(h for names in _synonyms().values() for h in (*names.specific, *names.generic))
