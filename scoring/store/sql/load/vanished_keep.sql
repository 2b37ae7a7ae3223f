-- grain: one row per document that the import's list settles ({scope} = its condition), and per document that it holds
-- though the latest list before it that spoke of the document no longer did
INSERT INTO row_vanished
WITH said AS (
    SELECT document_key, import_id, absent FROM row_vanished
    QUALIFY row_number() OVER (PARTITION BY document_key ORDER BY import_id DESC) = 1
),
news AS (
    SELECT document_key, customer_id, day, TRUE AS absent FROM vanished WHERE {scope}
    UNION ALL
    SELECT h.document_key, d.customer_id, (SELECT day FROM open_list WHERE import_id = $import_id), FALSE
    FROM row_listed h
    JOIN said s ON s.document_key = h.document_key AND s.absent AND s.import_id < $import_id
    JOIN document d ON d.document_key = h.document_key
    WHERE h.import_id = $import_id
)
SELECT
    $import_id, $moment,
    (SELECT coalesce(max(position), 0) FROM row_vanished WHERE import_id = $import_id)
        + row_number() OVER (ORDER BY document_key),
    document_key, customer_id, day, absent
FROM news
WHERE document_key NOT IN (SELECT document_key FROM row_vanished WHERE import_id = $import_id)
