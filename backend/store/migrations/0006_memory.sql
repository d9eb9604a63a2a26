-- What each import changed, orders that stand in two shops, and one ledger of costs and income.

-- What the import changed, as JSON; empty for files that were saved before this was kept.
ALTER TABLE batches ADD COLUMN changes TEXT NOT NULL DEFAULT '';

-- Orders of the till of TikTok Shop, by their id, and the documents of other shops that are copies of
-- them (order_id is the id of the original). The current version of a copy has is_current 2 while the
-- original is in the workspace: it is kept and shown, and counts nothing.
CREATE TABLE placed_orders (
    order_id   TEXT NOT NULL,
    version_id INTEGER NOT NULL,
    PRIMARY KEY (order_id, version_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE twins (
    version_id INTEGER PRIMARY KEY,
    order_id   TEXT NOT NULL
) STRICT;

CREATE INDEX twins_by_order ON twins (order_id);

INSERT INTO placed_orders
SELECT v.order_id, v.version_id FROM versions v JOIN scopes c ON c.scope_id = v.scope_id
WHERE c.source = 'TikTok Shop' AND c.evidence = 0 AND v.part = 0 AND v.line_count > 0 AND v.order_id <> '';

DROP VIEW v_orders;
DROP VIEW v_order_lines;
DROP VIEW v_claims;
DROP VIEW v_lines;

-- Every current line, of till and claims, with the file, batch and row it was last seen in. also_in names
-- the shop where a copied order counts; empty where the line counts itself. CROSS JOIN keeps SQLite from
-- starting at another table than versions: it has no good guess of line ranges.
CREATE VIEW v_lines AS
SELECT v.doc_key                                                   AS doc_key,
       c.source                                                    AS source,
       CASE c.evidence WHEN 0 THEN 'till' ELSE 'claim' END         AS evidence,
       c.currency                                                  AS currency,
       v.order_id                                                  AS order_id,
       v.first_line_no + l.line_id - v.first_line_id               AS line_no,
       date(v.shop_daynum * 86400, 'unixepoch')                    AS shop_day,
       v.placed_at_utc                                             AS placed_at_utc,
       CASE l.line_state & 3 WHEN 0 THEN 'counted' WHEN 1 THEN 'provisional'
                             WHEN 2 THEN 'excluded' ELSE 'held' END AS status,
       (l.line_state >> 2) & 1                                     AS free_sample,
       (l.line_state >> 3) & 1                                     AS ad_driven,
       l.quantity                                                  AS quantity,
       l.gross_cents                                               AS gross_cents,
       l.discount_cents                                            AS discount_cents,
       l.refund_cents                                              AS refund_cents,
       l.net_cents                                                 AS net_cents,
       l.commission_cents                                          AS commission_cents,
       i.sku                                                       AS sku,
       i.product                                                   AS product,
       b.creator                                                   AS creator,
       b.content                                                   AS content,
       b.content_type                                              AS content_type,
       b.code                                                      AS code,
       b.channel                                                   AS channel,
       p.region                                                    AS region,
       v.customer                                                  AS customer,
       f.file_name                                                 AS file_name,
       s.first_row + coalesce(json_extract(s.row_steps,
           '$[' || (v.first_line_no + l.line_id - v.first_line_id) || ']'),
           v.first_line_no + l.line_id - v.first_line_id)          AS file_row,
       s.batch_id                                                  AS batch_id,
       CASE v.is_current WHEN 2 THEN 'TikTok Shop' ELSE '' END     AS also_in
FROM versions v
CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
CROSS JOIN scopes c ON c.scope_id = v.scope_id
CROSS JOIN places p ON p.place_id = v.place_id
CROSS JOIN items i ON i.item_id = l.item_id
CROSS JOIN labels b ON b.label_id = l.label_id
CROSS JOIN sightings s ON s.doc_id = v.doc_id
    AND s.batch_id = (SELECT t.batch_id FROM sightings t WHERE t.doc_id = v.doc_id
                      ORDER BY t.maturity DESC, t.batch_id DESC LIMIT 1)
CROSS JOIN batches f ON f.batch_id = s.batch_id
WHERE v.is_current > 0;

CREATE VIEW v_order_lines AS SELECT * FROM v_lines WHERE evidence = 'till' AND also_in = '';

CREATE VIEW v_claims AS SELECT * FROM v_lines WHERE evidence = 'claim';

-- Lines of orders that count in the shop where they were placed: copies, kept and shown, part of no sum.
CREATE VIEW v_copied_lines AS SELECT * FROM v_lines WHERE also_in <> '';

-- Orders of the till, each once per source and currency.
CREATE VIEW v_orders AS
SELECT source, currency, order_id,
       min(shop_day)         AS shop_day,
       min(placed_at_utc)    AS placed_at_utc,
       count(*)              AS line_count,
       sum(quantity)         AS quantity,
       sum(gross_cents)      AS gross_cents,
       sum(discount_cents)   AS discount_cents,
       sum(refund_cents)     AS refund_cents,
       sum(net_cents)        AS net_cents,
       min(region)           AS region,
       min(customer)         AS customer
FROM v_order_lines
GROUP BY source, currency, order_id;
