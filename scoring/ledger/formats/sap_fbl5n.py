"""SAP customer line items (transaction FBL5N), list exported in English or German."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="sap_fbl5n",
    kind=Kind.INVOICES,
    signatures=(
        frozenset({"Document Number", "Document Type", "Document Date", "Net due date"}),
        frozenset({"DocumentNo", "Doc. Type", "Doc. Date", "Net due dt"}),
        frozenset({"Belegnummer", "Belegart", "Belegdatum", "Nettofälligkeit"}),
        frozenset({"Belegnr", "Art", "Belegdat.", "Nettofäll."}),
    ),
    headings={
        "customer_id": ("Customer", "Account", "Debitor", "Konto"),
        "customer_name": ("Name 1", "Customer Name", "Name"),
        "document_no": ("Document Number", "DocumentNo", "Belegnummer", "Belegnr"),
        "document_type": ("Document Type", "Doc. Type", "Belegart", "Art"),
        "issue_date": ("Document Date", "Doc. Date", "Belegdatum", "Belegdat."),
        "due_date": ("Net due date", "Net due dt", "Nettofälligkeit", "Nettofäll."),
        "settled_date": ("Clearing date", "Clearing", "Clrng date", "Ausgleichsdatum", "Ausgleich"),
        "amount": (
            "Amount in doc. curr.", "Amount in document currency", "Betrag in Belegwährung", "Betr. in BW",
            "Amount in local currency", "Amount in local cur.", "Betrag in Hauswährung", "Betr. in HW",
        ),
        "currency": ("Document currency", "Doc. currency", "Curr.", "Belegwährung", "Währg", "Währung",
                     "Local Currency", "LCurr", "Hauswährung"),
        "terms": ("Terms of Payment", "Payt Terms", "Zahlungsbedingung"),
        "credits_document_no": ("Invoice reference", "Inv. ref.", "Rechnungsbezug"),
        "description": ("Text", "Assignment", "Zuordnung"),
    },
    unused=("Amount in local currency", "Betrag in Hauswährung", "Local Currency", "Hauswährung", "Reference", "Referenz",
            "Clearing Document", "Ausgleichsbeleg", "Posting Date", "Buchungsdatum"),
    document_types={
        "RV": "invoice", "DR": "invoice", "RD": "invoice", "DG": "credit_note", "RG": "credit_note", "KG": "credit_note",
        "DZ": "receipt", "ZV": "receipt", "ZR": "receipt", "DA": "neutral", "AB": "neutral", "SA": "neutral",
    },
)  # fmt: skip
