"""ROWS -> FACTS: the only room that knows DuckDB."""

from scoring.store.copying import copy_database
from scoring.store.importing import (
    ImportReport,
    earlier_import,
    import_reading,
    rederive_all,
    undo,
    with_remarks_of_now,
)
from scoring.store.raw import RawFile, RawFiles
from scoring.store.store import CheckResult, Store, reporting_params

__all__ = [
    "CheckResult",
    "ImportReport",
    "RawFile",
    "RawFiles",
    "Store",
    "copy_database",
    "earlier_import",
    "import_reading",
    "rederive_all",
    "reporting_params",
    "undo",
    "with_remarks_of_now",
]
