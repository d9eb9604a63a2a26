package api

import (
	"testing"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// TestQuietDays: a day without orders among busy ones is named; a closed weekday and a quiet shop are not.
func TestQuietDays(t *testing.T) {
	t.Parallel()
	first := shop.DayFrom(2026, 6, 1) // a Monday
	book := &till{spans: []store.Span{{First: first, Last: first + 83}}, days: map[shop.Day]store.Total{}}
	for d := first; d <= first+83; d++ {
		if (d-first)%7 != 6 && d != first+70 { // closed on Sundays
			book.days[d] = store.Total{Orders: 20}
		}
	}
	h := homeFacts{till: book, days: calendar{}, list: []store.Batch{{FileFacts: store.FileFacts{Rejected: 2}}, {FileFacts: store.FileFacts{Rejected: 1}}, {}}}
	if got := h.quiet(); len(got) != 1 || got[0] != first+70 {
		t.Errorf("got %v", got)
	}
	notes := h.health()
	if len(notes) != 2 || notes[0].Title != "1 day has no order, though such days usually have many" || notes[1].Title != "3 rows were set aside in 2 files" {
		t.Errorf("got %+v", notes)
	}
	for d, v := range book.days {
		book.days[d] = store.Total{Orders: v.Orders / 4}
	}
	if got := h.quiet(); len(got) != 0 {
		t.Errorf("a small shop: %v", got)
	}
}
