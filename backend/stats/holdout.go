package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Weighting says how a contrast weighs its controls.
type Weighting int

// The two weightings. DiD takes all controls by their size; SC fits weights >= 0 that sum to 1 to the
// pre period, with an intercept.
const (
	DiD Weighting = iota
	SC
)

// Units is a panel ready for contrasts between units: every unit's movement around its own
// pre-period mean, divided by its size, and the pre period's Gram matrix, computed once for all
// assignments.
type Units struct {
	move [][]float64 // N x T: (y - pre-period mean) / size
	base []float64   // pre-period mean / size
	size []float64   // the divisor: the pre-period mean, or 1 for raw units
	raw  bool
	pre  int
	gram []float64 // N x N products of move over the pre period
}

// NewUnits prepares y (N units x T periods, the first pre of them history) for contrasts. Units are
// divided by their pre-period mean unless raw. It panics where that mean is not positive (the
// caller drops units without sales first) and on shapes; values must be finite. y is not changed.
func NewUnits(y [][]float64, pre int, raw bool) *Units {
	u := &Units{pre: pre, raw: raw, gram: make([]float64, len(y)*len(y))}
	for _, row := range y {
		if pre < 2 || pre >= len(row) {
			panic("stats: NewUnits: no history or no test")
		}
		m, _ := meanSD(row[:pre])
		size := m
		if raw {
			size = 1
		}
		if !(size > 0) {
			panic("stats: NewUnits: a unit without sales in the history")
		}
		move := make([]float64, len(row))
		for t, v := range row {
			move[t] = (v - m) / size
		}
		u.move, u.base, u.size = append(u.move, move), append(u.base, m/size), append(u.size, size)
	}
	past := mat.NewDense(len(y), pre, nil)
	for i, move := range u.move {
		past.SetRow(i, move[:pre])
	}
	mat.NewDense(len(y), len(y), u.gram).Mul(past, past.T())
	return u
}

// N is the number of units.
func (u *Units) N() int { return len(u.move) }

// Size is what the treated units' effect is multiplied with to come back to the panel's units: the
// sum of their sizes.
func (u *Units) Size(c Contrast) float64 {
	var s float64
	for i, w := range c.Treated {
		if w > 0 {
			s += u.size[i]
		}
	}
	return s
}

// Level is the mean of all units' history in the unit of Gap: 1 unless raw.
func (u *Units) Level() float64 {
	var s float64
	for _, b := range u.base {
		s += math.Abs(b)
	}
	return s / float64(len(u.base))
}

// Gap is treated minus counterfactual in every period, per unit of size.
func (u *Units) Gap(c Contrast) []float64 {
	gap := make([]float64, len(u.move[0]))
	for i, move := range u.move {
		if d := c.Treated[i] - c.Control[i]; d != 0 {
			for t, v := range move {
				gap[t] += d * v
			}
		}
	}
	return gap
}

// Load is how much of a constant effect on the truly treated units contrast c picks up, 1 for their own.
func (c Contrast) Load(treated []bool) float64 {
	var s float64
	for i, on := range treated {
		if on {
			s += c.Treated[i] - c.Control[i]
		}
	}
	return s
}

// Contrast compares a set of treated units with its controls.
type Contrast struct {
	Treated []float64 // N weights of the treated units, by size, sum 1
	Control []float64 // N weights of the controls, sum 1
	Effect  float64   // mean over the test of treated minus counterfactual, per unit of the treated's size
	Spread  float64   // root mean square of the same difference in the history
}

// Contrast fits one treated set: the treated units summed and divided by their summed size, against
// the weighted controls plus an intercept (the mean gap in the history, with equal time weights).
// DiD and SC are this one estimator with different control weights (Arkhangelsky et al. 2021, eq. 1-3,
// with uniform time weights). treated has length N, with at least one true and one false.
func (u *Units) Contrast(treated []bool, how Weighting) (Contrast, error) {
	c := Contrast{Treated: make([]float64, u.N()), Control: make([]float64, u.N())}
	var sizeT, sizeC float64
	var controls []int
	for i, on := range treated {
		if on {
			sizeT += u.size[i]
		} else {
			sizeC += u.size[i]
			controls = append(controls, i)
		}
	}
	if sizeT == 0 || len(controls) == 0 {
		panic("stats: Contrast: no treated unit or no control")
	}
	for i, on := range treated {
		if on {
			c.Treated[i] = u.size[i] / sizeT
		} else {
			c.Control[i] = u.size[i] / sizeC
		}
	}
	if how == SC {
		if err := u.synthetic(controls, &c); err != nil {
			return c, err
		}
	}
	gap := u.Gap(c)
	for t, v := range gap {
		if t < u.pre {
			c.Spread += v * v / float64(u.pre)
		} else {
			c.Effect += v / float64(len(gap)-u.pre)
		}
	}
	c.Spread = math.Sqrt(c.Spread)
	return c, nil
}

// eachUpTo is the largest treated set whose units are also fitted one by one.
const eachUpTo = 5

// synthetic fits the controls' weights. A few treated units get the mean of two mixes: the one that
// fits their sum, and the ones that fit each of them, added up by size (partial pooling with equal
// parts, Ben-Michael, Feller & Rothstein 2022, eq. 8). More units, and raw ones, are fitted as one sum.
func (u *Units) synthetic(controls []int, c *Contrast) error {
	for _, i := range controls {
		c.Control[i] = 0
	}
	fits := [][]float64{c.Treated} // weights of the treated units in each fit
	if treated := len(c.Treated) - len(controls); treated > 1 && treated <= eachUpTo && !u.raw {
		fits[0] = make([]float64, len(c.Treated))
		for s, w := range c.Treated {
			if w > 0 {
				one := make([]float64, len(c.Treated))
				one[s], fits[0][s] = w/2, w/2
				fits = append(fits, one)
			}
		}
	}
	for _, f := range fits {
		if err := u.addMix(controls, f, c.Control); err != nil {
			return err
		}
	}
	return nil
}

// addMix fits one group of treated units, whose weights need not sum to 1, and adds its mix to dst.
func (u *Units) addMix(controls []int, group, dst []float64) error {
	var share float64
	for _, w := range group {
		share += w
	}
	b := make([]float64, len(controls))
	for a, i := range controls {
		for s, w := range group {
			if w > 0 {
				b[a] += w / share * u.gram[i*u.N()+s]
			}
		}
	}
	w, err := simplexLS(u.gram, u.N(), controls, b)
	for a, i := range controls {
		dst[i] += share * w[a]
	}
	return err
}

// Counterfactual is the treated units' summed expected path over all T periods, in the units of the
// panel: their own pre-period mean plus the weighted controls' movement.
func (u *Units) Counterfactual(c Contrast) []float64 {
	size := u.Size(c)
	var level float64
	for i, w := range c.Treated {
		level += w * u.base[i]
	}
	out := make([]float64, len(u.move[0]))
	for t := range out {
		out[t] = level
		for i, w := range c.Control {
			if w != 0 {
				out[t] += w * u.move[i][t]
			}
		}
		out[t] *= size
	}
	return out
}
