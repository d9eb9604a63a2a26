package api

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// lockedWhy is why currency and zone stay as they are.
const lockedWhy = "Currency and time zone are fixed once files are saved, because days and sums were counted with them. Take the imports back to change them."

// Settings says what is known about the brand.
func (s *Screen) Settings(ctx context.Context, in *BrandIn) (*Reply[SettingsPage], error) {
	var page SettingsPage
	err := s.use(in.Brand, func(_ *desk, b *store.Store) (err error) {
		page, err = s.settings(ctx, b)
		return err
	})
	return reply(page, err)
}

func (s *Screen) settings(ctx context.Context, b *store.Store) (SettingsPage, error) {
	page := SettingsPage{File: b.Path(), LastBackup: "never"}
	set, err := b.FindSettings(ctx)
	if err != nil {
		return page, err
	}
	page.Name, page.Currency, page.Zone = set.Brand, string(set.Currency), set.Zone
	if page.Costs, err = costsOf(set); err != nil {
		return page, err
	}
	page.Needs = page.Costs.needs()
	list, err := b.Batches(ctx)
	if err != nil {
		return page, err
	}
	if len(list) > 0 && set.Currency != "" && set.Zone != "" {
		page.Locked = lockedWhy
	}
	info, err := os.Stat(b.Path())
	if err != nil {
		return page, fmt.Errorf("api: the brand's file: %w", err)
	}
	page.Size = byteSize(info.Size())
	if page.Backups, err = s.backups(); err != nil {
		return page, err
	}
	if len(page.Backups) > 0 {
		page.LastBackup = page.Backups[0].Made
	}
	page.Revision, err = revision(ctx, b)
	return page, err
}

// costsOf reads the costs that are kept with the settings; what was never said is nil.
func costsOf(set store.Settings) (c Costs, err error) {
	if set.Costs == "" {
		return c, nil
	}
	if err := json.Unmarshal([]byte(set.Costs), &c); err != nil {
		return c, fmt.Errorf("api: the brand's costs: %w", err)
	}
	return c, nil
}

// needs says what cannot be said while costs are not known.
func (c Costs) needs() []string {
	var missing []string
	for _, m := range []struct {
		unknown bool
		name    string
	}{{c.ProductShare == nil, "product cost"}, {c.FeeShare == nil, "payment and platform fees"}, {c.ShippingMinor == nil, "shipping"}} {
		if m.unknown {
			missing = append(missing, m.name)
		}
	}
	switch {
	case len(missing) == 0:
		return []string{}
	case len(missing) > 1 || c.FeeShare == nil:
		return []string{"Money left cannot be worked out yet: " + listWords(missing) + " are missing."}
	}
	return []string{"Money left cannot be worked out yet: " + missing[0] + " is missing."}
}

// check refuses costs that no brand has.
func (c Costs) check() error {
	for _, share := range []*float64{c.ProductShare, c.FeeShare} {
		if share != nil && !(*share >= 0 && *share <= 1) {
			return &shop.Error{Code: "bad_costs", Message: "A share of net sales lies between 0 and 100 %.", Hint: "Leave the field empty where it is not known."}
		}
	}
	if c.ShippingMinor != nil && *c.ShippingMinor < 0 {
		return &shop.Error{Code: "bad_costs", Message: "Shipping cannot cost less than nothing.", Hint: "Leave the field empty where it is not known."}
	}
	return nil
}

// SaveSettings replaces the brand's settings.
func (s *Screen) SaveSettings(ctx context.Context, in *SettingsIn) (*Reply[Done], error) {
	err := s.change(in.Brand, func(d *desk, b *store.Store) error {
		was, err := b.FindSettings(ctx)
		if err != nil {
			return err
		}
		next, err := in.settings()
		if err != nil {
			return err
		}
		list, err := b.Batches(ctx)
		if err != nil {
			return err
		}
		if len(list) > 0 && (was.Currency != "" && next.Currency != was.Currency || was.Zone != "" && next.Zone != was.Zone) {
			return &shop.Error{Code: "settings_locked", Message: "Currency and time zone were not changed.", Hint: lockedWhy}
		}
		if err := b.SaveSettings(ctx, next); err != nil {
			return err
		}
		if next.Currency != was.Currency || next.Zone != was.Zone {
			d.tray.forgetLooks()
		}
		return nil
	})
	return reply(Done{Message: "Settings saved"}, err)
}

// settings checks what was typed.
func (in *SettingsIn) settings() (set store.Settings, err error) {
	set = store.Settings{Brand: strings.Join(strings.Fields(in.Body.Name), " "), Currency: shop.Currency(strings.ToUpper(strings.TrimSpace(in.Body.Currency))), Zone: strings.TrimSpace(in.Body.Zone)}
	if set.Currency != "" && !importer.IsISO(string(set.Currency)) {
		return set, badCurrency(in.Body.Currency)
	}
	if _, err := time.LoadLocation(set.Zone); err != nil || set.Zone == "Local" {
		return set, &shop.Error{Code: "unknown_zone", Message: fmt.Sprintf("There is no time zone called %q.", set.Zone), Hint: "Use a name such as America/New_York or Europe/London."}
	}
	if err := in.Body.Costs.check(); err != nil {
		return set, err
	}
	costs, err := json.Marshal(in.Body.Costs)
	if err != nil {
		return set, fmt.Errorf("api: the brand's costs: %w", err)
	}
	set.Costs = string(costs)
	return set, nil
}
