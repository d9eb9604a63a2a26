package api

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// handOrders is the format of orders that a person mapped: the only one that may hold the orders of a shop whose own
// export is here too.
const handOrders = "orders_simple"

// twiceSold finds the order numbers of a file that the till already has from another source. nil finds none.
type twiceSold struct {
	store  *store.Store
	source string // of the file
	seed   maphash.Seed
	here   map[uint64]bool // order numbers of the file; true once found elsewhere
}

// twiceSoldIn is nil for a file of another format, and where the till has no other source.
func twiceSoldIn(ctx context.Context, s *store.Store, format, source string) (*twiceSold, error) {
	if format != handOrders {
		return nil, nil
	}
	others, err := s.HasOtherTill(ctx, source)
	if !others || err != nil {
		return nil, err
	}
	return &twiceSold{store: s, source: source, seed: maphash.MakeSeed(), here: map[uint64]bool{}}, nil
}

// number is an order number without the # before it, in whatever case.
func (w *twiceSold) number(order string) uint64 {
	return maphash.String(w.seed, strings.ToLower(strings.TrimLeft(strings.TrimSpace(order), "# ")))
}

// watched notes the order of each document before it is added.
func (w *twiceSold) watched(add func(*shop.Doc) error) func(*shop.Doc) error {
	if w == nil {
		return add
	}
	return func(d *shop.Doc) error {
		if d.OrderID != "" {
			w.here[w.number(d.OrderID)] = false
		}
		return add(d)
	}
}

// say puts what was found before the other issues of the file, because it concerns all of it.
func (w *twiceSold) say(ctx context.Context, rep *importer.Report) error {
	if w == nil || len(w.here) == 0 {
		return nil
	}
	var found int64
	var sources []string
	err := w.store.OtherTillOrders(ctx, w.source, func(source, order string) {
		n := w.number(order)
		before, here := w.here[n]
		if !here {
			return
		}
		if !before {
			w.here[n] = true
			found++
		}
		if !slices.Contains(sources, source) {
			sources = append(sources, source)
		}
	})
	if err != nil || found == 0 {
		return err
	}
	slices.Sort(sources)
	rep.Issues = slices.Insert(rep.Issues, 0, importer.Issue{Code: "orders_elsewhere", Message: elsewhereWords(found, int64(len(w.here)), sources)})
	rep.Issues = rep.Issues[:min(len(rep.Issues), importer.MaxIssues)]
	rep.IssueCount++
	return nil
}

func elsewhereWords(found, all int64, sources []string) string {
	verb, twice := "are", "Saved as orders they count twice."
	if found == 1 {
		verb, twice = "is", "Saved as an order it counts twice."
	}
	return fmt.Sprintf("%s of %s %s already here from %s. %s If this is a survey or a list of affiliates' orders, choose that kind instead.",
		report.Count(found), nounOf(all, "order number"), verb, listWords(sources), twice)
}
