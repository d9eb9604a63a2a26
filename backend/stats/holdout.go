package stats

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/mat"
)

// Weighting fits the weights of one contrast: of the controls and of the history's periods. DiD, SC,
// ridge-augmented SC and SDID are one estimator with different weightings (Arkhangelsky et al. 2021,
// eq. 1-3). Implementations are comparable values, so that they can be told apart; Weigh is called for
// every redraw, from several goroutines, and must not change u.
type Weighting interface {
	// Weigh overwrites c.Control: N weights with sum 1, zero outside controls, negative ones allowed;
	// it may set c.Time, pre weights with sum 1 (nil = all periods of the history alike). On entry
	// c.Treated and c.Control hold the treated units' and the controls' shares by size. Effect and
	// Spread are not yet known. The error says that the weights could not be worked out.
	Weigh(u *Units, controls []int, c *Contrast) error
}

// The two basic weightings. DiD takes all controls by their size; SC fits weights >= 0 that sum to 1 to
// the pre period, with an intercept.
var (
	DiD Weighting = bySize{}
	SC  Weighting = synthetic{}
)

type bySize struct{}

func (bySize) Weigh(*Units, []int, *Contrast) error { return nil }

// Units is a panel ready for contrasts between units: every unit's movement around its own
// pre-period mean, divided by its size, and the pre period's Gram matrix, computed once for all
// assignments, when it is first asked for.
type Units struct {
	move [][]float64 // N x T: (y - pre-period mean) / size
	base []float64   // pre-period mean / size
	size []float64   // the divisor: the pre-period mean, or 1 for raw units
	raw  bool
	pre  int
	once sync.Once
	gram []float64 // N x N, of products
}

// NewUnits prepares y (N units x T periods, the first pre of them history) for contrasts. Units are
// divided by their pre-period mean unless raw. It panics where that mean is not positive (the
// caller drops units without sales first) and on shapes; values must be finite. y is not changed.
func NewUnits(y [][]float64, pre int, raw bool) *Units {
	u := &Units{pre: pre, raw: raw}
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
	return u
}

// products is the N x N Gram matrix of move over the pre period, by rows.
func (u *Units) products() []float64 {
	u.once.Do(func() {
		n := u.N()
		past := mat.NewDense(n, u.pre, nil)
		for i, move := range u.move {
			past.SetRow(i, move[:u.pre])
		}
		u.gram = make([]float64, n*n)
		mat.NewDense(n, n, u.gram).Mul(past, past.T())
	})
	return u.gram
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

// Gap is treated minus counterfactual in every period, per unit of size, as far above the time-weighted
// mean of the history's gaps.
func (u *Units) Gap(c Contrast) []float64 {
	gap := make([]float64, len(u.move[0]))
	for i, move := range u.move {
		if d := c.Treated[i] - c.Control[i]; d != 0 {
			for t, v := range move {
				gap[t] += d * v
			}
		}
	}
	if past := u.past(c, gap); past != 0 {
		for t := range gap {
			gap[t] -= past
		}
	}
	return gap
}

// past is the time-weighted mean gap of the history; with equal weights it is zero, because movement
// is counted from the history's mean. Plain contrasts have the levels' gap put back instead.
func (u *Units) past(c Contrast, gap []float64) float64 {
	var s float64
	if c.Plain {
		for i, b := range u.base {
			s -= (c.Treated[i] - c.Control[i]) * b
		}
	}
	for t, w := range c.Time {
		s += w * gap[t]
	}
	return s
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
	Time    []float64 // weights of the history's periods, sum 1; nil = all alike
	Plain   bool      // levels are compared as they are, without an intercept; Time is nil
	Effect  float64   // mean over the test of Gap, per unit of the treated's size
	Spread  float64   // root mean square of the history's gap about its plain mean; of Plain contrasts about zero
}

// Contrast fits one treated set: the treated units summed and divided by their summed size, against
// the weighted controls plus an intercept (the time-weighted mean gap in the history). treated has
// length N, with at least one true and one false. Source: Arkhangelsky et al. (2021), eq. 1-3.
func (u *Units) Contrast(treated []bool, how Weighting) (Contrast, error) {
	c, controls := u.bySize(treated)
	if err := how.Weigh(u, controls, &c); err != nil {
		return c, err
	}
	gap := u.Gap(c)
	var m float64
	if !c.Plain {
		m, _ = meanSD(gap[:u.pre])
	}
	for t, v := range gap {
		if t < u.pre {
			c.Spread += (v - m) * (v - m) / float64(u.pre)
		} else {
			c.Effect += v / float64(len(gap)-u.pre)
		}
	}
	c.Spread = math.Sqrt(c.Spread)
	return c, nil
}

// bySize starts a contrast with the shares by size, and lists the controls.
func (u *Units) bySize(treated []bool) (Contrast, []int) {
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
	return c, controls
}

// eachUpTo is the largest treated set whose units are also fitted one by one.
const eachUpTo = 5

type synthetic struct{}

// Weigh fits the controls' weights. A few treated units get the mean of two mixes: the one that
// fits their sum, and the ones that fit each of them, added up by size (partial pooling with equal
// parts, Ben-Michael, Feller & Rothstein 2022, eq. 8). More units, and raw ones, are fitted as one sum.
func (synthetic) Weigh(u *Units, controls []int, c *Contrast) error {
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
	b, gram := make([]float64, len(controls)), u.products()
	for a, i := range controls {
		for s, w := range group {
			if w > 0 {
				b[a] += w / share * gram[i*u.N()+s]
			}
		}
	}
	w, err := simplexLS(gram, u.N(), controls, b)
	for a, i := range controls {
		dst[i] += share * w[a]
	}
	return err
}

// Counterfactual is the treated units' summed expected path over all T periods, in the units of the
// panel: their own pre-period mean plus the weighted controls' movement, and the time-weighted gap.
func (u *Units) Counterfactual(c Contrast) []float64 {
	size, level := u.Size(c), 0.0
	for i, w := range c.Treated {
		level += w * u.base[i]
	}
	level += u.past(c, u.Gap(Contrast{Treated: c.Treated, Control: c.Control}))
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
