package store

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"creatorlift/backend/shop"
)

// FileInfo is what is known about a file before it is read.
type FileInfo struct {
	Name          string // as the founder knows it, without folders
	Format        string
	Source        string // the platform it comes from, such as "shopify"; natural keys are its own
	Evidence      shop.Evidence
	Currency      shop.Currency // of every line in the file; empty for a file without money
	SHA256        string        // hex, of the bytes as given
	Reading       string        // hash of all else that the reading depends on, for Repeat; empty = never repeated
	Bytes         int64
	ImportedAtUTC int64 // Unix seconds
}

// RowIssue is one thing that was wrong with a file: where, and why. It never quotes a cell.
type RowIssue struct {
	Line    int    `json:"line"`   // where the record starts, 0 for the whole file
	Column  int    `json:"column"` // from 1, 0 for the whole row
	Code    string `json:"code"`
	Message string `json:"message"`
}

// FileFacts is what is known after the file was read to its end.
type FileFacts struct {
	Rows        int64 // records after the header, without Skipped
	Rejected    int64
	Skipped     int64 // blank, description, preamble and totals rows
	Issues      int64
	AmountMinor shop.Cents
	Said        []RowIssue  // the first of Issues, kept with what the import changed
	Covered     shop.Period // the days the file covers; empty if it names none
	Zone        string      // of the file's own times
}

// Batch is one imported file. Rows = Accepted + Changed + Duplicate + Rejected.
type Batch struct {
	ID int64 // 0 for a dry run
	FileInfo
	FileFacts
	Accepted  int64    // rows of documents not seen before
	Changed   int64    // rows of documents that were seen before with other content
	Duplicate int64    // rows of documents that were seen before with this content
	Docs      int64    // documents in the file
	Stats     bool     // the file holds stats, not lines: its days are covered by no order
	Changes   *Changes // only in the answer of Import; FindChanges has it later
}

const selectBatches = `SELECT b.batch_id, b.file_name, b.format, c.source, c.evidence, c.currency, b.sha256,
	b.file_bytes, b.imported_utc, b.row_count, b.rejected, b.skipped, b.issues, b.amount_cents,
	b.first_daynum, b.last_daynum, b.zone, b.accepted, b.changed, b.duplicate, b.docs, b.holds_stats
	FROM batches b JOIN scopes c ON c.scope_id = b.scope_id `

func scanBatch(r []driver.Value) Batch {
	b := Batch{
		ID: r[0].(int64),
		FileInfo: FileInfo{
			Name: r[1].(string), Format: r[2].(string), Source: r[3].(string), Evidence: shop.Evidence(r[4].(int64)),
			Currency: shop.Currency(r[5].(string)), SHA256: r[6].(string), Bytes: r[7].(int64), ImportedAtUTC: r[8].(int64),
		},
		FileFacts: FileFacts{
			Rows: r[9].(int64), Rejected: r[10].(int64), Skipped: r[11].(int64), Issues: r[12].(int64),
			AmountMinor: shop.Cents(r[13].(int64)), Zone: r[16].(string),
		},
		Accepted: r[17].(int64), Changed: r[18].(int64), Duplicate: r[19].(int64), Docs: r[20].(int64), Stats: r[21] == int64(1),
	}
	if first, ok := r[14].(int64); ok {
		b.Covered = shop.Inclusive(shop.Day(first), shop.Day(r[15].(int64)))
	}
	return b
}

// Batches lists the imports that are in the workspace, oldest first.
func (s *Store) Batches(ctx context.Context) ([]Batch, error) {
	var list []Batch
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask(selectBatches+"ORDER BY b.batch_id"), func(r []driver.Value) error {
			list = append(list, scanBatch(r))
			return nil
		})
	})
	return list, err
}

func findBatch(c *conn, id int64) (Batch, error) {
	row, err := c.first(ask(selectBatches+"WHERE b.batch_id = ?", id))
	if err != nil {
		return Batch{}, err
	}
	if row == nil {
		return Batch{}, unknownBatch(id)
	}
	return scanBatch(row), nil
}

func unknownBatch(id int64) error {
	return &shop.Error{Code: "unknown_batch", Message: fmt.Sprintf("There is no import with the number %d.", id),
		Hint: "`creatorlift batches` lists the imports."}
}

// scopeOf finds or makes the row of what the file's lines are kept apart by.
func scopeOf(c *conn, f FileInfo) (int64, error) {
	if f.Source == "" || f.Evidence > shop.Claim || (f.Currency != "" && !f.Currency.Valid()) {
		return 0, fmt.Errorf("store: bad source %q, evidence %d or currency %q", f.Source, f.Evidence, f.Currency)
	}
	args := []driver.Value{f.Source, int64(f.Evidence), string(f.Currency)}
	id, err := c.number(ask("SELECT scope_id FROM scopes WHERE source = ? AND evidence = ? AND currency = ?", args...))
	if err != nil || id != 0 {
		return id, err
	}
	return c.number(ask("INSERT INTO scopes (source, evidence, currency) VALUES (?,?,?) RETURNING scope_id", args...))
}

func saveBatch(c *conn, b *Batch, scope, firstDoc, lastDoc int64) error {
	var first, last driver.Value
	if b.Covered.Days() > 0 {
		first, last = int64(b.Covered.Start), int64(b.Covered.Last())
	}
	changes, err := json.Marshal(b.Changes)
	if err != nil {
		return fmt.Errorf("store: what changed: %w", err)
	}
	return c.exec(`INSERT INTO batches (batch_id, scope_id, file_name, format, sha256, file_bytes, imported_utc, zone,
		row_count, accepted, changed, duplicate, rejected, skipped, issues, amount_cents, docs,
		first_daynum, last_daynum, first_doc_id, last_doc_id, holds_stats, changes)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		b.ID, scope, b.Name, b.Format, b.SHA256, b.Bytes, b.ImportedAtUTC, b.Zone,
		b.Rows, b.Accepted, b.Changed, b.Duplicate, b.Rejected, b.Skipped, b.Issues, int64(b.AmountMinor), b.Docs,
		first, last, firstDoc, lastDoc, b.Stats, string(changes))
}
