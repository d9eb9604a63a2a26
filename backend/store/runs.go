package store

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"creatorlift/backend/shop"
)

// Run is a finished piece of work as bytes, with all that is needed to repeat it to the byte: a
// frozen plan, an answer, a read-out.
type Run struct {
	ID         string // hash of all other fields but CreatedUTC; SaveRun sets it
	Kind       string
	CreatedUTC int64 // Unix seconds
	InputHash  string
	PlanHash   string // empty where there is no plan
	Seed       uint64
	Version    string // of the app
	Body       []byte
}

func (r *Run) hash() string {
	var b []byte
	for _, s := range []string{"run", r.Kind, r.InputHash, r.PlanHash, r.Version, string(r.Body)} {
		b = appendText(b, s)
	}
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(b, r.Seed))
	return hex.EncodeToString(sum[:])
}

// SaveRun keeps a run and returns its id. The same run again changes nothing; no run is ever
// overwritten or deleted.
func (s *Store) SaveRun(ctx context.Context, r Run) (string, error) {
	id, body := r.hash(), r.Body
	if body == nil {
		body = []byte{}
	}
	return id, s.write(ctx, func(c *conn) error {
		// The seed's bits are kept in SQLite's signed integer.
		return c.exec("INSERT INTO runs VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (run_id) DO NOTHING",
			id, r.Kind, r.CreatedUTC, r.InputHash, r.PlanHash, int64(r.Seed), r.Version, body)
	})
}

// FindRun returns the run with an id, or the *shop.Error unknown_run.
func (s *Store) FindRun(ctx context.Context, id string) (Run, error) {
	list, err := s.runs(ctx, ask("SELECT * FROM runs WHERE run_id = ?", id))
	if err == nil && len(list) == 0 {
		err = &shop.Error{Code: "unknown_run", Message: fmt.Sprintf("There is no saved result %q.", id), Hint: "It may be in another workspace: check --db."}
	}
	if err != nil {
		return Run{}, err
	}
	return list[0], nil
}

// ListRuns returns the runs of one kind, all for "", oldest first.
func (s *Store) ListRuns(ctx context.Context, kind string) ([]Run, error) {
	return s.runs(ctx, ask("SELECT * FROM runs WHERE ?1 = '' OR kind = ?1 ORDER BY created_utc, run_id", kind))
}

// LatestRun returns the newest run of a kind for a plan, one made from this input before all others: an
// undo brings back the earlier input, and with it its run. ok is false where there is none.
func (s *Store) LatestRun(ctx context.Context, kind, planHash, inputHash string) (run Run, ok bool, err error) {
	list, err := s.runs(ctx, ask(`SELECT * FROM runs WHERE kind = ? AND plan_hash = ?
		ORDER BY input_hash = ? DESC, created_utc DESC, rowid DESC LIMIT 1`, kind, planHash, inputHash))
	if err != nil || len(list) == 0 {
		return Run{}, false, err
	}
	return list[0], true, nil
}

func (s *Store) runs(ctx context.Context, q query) (list []Run, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, Run{ID: r[0].(string), Kind: r[1].(string), CreatedUTC: r[2].(int64), InputHash: r[3].(string),
				PlanHash: r[4].(string), Seed: uint64(r[5].(int64)), Version: r[6].(string), Body: r[7].([]byte)})
			return nil
		})
	})
	return list, err
}
