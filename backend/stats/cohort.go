package stats

import (
	"slices"
)

// Cohort is the units that start in one period, and what they gained from then on.
type Cohort struct {
	Start    int   // first treated period
	Units    []int // rows
	Contrast Contrast
	Gap      []float64 // T, of the contrast
	Size     float64   // sum of the units' sizes
	Periods  int       // treated periods
}

// Staggered is the effect of treatments that start at different times.
type Staggered struct {
	Effect  float64 // mean over treated units (by size) and treated periods, per unit of size
	Load    float64 // how much of a constant effect on the truly treated cells Effect picks up
	Total   float64 // sum over treated units and periods, in the panel's unit
	Cells   float64 // treated units by size x periods: Total / Effect
	Cohorts []Cohort
}

// Stagger compares each cohort with the units that never start, over its own history, and adds the
// cohorts up by their treated cells: synthetic difference in differences by cohort (Arkhangelsky et al.
// 2021, appendix on staggered adoption; Clarke et al. 2023). starts[i] is the first treated period of row i,
// len(y[i]) or more for never; every start is at least 2. real are the true starts (Load is 1 where
// starts is real). With raw false units are divided by their mean before their cohort starts.
//
// It panics where no unit starts or none never does, and on NewUnits' conditions: each unit sells
// something before the first start. Returns the weighting's error.
func Stagger(y [][]float64, starts, real []int, how Weighting, raw bool) (Staggered, error) {
	T := len(y[0])
	var never []int
	for i, s := range starts {
		if s >= T {
			never = append(never, i)
		}
	}
	var out Staggered
	for _, g := range cohorts(starts, T) {
		rows := slices.Concat(g.Units, never)
		u := NewUnits(pick(y, rows), g.Start, raw)
		treated := make([]bool, len(rows))
		for a := range g.Units {
			treated[a] = true
		}
		var err error
		if g.Contrast, err = u.Contrast(treated, how); err != nil {
			return out, err
		}
		g.Gap = u.Gap(g.Contrast)
		g.Size, g.Periods = u.Size(g.Contrast), T-g.Start
		weight := g.Size * float64(g.Periods)
		out.Cells += weight
		out.Total += weight * g.Contrast.Effect
		out.Load += weight * g.load(u, rows, real)
		out.Cohorts = append(out.Cohorts, g)
	}
	out.Effect, out.Load = out.Total/out.Cells, out.Load/out.Cells
	return out, nil
}

// cohorts groups the units that start, in order of their start.
func cohorts(starts []int, T int) []Cohort {
	var out []Cohort
	for _, s := range slices.Compact(slices.Sorted(slices.Values(starts))) {
		if s >= T {
			break
		}
		g := Cohort{Start: s}
		for i, at := range starts {
			if at == s {
				g.Units = append(g.Units, i)
			}
		}
		out = append(out, g)
	}
	return out
}

func pick(y [][]float64, rows []int) [][]float64 {
	out := make([][]float64, len(rows))
	for a, i := range rows {
		out[a] = y[i]
	}
	return out
}

// load runs the contrast over an effect of one size in every truly treated cell.
func (g *Cohort) load(u *Units, rows, real []int) float64 {
	var s float64
	T := len(u.move[0])
	for a, i := range rows {
		d := g.Contrast.Treated[a] - g.Contrast.Control[a]
		if d == 0 || real[i] >= T {
			continue
		}
		on := float64(T-max(real[i], g.Start)) / float64(T-g.Start)
		for t := real[i]; t < g.Start; t++ {
			if g.Contrast.Time != nil {
				on -= g.Contrast.Time[t]
			} else {
				on -= 1 / float64(g.Start)
			}
		}
		s += d * on
	}
	return s
}

// StaggeredWeighting is SDID where controls outnumber the periods before the last start, and the stacked
// synthetic control with intercept where they do not: with a long history the controls are found well,
// and a mix of many periods would be fitted to few units. Raw units get SDIDPublished.
func StaggeredWeighting(controls, longest int, raw bool) Weighting {
	switch {
	case controls <= longest:
		return SC
	case raw:
		return SDIDPublished
	}
	return SDID
}
