"""Expressions of early warnings: text from a data file, checked before use, computed on whole columns, never by `eval`.

What may stand in one: numbers, words in quotes, names of characteristics, + - * /, comparisons, and, or, not, and
`earlier(name, months)`, `change(name, months)` (now less earlier), `larger(a, b)`, `or_else(a, b)` (b where a is missing).
A missing value makes everything missing that it decides; a missing truth trips nothing.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from scoring.errors import ScoringError

Kind = Literal["number", "word", "truth"]
Column = npt.NDArray[Any]
"""One value per customer: floats with NaN for missing, words as objects with None; truths are 1, 0 and NaN."""
Ask = Callable[[str, int], Column]
"""The column of a name so many months before (0 = now)."""

LONGEST, MOST_PARTS, MONTHS_MAX, LARGEST = 400, 80, 12, 1e15
SUMS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
TESTS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
IN_TIME, OF_TWO = ("earlier", "change"), ("larger", "or_else")


@dataclass(frozen=True)
class Expression:
    """A checked expression. `kind` is what it gives; `uses` the names it asks for and how many months before, sorted."""

    text: str
    kind: Kind
    uses: tuple[tuple[str, int], ...]
    tree: ast.expr = field(repr=False)  # its repr is an address: the text says what it is


def parse(text: str, names: Mapping[str, Kind]) -> Expression:
    """Check an expression over `names`. Raises ScoringError "expression_refused" with the part that may not stand there.

    >>> parse("change(sales, 3) < -0.2 and nature == 'government'", {"sales": "number", "nature": "word"}).uses
    (('nature', 0), ('sales', 0), ('sales', 3))
    """
    if len(text) > LONGEST:
        raise _refused(text, text[:40])
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refused(text, text[:40]) from error
    if sum(1 for _ in ast.walk(tree)) > MOST_PARTS:
        raise _refused(text, text[:40])
    uses: set[tuple[str, int]] = set()
    kind = _Check(text, names, uses).kind(tree)
    return Expression(text, kind, tuple(sorted(uses)), tree)


def computed(expression: Expression, ask: Ask, rows: int) -> Column:
    """The expression's value for each of `rows` customers: floats (truths 1 and 0), NaN where missing.

    >>> sales = {0: np.array([50.0, 90.0, np.nan]), 3: np.array([100.0, 100.0, 100.0])}
    >>> drop = parse("change(sales, 3) / earlier(sales, 3)", {"sales": "number"})
    >>> computed(drop, lambda name, months: sales[months], 3).tolist()
    [-0.5, -0.1, nan]
    """
    with np.errstate(all="ignore"):
        found = np.broadcast_to(np.asarray(_value(expression.tree, ask), np.float64), rows)
    return np.where(np.isfinite(found), found, np.nan)


@dataclass(frozen=True)
class _Check:
    """Walks an expression once: what each part gives, and what it asks for."""

    text: str
    names: Mapping[str, Kind]
    uses: set[tuple[str, int]]

    def kind(self, node: ast.expr) -> Kind:
        match node:
            case ast.Constant(value=str()):
                return "word"
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and abs(value) < LARGEST:
                return "number"
            case ast.Name(id=name) if name in self.names:
                self.uses.add((name, 0))
                return self.names[name]
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return self._all([inner], "number", "number")
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return self._all([inner], "truth", "truth")
            case ast.BoolOp(values=parts):
                return self._all(parts, "truth", "truth")
            case ast.BinOp(op=op, left=left, right=right) if type(op) in SUMS:
                return self._all([left, right], "number", "number")
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in TESTS:
                both = "word" if self.kind(left) == "word" and type(op) in (ast.Eq, ast.NotEq) else "number"
                return self._all([left, right], both, "truth")
            case ast.Call(func=ast.Name(id=called), args=[one, other], keywords=[]):
                return self._call(node, called, one, other)
        raise _refused(self.text, ast.unparse(node))

    def _all(self, parts: list[ast.expr], wanted: str, gives: Kind) -> Kind:
        for part in parts:
            if self.kind(part) != wanted:
                raise _refused(self.text, ast.unparse(part))
        return gives

    def _call(self, node: ast.Call, called: str, one: ast.expr, other: ast.expr) -> Kind:
        if called in OF_TWO:
            return self._all([one, other], "number", "number")
        if called in IN_TIME and isinstance(one, ast.Name) and self.names.get(one.id) == "number":
            months = other.value if isinstance(other, ast.Constant) else None
            if isinstance(months, int) and not isinstance(months, bool) and 1 <= months <= MONTHS_MAX:
                self.uses.update({(one.id, months), (one.id, 0 if called == "change" else months)})
                return "number"
        raise _refused(self.text, ast.unparse(node))


def _refused(text: str, part: str) -> ScoringError:
    return ScoringError("expression_refused", expression=text[:LONGEST], part=part[:80])


def _value(node: ast.expr, ask: Ask) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return ask(name, 0)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, ask)
        case ast.UnaryOp(operand=inner):
            return 1 - _value(inner, ask)
        case ast.BoolOp(op=op, values=parts):
            return _joined([_value(part, ask) for part in parts], 0.0 if isinstance(op, ast.And) else 1.0)
        case ast.BinOp(op=op, left=left, right=right):
            return SUMS[type(op)](np.asarray(_value(left, ask), np.float64), _value(right, ask))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(TESTS[type(op)], _value(left, ask), _value(right, ask))
        case ast.Call(func=ast.Name(id=called), args=[one, other]):
            return _called(called, one, other, ask)
    raise TypeError(f"not checked: {ast.dump(node)}")


def _called(called: str, one: ast.expr, other: ast.expr, ask: Ask) -> Any:
    if called in IN_TIME and isinstance(one, ast.Name) and isinstance(other, ast.Constant):
        before = ask(one.id, int(str(other.value)))
        return before if called == "earlier" else ask(one.id, 0) - before
    first, second = (np.asarray(_value(part, ask), np.float64) for part in (one, other))
    return np.where(np.isnan(first), second, first) if called == "or_else" else np.maximum(first, second)


def _compared(test: Callable[[Any, Any], Any], left: Any, right: Any) -> Column:
    """1 and 0, NaN where either side is missing."""
    missing = _missing(left) | _missing(right)
    return np.where(missing, np.nan, np.asarray(test(left, right), np.float64))


def _missing(value: Any) -> Column:
    column = np.asarray(value)
    if column.dtype == object:
        return np.asarray(column == np.array(None))
    return np.isnan(column) if column.dtype.kind == "f" else np.zeros(column.shape, np.bool_)


def _joined(parts: list[Column], decides: float) -> Column:
    """And (0 decides) or or (1 decides): a deciding part counts whatever is missing elsewhere."""
    stacked = np.stack(np.broadcast_arrays(*parts))
    decided = (stacked == decides).any(axis=0)
    unknown = np.isnan(stacked).any(axis=0)
    return np.where(decided, decides, np.where(unknown, np.nan, 1.0 - decides))
