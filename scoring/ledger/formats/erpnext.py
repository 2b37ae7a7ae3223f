"""ERPNext: Accounts Receivable report."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="erpnext",
    kind=Kind.INVOICES,
    signatures=(
        frozenset({"Posting Date", "Voucher Type", "Voucher No", "Invoiced Amount", "Outstanding Amount"}),
        frozenset({"Posting Date", "Voucher Type", "Voucher No", "Invoiced", "Outstanding"}),
        frozenset({"posting_date", "voucher_type", "voucher_no", "invoiced", "outstanding"}),
    ),
    headings={
        "customer_id": ("Party", "Customer"),
        "customer_name": ("Customer Name", "Party Name"),
        "document_no": ("Voucher No",),
        "document_type": ("Voucher Type",),
        "issue_date": ("Posting Date",),
        "due_date": ("Due Date",),
        "amount": ("Invoiced Amount", "Invoiced"),
        "paid_amount": ("Paid Amount", "Paid"),
        "open_amount": ("Outstanding Amount", "Outstanding"),
        "currency": ("Currency",),
        "region": ("Territory",),
        "nature": ("Customer Group",),
        "owner": ("Sales Person",),
        "description": ("Remarks",),
    },
    unused=("Credit Note", "Debit Note", "Age", "Age (Days)", "0-30", "31-60", "61-90", "Cost Center", "Receivable Account",
            "Party Type", "Customer LPO", "Bill No", "Bill Date"),
    document_types={
        "Sales Invoice": "invoice", "Credit Note": "credit_note", "Payment Entry": "receipt", "Journal Entry": "neutral",
    },
)  # fmt: skip
