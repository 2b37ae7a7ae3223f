"""Identifiers stay text: leading zeros kept, a number's ".0" dropped, scientific notation refused."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Mask, has_only_visible_ascii
from scoring.ledger.headings.vocabulary import words


@dataclass(frozen=True)
class Identifiers:
    """A column of identifiers, read: null where blank or refused; `scientific` are the refused rows."""

    values: pa.Array
    scientific: Mask


def read_identifiers(column: pa.Array) -> Identifiers:
    """Read a text column of identifiers.

    >>> read_identifiers(pa.array(["007", "1930438491.0", "1.23E+09", "NaN"])).values.to_pylist()
    ['007', '1930438491', None, None]
    """
    values = column if has_only_visible_ascii(column) else _trimmed(column)
    if (pc.min(pc.binary_length(values)).as_py() or 0) <= pc.max(pc.binary_length(_blanks())).as_py():
        values = pc.if_else(pc.is_in(values, value_set=_blanks()), None, values)
    if bool(pc.any(pc.ends_with(values, ".0")).as_py()):
        values = pc.replace_substring_regex(values, r"^(\d+)\.0$", r"\1")
    scientific = np.zeros(len(column), np.bool_)
    if bool(pc.any(pc.match_substring(values, "+")).as_py()):
        found = pc.match_substring_regex(values, r"(?i)^\d([.,]\d+)?E\+\d+$").fill_null(False)
        scientific = found.to_numpy(zero_copy_only=False)
        values = pc.if_else(found, None, values)
    return Identifiers(values, scientific)


def id_of_name(name: str) -> str:
    """The identifier of a customer of whom only the name is known.

    >>> id_of_name("  ACME　Ltd. ")
    'acme ltd.'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def generated_numbers(parts: Sequence[pa.Array]) -> pa.Array:
    """A stable number for rows that carry none: GEN- and a hash of the row's parts and its occurrence among equals.

    >>> generated_numbers([pa.array(["C1", "C1"]), pa.array(["100.00", "100.00"])]).to_pylist()
    ['GEN-b4a41f6ec481', 'GEN-1fecde2c458d']
    """
    texts = [pc.fill_null(part.cast(pa.string()), "") for part in parts]
    seen: dict[str, int] = {}
    numbers = []
    for text in pc.binary_join_element_wise(*texts, "|").to_pylist():
        seen[text] = seen.get(text, 0) + 1
        digest = hashlib.blake2b(f"{text}|{seen[text]}".encode(), digest_size=6).hexdigest()
        numbers.append(f"GEN-{digest}")
    return pa.array(numbers, pa.string())


def _trimmed(column: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(column if _all_ascii(column) else pc.utf8_normalize(column, "NFKC"))


def _all_ascii(column: pa.Array) -> bool:
    return bool(pc.all(pc.string_is_ascii(column)).as_py())


@cache
def _blanks() -> pa.Array:
    """Words for nothing; made when first asked, since Arrow imports pandas for its first array in most processes."""
    spelled = {form for word in words("blank") for form in (word, word.upper(), word.capitalize(), word.title())}
    return pa.array(sorted(spelled | {"NaN", "NaT", "", "<NA>"}), pa.string())
