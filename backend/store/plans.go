package store

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"fmt"

	"creatorlift/backend/shop"
)

// Test is one test that the founder asked about: what was done, as bytes with their hash.
type Test struct {
	ID         int64
	PlanHash   string // SHA-256 of Body, in hex
	Body       []byte
	CreatedUTC int64 // Unix seconds
}

// SaveTest keeps a new test and returns it with its number. Numbers are never used twice.
func (s *Store) SaveTest(ctx context.Context, body []byte, createdUTC int64) (Test, error) {
	sum := sha256.Sum256(body)
	t := Test{PlanHash: hex.EncodeToString(sum[:]), Body: body, CreatedUTC: createdUTC}
	return t, s.write(ctx, func(c *conn) (err error) {
		if err = c.exec("INSERT INTO tests (plan_hash, body, created_utc) VALUES (?,?,?)", t.PlanHash, t.Body, t.CreatedUTC); err == nil {
			t.ID, err = c.number(ask("SELECT max(test_id) FROM tests"))
		}
		return err
	})
}

// ListTests returns the tests that were not removed, newest first.
func (s *Store) ListTests(ctx context.Context) ([]Test, error) {
	return s.tests(ctx, ask("SELECT test_id, plan_hash, body, created_utc FROM tests WHERE removed_utc IS NULL ORDER BY test_id DESC"))
}

// RemovedTests returns the tests that were removed, newest first: what was planned once is not forgotten.
func (s *Store) RemovedTests(ctx context.Context) ([]Test, error) {
	return s.tests(ctx, ask("SELECT test_id, plan_hash, body, created_utc FROM tests WHERE removed_utc IS NOT NULL ORDER BY test_id DESC"))
}

// FindTest returns one test, removed or not, or the *shop.Error unknown_test.
func (s *Store) FindTest(ctx context.Context, id int64) (Test, error) {
	list, err := s.tests(ctx, ask("SELECT test_id, plan_hash, body, created_utc FROM tests WHERE test_id = ?", id))
	if err == nil && len(list) == 0 {
		err = unknownTest(id)
	}
	if err != nil {
		return Test{}, err
	}
	return list[0], nil
}

// RemoveTest takes a test out of the list; RestoreTest brings it back. Both give unknown_test for a
// number that was never used.
func (s *Store) RemoveTest(ctx context.Context, id, removedUTC int64) error {
	return s.markTest(ctx, id, removedUTC)
}

// RestoreTest brings a removed test back into the list.
func (s *Store) RestoreTest(ctx context.Context, id int64) error { return s.markTest(ctx, id, nil) }

func (s *Store) markTest(ctx context.Context, id int64, removed driver.Value) error {
	return s.write(ctx, func(c *conn) error {
		n, err := c.number(ask("SELECT count(*) FROM tests WHERE test_id = ?", id))
		if err == nil && n == 0 {
			err = unknownTest(id)
		}
		if err != nil {
			return err
		}
		return c.exec("UPDATE tests SET removed_utc = ? WHERE test_id = ?", removed, id)
	})
}

func unknownTest(id int64) error {
	return &shop.Error{Code: "unknown_test", Message: fmt.Sprintf("There is no test %d.", id), Hint: "It may belong to another brand's file."}
}

func (s *Store) tests(ctx context.Context, q query) (list []Test, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, Test{ID: r[0].(int64), PlanHash: r[1].(string), Body: r[2].([]byte), CreatedUTC: r[3].(int64)})
			return nil
		})
	})
	return list, err
}
