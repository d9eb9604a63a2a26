-- Platforms' performance reports: what they say one ad, creator or video did over a stretch of days.
--
-- A document holds lines or stats. One of stats has a version without lines (one part, line_count 0,
-- on the first day of its stretch), so that sightings, undo and "what is current" are the same for
-- both. Texts stand in the rows: a report has thousands of rows, not millions.

ALTER TABLE batches ADD COLUMN holds_stats INTEGER NOT NULL DEFAULT 0 CHECK (holds_stats IN (0, 1));

-- subject: 0 ad, 1 creator, 2 video. A figure that the report leaves open is NULL, which is not zero.
CREATE TABLE stats (
    version_id       INTEGER NOT NULL,
    stat_no          INTEGER NOT NULL,
    subject          INTEGER NOT NULL CHECK (subject IN (0, 1, 2)),
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
    PRIMARY KEY (version_id, stat_no)
) STRICT, WITHOUT ROWID;

-- Every current stat, with the file, batch and row it was last seen in. Stretches of days may overlap:
-- adding up their figures counts days twice.
CREATE VIEW v_stats AS
SELECT v.doc_key                                            AS doc_key,
       c.source                                             AS source,
       c.currency                                           AS currency,
       t.stat_no                                            AS stat_no,
       CASE t.subject WHEN 0 THEN 'ad' WHEN 1 THEN 'creator' ELSE 'video' END AS subject,
       date(t.first_daynum * 86400, 'unixepoch')            AS first_day,
       date(t.last_daynum * 86400, 'unixepoch')             AS last_day,
       t.subject_id, t.subject_name, t.creator, t.campaign_id, t.campaign, t.ad_group_id, t.ad_group, t.product,
       t.spend_cents, t.gmv_cents, t.refund_cents, t.commission_cents, t.impressions, t.views, t.full_views,
       t.clicks, t.orders, t.units, t.likes, t.comments, t.shares,
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
