-- grain: one row per arriving receipt, written once with all that is derived of it
INSERT INTO row_receipt BY NAME
SELECT * EXCLUDE (arriving, used, used_date), used AS used_date FROM usage WHERE arriving
