"""Write the committed samples anew: `python -m data.generator`. Without a change of the generator, no byte changes."""

from __future__ import annotations

from pathlib import Path

from data.generator import SAMPLE_INVOICES, SAMPLE_LANGUAGES, generate

SAMPLE = Path(__file__).resolve().parent.parent / "sample"

if __name__ == "__main__":
    for code in SAMPLE_LANGUAGES:
        generate(SAMPLE_INVOICES, SAMPLE / code, language=code)
