package panel

import (
	"math"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

const long = "date,unit,value\n2026-01-01,a,1\n2026-01-01,b,2\n2026-01-02,a,3\n2026-01-03,a,5\n2026-01-03,b,6\n"

func TestReadForms(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"long":                long,
		"long, own names":     "Order Date,State,Sales\n2026-01-01,a,1\n2026-01-01,b,2\n2026-01-02,a,3\n2026-01-03,a,5\n2026-01-03,b,6\n",
		"wide by unit":        "unit,2026-01-01,2026-01-02,2026-01-03\na,1,3,5\nb,2,,6\n",
		"wide by period":      "date,a,b\n2026-01-01,1,2\n2026-01-02,3,\n2026-01-03,5,6\n",
		"periods in a muddle": "\ufeffdate,a,b\n2026-01-03,5,6\n2026-01-01,1,2\n2026-01-02 00:00:00,3,NA\n",
	} {
		cols := Columns{}
		if strings.Contains(name, "own names") {
			cols = Columns{"Order Date", "State", "Sales"}
		}
		p, err := Read(strings.NewReader(text), "p.csv", cols)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		a, b := p.Y[p.Find("a")], p.Y[p.Find("b")]
		if len(p.Labels) != 3 || p.Labels[2] != "2026-01-03" || p.Cadence != Daily {
			t.Errorf("%s: periods %v, cadence %s", name, p.Labels, p.Cadence)
		}
		if a[0] != 1 || a[1] != 3 || a[2] != 5 || b[0] != 2 || !math.IsNaN(b[1]) || b[2] != 6 {
			t.Errorf("%s: a %v, b %v", name, a, b)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, code, says string }{
		{"empty", "", "empty_file", "no rows"},
		{"header only", "date,unit,value\n", "header_only", "column names but no rows"},
		{"one column", "date\n2026-01-01\n", "no_panel", "only the column"},
		{"a day twice", long + "2026-01-03,b,7\n", "duplicate_period", "line 7"},
		{"not a number", "date,unit,value\n2026-01-01,a,x\n", "bad_value", "line 2, column value"},
		{"NaN", "date,unit,value\n2026-01-01,a,NaN\n", "bad_value", "line 2"},
		{"Inf", "date,unit,value\n2026-01-01,a,+Inf\n", "bad_value", "line 2"},
		{"not a day", "date,unit,value\n31 January,a,1\n", "bad_day", "line 2"},
		{"ragged", "date,a,b\n2026-01-01,1\n", "bad_csv", "line 2"},
		{"mixed steps", "date,a\n" + days("2026-01-01", 30, 1) + days("2026-03-01", 8, 7), "mixed_cadence", "changes near"},
		{"a column twice", "date,a,a\n2026-01-01,1,2\n", "duplicate_unit", "stands twice"},
	} {
		_, err := Read(strings.NewReader(c.text), "p.csv", Columns{})
		if shop.ErrorCode(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %s saying %q", c.name, err, c.code, c.says)
		}
	}
}

// days writes n rows of a wide panel, step days apart.
func days(first string, n, step int) string {
	d, _ := shop.ParseDay(first)
	var b strings.Builder
	for i := range n {
		b.WriteString((d + shop.Day(i*step)).String() + ",1\n")
	}
	return b.String()
}

func TestCadences(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want Cadence
	}{
		{"date,a\n" + days("2026-01-01", 20, 1), Daily},
		{"date,a\n" + days("2026-01-01", 20, 7), Weekly},
		{"date,a\n2026-01,1\n2026-02,1\n2026-03,1\n2026-04,1\n", Monthly},
		{"t,a\n1,5\n2,5\n3,5\n4,5\n", Steps},
		{"year,a\n1970,5\n1971,5\n1972,5\n", Steps},
	} {
		p, err := Read(strings.NewReader(c.text), "p.csv", Columns{})
		if err != nil || p.Cadence != c.want {
			t.Errorf("%.20q: got %v, %v, want %s", c.text, p, err, c.want)
		}
	}
}

func TestAtAndAfter(t *testing.T) {
	t.Parallel()
	p, err := Read(strings.NewReader("date,a\n"+days("2026-01-01", 5, 1)+"2026-01-08,1\n"), "p.csv", Columns{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		label     string
		at, after int
	}{{"2025-12-01", 0, 0}, {"2026-01-03", 2, 3}, {"2026-01-06", 5, 5}, {"2026-01-08", 5, 6}, {"2026-02-01", 6, 6}} {
		at, err1 := p.At(c.label)
		after, err2 := p.After(c.label)
		if err1 != nil || err2 != nil || at != c.at || after != c.after {
			t.Errorf("%s: At %d, After %d, want %d, %d (%v %v)", c.label, at, after, c.at, c.after, err1, err2)
		}
	}
	if _, err := p.At("next week"); shop.ErrorCode(err) != "bad_day" {
		t.Errorf("got %v, want bad_day", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{long, "unit,2026-01-01,2026-01-02\na,1,3\n", "t,a\n1,5\n2,5\n", "\ufeffdate,a\n2026-01-01,\"1\n", "a,b\n,\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Read(strings.NewReader(s), "f.csv", Columns{})
		if err != nil {
			return
		}
		for _, row := range p.Y {
			if len(row) != len(p.Labels) {
				t.Fatalf("a row of %d for %d periods", len(row), len(p.Labels))
			}
			for _, v := range row {
				if math.IsInf(v, 0) {
					t.Fatal("an infinity came in")
				}
			}
		}
	})
}

func TestReadOtherDelimitersAndNumberedUnits(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"semicolon":              "date;100;101\n2026-01-01;1;2\n2026-01-02;3;4\n",
		"tab":                    "date\t100\t101\n2026-01-01\t1\t2\n2026-01-02\t3\t4\n",
		"units that are numbers": "date,100,101\n2026-01-01,1,2\n2026-01-02,3,4\n",
	} {
		p, err := Read(strings.NewReader(text), "p.csv", Columns{})
		if err != nil || p.Find("101") != 1 || p.Y[1][1] != 4 || p.Cadence != Daily {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

// A line without an end is refused before it fills the memory, and is not echoed.
func TestReadEndlessLine(t *testing.T) {
	t.Parallel()
	endless := strings.NewReader("date,unit,value\n2026-01-01,a,\"" + strings.Repeat("x", 3<<20))
	_, err := Read(endless, "p.csv", Columns{})
	if shop.ErrorCode(err) != "record_too_long" || !strings.Contains(err.Error(), "line 2") || len(err.Error()) > 300 {
		t.Errorf("got %.300v", err)
	}
	_, err = Read(strings.NewReader("date,unit,value\n2026-01-01,a,"+strings.Repeat("9x", 300)+"\n"), "p.csv", Columns{})
	if shop.ErrorCode(err) != "bad_value" || len(err.Error()) > 300 {
		t.Errorf("got %.300v", err)
	}
}

// A label inside a week belongs to that week, so that a test that starts on a Wednesday does not leave
// five of its days in the history.
func TestWeeksHoldTheirDays(t *testing.T) {
	t.Parallel()
	p, err := Read(strings.NewReader("date,a\n"+days("2026-01-05", 8, 7)), "p.csv", Columns{})
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string][2]int{"2026-01-12": {1, 2}, "2026-01-14": {1, 2}, "2026-01-18": {1, 2}, "2026-03-01": {7, 8}, "2026-03-09": {8, 8}, "2026-01-01": {0, 0}} {
		at, _ := p.At(label)
		after, _ := p.After(label)
		if at != want[0] || after != want[1] {
			t.Errorf("%s: At %d, After %d, want %v", label, at, after, want)
		}
	}
	if !p.Inside("2026-01-14") || p.Inside("2026-01-12") {
		t.Error("Inside tells a week's first day from its others")
	}
}
