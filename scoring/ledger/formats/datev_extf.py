"""DATEV EXTF: batch of postings (Buchungsstapel). Line 1 is metadata, line 2 the headings, dates are day and month."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="datev_extf",
    kind=Kind.ACCOUNT,
    signatures=(
        frozenset({"Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "Konto", "Belegdatum", "Belegfeld 1"}),
    ),
    headings={
        "customer_id": ("Konto",),
        "counter_account": ("Gegenkonto (ohne BU-Schlüssel)", "Gegenkonto"),
        "document_no": ("Belegfeld 1",),
        "entry_date": ("Belegdatum",),
        "due_date": ("Belegfeld 2",),
        "amount": ("Umsatz (ohne Soll/Haben-Kz)",),
        "indicator": ("Soll/Haben-Kennzeichen",),
        "currency": ("WKZ Umsatz",),
        "description": ("Buchungstext",),
    },
    unused=("Kurs", "Basis-Umsatz", "WKZ Basis-Umsatz", "BU-Schlüssel", "Skonto"),
    marker="EXTF",
    short_dates=True,
    debtor_accounts=True,
    numbers_refer=True,
)
