"""Kingdee 金蝶 (K/3, 云星空): list of receivables 应收单列表."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="kingdee",
    kind=Kind.INVOICES,
    signatures=(
        frozenset({"单据编号", "业务日期", "到期日", "客户", "价税合计", "单据类型"}),
        frozenset({"单据编号", "业务日期", "到期日", "客户", "未核销金额"}),
    ),
    headings={
        "customer_id": ("客户编码", "客户.编码", "客户代码"),
        "customer_name": ("客户", "客户名称", "客户.名称"),
        "document_no": ("单据编号",),
        "issue_date": ("业务日期", "单据日期"),
        "due_date": ("到期日",),
        "amount": ("价税合计", "价税合计本位币"),
        "net_amount": ("不含税金额",),
        "tax_amount": ("税额",),
        "paid_amount": ("已核销金额", "已结算金额", "已收款核销金额"),
        "open_amount": ("未核销金额", "未结算金额"),
        "currency": ("币别", "结算币别"),
        "status": ("核销状态", "结算状态"),
        "document_state": ("单据状态",),
        "document_type": ("单据类型",),
        "owner": ("销售员", "业务员"),
        "terms": ("收款条件",),
        "description": ("备注",),
    },
    unused=("本位币", "结算组织", "销售组织", "创建人"),
    document_types={
        "标准应收单": "invoice", "费用应收单": "invoice", "其他应收单": "invoice", "应收单": "invoice",
        "红字应收单": "credit_note", "收款单": "receipt", "销售收款单": "receipt",
    },
)  # fmt: skip
