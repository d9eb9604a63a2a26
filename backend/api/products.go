package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"creatorlift/backend/ledger"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// ProductsPage is which SKUs of several shops may be one product.
type ProductsPage struct {
	Headline string        `json:"headline"`
	Exact    []ProductPair `json:"exact" doc:"SKUs that differ only in case or signs: to confirm together"`
	Ask      []ProductPair `json:"ask" doc:"alike by title, best first: to confirm one by one"`
	Joined   []ProductPair `json:"joined" doc:"what was said to be one product"`
	Facts    []Fact        `json:"facts" doc:"matched by the same SKU, joined, in one shop only, lines without a SKU"`
}

// ProductPair is two SKUs that are or may be one product.
type ProductPair struct {
	ID       string  `json:"id"`
	Name     NameRef `json:"name"`
	Of       NameRef `json:"of"`
	Title    string  `json:"title" doc:"ser30 (TikTok Shop) and SER-30 (Shopify)"`
	Sure     string  `json:"sure" doc:"certain; empty once joined"`
	Reason   string  `json:"reason"`
	Decision int64   `json:"decision" doc:"what to take back; 0 for a proposal"`
}

// Products says which SKUs may be one product.
func (s *Screen) Products(ctx context.Context, in *BrandIn) (*Reply[ProductsPage], error) {
	var page ProductsPage
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		facts, err := d.names.of(ctx, b, findNames)
		if err == nil {
			page, err = productsPage(ctx, b, facts)
		}
		return err
	})
	return reply(page, err)
}

func productsPage(ctx context.Context, b *store.Store, facts nameFacts) (ProductsPage, error) {
	page := ProductsPage{Exact: []ProductPair{}, Ask: []ProductPair{}, Joined: []ProductPair{}}
	known, err := joinsOf(ctx, b)
	if err != nil {
		return page, err
	}
	for _, p := range ledger.ProductMatches(productUses(facts.products), known.Known) {
		pair := ProductPair{ID: p.Name.Text + "\x00" + p.Of.Text, Name: refOf(p.Name), Of: refOf(p.Of), Title: p.Name.Text + " and " + p.Of.Text,
			Sure: sureWords[p.Strength], Reason: capital(p.Reasons[0]) + "."}
		if p.Strength == ledger.Certain {
			page.Exact = append(page.Exact, pair)
		} else if len(page.Ask) < mostAsked {
			page.Ask = append(page.Ask, pair)
		}
	}
	for _, d := range known.decisions {
		if d.Same && d.Name.Kind == shop.SKUName {
			page.Joined = append(page.Joined, ProductPair{ID: fmt.Sprint(d.ID), Name: refOf(d.Name), Of: refOf(d.Of), Title: d.Name.Text + " and " + d.Of.Text, Reason: whyWords(d), Decision: d.ID})
		}
	}
	page.Headline = productsHeadline(len(page.Exact), len(page.Ask))
	m := matchedSKUs(facts.products, known)
	page.Facts = []Fact{
		{"Matched by the same SKU", report.Count(int64(m.same))}, {"Matched because you said so", report.Count(int64(len(page.Joined)))},
		{"In one shop only", report.Count(int64(len(m.alone)))}, {"Lines without a SKU", report.Count(facts.noSKU)},
	}
	return page, err
}

func productsHeadline(exact, ask int) string {
	switch {
	case exact+ask == 0:
		return "No product waits to be matched."
	case exact == 0:
		return capital(numberWord(ask)) + pluralOf(ask, " product may be", " products may be") + " sold under two SKUs."
	}
	words := capital(numberWord(exact)) + pluralOf(exact, " SKU differs", " SKUs differ") + " only in case or signs"
	if ask > 0 {
		words += ", and " + numberWord(ask) + pluralOf(ask, " product is", " products are") + " alike by title"
	}
	return words + "."
}

func pluralOf(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// productUses are the SKUs as the rules of matching take them; one SKU is one use in each source.
func productUses(list []store.ProductUse) []ledger.ProductUse {
	out := make([]ledger.ProductUse, len(list))
	for i, u := range list {
		out[i] = ledger.ProductUse{SKU: u.SKU, Title: u.Title, Source: sourceWord(u.Source), Own: u.Evidence == shop.Till, Units: u.Units}
	}
	return out
}

// skuMatch is how far SKUs are matched between shops.
type skuMatch struct {
	same  int                // SKUs that several sources write alike
	alone []store.ProductUse // SKUs that are in one source only while others have products too, most units first
}

func matchedSKUs(list []store.ProductUse, known knownJoins) (m skuMatch) {
	bySKU, byMain, sources := map[string]map[string]bool{}, map[shop.Name]map[string]bool{}, map[string]bool{}
	for _, u := range list {
		main := known.main(shop.Name{Kind: shop.SKUName, Text: u.SKU})
		if bySKU[u.SKU] == nil {
			bySKU[u.SKU] = map[string]bool{}
		}
		if byMain[main] == nil {
			byMain[main] = map[string]bool{}
		}
		bySKU[u.SKU][u.Source], byMain[main][u.Source], sources[u.Source] = true, true, true
	}
	for _, s := range bySKU {
		if len(s) > 1 {
			m.same++
		}
	}
	for _, u := range list {
		if len(sources) > 1 && len(byMain[known.main(shop.Name{Kind: shop.SKUName, Text: u.SKU})]) == 1 {
			m.alone = append(m.alone, u)
		}
	}
	slices.SortStableFunc(m.alone, func(a, b store.ProductUse) int { return cmp.Compare(b.Units, a.Units) })
	return m
}
