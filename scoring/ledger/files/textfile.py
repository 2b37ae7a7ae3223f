"""A text file -> its one sheet: decode, see how it is built, cut it into rows."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from scoring.errors import Fact, Issue, ScoringError
from scoring.ledger.files.delimiters import shape_of
from scoring.ledger.files.encodings import Decoded
from scoring.ledger.files.records import read_records
from scoring.ledger.files.zipscan import MB, RATIO_FREE_MB, RATIO_MAX, UNPACKED_MAX_MB
from scoring.ledger.reading import RawSheet

CHUNK_BYTES = 4 * MB


def unpacked(path: Path) -> bytes:
    """The content of a gzip file. Raises ScoringError: file_damaged, file_unpacks_too_large."""
    pieces: list[bytes] = []
    size, packed = 0, path.stat().st_size
    try:
        with gzip.open(path) as stream:
            while piece := stream.read(CHUNK_BYTES):
                pieces.append(piece)
                size += len(piece)
                if size > UNPACKED_MAX_MB * MB or size > max(RATIO_FREE_MB * MB, RATIO_MAX * packed):
                    raise ScoringError("file_unpacks_too_large", unpacked_mb=size // MB, members=1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as trouble:
        raise ScoringError("file_damaged", found="gzip") from trouble
    return b"".join(pieces)


def sheet_of_text(decoded: Decoded) -> RawSheet:
    """The one sheet, named "", of a decoded delimited text file. Raises ScoringError("file_empty")."""
    shape = shape_of(decoded.utf8)
    table, notes = read_records(decoded.utf8, shape)
    if shape.announced:
        table = table.slice(1)
    if not table.num_rows:
        raise ScoringError("file_empty")
    return RawSheet("", table, decoded.encoding, shape.delimiter, (*_undecodable(decoded), *notes))


def _undecodable(decoded: Decoded) -> tuple[Issue, ...]:
    if not decoded.undecodable:
        return ()
    row = decoded.utf8[: decoded.utf8.index(b"\xef\xbf\xbd")].count(b"\n") + 1
    facts: dict[str, Fact] = {"count": decoded.undecodable, "encoding": decoded.encoding}
    return (Issue("bytes_undecodable", row=row, facts=facts, severity="warn"),)
