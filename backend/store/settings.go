package store

import (
	"context"
	"database/sql/driver"

	"creatorlift/backend/shop"
)

// Settings are what the founder said once about the brand. Empty means not said yet.
type Settings struct {
	Brand    string
	Currency shop.Currency
	Zone     string // the shop's time zone, an IANA name
	Costs    string // what api keeps of the brand's costs, as JSON
}

func (s *Settings) fields() map[string]*string {
	return map[string]*string{"brand": &s.Brand, "currency": (*string)(&s.Currency), "zone": &s.Zone, "costs": &s.Costs}
}

// FindSettings returns the settings of the workspace.
func (s *Store) FindSettings(ctx context.Context) (Settings, error) {
	var set Settings
	fields := set.fields()
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask("SELECT setting, content FROM settings"), func(r []driver.Value) error {
			if f := fields[r[0].(string)]; f != nil {
				*f = r[1].(string)
			}
			return nil
		})
	})
	return set, err
}

// SaveSettings replaces the settings of the workspace.
func (s *Store) SaveSettings(ctx context.Context, set Settings) error {
	return s.write(ctx, func(c *conn) error {
		for name, content := range set.fields() {
			if err := c.exec("INSERT OR REPLACE INTO settings VALUES (?,?)", name, *content); err != nil {
				return err
			}
		}
		return nil
	})
}
