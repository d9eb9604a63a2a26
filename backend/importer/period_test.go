package importer

import (
	"fmt"
	"testing"
)

func TestPeriodsOfNames(t *testing.T) {
	t.Parallel()
	const october, five = "2026-10-01 2026-10-31", "2026-10-01 2026-10-05"
	cases := []struct {
		text  string
		order dayOrder
		want  string
	}{
		{"creative data for product campaigns 2026-10-01 00 ~ 2026-10-31 23.xlsx", 0, october},
		{"x 2026-10-01 00:00:00 - 2026-10-31 23:59:59", 0, october},
		{"report_2026-10-01_2026-10-05.csv", 0, five},
		{"Traffic_20261001_20261031_.csv", 0, october},
		{"Videodetails_20261001-20261031.xlsx", 0, october},
		{"2026/10/01 to 2026/10/31", 0, october},
		{"[Date Range]: 2026-10-01 ~ 2026-10-31", 0, october},
		{"[Rentang Tanggal]: 2026-10-01 ~ 2026-10-31", 0, october},
		{"[Rentang Tanggal]: 01/10/2026 - 31/10/2026", 0, october},
		{"Analysis date: 01/10/2026~31/10/2026", 0, october},
		{"Analysis date: 10/01/2026~10/31/2026", 0, october},
		{"Analysis date: 01/10/2026~05/10/2026", 0, ""},
		{"Analysis date: 01/10/2026~05/10/2026", dayFirst, five},
		{"Analysis date: 10/01/2026~10/05/2026", monthFirst, five},
		{"01/01/2026~02/02/2026", 0, "2026-01-01 2026-02-02"},
		{"03/04/2026", 0, ""},
		{"EtsySoldOrders2026-10.csv", 0, october},
		{"EtsySoldOrders2026-2.csv", 0, ""},
		{"Etsy 2024-02.csv", 0, "2024-02-01 2024-02-29"},
		{"2026-09 2026-10.csv", 0, ""},
		{"2026-10-1.csv", 0, ""},
		{"EtsySoldOrders2026.csv", 0, ""},
		{"2026-13.csv", 0, ""},
		{"Order-2026-10-01 of 2026-10-31", 0, ""},
		{"20261001120000", 0, ""},
		{"2026-10-31 ~ 2026-10-01", 0, ""},
	}
	for _, c := range cases {
		got := ""
		if p, ok := findPeriod(c.text, c.order); ok {
			got = fmt.Sprint(p.Start, " ", p.Last())
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestPeriodsOfLinesAbove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		said []string
		want string
	}{
		{[]string{"# Property: Glow", "# Start date: 20261001", "# End date: 20261031"}, "2026-10-01 2026-10-31"},
		{[]string{"# Date de début : 20261001", "# Date de fin : 20261031"}, "2026-10-01 2026-10-31"},
		{[]string{"# 20261001-20261031", "# exported 2026-11-02"}, "2026-10-01 2026-10-31"},
		{[]string{"# Start date: 20261001", "# End date: 20261031", "# exported 2026-11-02"}, ""},
		{[]string{"# Start date: 20261001", "# Shop", "# End date: 20261031"}, ""},
		{[]string{"Day: 2026-10-05"}, "2026-10-05 2026-10-05"},
		{nil, ""},
	} {
		got := ""
		if p, ok := saidPeriod(c.said, orderUnknown); ok {
			got = fmt.Sprint(p.Start, " ", p.Last())
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.said, got, c.want)
		}
	}
}
