-- grain: one row per open-items list: what was open at the end of `day`. scope says whose documents it lists completely,
-- so that those it no longer holds are settled: 'customers' (those it names), 'ledger' (all), 'none'. headings tell lists
-- of one export from others
CREATE TABLE IF NOT EXISTS open_list (import_id INTEGER, day DATE, scope VARCHAR, headings VARCHAR);

-- grain: one row per document that a complete open-items list holds, also where its row is rejected or nothing new
CREATE TABLE IF NOT EXISTS row_listed (import_id INTEGER, document_key BIGINT);

-- grain: one row per document and open-items list that says of it what no row does: that it has vanished though it was
-- open until then (`absent`), or that it is open as its row says though an earlier list no longer held it
CREATE TABLE IF NOT EXISTS row_vanished (
    import_id INTEGER, imported_at TIMESTAMP, position BIGINT, document_key BIGINT, customer_id VARCHAR, day DATE,
    absent BOOLEAN
);

-- grain: one row per document and file that says how much of it is settled by a day, beside its current row: a list that
-- it has vanished from, or a row that a later file superseded. amount = what that adds to what was settled the day before
-- (below 0 = open again); derived
CREATE TABLE IF NOT EXISTS stated (
    kind VARCHAR, source_key BIGINT, document_key BIGINT, customer_id VARCHAR, currency VARCHAR, document_no VARCHAR,
    amount DECIMAL(18,2), value_date DATE, import_id INTEGER, source_row BIGINT, imported_at TIMESTAMP
);
