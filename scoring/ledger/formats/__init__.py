"""The export formats known by name. To add one: a file with a FORMAT, its name here, its words, a golden in the tests."""

from scoring.ledger.formats import datev_extf, erpnext, kingdee, odoo, plain, quickbooks, sap_fbl5n, xero, yonyou
from scoring.ledger.headings.format import Format

PLAIN = plain.FORMAT
FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (plain, sap_fbl5n, kingdee, yonyou, quickbooks, xero, odoo, erpnext, datev_extf)
}
