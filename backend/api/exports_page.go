package api

import (
	"cmp"
	"context"
	"slices"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ExportsPage is every export that can be read, by platform.
type ExportsPage struct {
	Headline  string           `json:"headline"`
	Platforms []ExportPlatform `json:"platforms"`
}

// ExportPlatform is the exports of one platform.
type ExportPlatform struct {
	Name    string       `json:"name"`
	Beyond  string       `json:"beyond" doc:"what stays to be done at the platform itself; may be empty"`
	Exports []ExportCard `json:"exports"`
}

// ExportCard is one export: what it says, where it is found, how sure we are of its form.
type ExportCard struct {
	Label  string `json:"label"`
	Kind   string `json:"kind" enum:"till,claimed"`
	Row    string `json:"row" doc:"One row is one line item of an order."`
	Where  string `json:"where" doc:"where to click; empty for a table that one makes oneself"`
	Trust  string `json:"trust" doc:"on what the knowledge of its columns rests"`
	Latest string `json:"latest" doc:"the days of the newest file of this kind that is saved; empty for none"`
	Format string `json:"format"`
}

// beyond says, by platform, what no file can do.
var beyond = map[string]string{
	"TikTok Shop":         "Creatorlift never connects to TikTok: inviting creators, sending samples and paying them stays in the Seller Center.",
	"TikTok Shop Partner": "Creatorlift never connects to TikTok: offers to creators stay in the Partner Center.",
	"TikTok Ads":          "Starting, stopping and paying for ads stays in TikTok Ads Manager.",
	"TikTok One":          "Briefs and contracts stay in TikTok One.",
	"Meta Ads":            "Starting and stopping ads stays in Meta Ads Manager.",
	"Shopify":             "Orders, refunds and discount codes are made in Shopify.",
	"impact.com":          "Contracts and payouts stay at impact.com.",
}

// Exports lists what can be read, and which of it the brand has.
func (s *Screen) Exports(ctx context.Context, in *BrandIn) (*Reply[ExportsPage], error) {
	var page ExportsPage
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		list, err := b.Batches(ctx)
		page = exportsPage(list)
		return err
	})
	return reply(page, err)
}

func exportsPage(list []store.Batch) ExportsPage {
	page := ExportsPage{Headline: "Files that are read without a question about their columns", Platforms: []ExportPlatform{}}
	for _, f := range importer.Formats() {
		i := slices.IndexFunc(page.Platforms, func(p ExportPlatform) bool { return p.Name == f.Platform })
		if i < 0 {
			i = len(page.Platforms)
			page.Platforms = append(page.Platforms, ExportPlatform{Name: f.Platform, Beyond: beyond[f.Platform], Exports: []ExportCard{}})
		}
		page.Platforms[i].Exports = append(page.Platforms[i].Exports, exportCard(f, list))
	}
	slices.SortStableFunc(page.Platforms, func(a, b ExportPlatform) int { return cmp.Compare(a.rank(), b.rank()) })
	return page
}

// rank puts tables that one makes oneself behind those of a platform.
func (p ExportPlatform) rank() int {
	if p.Exports[0].Where == "" {
		return 1
	}
	return 0
}

func exportCard(f importer.Format, list []store.Batch) ExportCard {
	c := ExportCard{Format: f.ID, Label: f.Label, Kind: "claimed", Row: "One row is " + f.What + ".", Where: f.Where, Trust: capital(f.Trust) + "."}
	if f.Evidence == shop.Till {
		c.Kind = "till"
	}
	var newest store.Batch
	for _, b := range list {
		if b.Format == f.ID && b.Covered.Days() > 0 && b.Covered.End > newest.Covered.End {
			newest = b
		}
	}
	if newest.ID != 0 {
		c.Latest = daysOf(newest.Covered)
	}
	return c
}
