package api

import (
	"context"
	"os"
	"path/filepath"

	"creatorlift/backend/shop"
)

// Then is a private copy of what was known on a day.
type Then struct {
	DB    string // its file, in a folder of its own, which lives until Remove
	Words string // what it is, for people
}

// Remove throws the copy away.
func (t Then) Remove() error { return os.RemoveAll(filepath.Dir(t.DB)) }

// pastFile names a new copy in a folder of its own under the folder of a brand's file.
func pastFile(dir string) string { return filepath.Join(dir, pastFolderName, randomID(), "then.db") }

// AsOf makes a copy of the brand's file with what was known at the end of a day, in the shop's zone. The
// *shop.Error is bad_day, nothing_known_then where no import is that old, or one of the brand's file.
func (a *App) AsOf(ctx context.Context, db, day string) (t Then, err error) {
	defer Guard(&err)
	if _, err := shop.ParseDay(day); err != nil {
		return t, badDay(day)
	}
	s, err := openBrand(db, false)
	if err != nil {
		return t, err
	}
	defer closing(s, &err)
	set, err := s.FindSettings(ctx)
	if err != nil {
		return t, err
	}
	cut, label, err := cutAt(day, set.Zone)
	if err != nil {
		return t, err
	}
	t.DB = pastFile(filepath.Dir(s.Path()))
	known, err := s.CopyAsOf(ctx, cut, t.DB)
	p := past{label: label, known: known, shown: true}
	t.Words = "As known on " + label + ". " + p.frame().Why
	return t, err
}
