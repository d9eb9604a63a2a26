package experiment

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// Limits of a comparison of arms.
const (
	maxArms   = 20
	maxDigits = 1e150 // beyond it squares overflow
)

// trial is a CompareSpec laid out by arms.
type trial struct {
	spec     CompareSpec
	rows     []person
	arms     []arm // the control first, then by name
	used     []string
	score    bool // few successes: shares are compared by the score test
	binary   bool
	crossed  int // people who stand in two arms
	warnings []string
}

// person is a row of the table, or all rows of one id.
type person struct {
	name  string // "line N", the first one of an id
	arm   string
	pair  string
	y, d  float64
	x     []float64 // covariates; NaN where missing
	lines int
}

// arm is one arm's people as columns.
type arm struct {
	name string
	who  []string
	y    []float64 // the metric, linearised where there is a denominator
	d    []float64 // nil without a denominator
	x    [][]float64
}

// columns finds the columns asked for: arm, metric, denominator, id, pair (each -1 if not asked), covariates.
func (t *trial) columns() (arm, metric, den, id, pair int, cov []int, err error) {
	find := func(name string) int {
		if name == "" || err != nil {
			return -1
		}
		var at int
		at, err = t.spec.Table.Column(name)
		return at
	}
	arm, metric, den, id, pair = find(t.spec.Arm), find(t.spec.Metric), find(t.spec.Denominator), find(t.spec.ID), find(t.spec.Pair)
	for _, c := range t.spec.Covariates {
		cov = append(cov, find(c))
	}
	if err == nil && (arm < 0 || metric < 0 || arm == metric) {
		err = &shop.Error{Code: "bad_usage", Message: "The arm and the metric must be two columns.", Hint: "Name them with --arm and --metric."}
	}
	for i, c := range cov {
		if err == nil && (c == arm || c == metric || c == den || c == id || slices.Contains(cov[:i], c)) {
			err = &shop.Error{Code: "bad_covariate", Message: fmt.Sprintf("%s cannot be a covariate: it is already in use.", t.spec.Covariates[i]), Hint: "Covariates are other columns, known before the test."}
		}
	}
	return arm, metric, den, id, pair, cov, err
}

// read turns the table's rows into people. Rows without an arm, a metric or an id are left out and said.
func (t *trial) read() error {
	arm, metric, den, id, pair, cov, err := t.columns()
	if err != nil {
		return err
	}
	noArm, noMetric, noID := 0, map[string]int{}, 0
	at := map[string]int{}
	for i, cells := range t.spec.Table.Rows {
		p := person{name: fmt.Sprintf("line %d", t.spec.Table.Lines[i]), arm: cells[arm], lines: 1, x: make([]float64, len(cov))}
		if p.y, p.d, err = t.figures(i, metric, den); err != nil {
			return err
		}
		for j, c := range cov {
			if p.x[j], err = t.number(i, c); err != nil {
				return err
			}
		}
		if pair >= 0 {
			p.pair = cells[pair]
		}
		switch {
		case p.arm == "":
			noArm++
		case math.IsNaN(p.y) || math.IsNaN(p.d):
			noMetric[p.arm]++
		case id >= 0 && cells[id] == "":
			noID++
		case id >= 0:
			p.name = "the customer of " + p.name
			t.gather(p, cells[id], at)
		default:
			t.rows = append(t.rows, p)
		}
	}
	t.sayLeftOut(noArm, noID, noMetric)
	return t.dropCrossed(id >= 0)
}

func (t *trial) figures(row, metric, den int) (y, d float64, err error) {
	if y, err = t.number(row, metric); err == nil && den >= 0 {
		d, err = t.number(row, den)
	}
	return y, d, err
}

// number reads a cell; values whose squares would overflow are refused like text.
func (t *trial) number(row, col int) (float64, error) {
	v, err := t.spec.Table.Number(row, col)
	if err == nil && math.Abs(v) > maxDigits {
		err = &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s, line %d, column %s: %v is too large to compute with.", t.spec.Table.Name, t.spec.Table.Lines[row], t.spec.Table.Header[col], v), Hint: "Check that cell."}
	}
	return v, err
}

// gather adds a row to its person: metric and denominator are summed, covariates taken from the first
// row that has them. A person met in a second arm is marked by an empty arm.
func (t *trial) gather(p person, id string, at map[string]int) {
	i, met := at[id]
	if !met {
		at[id] = len(t.rows)
		t.rows = append(t.rows, p)
		return
	}
	q := &t.rows[i]
	q.y, q.d, q.lines = q.y+p.y, q.d+p.d, q.lines+1
	if q.arm != p.arm {
		q.arm = ""
	}
	for j, v := range p.x {
		if math.IsNaN(q.x[j]) {
			q.x[j] = v
		}
	}
}

func (t *trial) sayLeftOut(noArm, noID int, noMetric map[string]int) {
	if noArm > 0 {
		t.warn("%s without an arm left out.", plural(noArm, "row", "rows"))
	}
	if noID > 0 {
		t.warn("%s without %s left out: nobody knows whose they are.", plural(noID, "row", "rows"), t.spec.ID)
	}
	var each []string
	for _, name := range slices.Sorted(maps.Keys(noMetric)) {
		each = append(each, fmt.Sprintf("%s %d", name, noMetric[name]))
	}
	if len(each) > 0 {
		t.warn("Rows without a value left out, by arm: %s. Where nothing was bought, write 0: an empty cell means that it is not known.", strings.Join(each, ", "))
	}
}

// dropCrossed leaves out the people who stand in more than one arm.
func (t *trial) dropCrossed(byID bool) error {
	several := 0
	t.rows = slices.DeleteFunc(t.rows, func(p person) bool {
		switch {
		case p.arm == "":
			t.crossed++
		case p.lines > 1:
			several++
		}
		return p.arm == ""
	})
	if t.crossed > 0 {
		t.warn("%s in more than one arm left out. Find out how that could happen: the arms may not be separate.", plural(t.crossed, "customer stands", "customers stand"))
	}
	if byID && several > 0 {
		t.warn("%s more than one row; their rows were added up first, because people, not orders, were drawn.", plural(several, "customer has", "customers have"))
	}
	return nil
}

// arrange puts the people into arms, the control first.
func (t *trial) arrange() error {
	by := map[string][]person{}
	for _, p := range t.rows {
		by[p.arm] = append(by[p.arm], p)
	}
	names := slices.Sorted(maps.Keys(by))
	if len(names) > maxArms {
		return cannot("The column %s holds %d different names; at most %d arms can be compared. Is it the right column?", t.spec.Arm, len(names), maxArms)
	}
	control, err := t.controlName(names)
	if err != nil {
		return err
	}
	for _, name := range append([]string{control}, names...) {
		switch {
		case name == control && len(t.arms) > 0:
		case len(by[name]) < 2 && name == control:
			return cannot("%s has fewer than two rows, so its spread is not known.", name)
		case len(by[name]) < 2:
			t.warn("%s has fewer than two rows and is left out.", name)
		default:
			t.arms = append(t.arms, newArm(name, by[name]))
		}
	}
	if len(t.arms) < 2 {
		return cannot("There is only one arm to look at, %s; nothing to compare it with.", control)
	}
	t.small()
	if t.spec.Denominator != "" {
		if err := t.linearise(); err != nil {
			return err
		}
	}
	return t.vary()
}

func newArm(name string, people []person) arm {
	a := arm{name: name}
	for _, p := range people {
		a.who, a.y, a.d, a.x = append(a.who, p.name), append(a.y, p.y), append(a.d, p.d), append(a.x, p.x)
	}
	return a
}

func (t *trial) controlName(names []string) (string, error) {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		if i := slices.IndexFunc(names, func(n string) bool { return same(n, t.spec.Control) }); i >= 0 {
			return names[i], nil
		}
	}
	if len(names) == 0 {
		return "", cannot("No row has both an arm and a value.")
	}
	return "", cannot("No row has %q in the column %s; it holds %s.", t.spec.Control, t.spec.Arm, someOf(names))
}

// fewRows is the arm size below which means of skewed values are not yet normal.
const fewRows = 30

func (t *trial) small() {
	for _, m := range t.arms {
		if len(m.y) < fewRows {
			t.warn("%s has only %d rows. Ranges from so few rows hold less often than promised where values are skewed, as order values are.", m.name, len(m.y))
		}
	}
}

// linearise replaces the metric by its delta-method rows.
func (t *trial) linearise() error {
	for i := range t.arms {
		m := &t.arms[i]
		rows, ok := stats.Linearised(m.y, m.d)
		if !ok {
			return cannot("%s adds up to nothing in %s, so there is nothing to divide by.", t.spec.Denominator, m.name)
		}
		if d := stats.PlainMean(m.d); d.Var > d.Mean*d.Mean/25 {
			t.warn("%s varies so much in %s that the range of the ratio is rough.", t.spec.Denominator, m.name)
		}
		m.y = rows
	}
	return nil
}

// vary refuses arms in which no row differs from the others, and looks whether the metric is yes or no.
func (t *trial) vary() error {
	first := t.arms[0].y[0]
	same, within := true, false
	ones, zeros := 0, 0
	t.binary = t.spec.Denominator == ""
	few := false
	for _, m := range t.arms {
		hit := 0
		for _, v := range m.y {
			same, within = same && v == first, within || v != m.y[0]
			t.binary = t.binary && (v == 0 || v == 1)
			if v == 1 {
				hit++
			}
		}
		ones, zeros = ones+hit, zeros+len(m.y)-hit
		few = few || hit < fewCounts || len(m.y)-hit < fewCounts
	}
	if same {
		return cannot("%s is %v in every row, so there is nothing to compare.", t.spec.Metric, first)
	}
	t.score = t.binary && few && len(t.spec.Covariates) == 0
	if t.binary && few {
		t.warn("Fewer than %d of one kind in an arm: the usual range would be too sure of itself%s.", fewCounts, map[bool]string{true: ", so a score range for small counts is used", false: "; leave out the covariates to get a range for small counts"}[t.score])
	}
	if !within && !t.score {
		return cannot("Within each arm every row has the same %s, so there is no chance to measure the difference by.", t.spec.Metric)
	}
	return nil
}

// fewCounts is the count of either kind below which shares are compared by the score test.
const fewCounts = 10

// summary is the arms as they stand.
func (t *trial) summary() []CompareArm {
	var out []CompareArm
	for _, m := range t.arms {
		p := stats.PlainMean(m.y)
		out = append(out, CompareArm{Name: m.name, N: len(m.y), Mean: p.Mean, SD: math.Sqrt(p.Var * float64(p.N))})
	}
	return out
}

// armSize is how many rows an arm has, and the share of all it was meant to have.
type armSize struct {
	name  string
	n     int
	share float64
}

// sizes are the arms' sizes and intended shares: equal unless given. A given arm that has no row is one
// of size zero.
func (t *trial) sizes() ([]armSize, error) {
	n := map[string]int{}
	for _, p := range t.rows {
		n[p.arm]++
	}
	names, total := slices.Sorted(maps.Keys(t.spec.Split)), 0.0
	for _, share := range t.spec.Split {
		if !(share > 0) || math.IsInf(share, 0) {
			return nil, t.badSplit()
		}
		total += share
	}
	for _, m := range t.arms {
		if _, there := t.spec.Split[m.name]; len(t.spec.Split) > 0 && !there {
			return nil, t.badSplit()
		}
		if len(t.spec.Split) == 0 {
			names = append(names, m.name)
		}
	}
	var out []armSize
	for _, name := range names {
		share := 1 / float64(len(names))
		if len(t.spec.Split) > 0 {
			share = t.spec.Split[name] / total
		}
		out = append(out, armSize{name, n[name], share})
	}
	if len(out) < 2 {
		return nil, t.badSplit()
	}
	return out, nil
}

func (t *trial) badSplit() error {
	var names []string
	for _, m := range t.arms {
		names = append(names, m.name+"=1")
	}
	return &shop.Error{Code: "bad_split", Message: "The shares must name every arm once, each above zero.", Hint: "Write --split " + strings.Join(names, ",") + "."}
}
