package experiment

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

func table(t *testing.T, text string) *panel.Table {
	t.Helper()
	tab, err := panel.ReadTable(strings.NewReader(text), "t.csv")
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// asked is the question "revenue by arm beside none" of a table.
func asked(t *testing.T, text string) CompareSpec {
	t.Helper()
	return CompareSpec{Table: table(t, text), Arm: "arm", Control: "none", Metric: "revenue"}
}

func compared(t *testing.T, s CompareSpec) CompareAnswer {
	t.Helper()
	a, err := Compare(s)
	if err != nil {
		t.Fatal(err)
	}
	if a.Warnings == nil {
		t.Error("warnings are null")
	}
	return a
}

func warned(a CompareAnswer, words string) bool {
	return strings.Contains(strings.Join(a.Warnings, "\n"), words)
}

// shopRows is a table of customers by lot in arms none, a (and b): before and revenue, with a lift of a.
func shopRows(seed uint64, n, arms int, lift float64) string {
	rng := rand.New(rand.NewPCG(seed, 12))
	var b strings.Builder
	b.WriteString("id,arm,before,revenue,orders\n")
	for i := range n {
		arm := []string{"none", "a", "b"}[rng.IntN(arms)]
		taste := math.Exp(3 + .6*rng.NormFloat64())
		orders := 1 + rng.IntN(3)
		v := taste*math.Exp(.4*rng.NormFloat64()) + 5*float64(orders)
		if arm == "a" {
			v *= 1 + lift
		}
		fmt.Fprintf(&b, "c%d,%s,%.2f,%.2f,%d\n", i, arm, taste, v, orders)
	}
	return b.String()
}

// Covariates that foretell the metric narrow the range; what they gave is stated, and shifting or
// scaling them changes nothing.
func TestCompareCovariates(t *testing.T) {
	t.Parallel()
	s := asked(t, shopRows(1, 800, 2, .1))
	plain := compared(t, s)
	s.Covariates = []string{"before"}
	a := compared(t, s)
	e := a.Effects[0]
	if plain.Method != "welch" || a.Method != "lin" || a.Grade != GradeA || e.VarianceCut == nil || *e.VarianceCut < .3 {
		t.Fatalf("%s, %s, %+v", plain.Method, a.Method, e)
	}
	if e.Unadjusted.Effect != plain.Effects[0].Effect || math.Abs(1-e.SE*e.SE/math.Pow(plain.Effects[0].SE, 2)-*e.VarianceCut) > 1e-12 {
		t.Errorf("variance cut %v of %v to %v", *e.VarianceCut, plain.Effects[0].SE, e.SE)
	}
	if !(e.Always.Lower < e.Lower && e.Upper < e.Always.Upper) || e.Relative == nil || e.Together != e.Bounds {
		t.Errorf("%+v", e)
	}
	noise := rand.New(rand.NewPCG(4, 4))
	for i := range s.Table.Rows {
		s.Table.Rows[i][2] = fmt.Sprint(noise.NormFloat64())
	}
	if a := compared(t, s); *a.Effects[0].VarianceCut > .02 || !warned(a, "no narrower") {
		t.Errorf("noise cut the variance by %v: %v", *a.Effects[0].VarianceCut, a.Warnings)
	}
}

// Three arms: each alone as Welch, together with Bonferroni.
func TestCompareSeveralArms(t *testing.T) {
	t.Parallel()
	a := compared(t, asked(t, shopRows(5, 900, 3, .2)))
	if len(a.Effects) != 2 || a.Arms[0].Name != "none" || a.Effects[0].Arm != "a" || !warned(a, "together") {
		t.Fatalf("%+v", a)
	}
	for _, e := range a.Effects {
		if !(e.Together.Lower < e.Lower && e.Together.Upper > e.Upper) || e.Together.PValue != min(1, 2*e.PValue) || e.Significant != (e.Together.PValue < .05) {
			t.Errorf("%+v", e)
		}
	}
}

// Orders of one customer are added up first; people in two arms and rows of nobody are left out.
func TestCompareByCustomer(t *testing.T) {
	t.Parallel()
	text := "id,arm,revenue\n1,none,3\n1,none,4\n2,none,5\n3,a,9\n4,a,2\n4,a,2\n5,a,1\n5,none,1\n,a,100\n6,none,8\n7,a,\n8,,7\n"
	s := asked(t, text)
	s.ID = "id"
	a := compared(t, s)
	if a.Arms[0].N != 3 || math.Abs(a.Arms[0].Mean-20./3) > 1e-12 || a.Arms[1].N != 2 || a.Arms[1].Mean != 6.5 {
		t.Fatalf("%+v", a.Arms)
	}
	for _, words := range []string{"1 customer stands in more than one arm", "2 customers have more than one row", "1 row without id", "by arm: a 1", "1 row without an arm", "write 0"} {
		if !warned(a, words) {
			t.Errorf("nothing said of %q: %v", words, a.Warnings)
		}
	}
	if a.Grade != GradeD {
		t.Error("people in two arms leave the grade at", a.Grade)
	}
}

// A ratio of sums: its effect is the ratios' difference, and dividing all by a constant scales it.
func TestCompareRatio(t *testing.T) {
	t.Parallel()
	s := asked(t, shopRows(3, 500, 2, .3))
	s.Denominator = "orders"
	a := compared(t, s)
	sums := map[string][2]float64{}
	for i, r := range s.Table.Rows {
		y, _ := s.Table.Number(i, 3)
		d, _ := s.Table.Number(i, 4)
		v := sums[r[1]]
		sums[r[1]] = [2]float64{v[0] + y, v[1] + d}
	}
	want := sums["a"][0]/sums["a"][1] - sums["none"][0]/sums["none"][1]
	if e := a.Effects[0]; a.Method != "delta" || math.Abs(e.Effect-want) > 1e-9 || !e.Significant {
		t.Errorf("%s: %+v, want %v", a.Method, e, want)
	}
	s.Covariates = []string{"before"}
	if a := compared(t, s); a.Method != "delta+lin" || !(*a.Effects[0].VarianceCut > 0) {
		t.Errorf("%+v", a)
	}
}

// One order makes most of the difference, and decides: both are said, and the capped line stands beside.
func TestCompareOneOrderDecides(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 8))
	var b strings.Builder
	b.WriteString("arm,revenue\n")
	for i := range 400 {
		fmt.Fprintf(&b, "%s,%.2f\n", []string{"none", "a"}[i%2], 20+3*rng.NormFloat64())
	}
	b.WriteString("a,900\n")
	a := compared(t, asked(t, b.String()))
	e := a.Effects[0]
	if e.LargestRow == nil || e.LargestRow.Row != "line 402" || e.LargestRow.Share < .6 || e.Winsorised == nil || e.Winsorised.Cap >= 900 {
		t.Fatalf("%+v", e)
	}
	if e.Winsorised.SE > e.SE/2 || math.Abs(e.LargestRow.Effect) > 1 {
		t.Errorf("%+v", e)
	}

	b.Reset() // a difference just seen, that rests on one row
	b.WriteString("arm,revenue\n")
	for i := range 60 {
		fmt.Fprintf(&b, "none,%d\na,%d\n", 10+i%3, 10+(i+i/30)%3)
	}
	b.WriteString("a,14\na,12\na,12\na,12\na,12\na,12\na,13\n")
	if a := compared(t, asked(t, b.String())); a.Effects[0].Significant && a.Effects[0].LargestRow != nil && a.Effects[0].LargestRow.Flips != warned(a, "One row decides") {
		t.Errorf("%+v, %v", a.Effects[0].LargestRow, a.Warnings)
	}
}

// Yes or no: many counts by Welch, few by the score test, in which zero counts have a range.
func TestCompareShares(t *testing.T) {
	t.Parallel()
	rows := func(n0, x0, n1, x1 int) string {
		var b strings.Builder
		b.WriteString("arm,revenue\n")
		for i := range n0 {
			fmt.Fprintf(&b, "none,%d\n", map[bool]int{true: 1}[i < x0])
		}
		for i := range n1 {
			fmt.Fprintf(&b, "a,%d\n", map[bool]int{true: 1}[i < x1])
		}
		return b.String()
	}
	if a := compared(t, asked(t, rows(500, 50, 500, 80))); a.Method != "welch" || warned(a, "score") || a.Effects[0].Winsorised != nil {
		t.Errorf("%+v", a)
	}
	a := compared(t, asked(t, rows(40, 0, 40, 6)))
	if e := a.Effects[0]; a.Method != "score" || !warned(a, "Fewer than 10") || math.Abs(e.Effect-.15) > 1e-12 || math.Abs(e.SE-.05927) > 1e-4 || !(e.Lower > 0) || !(e.PValue < .05) || e.Always == nil || !(e.Always.Lower < e.Lower && e.Always.Upper > e.Upper) {
		t.Errorf("%+v", a)
	}
	if a := compared(t, asked(t, rows(5, 0, 5, 5))); a.Status != StatusOK || !(a.Effects[0].Lower > 0) || a.Effects[0].Upper > 1 {
		t.Errorf("%+v", a)
	}
}

// The split of rows against its shares is checked aloud.
func TestCompareSampleRatio(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("arm,revenue\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "%s,%d\n", []string{"none", "none", "a"}[i%3], i%7)
	}
	s := asked(t, b.String())
	if a := compared(t, s); a.Grade != GradeD || a.SampleRatio.PValue > 1e-9 || !strings.HasPrefix(a.Warnings[0], "STOP") {
		t.Errorf("%+v", a)
	}
	s.Split = map[string]float64{"none": 2, "a": 1}
	if a := compared(t, s); a.Grade != GradeA || a.SampleRatio.PValue < .5 || warned(a, "STOP") {
		t.Errorf("%+v", a)
	}
	s.Split = map[string]float64{"none": 2, "a": 1, "b": 1} // nobody came into b
	if a := compared(t, s); a.Grade != GradeD || !warned(a, "b 0 (meant: 250)") {
		t.Errorf("%+v", a)
	}
	for _, bad := range []map[string]float64{{"none": 1}, {"none": 1, "x": 1}, {"none": 1, "a": 0}, {"none": 1, "a": math.NaN()}} {
		s.Split = bad
		if _, err := Compare(s); shop.ErrorCode(err) != "bad_split" {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

// What cannot be answered says why; what can is answered with finite numbers.
func TestCompareBadInput(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, reason string }{
		"control missing":   {"arm,revenue\nb,1\nb,2\na,3\na,4\n", `"none"`},
		"one arm":           {"arm,revenue\nnone,1\nnone,2\n", "only one arm"},
		"control of one":    {"arm,revenue\nnone,1\na,2\na,3\n", "fewer than two rows"},
		"other arms of one": {"arm,revenue\nnone,1\nnone,2\na,3\n", "only one arm"},
		"zeros everywhere":  {"arm,revenue\nnone,0\nnone,0\na,0\na,0\n", "0 in every row"},
		"constant":          {"arm,revenue\nnone,7\nnone,7\na,7\na,7\n", "7 in every row"},
		"constant arms":     {"arm,revenue\nnone,7\nnone,7\na,8\na,8\n", "same revenue"},
		"no values":         {"arm,revenue\nnone,\na,\n", "No row has both"},
	} {
		a := compared(t, asked(t, c.text))
		if a.Status != StatusNotEstimable || !strings.Contains(a.Reason, c.reason) {
			t.Errorf("%s: %s %q", name, a.Status, a.Reason)
		}
		if b, err := json.Marshal(a); err != nil || strings.Contains(string(b), "effects") {
			t.Errorf("%s: %s, %v", name, b, err)
		}
	}
	for name, text := range map[string]string{"text": "ten", "NaN": "NaN", "infinity": "Inf", "beyond squares": "1e200"} {
		_, err := Compare(asked(t, "arm,revenue\nnone,1\nnone,2\na,"+text+"\na,4\n"))
		if shop.ErrorCode(err) != "bad_value" || !strings.Contains(err.Error(), "line 4, column revenue") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*CompareSpec){
		"no column":           func(s *CompareSpec) { s.Metric = "x" },
		"metric is arm":       func(s *CompareSpec) { s.Metric = "arm" },
		"metric as covariate": func(s *CompareSpec) { s.Covariates = []string{"revenue"} },
		"level":               func(s *CompareSpec) { s.Level = 95 },
		"level NaN":           func(s *CompareSpec) { s.Level = math.NaN() },
		"expect":              func(s *CompareSpec) { s.Expect = -5 },
	} {
		s := asked(t, shopRows(1, 50, 2, 0))
		change(&s)
		if _, err := Compare(s); shop.ErrorCode(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Odd but answerable: 1e12, two rows an arm, collinear and constant covariates, more covariates than
// rows, an id column with as many arms.
func TestCompareOddInput(t *testing.T) {
	t.Parallel()
	ok := func(name string, s CompareSpec, words string) {
		t.Helper()
		a := compared(t, s)
		if a.Status != StatusOK {
			t.Errorf("%s: %s", name, a.Reason)
			return
		}
		e := a.Effects[0]
		if !(e.Lower < e.Effect && e.Effect < e.Upper && e.PValue > 0 && e.PValue <= 1) || words != "" && !warned(a, words) {
			t.Errorf("%s: %+v, %v", name, e, a.Warnings)
		}
	}
	ok("1e12", asked(t, "arm,revenue\nnone,1e12\nnone,2e12\na,3e12\na,-4e12\nnone,1\n"), "only")
	ok("two rows an arm", asked(t, "arm,revenue\nnone,1\nnone,2\na,3\na,5\n"), "only 2 rows")
	ok("an arm that never varies", asked(t, "arm,revenue\nnone,0\nnone,0\nnone,0\na,3\na,5\n"), "")
	s := asked(t, shopRows(2, 60, 2, 0))
	s.Table.Header = append(s.Table.Header, "twice", "same")
	for i, r := range s.Table.Rows {
		before, _ := s.Table.Number(i, 2)
		s.Table.Rows[i] = append(r, fmt.Sprint(2*before+1), "3")
	}
	s.Covariates = []string{"before", "twice", "same"}
	ok("collinear and constant", s, "same in every row")
	if a := compared(t, s); !warned(a, "twice says the same") || len(a.Covariates) != 1 {
		t.Errorf("%v used, %v", a.Covariates, a.Warnings)
	}
	few := asked(t, "arm,revenue,x,y\nnone,1,2,3\nnone,2,5,1\nnone,4,1,1\na,3,4,8\na,5,2,2\na,6,6,6\n")
	few.Covariates = []string{"x", "y"}
	ok("more covariates than rows carry", few, "need more than")
	gap := asked(t, shopRows(2, 60, 2, 0))
	gap.Table.Rows[7][2], gap.Covariates = "", []string{"before"}
	ok("a covariate is missing", gap, "missing in 1 row")
	many := asked(t, shopRows(2, 60, 2, 0))
	many.Arm, many.Control = "id", "c1"
	if a := compared(t, many); a.Status != StatusNotEstimable || !strings.Contains(a.Reason, "right column") {
		t.Errorf("%s %s", a.Status, a.Reason)
	}
}

// Without an effect, one 95 % range in twenty leaves out zero: plain, adjusted and as a ratio, on skewed
// revenue of 300 customers.
func TestCompareHoldsItsLevel(t *testing.T) {
	t.Parallel()
	const runs = 400
	alarms := map[string]int{}
	for seed := range uint64(runs) {
		s := asked(t, shopRows(seed+100, 300, 2, 0))
		for name, change := range map[string]func(*CompareSpec){"welch": func(*CompareSpec) {}, "lin": func(s *CompareSpec) { s.Covariates = []string{"before"} }, "ratio": func(s *CompareSpec) { s.Denominator = "orders" }} {
			q := s
			change(&q)
			if compared(t, q).Effects[0].Significant {
				alarms[name]++
			}
		}
	}
	for name, n := range alarms { // binomial sd .011
		if rate := float64(n) / runs; rate < .02 || rate > .083 {
			t.Errorf("%s: false alarms %.3f, promised .05", name, rate)
		}
	}
	if len(alarms) != 3 {
		t.Errorf("%v", alarms)
	}
}

// sparseRows are n customers of whom 85 % buy nothing, the others spend log-normally around their own taste.
func sparseRows(seed uint64, n int) string {
	rng := rand.New(rand.NewPCG(seed, 15))
	var b strings.Builder
	b.WriteString("arm,before,revenue\n")
	for range n {
		taste, v := math.Exp(.5*rng.NormFloat64()), 0.0
		if rng.Float64() < .15 {
			v = 30 * taste * math.Exp(rng.NormFloat64())
		}
		fmt.Fprintf(&b, "%s,%.3f,%.2f\n", []string{"none", "a"}[rng.IntN(2)], taste, v)
	}
	return b.String()
}

func TestStudyCompareLevel(t *testing.T) {
	needsStudy(t)
	const runs = 2000
	for _, n := range []int{60, 200, 1000} {
		for _, cov := range [][]string{nil, {"before"}} {
			var alarms, always, answered int
			var cut float64
			for seed := range uint64(runs) {
				s := asked(t, sparseRows(seed, n))
				s.Covariates = cov
				a := compared(t, s)
				if a.Status != StatusOK {
					continue // nobody bought
				}
				answered++
				e := a.Effects[0]
				if e.Significant {
					alarms++
				}
				if e.Always != nil && e.Always.PValue <= .05 {
					always++
				}
				if e.VarianceCut != nil {
					cut += *e.VarianceCut / runs
				}
			}
			t.Logf("| %d | %v | %d | %.4f | %.4f | %.3f |", n, cov, answered, float64(alarms)/float64(answered), float64(always)/float64(answered), cut)
			if rate := float64(alarms) / float64(answered); rate > .065 {
				t.Errorf("%d rows, %v: false alarms %.4f", n, cov, rate)
			}
		}
	}
}
