"""One small export of each named format, as its program writes it, and the documents and receipts it means."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Golden:
    """An export, and what it means: documents (customer, number, kind, issue, due, amount), receipts (customer, day,
    amount)."""

    format: str
    text: str
    documents: tuple[str, ...]
    receipts: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    currency: str | None = None


GOLDENS = (
    Golden(
        "sap_fbl5n",
        """
        Customer Line Item Display||||||||||
        Company Code|1000|||||||||
        Customer|Document Number|Document Type|Document Date|Net due date|Clearing date|Amount in doc. curr.|Document currency|Amount in local currency|Invoice reference|Text
        10001|1800000001|RV|01.10.2019|31.10.2019||1.190,00|EUR|1.190,00||Delivery 1
        10001|1800000002|RV|05.09.2019|05.10.2019|30.09.2019|500,00|EUR|500,00||Delivery 2
        10001|1600000001|DG|10.10.2019|10.10.2019||190,00-|EUR|190,00-|1800000001|Returned
        10001|1400000001|DZ|30.09.2019|30.09.2019|30.09.2019|500,00-|EUR|500,00-||Payment
        10001|1400000002|DZ|15.10.2019|15.10.2019||300,00-|EUR|300,00-||On account
        *|||||||||
        Account 10001||||||700,00|EUR|700,00||
        """,
        (
            "10001 1800000001 invoice 2019-10-01 2019-10-31 1190.00",
            "10001 1800000002 invoice 2019-09-05 2019-10-05 500.00",
            "10001 1600000001 credit_note 2019-10-10 2019-10-10 -190.00",
        ),
        ("10001 2019-10-15 300.00",),
        ("cleared", "total"),
        "EUR",
    ),
    Golden(
        "sap_fbl5n",
        """
        Debitor|Belegnummer|Belegart|Belegdatum|Nettofälligkeit|Ausgleich|Betrag in Belegwährung|Belegwährung|Text
        10001|1800000001|RV|01.10.2019|31.10.2019||1.190,00|EUR|Lieferung
        10001|1600000001|DG|10.10.2019|10.10.2019||190,00-|EUR|Gutschrift
        Konto 10001||||||1.000,00|EUR|
        """,
        (
            "10001 1800000001 invoice 2019-10-01 2019-10-31 1190.00",
            "10001 1600000001 credit_note 2019-10-10 2019-10-10 -190.00",
        ),
        (),
        ("total",),
        "EUR",
    ),
    Golden(
        "kingdee",
        """
        应收单列表|||||||||||
        单据类型|单据编号|业务日期|到期日|客户编码|客户|币别|不含税金额|税额|价税合计|已核销金额|未核销金额
        标准应收单|AR00000001|2024-01-05|2024-02-04|CUST0001|广州贸易有限公司|人民币|1000.00|130.00|1130.00|130.00|1000.00
        红字应收单|AR00000002|2024-01-20|2024-01-20|CUST0001|广州贸易有限公司|人民币|-100.00|-13.00|-113.00|0|-113.00
        合计|||||||900.00|117.00|1017.00||887.00
        """,
        (
            "CUST0001 AR00000001 invoice 2024-01-05 2024-02-04 1130.00",
            "CUST0001 AR00000002 credit_note 2024-01-20 2024-01-20 -113.00",
        ),
        (),
        ("total",),
        "CNY",
    ),
    Golden(
        "yonyou",
        """
        客户往来明细账||||||||
        日期|凭证号|客户编码|客户名称|摘要|借方|贷方|方向|余额
        |||大华公司|期初余额|||借|500.00
        2024-01-05|记-1|0101|大华公司|销售商品|1,130.00||借|1,630.00
        2024-01-20|记-8|0101|大华公司|收回货款||600.00|借|1,030.00
        2024-01-25|记-9|0101|大华公司|红字冲销|-130.00||借|900.00
        |||大华公司|本月合计|1,000.00|600.00|借|900.00
        |||大华公司|本年累计|1,000.00|600.00|借|900.00
        """,
        (
            "0101 GEN invoice 2024-01-05 None 500.00",
            "0101 记-1 invoice 2024-01-05 None 1130.00",
            "0101 记-9 credit_note 2024-01-25 None -130.00",
        ),
        ("0101 2024-01-20 600.00",),
        ("total",),
    ),
    Golden(
        "quickbooks",
        """
        Example Company||||||
        Open Invoices||||||
        As of October 31, 2019||||||
        Date|Transaction Type|Num|Customer|Due Date|Amount|Open Balance
        10/01/2019|Invoice|1001|Acme Ltd|10/31/2019|1,200.00|700.00
        10/05/2019|Credit Memo|1002|Acme Ltd|10/05/2019|-50.00|-50.00
        10/20/2019|Payment|77|Acme Ltd|10/20/2019|-600.00|-100.00
        Total for Acme Ltd|||||550.00|550.00
        """,
        (
            "acme ltd 1001 invoice 2019-10-01 2019-10-31 1200.00",
            "acme ltd 1002 credit_note 2019-10-05 2019-10-05 -50.00",
        ),
        ("acme ltd 2019-10-20 100.00",),
        ("total",),
    ),
    Golden(
        "xero",
        """
        ContactName|InvoiceNumber|Reference|InvoiceDate|DueDate|Total|TaxTotal|InvoiceAmountPaid|InvoiceAmountDue|Description|LineAmount|Currency|Type|Status
        Acme Ltd|INV-0001|PO1|31/01/2024|28/02/2024|120.00|20.00|0.00|120.00|Desk|60.00|GBP|Sales invoice|Awaiting Payment
        Acme Ltd|INV-0001|PO1|31/01/2024|28/02/2024|120.00|20.00|0.00|120.00|Chair|40.00|GBP|Sales invoice|Awaiting Payment
        Acme Ltd|CN-0001|PO1|15/02/2024|15/02/2024|24.00|4.00|0.00|24.00|Chair|20.00|GBP|Sales credit note|Awaiting Payment
        Acme Ltd|INV-0002|PO1|31/01/2024|28/02/2024|10.00|0.00|0.00|0.00|Lamp|10.00|GBP|Sales invoice|Voided
        """,
        (
            "acme ltd INV-0001 invoice 2024-01-31 2024-02-28 120.00",
            "acme ltd CN-0001 credit_note 2024-02-15 2024-02-15 -24.00",
        ),
        (),
        ("line_item", "voided"),
        "GBP",
    ),
    Golden(
        "odoo",
        """
        Number|Invoice Partner Display Name|Invoice/Bill Date|Due Date|Untaxed Amount|Total in Currency|Amount Due|Currency|Payment Status|Status|Type
        INV/2024/00001|Acme Ltd|2024-01-31|2024-03-01|100.00|120.00|120.00|EUR|Not Paid|Posted|Customer Invoice
        INV/2024/00002|Acme Ltd|2024-02-01|2024-03-02|100.00|120.00|20.00|EUR|Partially Paid|Posted|Customer Invoice
        RINV/2024/00001|Acme Ltd|2024-02-10|2024-02-10|-10.00|-12.00|-12.00|EUR|Not Paid|Posted|Customer Credit Note
        """,
        (
            "acme ltd INV/2024/00001 invoice 2024-01-31 2024-03-01 120.00",
            "acme ltd INV/2024/00002 invoice 2024-02-01 2024-03-02 120.00",
            "acme ltd RINV/2024/00001 credit_note 2024-02-10 2024-02-10 -12.00",
        ),
        currency="EUR",
    ),
    Golden(
        "erpnext",
        """
        Posting Date|Customer|Receivable Account|Voucher Type|Voucher No|Due Date|Invoiced Amount|Paid Amount|Credit Note|Outstanding Amount|Age (Days)|0-30|Currency|Territory
        2024-01-31|ACME|Debtors|Sales Invoice|ACC-SINV-2024-00001|2024-03-01|120.00|20.00|0.00|100.00|5|100.00|EUR|Germany
        2024-02-10|ACME|Debtors|Payment Entry|ACC-PAY-2024-00001|2024-02-10|0.00|30.00|0.00|-30.00|0|-30.00|EUR|Germany
        Total||||||120.00|50.00|0.00|70.00||70.00||
        """,
        ("ACME ACC-SINV-2024-00001 invoice 2024-01-31 2024-03-01 120.00",),
        ("ACME 2024-02-10 30.00",),
        ("total",),
        "EUR",
    ),
    Golden(
        "datev_extf",
        """
        EXTF|700|21|Buchungsstapel|12|20240301000000000||RE|||29098|55003|20240101|4|20240101|20240331
        Umsatz (ohne Soll/Haben-Kz)|Soll/Haben-Kennzeichen|WKZ Umsatz|Kurs|Konto|Gegenkonto (ohne BU-Schlüssel)|BU-Schlüssel|Belegdatum|Belegfeld 1|Belegfeld 2|Buchungstext
        1190,00|S|EUR||10001|8400||3101|RE1001|010324|Lieferung
        1000,00|S|EUR||1200|10001||1502|BANK7||Zahlung
        190,00|H|EUR||10001|8400||2002|GU1||Gutschrift
        55,00|S|EUR||4930|1200||2102|X1||Bürobedarf
        """,
        (
            "10001 RE1001 invoice 2024-01-31 2024-03-01 1190.00",
            "10001 GU1 credit_note 2024-02-20 None -190.00",
        ),
        ("10001 2024-02-15 1000.00",),
        ("not_receivable",),
        "EUR",
    ),
    Golden(
        "plain",
        """
        Customer Number|Invoice No|Invoice Date|Due Date|Amount
        C1|A-1|2024-01-31|2024-03-01|120.00
        """,
        ("C1 A-1 invoice 2024-01-31 2024-03-01 120.00",),
    ),
)
