-- Daily totals by source, so that sales in one shop (Amazon, say) can be looked at by themselves:
-- dimension 4 of the table daily. Days that are there already are summed once, here.

INSERT INTO daily (dimension, shop_daynum, evidence, currency, unit, net_cents, gross_cents, refund_cents, order_count, unit_count)
WITH orders AS (
    SELECT v.shop_daynum AS daynum, v.scope_id AS scope_id, v.order_id AS order_id,
           sum(l.net_cents) AS net, sum(l.gross_cents) AS gross, sum(l.refund_cents) AS refund, sum(l.quantity) AS units
    FROM versions v
    CROSS JOIN lines l ON l.line_id >= v.first_line_id AND l.line_id < v.first_line_id + v.line_count
    WHERE v.is_current = 1 AND l.line_state & 6 = 0
    GROUP BY 1, 2, 3)
SELECT 4, o.daynum, c.evidence, c.currency, c.source, sum(o.net), sum(o.gross), sum(o.refund),
       sum(o.order_id <> '' AND (c.evidence = 1 OR o.net > 0)), sum(o.units)
FROM orders o CROSS JOIN scopes c ON c.scope_id = o.scope_id
GROUP BY o.daynum, o.scope_id;

DROP VIEW v_daily;
CREATE VIEW v_daily AS
SELECT CASE dimension WHEN 0 THEN 'shop' WHEN 1 THEN 'region' WHEN 2 THEN 'sku' WHEN 3 THEN 'creator' ELSE 'source' END AS dimension,
       date(shop_daynum * 86400, 'unixepoch')                AS shop_day,
       CASE evidence WHEN 0 THEN 'till' ELSE 'claim' END     AS evidence,
       currency, unit, net_cents, gross_cents, refund_cents, order_count, unit_count
FROM daily;
