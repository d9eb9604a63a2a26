package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"creatorlift/backend/shop"
)

// Mapping is what was once said of a kind of file: how a table with this header is read.
type Mapping struct {
	ID          int64
	Fingerprint string // of the header
	Body        []byte // what api keeps of it, as JSON
	FromPack    bool   // it came with a file of mappings; nobody said it here
	LearnedUTC  int64  // Unix seconds
}

const selectMappings = "SELECT mapping_id, fingerprint, body, from_pack, learned_utc FROM mappings"

// SaveMappings keeps mappings, all or none, each in the place of an earlier one of the same fingerprint, whose
// number it takes over.
func (s *Store) SaveMappings(ctx context.Context, list ...Mapping) error {
	return s.write(ctx, func(c *conn) error {
		for _, m := range list {
			err := c.exec(`INSERT INTO mappings (fingerprint, body, from_pack, learned_utc) VALUES (?,?,?,?)
				ON CONFLICT (fingerprint) DO UPDATE SET body = excluded.body, from_pack = excluded.from_pack, learned_utc = excluded.learned_utc`,
				m.Fingerprint, m.Body, asInt(m.FromPack), m.LearnedUTC)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func asInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ListMappings returns all mappings, the one learned last first.
func (s *Store) ListMappings(ctx context.Context) ([]Mapping, error) {
	return s.mappings(ctx, ask(selectMappings+" ORDER BY learned_utc DESC, mapping_id DESC"))
}

// FindMapping returns the mapping of a fingerprint, nil for none.
func (s *Store) FindMapping(ctx context.Context, fingerprint string) (*Mapping, error) {
	list, err := s.mappings(ctx, ask(selectMappings+" WHERE fingerprint = ?", fingerprint))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// ForgetMapping removes a mapping and returns it, or gives the *shop.Error unknown_mapping.
func (s *Store) ForgetMapping(ctx context.Context, id int64) (Mapping, error) {
	list, err := s.mappings(ctx, ask(selectMappings+" WHERE mapping_id = ?", id))
	if err == nil && len(list) == 0 {
		err = &shop.Error{Code: "unknown_mapping", Message: fmt.Sprintf("There is no remembered mapping %d.", id), Hint: "It may have been forgotten already, or belong to another brand's file."}
	}
	if err != nil {
		return Mapping{}, err
	}
	return list[0], s.write(ctx, func(c *conn) error { return c.exec("DELETE FROM mappings WHERE mapping_id = ?", id) })
}

func (s *Store) mappings(ctx context.Context, q query) (list []Mapping, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(ctx, q, func(r []driver.Value) error {
			list = append(list, Mapping{ID: r[0].(int64), Fingerprint: r[1].(string), Body: r[2].([]byte), FromPack: r[3].(int64) == 1, LearnedUTC: r[4].(int64)})
			return nil
		})
	})
	return list, err
}
