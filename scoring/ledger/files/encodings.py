"""Bytes -> UTF-8, once, at the door. Everything behind it sees UTF-8 without byte-order mark, NULs and zero-width marks.

Order: what the user said; a byte-order mark; UTF-16 without one (every other byte NUL); strict UTF-8; the East Asian and
Western encoding under which the text looks most like writing; UTF-8 or GB18030 with a few broken bytes (fields cut in
the middle of a character); charset-normalizer. What none of them decides is refused: the user can name the encoding.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from scoring.errors import ScoringError
from scoring.ledger.files.canonical import INVISIBLE

SAMPLE_BYTES = 256 * 1024
LOOKS_RIGHT_SHARE = 0.7
BROKEN_SHARE_MAX = 0.02
UTF16_NUL_SHARE = 0.15
WESTERN_RUN_MAX = 2
NOT_TEXT_SHARE = 0.01

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
WESTERN = frozenset("ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØŒÙÚÛàáâãåæçèéêëìíîïñòóôõøœùúûÿ€£§°ºª«»…’‘“”–—²®™©¡¿ ·¥")
GUESSABLE = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp852", "cp866", "cp932", "euc_jp", "cp949", "big5",
]  # fmt: skip
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
CAPITAL_WITHIN = re.compile(r"(?<=[A-Za-z])[À-ÖØ-ÞŒŸ](?=[a-z])")
REPLACED = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Decoded:
    """A text file's content. `undecodable` counts the bytes that the encoding could not explain (now U+FFFD)."""

    utf8: bytes
    encoding: str
    undecodable: int = 0


def decode(data: bytes, told: str | None = None) -> Decoded:
    """Decode a whole text file; `told` is the encoding the user names.

    Raises ScoringError: encoding_unknown (no such encoding), encoding_wrong (the named one does not fit),
    encoding_undecided, file_not_text.

    >>> decode("客户,金额".encode("gb18030")).encoding, decode("客戶名稱,發票號碼".encode("big5")).encoding
    ('gb18030', 'big5')
    """
    found = _as_told(data, told) if told else _found(data)
    return Decoded(_cleaned(found.utf8), found.encoding, found.undecodable)


def _as_told(data: bytes, told: str) -> Decoded:
    try:
        encoding = codecs.lookup(told).name
        text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    except (LookupError, ValueError, AttributeError) as trouble:
        raise ScoringError("encoding_unknown", encoding=told) from trouble
    broken = text.count(REPLACED)
    if broken > BROKEN_SHARE_MAX * len(text):
        raise ScoringError("encoding_wrong", encoding=encoding, broken=broken)
    return Decoded(text.encode(errors="replace"), encoding, broken)


def _found(data: bytes) -> Decoded:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return _as_told(data[len(mark) :], encoding)
    if utf16 := _unmarked_utf16(data[:SAMPLE_BYTES]):
        return _as_told(data, utf16)
    if _fits(data, "utf-8"):
        return Decoded(data, "utf-8")
    found = _by_look(data) or _slightly_broken(data) or _guessed(data)
    if found is None:
        raise ScoringError("encoding_undecided")
    return found


def _unmarked_utf16(sample: bytes) -> str | None:
    """Digits, separators and line ends leave a NUL in every other byte; ordinary text has none."""
    pairs = max(len(sample) // 2, 1)
    first, second = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if len(sample) % 2 or max(first, second) < UTF16_NUL_SHARE or max(first, second) < 10 * min(first, second):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _fits(data: bytes, encoding: str) -> bool:
    if encoding == "utf-8" and data.isascii():  # sooner told than decoded
        return True
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _by_look(data: bytes) -> Decoded | None:
    """Of the encodings that explain every byte, the one whose characters are everyday ones.

    Wrongly decoded text is full of rare characters: Big5 or Western bytes read as GB18030 fall outside its everyday
    half, Western bytes read as Big5 into its rare half.
    """
    sample = _sample(data)
    scores = {"gb18030": _chinese_look(sample), "big5": _traditional_look(sample)}
    scores |= {encoding: _western_look(sample, encoding) for encoding in ("cp1252", "cp850", "mac_roman")}
    for encoding in sorted(scores, key=lambda name: -scores[name]):
        if scores[encoding] >= LOOKS_RIGHT_SHARE and _fits(data, encoding):
            return Decoded(data.decode(encoding).encode(), encoding)
    return None


def _sample(data: bytes) -> bytes:
    """Lines that hold something beyond ASCII, up to a limit: where an encoding shows."""
    lines: list[bytes] = []
    size = 0
    for line in data[: 64 * SAMPLE_BYTES].splitlines():
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > SAMPLE_BYTES:
                break
    return b"\n".join(lines)


def _beyond_ascii(sample: bytes, encoding: str) -> list[str]:
    return [c for c in sample.decode(encoding, errors="replace") if not c.isascii()]


def _chinese_look(sample: bytes) -> float:
    """Share of characters from GB2312's symbols (rows A1-A9) and everyday characters (rows B0-D7)."""
    characters = _beyond_ascii(sample, "gb18030")
    codes = [c.encode("gb18030") for c in characters if c != REPLACED]
    good = sum(len(b) == 2 and (0xA1 <= b[0] <= 0xA9 or 0xB0 <= b[0] <= 0xD7) and b[1] >= 0xA1 for b in codes)
    return good / max(len(characters), 1)


def _traditional_look(sample: bytes) -> float:
    """Share of characters from Big5's symbols and everyday characters (lead bytes A1-C6)."""
    characters = _beyond_ascii(sample, "big5")
    codes = [c.encode("big5") for c in characters if c != REPLACED]
    return sum(len(b) == 2 and 0xA1 <= b[0] <= 0xC6 for b in codes) / max(len(characters), 1)


def _western_look(sample: bytes, encoding: str) -> float:
    """Share of letters and signs that German, French, Dutch, Spanish, Italian, Portuguese or Nordic writing uses, and uses
    singly or in pairs (whole words of them are another alphabet), no capital inside a word."""
    text = sample.decode(encoding, errors="replace")
    runs = BEYOND_ASCII.findall(text)
    good = sum(len(run) for run in runs if len(run) <= WESTERN_RUN_MAX and WESTERN.issuperset(run))
    return (good - len(CAPITAL_WITHIN.findall(text))) / max(sum(len(run) for run in runs), 1)


def _slightly_broken(data: bytes) -> Decoded | None:
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        broken = text.count(REPLACED)
        beyond = sum(not c.isascii() for c in text[:SAMPLE_BYTES]) if broken else 0
        looks = encoding == "utf-8" or _chinese_look(_sample(data)) >= LOOKS_RIGHT_SHARE
        if looks and 0 < broken <= BROKEN_SHARE_MAX * beyond:
            return Decoded(text.encode(), encoding, broken)
    return None


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(_sample(data), cp_isolation=GUESSABLE).best()
    if best is None or not _fits(data, best.encoding):
        return None
    return Decoded(data.decode(best.encoding).encode(), best.encoding)


def _cleaned(utf8: bytes) -> bytes:
    """Without marks nobody sees. Raises ScoringError("file_not_text") where control characters abound."""
    head = utf8[:SAMPLE_BYTES]
    control = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 26), *range(27, 32)))
    if control > NOT_TEXT_SHARE * len(head):
        raise ScoringError("file_not_text")
    if b"\0" in utf8:
        utf8 = utf8.replace(b"\0", b"")
    if not utf8.isascii():
        for mark in INVISIBLE:
            utf8 = utf8.replace(mark.encode(), b"")
    return utf8.rstrip(b"\x1a")
