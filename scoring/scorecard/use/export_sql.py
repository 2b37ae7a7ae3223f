"""A card as one SQL statement that gives the same points to the same row, in DuckDB's dialect.

Numbers are read as DOUBLE (null, NaN and infinite = missing), categories as VARCHAR (null and '' = missing): text, whole
numbers and booleans make categories, fractions do not.
"""

from __future__ import annotations

from scoring.scorecard.card import Bin, Binning, Card
from scoring.scorecard.use.score import points_by_bin


def to_sql(card: Card, source: str) -> str:
    """A SELECT over the table named `source`: its columns, then "<characteristic> points", score and pd."""
    names = [identifier(f"{scored.binning.name} points") for scored in card.characteristics]
    cases = [case(scored.binning) for scored in card.characteristics]
    points = "".join(f",\n    {text} AS {name}" for text, name in zip(cases, names, strict=True))
    link = card.calibration
    exponent = f"{number(link.intercept)} + {number(link.slope)} * score"
    return (
        f"WITH points AS (\n  SELECT *{points}\n  FROM {identifier(source)}\n),\n"
        f"scores AS (\n  SELECT *, {' + '.join([str(card.base_points), *names])} AS score\n  FROM points\n)\n"
        f"SELECT *, 1 / (1 + exp({exponent})) AS pd\nFROM scores\n"
    )


def case(binning: Binning) -> str:
    """The CASE expression of one characteristic, from value to points.

    >>> from scoring.scorecard.card import Bin
    >>> bins = (Bin("categories", values=("yes",), points=9), Bin("missing", points=4), Bin("unseen", points=2))
    >>> print(case(Binning("paid", "category", bins, 0.0, "none")))
    CASE
          WHEN CAST("paid" AS VARCHAR) IS NULL OR CAST("paid" AS VARCHAR) = '' THEN 4
          WHEN CAST("paid" AS VARCHAR) IN ('yes') THEN 9
          ELSE 2
        END
    """
    is_number = binning.kind == "number"
    value = f"CAST({identifier(binning.name)} AS {'DOUBLE' if is_number else 'VARCHAR'})"
    empty = f"isnan({value}) OR isinf({value})" if is_number else f"{value} = ''"
    points = list(zip(binning.bins, points_by_bin(binning).tolist(), strict=True))
    missing = next(given for b, given in points if b.kind == "missing")
    ordered = sorted(points, key=lambda pair: pair[0].kind != "special")  # special values stand inside intervals
    whens = [
        f"WHEN {_holds(b, value, is_number)} THEN {given}" for b, given in ordered if b.values or b.upper is not None
    ]
    rest = [given for b, given in points if b.kind == ("interval" if is_number else "unseen")][-1]
    return (
        "\n      ".join(["CASE", f"WHEN {value} IS NULL OR {empty} THEN {missing}", *whens, f"ELSE {rest}"])
        + "\n    END"
    )


def identifier(name: str) -> str:
    """A name quoted for SQL.

    >>> print(identifier('share "90+", %'))
    "share ""90+"", %"
    """
    return '"' + name.replace('"', '""') + '"'


def number(value: float) -> str:
    """A float as a literal that SQL reads as the very same DOUBLE (a literal without exponent would be a DECIMAL).

    >>> number(0.1), number(1e-07)
    ('0.1e0', '1e-07')
    """
    written = repr(float(value))
    return written if "e" in written else f"{written}e0"


def _holds(b: Bin, value: str, is_number: bool) -> str:
    if b.kind == "interval" and b.upper is not None:
        return f"{value} <= {number(b.upper)}"
    if is_number:
        return f"{value} = {number(float(b.values[0]))}"
    return f"{value} IN ({', '.join(_text(known) for known in b.values)})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
