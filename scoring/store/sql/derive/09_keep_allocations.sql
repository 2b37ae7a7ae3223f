-- grain: one row per source and document it settles
INSERT INTO allocation SELECT * FROM alloc WHERE amount <> 0
