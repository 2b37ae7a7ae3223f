"""Xero: sales invoices export, one row per line of an invoice with the invoice's total repeated."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="xero",
    kind=Kind.INVOICES,
    signatures=(
        frozenset({"ContactName", "InvoiceNumber", "InvoiceDate", "DueDate", "Total", "InvoiceAmountDue"}),
        frozenset({"ContactName", "InvoiceNumber", "InvoiceDate", "DueDate", "Total", "InvoiceAmountPaid"}),
    ),
    headings={
        "customer_id": ("AccountNumber", "ContactID"),
        "customer_name": ("ContactName",),
        "document_no": ("InvoiceNumber",),
        "issue_date": ("InvoiceDate",),
        "due_date": ("DueDate",),
        "amount": ("Total",),
        "tax_amount": ("TaxTotal",),
        "paid_amount": ("InvoiceAmountPaid",),
        "open_amount": ("InvoiceAmountDue",),
        "currency": ("Currency",),
        "document_type": ("Type",),
        "status": ("Status",),
        "region": ("POCountry",),
    },
    unused=("Reference", "Description", "Discount", "LineAmount", "TaxAmount", "UnitAmount", "PORegion", "SAAddressLine1"),
    document_types={
        "Sales invoice": "invoice", "Sales credit note": "credit_note", "Sales overpayment": "receipt",
        "ACCREC": "invoice", "ACCRECCREDIT": "credit_note", "Sales prepayment": "receipt",
    },
    line_items=True,
)  # fmt: skip
