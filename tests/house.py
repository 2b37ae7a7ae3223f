"""The rules of the house, as functions that read one file's source and return what breaks a rule.

Each finding is "path:line what". `tests/test_house.py` runs them over the project and, so that they are known to be able
to fail, over small bad snippets.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FILE_LINES_MAX, FUNCTION_LINES_MAX = 300, 40

FLOOR = {
    "data": 0,
    "scoring.errors": 0,
    "scoring.terms": 1,
    "scoring.settings": 2,
    "scoring.ledger": 3,
    "scoring.metrics": 4,
    "scoring.scorecard": 5,
    "scoring.scenario": 6,
    "scoring.strategy": 7,
    "scoring.store": 7,
    "scoring.text": 7,
    "scoring.desk": 9,
    "scoring.cli": 10,
    "scoring.__main__": 11,
    "pages.shared": 10,
    "pages": 11,
    "app": 12,
}
"""A room may import itself and rooms on lower floors; rooms on one floor do not know each other."""

WORDLESS = ("app", "pages", "scoring.cli", "scoring.desk", "scoring.__main__", "scoring.metrics")
"""Rooms without a single word of their own. The ledger floor knows headings in every language, the store speaks SQL."""

SHOWING = {
    "button", "caption", "checkbox", "download_button", "error", "expander", "file_uploader", "header", "info",
    "markdown", "metric", "multiselect", "number_input", "popover", "radio", "segmented_control", "selectbox", "slider",
    "spinner", "status", "subheader", "success", "text", "text_input", "title", "toast", "toggle", "warning", "write",
}  # fmt: skip
"""Streamlit calls whose first argument a person reads."""

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{2,}")
SENTENCE = re.compile(r"[A-Za-z']+(,? [a-z']+){3,}")
MARKUP = re.compile(r":[a-z0-9_/-]+[:\[]|<[^>]*>|\b(Python|DuckDB|Duewise)\b")
QUIET = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef)
NETWORK = {"requests", "urllib", "urllib3", "http", "socket", "httpx", "aiohttp", "ftplib", "smtplib"}


def room_of(path: str) -> str:
    """The room a file stands in.

    >>> [room_of(path) for path in ("scoring/desk/figures/aging.py", "pages/shared/guard.py", "pages/aging.py", "app.py")]
    ['scoring.desk', 'pages.shared', 'pages', 'app']
    """
    return room_of_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def room_of_module(module: str) -> str:
    """The room a dotted name belongs to: the longest room's name that it begins with, "" for the world outside."""
    rooms = [room for room in FLOOR if module == room or module.startswith(room + ".")]
    return max(rooms, key=len, default="")


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, at any depth of nesting."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def upward_imports(path: str, source: str) -> list[str]:
    """Imports of a room above, beside, or of a room that has no floor."""
    here, found = room_of(path), []
    for line, name in imported(source):
        there = room_of_module(name)
        ours = name.split(".")[0] in ("scoring", "pages", "app", "data", "tests")
        if ours and there != here and (there not in FLOOR or FLOOR[there] >= FLOOR[here]):
            found.append(f"{path}:{line} {here} imports {name}")
    return found


def second_homes(path: str, source: str) -> list[str]:
    """Streamlit, DuckDB, the network, session state and the cache used outside their one home."""
    found = []
    for line, name in imported(source):
        package = name.split(".")[0]
        if package == "streamlit" and not (path == "app.py" or path.startswith("pages/")):
            found.append(f"{path}:{line} streamlit lives in app.py and pages/")
        if package == "duckdb" and not path.startswith("scoring/store/"):
            found.append(f"{path}:{line} duckdb lives in scoring/store/")
        if package in NETWORK:
            found.append(f"{path}:{line} nothing here asks the network ({package})")
    for node in ast.walk(ast.parse(source)):
        name = node.attr if isinstance(node, ast.Attribute) else node.name if isinstance(node, ast.alias) else ""
        if name == "session_state" and path != "pages/shared/session.py":
            found.append(f"{path}:{node.lineno} session_state lives in pages/shared/session.py")
        if name in ("cache_data", "cache_resource") and path != "pages/shared/cached.py":
            found.append(f"{path}:{node.lineno} st.{name} lives in pages/shared/cached.py")
    return found


def sizes(path: str, source: str) -> list[str]:
    """Files above 300 lines and functions above 40, docstrings counted."""
    lines = len(source.splitlines())
    found = [f"{path}:1 {lines} lines"] if lines > FILE_LINES_MAX else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                found.append(f"{path}:{node.lineno} {node.name} has {length} lines")
    return found


def wording(path: str, source: str) -> list[str]:
    """Words a person would read, standing in code instead of scoring/text/words/."""
    if not room_of(path).startswith(WORDLESS):
        return []
    tree = ast.parse(source)
    unread = _unread(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unread:
            if CJK.search(node.value):
                found.append(f"{path}:{node.lineno} Chinese words in code: {node.value[:40]!r}")
            elif SENTENCE.search(node.value):
                found.append(f"{path}:{node.lineno} an English sentence in code: {node.value[:40]!r}")
    return found


def shown_words(path: str, source: str) -> list[str]:
    """Titles, labels and messages of a page that are written into the call."""
    if not path.startswith(("pages/", "app.py")):
        return []
    calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and not _is_log(n)]
    return [
        f"{path}:{call.lineno} {call.func.attr}() shows a word that is not from text/"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in SHOWING
        and call.args
        and _has_letters(call.args[0])
    ]


def strays(path: str, source: str) -> list[str]:
    """Calls of print, notes to oneself and addresses of the outside world."""
    found = [
        f"{path}:{node.lineno} print()"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    for number, line in enumerate(source.splitlines(), start=1):
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
            found.append(f"{path}:{number} a note to oneself is left")
        if path.startswith(("app.py", "pages/")) and re.search(r"https?://|:material/", line):
            found.append(f"{path}:{number} something the browser would fetch from outside")
    return found


def unguarded(path: str, source: str) -> list[str]:
    """A page that does anything but call a function under `@guarded(...)`, or never does.

    Imports, constants and definitions do nothing yet; a constant that speaks to Streamlit does.
    """
    body = ast.parse(source).body
    safe = {node.name for node in body if isinstance(node, ast.FunctionDef) and "guarded" in _decorators(node)}
    acts = [node for node in body if not isinstance(node, QUIET) and not _is_docstring(node)]
    acts += [node for node in body if isinstance(node, ast.Assign | ast.AnnAssign) and "st" in _names(node)]
    calls = [node for node in acts if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    guarded = [
        node for node in calls if isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") in safe
    ]
    if not guarded:
        return [f"{path}:1 no function under @guarded is called"]
    return [f"{path}:{node.lineno} acts before or beside the guard" for node in acts if node not in guarded]


def grain_missing(path: str, source: str) -> list[str]:
    """An SQL file of the marts whose first line does not state the grain, or that defines another name than its own."""
    found = [] if source.startswith("-- grain: ") else [f"{path}:1 the first line must be '-- grain: ...'"]
    if not re.search(rf"\b{Path(path).stem}\b", "\n".join(source.splitlines()[1:])):
        found.append(f"{path}:1 the file's name is not the mart's name")
    return found


def _decorators(node: ast.FunctionDef) -> set[str]:
    return {name for decorator in node.decorator_list for name in _names(decorator)}


def _names(node: ast.AST) -> set[str]:
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return found | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


def _unread(tree: ast.AST) -> set[int]:
    """Ids of string constants that no user reads: docstrings, what a programmer's error or a log line says."""
    nodes = [n for n in ast.walk(tree) if _is_docstring(n) or isinstance(n, ast.Raise | ast.Assert) or _is_log(n)]
    return {id(inner) for node in nodes for inner in ast.walk(node)}


def _is_log(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _names(node.func.value) == {"log"}


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _has_letters(shown: ast.expr) -> bool:
    texts = shown.values if isinstance(shown, ast.JoinedStr) else [shown]
    written = [t.value for t in texts if isinstance(t, ast.Constant) and isinstance(t.value, str)]
    return any(re.search(r"[A-Za-z]", MARKUP.sub("", text)) for text in written)
