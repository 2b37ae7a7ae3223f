"""Yonyou 用友 (U8, NC): customer ledger 客户往来明细账, debit and credit with a voucher number."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(
    name="yonyou",
    kind=Kind.ACCOUNT,
    signatures=(
        frozenset({"日期", "凭证号", "客户编码", "摘要", "借方", "贷方", "方向", "余额"}),
        frozenset({"日期", "凭证号", "客户编码", "摘要", "借方金额", "贷方金额", "方向", "余额"}),
        frozenset({"日期", "凭证号", "摘要", "借方本币", "贷方本币", "方向", "余额本币"}),
    ),
    headings={
        "customer_id": ("客户编码",),
        "customer_name": ("客户名称", "客户"),
        "document_no": ("凭证号",),
        "entry_date": ("日期",),
        "debit": ("借方本币", "借方金额", "借方"),
        "credit": ("贷方本币", "贷方金额", "贷方"),
        "balance": ("余额本币", "余额"),
        "indicator": ("方向",),
        "currency": ("币种",),
        "description": ("摘要",),
    },
    unused=("科目编码", "科目名称", "业务号"),
)
