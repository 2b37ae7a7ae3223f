-- grain: one row per thing that changed the workspace, in order; the journal beside the raw files is a copy of it
CREATE TABLE IF NOT EXISTS event (
    event_id BIGINT, happened_at TIMESTAMP, kind VARCHAR, detail VARCHAR
);

-- grain: one row per imported sheet; imported_by = who brought it in, as the caller named them
CREATE TABLE IF NOT EXISTS import (
    import_id INTEGER, imported_at TIMESTAMP, imported_by VARCHAR, undone_at TIMESTAMP, file_sha256 VARCHAR, file_name VARCHAR,
    sheet VARCHAR, kind VARCHAR, format VARCHAR, options VARCHAR, report VARCHAR
);

-- grain: one row per rejected row of an import (its first reason)
CREATE TABLE IF NOT EXISTS rejected (
    import_id INTEGER, source_row BIGINT, "column" VARCHAR, value VARCHAR, code VARCHAR, facts VARCHAR,
    currency VARCHAR, amount DECIMAL(18,2), raw VARCHAR
);

-- grain: one row per setting the user changed
CREATE TABLE IF NOT EXISTS setting (name VARCHAR, value VARCHAR);

-- grain: one row per confirmed mapping of a set of headings
CREATE TABLE IF NOT EXISTS mapping (headings VARCHAR, kind VARCHAR, fields VARCHAR, confirmed_at TIMESTAMP);

-- grain: one row per aging scheme and bucket; days from..to, both inclusive
CREATE TABLE IF NOT EXISTS scheme_bucket (
    scheme VARCHAR, position INTEGER, bucket VARCHAR, from_day INTEGER, to_day INTEGER
);
