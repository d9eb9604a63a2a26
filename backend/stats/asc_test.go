package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

type augsynthValue struct {
	ATT     float64            `json:"avg_att"`
	L2      float64            `json:"l2"`
	Scaled  float64            `json:"scaled_l2"`
	Lambda  any                `json:"lambda"`
	ByTime  []any              `json:"att_by_time"`
	Weights map[string]float64 `json:"weights"`
	PBlock  float64            `json:"p_joint_block"`
}

// kansasSplit is the first quarter after the tax cut, 2012-04-01: the 90th.
const kansasSplit = 89

func TestKansasAsPublished(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "kansas.csv", 0, 2)
	u, golden := NewUnits(y, kansasSplit, true), readPublished(t).Kansas
	kansas := only(units, "Kansas")
	for name, plain := range map[string]bool{"kansas_scm": true, "kansas_ridge": true, "kansas_scm_fixedeff": false} {
		want := part[augsynthValue](t, golden[name])
		c, controls := u.bySize(kansas)
		p := u.ridgeProblem(controls, &c, kansasSplit, plain)
		w, err := p.simplex()
		if err != nil {
			t.Fatal(err)
		}
		if name == "kansas_ridge" {
			lambda, err := p.chooseLambda(false)
			if err != nil {
				t.Fatal(err)
			}
			within(t, "lambda", lambda, .078662228135, 1e-6*.08)
			mixes, _ := p.correct(w, []float64{lambda})
			w = mixes[0]
		}
		c.setControls(controls, w)
		c.Plain = plain
		var att float64
		for _, v := range u.Gap(c)[kansasSplit:] {
			att += v / 16
		}
		within(t, name, att, want.ATT, 5e-4*-want.ATT)
		left := mat.Norm(p.residuals(w), 2)
		within(t, name+" l2", left, want.L2, 5e-4*want.L2)
		within(t, name+" scaled l2", left/mat.Norm(mat.NewVecDense(len(p.y), p.y), 2), want.Scaled, 5e-4*want.Scaled)
	}
}

// Kansas is corrected, controls that move as one are not.
func TestChooseASC(t *testing.T) {
	t.Parallel()
	y, units := readPanelFile(t, "kansas.csv", 0, 2)
	a, err := ChooseASC(NewUnits(y, kansasSplit, true), only(units, "Kansas"))
	if err != nil || math.IsInf(a.Ridge, 1) || a.Ridge <= 0 {
		t.Errorf("Kansas: %v, %v; want a finite ridge", a, err)
	}
	flat := make([][]float64, 9)
	for i := range flat {
		flat[i] = make([]float64, 20)
		for p := range flat[i] {
			flat[i][p] = 5 + math.Sin(float64(p))
		}
	}
	a, err = ChooseASC(NewUnits(flat, 15, false), append([]bool{true}, make([]bool, 8)...))
	if err != nil || !math.IsInf(a.Ridge, 1) {
		t.Errorf("controls that move as one: %v, %v; want no correction", a, err)
	}
}

// GeoLift_Test as GeoLift 2.7.5 ("none" and "ridge" with fixed effects) and synthdid 0.0.9 have it.
func TestGeoLiftWeightings(t *testing.T) {
	t.Parallel()
	y, at := readLong(t, "geolift_test.csv.gz", "location", "Y")
	treated := make([]bool, len(y))
	treated[at["chicago"]], treated[at["portland"]] = true, true
	u := NewUnits(y, 90, true)
	start, controls := u.bySize(treated)
	lambda, err := u.ridgeProblem(controls, &start, 90, false).chooseLambda(false)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "lambda", lambda, 1673101687.12648, 1e-6*1.7e9)
	chosen, err := ChooseASC(u, treated)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		how       Weighting
		effect    float64
		jackknife float64
	}{
		"asc":       {chosen, 155.555650976201, 0},
		"ridge":     {ASC{lambda / 90}, 156.805145235109, 0},
		"sdid":      {SDIDPublished, 238.27540845677, 368.190032231351},
		"plain sc":  {PlainSC, 122.899907938622, 585.050306777929},
		"did":       {DiD, 255.076023391812, 497.01049067305},
		"intercept": {SC, 155.555650976201, 0},
	} {
		got, err := u.Contrast(treated, c.how)
		if err != nil {
			t.Fatal(name, err)
		}
		within(t, name, got.Effect, c.effect, 1e-5*c.effect)
		if c.jackknife > 0 {
			within(t, name+" jackknife", u.jackknife(got, treated), c.jackknife, 1e-4*c.jackknife)
		}
	}
}

// jackknife is the standard error from leaving each unit out once, weights kept and scaled to sum 1
// (Arkhangelsky et al. 2021, algorithm 3).
func (u *Units) jackknife(c Contrast, treated []bool) float64 {
	n := u.N()
	est := make([]float64, n)
	for out := range n {
		cut := Contrast{Treated: make([]float64, n), Control: make([]float64, n), Time: c.Time, Plain: c.Plain}
		from, to := c.Control, cut.Control
		if treated[out] {
			from, to = c.Treated, cut.Treated
			copy(cut.Control, c.Control)
		} else {
			copy(cut.Treated, c.Treated)
		}
		for i, w := range from {
			if i != out {
				to[i] = w / (1 - from[out])
			}
		}
		for _, v := range u.Gap(cut)[u.pre:] {
			est[out] += v / float64(len(u.move[0])-u.pre)
		}
	}
	_, sd := meanSD(est)
	return sd * float64(n-1) / math.Sqrt(float64(n))
}
