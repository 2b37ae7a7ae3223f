"""`python -m scoring`: the tasks of the credit desk for a terminal, a scheduler or a test."""

from __future__ import annotations

import sys

from scoring.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
