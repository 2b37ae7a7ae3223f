"""Amounts as people and programs write them -> exact cents. The style (1,234.56 or 1.234,56) is a column's, not a cell's."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Coded, Mask, Money, coded
from scoring.ledger.headings.vocabulary import is_blank, meanings, words
from scoring.ledger.schema import MONEY

PLAIN = r"^-?\d{1,15}(\.\d{1,2})?$"
CODES = (
    "USD|EUR|GBP|CNY|RMB|JPY|HKD|CAD|AUD|NZD|SGD|CHF|SEK|NOK|DKK|INR|KRW|TWD|THB|MXN|BRL|ZAR|PLN|CZK|HUF|AED|US"
    "|人民币|元"
)
DOT = r"^-?((\d+|\d{1,3}(,\d{2,3})*,\d{3})(\.\d*)?|\.\d+)$"
COMMA = r"^-?((\d+|\d{1,3}(\.\d{3})+)(,\d*)?|,\d+)$"
DOT_SHOWN = r",\d{3}\.\d*$|^-?\d*\.(\d{0,2}|\d{4,})$|^-?(0|\d{4,})\.\d+$|,\d{2,3},\d{3}"
COMMA_SHOWN = r"\.\d{3},\d*$|^-?\d*,(\d{0,2}|\d{4,})$|^-?(0|\d{4,}),\d+$|\.\d{3}\.\d{3}"
EITHER = r"^-?[1-9]\d{0,2}([.,])\d{3}$"
PLAIN_BYTES = np.isin(np.arange(256), np.frombuffer(b"0123456789.-", np.uint8))
PLAIN_LENGTH_MAX = 15
EXACT = pa.decimal128(28, 12)
FACTOR = pa.decimal128(9, 0)


@dataclass(frozen=True)
class Amounts:
    """A column of amounts, read. `problems` are rows refused, by issue code; a blank cell is neither known nor a problem."""

    money: Money
    problems: dict[str, Mask] = field(default_factory=dict)
    rounded: Mask | None = None
    assumed: Mask | None = None
    symbols: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Cells:
    """Distinct cells on their way: what is left of the text, and what was taken off it."""

    text: pa.Array
    blank: Mask
    factor: list[int]
    symbols: frozenset[str]


def read_amounts(column: pa.Array, factor: int = 1) -> Amounts:
    """Read a text column of amounts; `factor` is the heading's unit (10000 for 万元).

    Credit marks, parentheses and trailing signs make an amount negative. More than two decimals are rounded half up
    (`rounded`). `assumed` marks cells like "1.234" that nothing in the column explains: the dot is taken as decimal.

    >>> read_amounts(pa.array(["1.234,56", "(1.000)", "¥ 12-", "5 CR", None])).money.decimals().to_pylist()
    [Decimal('1234.56'), Decimal('-1000.00'), Decimal('-12.00'), Decimal('-5.00'), None]
    """
    if factor == 1 and (known := _plain_throughout(column)) is not None:
        return Amounts(known)
    plain = _matches(column, PLAIN) if factor == 1 else np.zeros(len(column), np.bool_)
    present = pc.is_valid(column).to_numpy(zero_copy_only=False)
    if (plain == present).all():
        return Amounts(Money.of(column.cast(MONEY)))
    rest = present & ~plain
    decimal_point = bool(plain.any()) and bool(pc.any(pc.match_substring(column.filter(pa.array(plain)), ".")).as_py())
    odd = coded(column.filter(pa.array(rest)))
    return _joined(column, plain, rest, _read_cells(odd, factor, decimal_point))


def _plain_throughout(column: pa.Array) -> Money | None:
    """A column of nothing but digits, dots and minus signs whose every cell is an amount with up to two decimals; None for
    any other, which the cells must be looked at for."""
    seen = np.frombuffer(column.buffers()[2] or b"", np.uint8)
    if not len(seen) or not PLAIN_BYTES[seen].all() or pc.max(pc.binary_length(column)).as_py() > PLAIN_LENGTH_MAX:
        return None
    try:
        return Money.of(column.cast(MONEY))
    except pa.ArrowInvalid:
        return None


def _joined(column: pa.Array, plain: Mask, rest: Mask, odd: Amounts) -> Amounts:
    easy = Money.of(pc.if_else(pa.array(plain), column, None).cast(MONEY))
    cents, known = easy.cents, easy.known.copy()
    cents[rest], known[rest] = odd.money.cents, odd.money.known

    def widened(mask: Mask) -> Mask:
        wide = np.zeros(len(rest), np.bool_)
        wide[rest] = mask
        return wide

    return Amounts(
        Money(cents, known),
        {code: widened(mask) for code, mask in odd.problems.items()},
        widened(odd.rounded) if odd.rounded is not None else None,
        widened(odd.assumed) if odd.assumed is not None else None,
        odd.symbols,
    )


def _read_cells(odd: Coded, factor: int, decimal_point: bool) -> Amounts:
    cells = _bared(odd, factor)
    numeral, ambiguous, assumed = _styled(cells.text, decimal_point)
    readable = _matches(numeral, r"^-?(\d+\.?\d*|\.\d+)$") & ~ambiguous
    large = readable & _matches(numeral, r"^-?0*[1-9]\d{15,}")
    exact = pc.if_else(pa.array(readable & ~large), numeral, None)
    value = pc.replace_substring_regex(exact, r"(\.\d{12})\d+$", r"\1").cast(EXACT)
    scaled = pc.multiply(value, pa.array([Decimal(f) for f in cells.factor], FACTOR))
    rounded = pc.round(scaled, 2, "half_towards_infinity")
    moved = pc.not_equal(rounded, scaled).fill_null(False).to_numpy(zero_copy_only=False)
    fits = (
        pc.less(pc.abs(rounded), pa.scalar(10**15).cast(rounded.type)).fill_null(False).to_numpy(zero_copy_only=False)
    )
    money = Money.of(pc.if_else(pa.array(fits), rounded, None).cast(MONEY))
    problems = {
        "amount_unreadable": ~readable & ~ambiguous & ~cells.blank,
        "amount_ambiguous": ambiguous & ~cells.blank,
        "amount_too_large": large | (readable & ~large & ~fits),
    }
    return Amounts(
        Money(money.cents[odd.codes], money.known[odd.codes]),
        {code: odd.pick(mask) for code, mask in problems.items() if mask.any()},
        odd.pick(moved),
        odd.pick(assumed),
        cells.symbols,
    )


def _bared(odd: Coded, factor: int) -> _Cells:
    """Take off everything that is not sign, digit, dot or comma; parentheses and credit marks become a minus."""
    blank = np.array([is_blank(cell) for cell in odd.cells], np.bool_)
    text = pc.utf8_trim_whitespace(pc.utf8_normalize(odd.distinct, "NFKC"))
    text = pc.replace_substring_regex(text, "[−–—‐]", "-")
    symbols = frozenset(code for sign, code in _signs().items() if pc.any(pc.match_substring(text, sign)).as_py())
    units = [_unit_of(cell) for cell in text.to_pylist()]
    text = pc.replace_substring_regex(text, "(万元|千元|亿元|万|亿)$", "")
    for pattern, put in (
        (rf"(?i)\s*({CODES})\s*|\s*[¥$€£₹]\s*", ""),
        (r"^\((.*)\)$", r"-\1"),
        (r"^(.*\d[.,]?)\s*-$", r"-\1"),
        (r"(?i)^(.*\d)\s*(cr|h)\.?$", r"-\1"),
        (r"(?i)^(.*\d)\s*(dr|s)\.?$", r"\1"),
        (r"^\+\s*", ""),
        (r"^-\s+", "-"),
        *((r"(\d)[ '’]((?:\d{3})+)([ '’.,]|$)", r"\1\2\3"),) * 4,
    ):
        text = pc.replace_substring_regex(text, pattern, put)
    return _Cells(text, blank, [factor if unit == 1 else unit for unit in units], symbols)


def _styled(text: pa.Array, decimal_point: bool) -> tuple[pa.Array, Mask, Mask]:
    """Numerals with a decimal point, the cells that could be read two ways, and those where the dot was assumed."""
    as_dot, as_comma, either = _matches(text, DOT), _matches(text, COMMA), _matches(text, EITHER)
    dots = decimal_point or bool(_matches(text, DOT_SHOWN).any())
    commas = bool(_matches(text, COMMA_SHOWN).any())
    with_dot = either & _matches(text, r"\.")
    torn = (dots and commas) or (not dots and not commas and 0 < with_dot.sum() < either.sum())
    comma_read = as_comma & (~as_dot | (either & commas & (not dots)))
    swapped = pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")
    numeral = pc.if_else(pa.array(comma_read), swapped, pc.replace_substring(text, ",", ""))
    numeral = pc.if_else(pa.array(as_dot | as_comma), numeral, "")
    unexplained = with_dot if not (dots or commas or torn) else np.zeros(len(text), np.bool_)
    return numeral, either if torn else np.zeros(len(text), np.bool_), unexplained


def _matches(column: pa.Array, pattern: str) -> Mask:
    found = pc.match_substring_regex(column, pattern)
    mask: Mask = (found.fill_null(False) if found.null_count else found).to_numpy(zero_copy_only=False)
    return mask


def _signs() -> dict[str, str]:
    return {sign: code for sign, code in meanings("currency_symbols").items() if sign != "￥"}


def _unit_of(cell: str) -> int:
    for factor in ("100000000", "10000", "1000"):
        if any(cell.endswith(word) for word in words("unit_words", factor) if not word.isascii()):
            return int(factor)
    return 1
