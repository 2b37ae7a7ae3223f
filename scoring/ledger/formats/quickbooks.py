"""QuickBooks: transaction reports of accounts receivable (Transaction List by Customer, A/R detail)."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="quickbooks",
    kind=Kind.INVOICES,
    signatures=(
        frozenset({"Date", "Transaction Type", "Num", "Due Date", "Amount", "Open Balance"}),
        frozenset({"Date", "Transaction Type", "No.", "Due Date", "Amount", "Open Balance"}),
        frozenset({"Type", "Date", "Num", "Due Date", "Open Balance"}),
    ),
    headings={
        "customer_name": ("Customer", "Customer full name", "Name"),
        "document_no": ("Num", "No."),
        "document_type": ("Transaction Type", "Type"),
        "issue_date": ("Date",),
        "due_date": ("Due Date",),
        "amount": ("Amount",),
        "open_amount": ("Open Balance",),
        "description": ("Memo/Description", "Memo"),
        "terms": ("Terms",),
    },
    unused=("Aging", "Past Due", "P. O. #", "Location"),
    document_types={
        "Invoice": "invoice", "Credit Memo": "credit_note", "Refund": "neutral", "Payment": "receipt",
        "Journal Entry": "neutral", "General Journal": "neutral", "Statement Charge": "invoice", "Deposit": "receipt",
    },
)  # fmt: skip
