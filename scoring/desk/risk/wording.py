"""Segments of the portfolio in the reader's words."""

from __future__ import annotations

from scoring.desk.wording import bucket_label, group_label


def segment_label(grouping: str, key: str, name: str, lang: str) -> str:
    """The name of a segment: severities as their bucket, everything else as in an aging table.

    >>> segment_label("severity", "light", "light", "en"), segment_label("owner", "", "", "en")
    ('Light (1–30)', 'Not given')
    """
    return bucket_label(key, "due", lang) if grouping == "severity" else group_label(grouping, key, name, lang)
