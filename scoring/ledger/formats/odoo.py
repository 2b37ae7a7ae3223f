"""Odoo: list of customer invoices (account.move), by labels or by technical names."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="odoo",
    kind=Kind.INVOICES,
    signatures=(
        frozenset({"Number", "Invoice Partner Display Name", "Invoice/Bill Date", "Due Date", "Payment Status"}),
        frozenset({"name", "invoice_partner_display_name", "invoice_date", "invoice_date_due", "payment_state"}),
        frozenset({"name", "partner_id", "invoice_date", "invoice_date_due", "amount_residual"}),
    ),
    headings={
        "customer_id": ("partner_id", "Partner/ID"),
        "customer_name": ("Invoice Partner Display Name", "Partner", "Customer"),
        "document_no": ("Number", "name"),
        "issue_date": ("Invoice/Bill Date", "invoice_date"),
        "due_date": ("Due Date", "invoice_date_due"),
        "amount": ("Total in Currency", "Total in Currency Signed", "amount_total", "Total Signed", "Total"),
        "net_amount": ("Untaxed Amount", "Untaxed Amount Signed Currency", "amount_untaxed"),
        "tax_amount": ("Tax", "amount_tax"),
        "open_amount": ("Amount Due", "Amount Due Signed", "amount_residual"),
        "currency": ("Currency", "currency_id"),
        "status": ("Payment Status", "Status In Payment", "payment_state"),
        "document_state": ("Status", "state"),
        "document_type": ("Type", "move_type"),
        "owner": ("Salesperson", "invoice_user_id"),
        "terms": ("Payment Terms", "invoice_payment_term_id"),
        "credits_document_no": ("Reversal of", "reversed_entry_id"),
    },
    unused=("Activities", "Reference", "ref", "Untaxed Amount Signed", "Company"),
    document_types={
        "out_invoice": "invoice", "Customer Invoice": "invoice",
        "out_refund": "credit_note", "Customer Credit Note": "credit_note",
    },
)  # fmt: skip
