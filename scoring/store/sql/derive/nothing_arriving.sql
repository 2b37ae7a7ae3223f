-- grain: no row: the documents and receipts on their way into the store, before there are any and once they are in
CREATE OR REPLACE TEMP VIEW arriving_document AS
SELECT * EXCLUDE (superseded_by, implied_amount, closed_date, first_paid_date) FROM row_document WHERE false;

CREATE OR REPLACE TEMP VIEW arriving_receipt AS
SELECT * EXCLUDE (superseded_by, used_date) FROM row_receipt WHERE false
