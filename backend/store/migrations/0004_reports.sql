-- Reports of more than ads, creators and videos: live streams, products, whole shops, web traffic,
-- surveys, customers, settlements and costs. The table is made anew because its rule for subjects grows.

DROP VIEW v_spend;
DROP VIEW v_stats;
ALTER TABLE stats RENAME TO stats_before;

-- subject: 0 ad, 1 creator, 2 video, 3 live, 4 product, 5 shop, 6 campaign, 7 audience, 8 channel,
-- 9 search, 10 code, 11 answer, 12 customer, 13 payout, 14 cost. A figure that the report leaves open is
-- NULL, which is not zero. Day 0 says that the row speaks of no day.
CREATE TABLE stats (
    version_id       INTEGER NOT NULL,
    stat_no          INTEGER NOT NULL,
    subject          INTEGER NOT NULL CHECK (subject BETWEEN 0 AND 14),
    first_daynum     INTEGER NOT NULL,
    last_daynum      INTEGER NOT NULL CHECK (last_daynum >= first_daynum),
    subject_id       TEXT NOT NULL,
    subject_name     TEXT NOT NULL,
    creator          TEXT NOT NULL,
    campaign_id      TEXT NOT NULL,
    campaign         TEXT NOT NULL,
    ad_group_id      TEXT NOT NULL,
    ad_group         TEXT NOT NULL,
    product          TEXT NOT NULL,
    spend_cents      INTEGER,
    gmv_cents        INTEGER,
    refund_cents     INTEGER,
    commission_cents INTEGER,
    impressions      INTEGER,
    views            INTEGER,
    full_views       INTEGER,
    clicks           INTEGER,
    orders           INTEGER,
    units            INTEGER,
    likes            INTEGER,
    comments         INTEGER,
    shares           INTEGER,
    segment          TEXT NOT NULL DEFAULT '',
    net_cents        INTEGER,
    discount_cents   INTEGER,
    shipping_cents   INTEGER,
    tax_cents        INTEGER,
    fee_cents        INTEGER,
    payout_cents     INTEGER,
    sessions         INTEGER,
    visitors         INTEGER,
    carts            INTEGER,
    checkouts        INTEGER,
    customers        INTEGER,
    key_events       INTEGER,
    units_back       INTEGER,
    posts            INTEGER,
    lives            INTEGER,
    samples          INTEGER,
    followers        INTEGER,
    completion_ppm   INTEGER,
    share_ppm        INTEGER,
    PRIMARY KEY (version_id, stat_no)
) STRICT, WITHOUT ROWID;

INSERT INTO stats (version_id, stat_no, subject, first_daynum, last_daynum, subject_id, subject_name, creator, campaign_id, campaign,
    ad_group_id, ad_group, product, spend_cents, gmv_cents, refund_cents, commission_cents, impressions, views, full_views, clicks,
    orders, units, likes, comments, shares)
SELECT version_id, stat_no, subject, first_daynum, last_daynum, subject_id, subject_name, creator, campaign_id, campaign,
    ad_group_id, ad_group, product, spend_cents, gmv_cents, refund_cents, commission_cents, impressions, views, full_views, clicks,
    orders, units, likes, comments, shares FROM stats_before;
DROP TABLE stats_before;

-- Every current stat, with the file, batch and row it was last seen in. Stretches of days may overlap:
-- adding up their figures counts days twice.
CREATE VIEW v_stats AS
SELECT v.doc_key                                            AS doc_key,
       c.source                                             AS source,
       CASE c.evidence WHEN 0 THEN 'till' ELSE 'claim' END  AS evidence,
       c.currency                                           AS currency,
       t.stat_no                                            AS stat_no,
       CASE t.subject WHEN 0 THEN 'ad' WHEN 1 THEN 'creator' WHEN 2 THEN 'video' WHEN 3 THEN 'live'
           WHEN 4 THEN 'product' WHEN 5 THEN 'shop' WHEN 6 THEN 'campaign' WHEN 7 THEN 'audience'
           WHEN 8 THEN 'channel' WHEN 9 THEN 'search' WHEN 10 THEN 'code' WHEN 11 THEN 'answer'
           WHEN 12 THEN 'customer' WHEN 13 THEN 'payout' ELSE 'cost' END AS subject,
       CASE t.first_daynum WHEN 0 THEN NULL ELSE date(t.first_daynum * 86400, 'unixepoch') END AS first_day,
       CASE t.first_daynum WHEN 0 THEN NULL ELSE date(t.last_daynum * 86400, 'unixepoch') END AS last_day,
       v.order_id                                           AS order_id,
       t.subject_id, t.subject_name, t.creator, t.campaign_id, t.campaign, t.ad_group_id, t.ad_group, t.product, t.segment,
       t.spend_cents, t.gmv_cents, t.refund_cents, t.commission_cents, t.impressions, t.views, t.full_views,
       t.clicks, t.orders, t.units, t.likes, t.comments, t.shares,
       t.net_cents, t.discount_cents, t.shipping_cents, t.tax_cents, t.fee_cents, t.payout_cents, t.sessions, t.visitors,
       t.carts, t.checkouts, t.customers, t.key_events, t.units_back, t.posts, t.lives, t.samples, t.followers,
       t.completion_ppm, t.share_ppm,
       f.file_name                                          AS file_name,
       s.first_row + coalesce(json_extract(s.row_steps, '$[' || t.stat_no || ']'), t.stat_no) AS file_row,
       s.batch_id                                           AS batch_id
FROM stats t
CROSS JOIN versions v ON v.version_id = t.version_id AND v.is_current = 1
CROSS JOIN scopes c ON c.scope_id = v.scope_id
CROSS JOIN sightings s ON s.doc_id = v.doc_id
    AND s.batch_id = (SELECT u.batch_id FROM sightings u WHERE u.doc_id = v.doc_id
                      ORDER BY u.maturity DESC, u.batch_id DESC LIMIT 1)
CROSS JOIN batches f ON f.batch_id = s.batch_id;

-- What was spent on ads, where the report says it by day: these stretches never overlap.
CREATE VIEW v_spend AS
SELECT source, first_day AS spend_day, campaign_id, campaign, ad_group_id, ad_group,
       subject_id AS ad_id, subject_name AS ad, spend_cents, currency
FROM v_stats
WHERE subject = 'ad' AND first_day = last_day AND spend_cents IS NOT NULL;
