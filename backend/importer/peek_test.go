package importer

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"creatorlift/backend/shop"
)

// TestPeek: the head of a file as it stands, whatever came of the file.
func TestPeek(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	for name, c := range map[string]struct {
		file   string
		header string
		rows   int
		lines  int
		first  string
	}{
		"known":     {"order_id,created_at,amount,currency\n1,2026-10-01,5," + long + "\n\n2,2026-10-01,5,USD\n3,2026-10-01,5,USD\n4,2026-10-01,5,USD\n5,2026-10-01,5,USD\n", "order_id|created_at|amount|currency", 4, 5, long[:158] + "…"},
		"preamble":  {"My shop\n\ndate;unit;value\n2026-10-01;North;5\n", "date|unit|value", 1, 1, "5"},
		"unknown":   {"a,b,\n1,2,3\n4,5,6\n", "a|b", 2, 0, "2"},
		"a picture": {"\x89PNG\r\n\x1a\n", "", 0, 0, ""},
	} {
		l, err := Look(context.Background(), text(c.file), Options{Name: "x.csv", Currency: "USD"})
		if err != nil {
			t.Fatal(err)
		}
		p := l.Peek()
		if got := strings.Join(p.Header, "|"); got != c.header || len(p.Rows) != c.rows || p.Lines != c.lines || p.Vague != nil {
			t.Errorf("%s: %+v", name, p)
		}
		if len(p.Rows) > 0 && p.Rows[0][len(p.Header)-1] != c.first {
			t.Errorf("%s: first row %q, want %q at its end", name, p.Rows[0], c.first)
		}
	}
}

// TestVagueDate: both readings of a date in question, and what the file would cover.
func TestVagueDate(t *testing.T) {
	t.Parallel()
	l, err := Look(context.Background(), text("order_id,created_at,amount,currency\n1,05/05/2026,5,USD\n2,03/10/2026,5,USD\n3,04/11/2026,5,USD\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	day := func(m time.Month, d int) shop.Day { return shop.DayFrom(2026, m, d) }
	want := VagueDate{"03/10/2026", day(10, 3), day(3, 10), shop.Inclusive(day(5, 5), day(11, 4)), shop.Inclusive(day(3, 10), day(5, 5))}
	if got := l.Peek().Vague; got == nil || *got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if c := HandMapped(); len(c) != 9 || !slices.Contains(c["daily_simple"], Column{"value", true}) || !slices.Contains(c["orders_simple"], Column{"amount", false}) {
		t.Errorf("%+v", c)
	}
}
