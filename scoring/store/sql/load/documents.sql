-- grain: one row per incoming document that is not plainly new: one that is there already (updated, duplicate or in
-- conflict) or one whose due date is not given and must be told by other terms than its own
CREATE OR REPLACE TEMP TABLE document_landing AS
WITH present AS (
    SELECT * FROM row_document
    WHERE superseded_by IS NULL AND (customer_id, document_no) IN (SELECT (customer_id, document_no) FROM incoming_documents)
),
merged AS (
    SELECT
        i.*, p.document_key, p.import_id AS present_import_id, p.source_row AS present_row,
        p.amount AS present_amount, p.issue_date AS present_issue_date, p.currency AS present_currency,
        coalesce(i.currency, p.currency) AS kept_currency,
        coalesce(i.due_date, p.due_date) AS kept_due_date,
        CASE WHEN i.due_date IS NOT NULL THEN 'given' ELSE p.due_source END AS kept_due_source,
        coalesce(i.settled_date, CASE WHEN i.status = 'open' THEN NULL ELSE p.settled_date END) AS kept_settled_date,
        coalesce(i.settled_by, p.settled_by) AS kept_settled_by,
        coalesce(i.paid_amount, p.paid_amount) AS kept_paid_amount,
        -- a list that has only open balances says of a document that was larger what is left of it
        getvariable('balances_only') AND i.open_amount IS NULL AND sign(i.amount) = sign(p.amount)
            AND (abs(i.amount) < abs(p.amount) OR i.amount = p.amount AND p.open_amount IS NOT NULL) AS is_rest,
        CASE WHEN is_rest THEN p.amount ELSE i.amount END AS kept_amount,
        CASE WHEN is_rest THEN i.amount ELSE coalesce(i.open_amount, p.open_amount) END AS kept_open_amount,
        coalesce(i.status, p.status) AS kept_status,
        coalesce(i.disputed, p.disputed) AS kept_disputed,
        coalesce(i.dispute_reason, p.dispute_reason) AS kept_dispute_reason,
        coalesce(i.credits_document_no, p.credits_document_no) AS kept_credits,
        coalesce(i.description, p.description) AS kept_description,
        p.settled_date IS NOT DISTINCT FROM kept_settled_date AND p.paid_amount IS NOT DISTINCT FROM kept_paid_amount
            AND p.open_amount IS NOT DISTINCT FROM kept_open_amount AND p.status IS NOT DISTINCT FROM kept_status
            AS same_payment,
        CASE WHEN same_payment THEN p.known_on ELSE i.known_on END AS kept_known_on,
        same_payment AND p.disputed IS NOT DISTINCT FROM kept_disputed
            AND p.due_date IS NOT DISTINCT FROM kept_due_date
            AND p.dispute_reason IS NOT DISTINCT FROM kept_dispute_reason
            AND p.credits_document_no IS NOT DISTINCT FROM kept_credits
            AND p.description IS NOT DISTINCT FROM kept_description AS same_content
    FROM incoming_documents i
    JOIN present p ON p.customer_id = i.customer_id AND p.document_no = i.document_no
),
undated AS (
    SELECT
        i.*, coalesce(i.currency, getvariable('currency')) AS kept_currency,
        CASE WHEN c.terms_days IS NOT NULL THEN 'customer_terms' ELSE 'default_terms' END AS kept_due_source,
        i.issue_date + coalesce(c.terms_days, getvariable('terms_days')) AS kept_due_date
    FROM incoming_documents i
    LEFT JOIN customer c ON c.customer_id = i.customer_id
    WHERE i.due_date IS NULL AND i.kind = 'invoice' AND i.terms_days IS NULL
        AND (i.customer_id, i.document_no) NOT IN (SELECT (customer_id, document_no) FROM present)
)
SELECT
    *,
    CASE WHEN kept_amount <> present_amount OR issue_date <> present_issue_date OR kept_currency <> present_currency
             THEN 'document_conflict'
         WHEN same_content THEN 'duplicate'
         ELSE 'updated' END AS outcome
FROM merged
UNION ALL BY NAME
SELECT *, CASE WHEN kept_due_date IS NULL THEN 'due_date_missing' ELSE 'new' END AS outcome
FROM undated
