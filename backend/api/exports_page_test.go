package api

import (
	"strings"
	"testing"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// TestExportsPage: each format stands there once, with words, and the newest file of a kind is named.
func TestExportsPage(t *testing.T) {
	t.Parallel()
	a := saved("shopify_orders_export", "Shopify", shop.Till, 20000, 20010)
	b := saved("shopify_orders_export", "Shopify", shop.Till, 20011, 20020)
	a.ID, b.ID = 2, 1
	page := exportsPage([]store.Batch{a, b})
	seen, latest := 0, ""
	for _, p := range page.Platforms {
		for _, e := range p.Exports {
			seen++
			if e.Label == "" || e.Row == "One row is ." || (e.Where == "") != strings.HasPrefix(p.Name, "Any ") {
				t.Errorf("%s: %+v", p.Name, e)
			}
			if e.Format == "shopify_orders_export" {
				latest = e.Latest
			}
		}
	}
	if seen != len(importer.Formats()) || latest != daysOf(shop.Inclusive(20011, 20020)) {
		t.Errorf("%d exports, latest %q", seen, latest)
	}
}
