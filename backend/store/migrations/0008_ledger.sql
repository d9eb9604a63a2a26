-- One ledger of what came in and what it cost, without counting a cent twice.

-- Days on which a TikTok ads report says by itself what was spent.
CREATE VIEW v_ad_days AS
SELECT DISTINCT c.source                                    AS source,
       date(b.first_daynum * 86400, 'unixepoch')            AS first_day,
       date(b.last_daynum * 86400, 'unixepoch')             AS last_day
FROM batches b JOIN scopes c ON c.scope_id = b.scope_id
WHERE b.holds_stats = 1 AND b.first_daynum IS NOT NULL AND c.source LIKE 'TikTok%'
    AND EXISTS (SELECT 1 FROM sightings s CROSS JOIN stats t ON t.version_id = s.version_id
                WHERE s.doc_id BETWEEN b.first_doc_id AND b.last_doc_id AND s.batch_id = b.batch_id
                    AND t.subject = 0 AND t.first_daynum = t.last_daynum AND t.spend_cents IS NOT NULL);

-- What settlements say was paid for ads from the TikTok balance, on days of which no ads report speaks.
CREATE VIEW v_balance_spend AS
SELECT p.source, p.first_day AS spend_day, p.spend_cents, p.currency
FROM v_stats p
WHERE p.subject = 'payout' AND p.spend_cents IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM v_ad_days a WHERE p.first_day BETWEEN a.first_day AND a.last_day);

-- Every income (positive) and cost (negative) that files or the founder name. docs/ledger.md says which
-- source wins where two speak of the same money.
CREATE VIEW v_ledger AS
WITH named AS (
    SELECT l.source, l.order_id, l.shop_day, l.currency, l.commission_cents, coalesce(a.main, l.creator) AS creator
    FROM v_claims l LEFT JOIN aliases a ON a.kind = 'handle' AND a.name = l.creator
    WHERE l.status IN ('counted', 'provisional')),
settled AS (
    SELECT s.*, s.source = 'TikTok Shop' AND s.order_id <> '' AND EXISTS (SELECT 1 FROM claimed c WHERE c.order_id = s.order_id) AS known
    FROM v_stats s WHERE s.subject = 'payout'),
claimed AS MATERIALIZED (SELECT DISTINCT order_id FROM named WHERE source = 'TikTok Shop' AND order_id <> '')
SELECT shop_day AS day, source, 'net sales' AS what, '' AS creator, sum(net_cents) AS cents, currency FROM v_order_lines GROUP BY 1, 2, 6
UNION ALL
SELECT shop_day, source, 'creator commission', creator, -sum(commission_cents), currency FROM named GROUP BY 1, 2, 4, 6
UNION ALL
SELECT first_day, source, 'creator commission', '', -sum(commission_cents), currency FROM settled
WHERE commission_cents IS NOT NULL AND NOT known GROUP BY 1, 2, 6
UNION ALL
SELECT first_day, source, 'platform fees', '', -sum(fee_cents - coalesce(commission_cents, 0)), currency FROM settled
WHERE fee_cents IS NOT NULL AND spend_cents IS NULL GROUP BY 1, 2, 6
UNION ALL
SELECT first_day, source, 'platform adjustments', '', sum(payout_cents), currency FROM settled
WHERE spend_cents IS NULL AND payout_cents IS NOT NULL AND net_cents IS NULL AND fee_cents IS NULL GROUP BY 1, 2, 6
UNION ALL
SELECT first_day, source, 'ad spend', creator, -sum(spend_cents), currency FROM v_stats
WHERE subject = 'ad' AND first_day = last_day AND spend_cents IS NOT NULL GROUP BY 1, 2, 4, 6
UNION ALL
SELECT spend_day, source, 'ad spend from your TikTok balance', '', -sum(spend_cents), currency FROM v_balance_spend GROUP BY 1, 2, 6
UNION ALL
SELECT first_day, source, segment, creator, -sum(spend_cents), currency FROM v_stats
WHERE subject = 'cost' AND spend_cents IS NOT NULL GROUP BY 1, 2, 3, 4, 6;
