package importer

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// sectioned are two formats as GA4's reports are: one of days, one of channels over a window.
var sectioned = func() []*format {
	days := (&statReport{subject: shop.AChannel, key: "t_days", day: []string{"Date"}, figures: manySessions, segment: []string{"Channel"}}).plan(&format{Format: Format{ID: "t_days"}, sections: true, decimal: '.',
		recognise: func(n names) int {
			if n.has("Date", "Sessions") {
				return 80
			}
			return 0
		}})
	channels := (&statReport{subject: shop.AChannel, key: "t_channels", day: []string{"Date"}, figures: manySessions, segment: []string{"Channel"}}).plan(&format{Format: Format{ID: "t_channels"}, sections: true, decimal: '.',
		recognise: func(n names) int {
			if n.has("Channel", "Sessions") {
				return 90
			}
			return 0
		}})
	return []*format{channels, days}
}()

var manySessions = []figure{{names: []string{"Sessions"}, count: func(s *shop.Stat) *shop.Maybe[int64] { return &s.Impressions }}}

// readAs is Read with formats of its own.
func readAs(t testing.TB, list []*format, src Source, opt Options) ([]*shop.Doc, *Report) {
	t.Helper()
	var docs []*shop.Doc
	in := &intake{ctx: context.Background(), src: Decompress(src), raw: src, opt: opt, rep: &Report{Status: StatusOK}}
	if err := in.prepare(); err != nil {
		t.Fatal(err)
	}
	in.formats = list
	look, err := in.look()
	if err != nil {
		t.Fatal(err)
	}
	rep := look.Report()
	if rep.Status == StatusOK {
		if rep, err = look.Pour(func(d *shop.Doc) error { docs = append(docs, d); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	checkReport(t, docs, rep)
	return docs, rep
}

func TestSections(t *testing.T) {
	t.Parallel()
	const pre = "# ---\n# Traffic, all of it\n# ---\n#\n# Start date: 20261001\n# End date: 20261005\n"
	channels := pre + "Channel,Sessions\nOrganic,150\nPaid,60\n\nGrand total,210\n"
	days := pre + "Date,Sessions\n20261001,120\n20261002,131\n"
	other := pre + "City,Users\nRome,5\nOslo,6\n"
	cases := []struct {
		name, body, format  string
		rows, skipped, left int
		first               string
	}{
		{"one table", channels, "t_channels", 2, 8, 0, "2026-10-01"},
		{"days win, before", days + "\n" + channels, "t_days", 2, 6 + 1 + 11, 1, "2026-10-01"},
		{"days win, behind", channels + "\n" + days, "t_days", 2, 12 + 6, 1, "2026-10-01"},
		{"blank lines only", "Channel,Sessions\nOrganic,150\n\nDate,Sessions\n20261001,120\n", "t_days", 1, 3, 1, "2026-10-01"},
		{"blank line inside", pre + "Date,Sessions\n20261001,120\n\n\n20261002,131\n", "t_days", 2, 8, 0, "2026-10-01"},
		{"another one before", other + channels, "t_channels", 2, 9 + 8, 1, "2026-10-01"},
		{"far below", strings.Repeat(other, 40) + channels, "t_channels", 2, 40*9 + 8, 40, "2026-10-01"},
		{"a line above the header", pre + ",Segment: all\nChannel,Sessions\nOrganic,150\n", "t_channels", 1, 7, 0, "2026-10-01"},
		{"semicolons", strings.ReplaceAll(other+channels, ",", ";"), "t_channels", 2, 9 + 8, 1, "2026-10-01"},
	}
	for _, c := range cases {
		_, rep := readAs(t, sectioned, text(c.body), Options{Name: "ga.csv", Currency: "USD"})
		left := 0
		for _, is := range rep.Issues {
			if is.Code == "table_left_out" {
				fmt.Sscanf(is.Message, "ga.csv holds %d tables", &left)
				left--
			}
		}
		if rep.Status != StatusOK || rep.Format != c.format || rep.Rows != c.rows || rep.Skipped != c.skipped || left != c.left || rep.FirstDay.String() != c.first {
			t.Errorf("%s: got %s left=%d, want %+v", c.name, show(nil, rep), left, c)
		}
	}
}

// TestSectionsElsewhere: a format of one table takes no harm from lines that look like a border.
func TestSectionsElsewhere(t *testing.T) {
	t.Parallel()
	_, rep := read(t, text("date,unit,value\n2026-10-01,a,1\n\n2026-10-02,# b,1\n"), Options{Currency: "USD"})
	if rep.Rows != 2 || rep.Skipped != 1 {
		t.Errorf("got %s", show(nil, rep))
	}
}
