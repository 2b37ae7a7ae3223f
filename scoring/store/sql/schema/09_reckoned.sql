-- grain: one row per thing that was worked out of a ledger and day for which it is kept: its value, JSON. A cache, as
-- `score` is
CREATE TABLE IF NOT EXISTS reckoned (what VARCHAR, as_of DATE, made_from VARCHAR, told VARCHAR);
