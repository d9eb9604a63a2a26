package panel

import (
	"math"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

func TestReadTable(t *testing.T) {
	t.Parallel()
	tab, err := ReadTable(strings.NewReader("\ufeffName;Orders\n a ;3\n\nb;\nc;x\n"), "t.csv")
	if err != nil {
		t.Fatal(err)
	}
	col, err := tab.Column("orders")
	if err != nil || col != 1 || len(tab.Rows) != 3 || tab.Rows[0][0] != "a" || tab.Lines[1] != 4 {
		t.Fatalf("column %d, rows %q, lines %v, %v", col, tab.Rows, tab.Lines, err)
	}
	if v, err := tab.Number(0, col); v != 3 || err != nil {
		t.Error(v, err)
	}
	if v, err := tab.Number(1, col); !math.IsNaN(v) || err != nil {
		t.Error(v, err)
	}
	if _, err := tab.Number(2, col); err == nil || !strings.Contains(err.Error(), "line 5, column Orders") {
		t.Error(err)
	}
}

func TestReadTableRefuses(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{"": "empty_file", "a,b\n": "header_only", "a,a\n1,2\n": "duplicate_column", "a,b\n1\n": "bad_csv"} {
		if _, err := ReadTable(strings.NewReader(text), "t.csv"); shop.ErrorCode(err) != code {
			t.Errorf("%q gives %v, not %s", text, err, code)
		}
	}
}
