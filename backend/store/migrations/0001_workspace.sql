-- The workspace of one brand.
--
-- Money is in minor units (_cents), an instant in unix seconds (_utc). A civil day is kept as the
-- number of days since 1970-01-01 (_daynum); the views show it as YYYY-MM-DD (_day).
--
-- A document (an order of a shop, or one line of another export) has versions: what it held in one
-- file or another. Every import leaves a sighting of every document in its file. The current version
-- is that of the sighting with the highest maturity, among equals of the latest batch. Nothing else
-- decides it, so taking a batch back is deleting its sightings and looking again.

CREATE TABLE settings (
    setting TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Finished analyses, plans and read-outs, as bytes. run_id is the hash of all columns but created_utc.
CREATE TABLE runs (
    run_id      TEXT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL,
    created_utc INTEGER NOT NULL,
    input_hash  TEXT NOT NULL,
    plan_hash   TEXT NOT NULL,
    seed        INTEGER NOT NULL,
    app_version TEXT NOT NULL,
    body        BLOB NOT NULL
) STRICT;

-- What is kept apart everywhere: where it comes from, what it is evidence of (0 till, 1 claim), and
-- the currency.
CREATE TABLE scopes (
    scope_id INTEGER PRIMARY KEY,
    source   TEXT NOT NULL,
    evidence INTEGER NOT NULL CHECK (evidence IN (0, 1)),
    currency TEXT NOT NULL,
    UNIQUE (source, evidence, currency)
) STRICT;

CREATE TABLE places (
    place_id INTEGER PRIMARY KEY,
    region   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE items (
    item_id INTEGER PRIMARY KEY,
    sku     TEXT NOT NULL,
    product TEXT NOT NULL,
    UNIQUE (sku, product)
) STRICT;

-- Who or what is said to have brought a line.
CREATE TABLE labels (
    label_id     INTEGER PRIMARY KEY,
    creator      TEXT NOT NULL,
    content      TEXT NOT NULL,
    content_type TEXT NOT NULL,
    code         TEXT NOT NULL,
    channel      TEXT NOT NULL,
    UNIQUE (creator, content, content_type, code, channel)
) STRICT;

-- One imported file. Numbers are never used twice. first_doc_id and last_doc_id bound the documents
-- it holds, so that taking it back need not look at all sightings.
CREATE TABLE batches (
    batch_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    scope_id      INTEGER NOT NULL REFERENCES scopes (scope_id),
    file_name     TEXT NOT NULL,
    format        TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    file_bytes    INTEGER NOT NULL,
    imported_utc  INTEGER NOT NULL,
    zone          TEXT NOT NULL,
    row_count     INTEGER NOT NULL CHECK (row_count = accepted + changed + duplicate + rejected),
    accepted      INTEGER NOT NULL,
    changed       INTEGER NOT NULL,
    duplicate     INTEGER NOT NULL,
    rejected      INTEGER NOT NULL,
    skipped       INTEGER NOT NULL,
    issues        INTEGER NOT NULL,
    amount_cents  INTEGER NOT NULL,
    docs          INTEGER NOT NULL,
    first_daynum  INTEGER,
    last_daynum   INTEGER,
    first_doc_id  INTEGER NOT NULL,
    last_doc_id   INTEGER NOT NULL,
    CHECK ((first_daynum IS NULL) = (last_daynum IS NULL))
) STRICT;

-- What a document held. A document whose lines fall on several days, regions or customers has one
-- row per group: part 0..parts-1, with consecutive ids from the version's own (part 0). The lines of
-- a part are first_line_id .. first_line_id + line_count - 1; first_line_no counts them within the
-- document. doc_id is the id of the document's first version.
CREATE TABLE versions (
    version_id    INTEGER PRIMARY KEY,
    doc_id        INTEGER NOT NULL,
    doc_key       BLOB NOT NULL,
    content_hash  BLOB NOT NULL,
    is_current    INTEGER NOT NULL,
    part          INTEGER NOT NULL,
    parts         INTEGER NOT NULL,
    scope_id      INTEGER NOT NULL,
    order_id      TEXT NOT NULL,
    placed_at_utc INTEGER NOT NULL,
    shop_daynum   INTEGER NOT NULL,
    place_id      INTEGER NOT NULL,
    customer      TEXT NOT NULL,
    first_line_id INTEGER NOT NULL,
    first_line_no INTEGER NOT NULL,
    line_count    INTEGER NOT NULL
) STRICT;

CREATE INDEX versions_by_day ON versions (shop_daynum);

-- The current version of every document, by its natural key. Apart from the versions, because keys
-- come in random order: they are sorted and put in by the thousand.
CREATE TABLE doc_keys (
    doc_key    BLOB PRIMARY KEY NOT NULL,
    version_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- line_state = status (0 counted, 1 provisional, 2 excluded, 3 held) + 4 if a free sample + 8 if
-- brought by paid delivery.
CREATE TABLE lines (
    line_id          INTEGER PRIMARY KEY,
    line_state       INTEGER NOT NULL,
    quantity         INTEGER NOT NULL,
    gross_cents      INTEGER NOT NULL,
    discount_cents   INTEGER NOT NULL,
    refund_cents     INTEGER NOT NULL,
    net_cents        INTEGER NOT NULL,
    commission_cents INTEGER NOT NULL,
    item_id          INTEGER NOT NULL,
    label_id         INTEGER NOT NULL
) STRICT;

-- A document seen in a file. Its line number n (from 0) stands in row first_row + n of the file, or,
-- where the rows do not follow each other, in first_row + row_steps[n] (a JSON list).
CREATE TABLE sightings (
    doc_id     INTEGER NOT NULL,
    batch_id   INTEGER NOT NULL,
    version_id INTEGER NOT NULL,
    maturity   INTEGER NOT NULL,
    first_row  INTEGER NOT NULL,
    row_steps  TEXT,
    PRIMARY KEY (doc_id, batch_id)
) STRICT, WITHOUT ROWID;

-- Sums of the current lines that count (not excluded, held or free). dimension: 0 shop, 1 region,
-- 2 SKU, 3 creator. order_count: till = orders whose net is above zero; claim = orders that count.
CREATE TABLE daily (
    dimension    INTEGER NOT NULL,
    shop_daynum  INTEGER NOT NULL,
    evidence     INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    unit         TEXT NOT NULL,
    net_cents    INTEGER NOT NULL,
    gross_cents  INTEGER NOT NULL,
    refund_cents INTEGER NOT NULL,
    order_count  INTEGER NOT NULL,
    unit_count   INTEGER NOT NULL,
    PRIMARY KEY (dimension, shop_daynum, evidence, currency, unit)
) STRICT, WITHOUT ROWID;

-- Every current line, of till and claims, with the file, batch and row it was last seen in. CROSS JOIN
-- keeps SQLite from starting at another table than versions: it has no good guess of line ranges.
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
       s.batch_id                                                  AS batch_id
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
WHERE v.is_current = 1;

CREATE VIEW v_order_lines AS SELECT * FROM v_lines WHERE evidence = 'till';

CREATE VIEW v_claims AS SELECT * FROM v_lines WHERE evidence = 'claim';

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

CREATE VIEW v_daily AS
SELECT CASE dimension WHEN 0 THEN 'shop' WHEN 1 THEN 'region' WHEN 2 THEN 'sku' ELSE 'creator' END AS dimension,
       date(shop_daynum * 86400, 'unixepoch')                AS shop_day,
       CASE evidence WHEN 0 THEN 'till' ELSE 'claim' END     AS evidence,
       currency, unit, net_cents, gross_cents, refund_cents, order_count, unit_count
FROM daily;

CREATE VIEW v_batches AS
SELECT b.batch_id, b.file_name, b.format, c.source,
       CASE c.evidence WHEN 0 THEN 'till' ELSE 'claim' END   AS evidence,
       c.currency, b.sha256, b.file_bytes, b.imported_utc, b.zone,
       b.row_count, b.accepted, b.changed, b.duplicate, b.rejected, b.skipped, b.issues,
       b.amount_cents,
       date(b.first_daynum * 86400, 'unixepoch')             AS first_day,
       date(b.last_daynum * 86400, 'unixepoch')              AS last_day
FROM batches b JOIN scopes c ON c.scope_id = b.scope_id;
