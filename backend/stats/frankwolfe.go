package stats

import "math"

// fwProblem minimises |Ax - a|^2/rows + zeta^2 |x|^2 over x >= 0, sum(x) = 1, one coordinate a step.
type fwProblem struct {
	G    []float64 // k x k products A'A
	b    []float64 // k products A'a
	rows float64   // rows of A
	zeta float64   // ridge, in the unit of A

	x, Gx    []float64
	xx, xGx  float64 // |x|^2 and x'Gx
	eta      float64
	halfGrad []float64
}

// The published stopping rules of synthetic difference in differences (synthdid 0.0.9): a hundred
// steps from equal weights, then weights of at most a quarter of the largest are set to zero, then
// steps until one lowers the mean square by no more than the square of minDecrease, 1e-5 noise levels,
// or 10,000 are done.
const (
	fwFirstSteps  = 100
	fwMostSteps   = 10_000
	fwMinDecrease = 1e-5
	fwStillMoving = 1000 // times minDecrease: a last step that lowers more than this has not settled
	fwRefresh     = 256  // steps after which the running products are computed afresh
)

// sparsified runs the published sequence with at most `most` last steps. minDecrease is in the unit of
// A. The last iterate is the answer where the steps ran out, as published; it comes with
// ErrNotConverged where the last step still moved.
func (f *fwProblem) sparsified(minDecrease float64, most int) ([]float64, error) {
	k := len(f.b)
	x := make([]float64, k)
	for i := range x {
		x[i] = 1 / float64(k)
	}
	f.run(x, minDecrease, fwFirstSteps)
	var largest, sum float64
	for _, v := range f.x {
		largest = max(largest, v)
	}
	for i, v := range f.x {
		x[i] = 0
		if v > largest/4 {
			x[i] = v
			sum += v
		}
	}
	for i := range x {
		x[i] /= sum
	}
	if still := f.run(x, minDecrease, most); still > math.Pow(fwStillMoving*minDecrease, 2) {
		return f.x, ErrNotConverged
	}
	return f.x, nil
}

// run steps from start until a step (not the first) lowers the mean square by no more than
// minDecrease^2, at most `most` times, and returns by how much the last one did.
func (f *fwProblem) run(start []float64, minDecrease float64, most int) (decrease float64) {
	k := len(f.b)
	f.x = append(f.x[:0], start...)
	f.Gx, f.halfGrad = make([]float64, k), make([]float64, k)
	f.eta = f.rows * f.zeta * f.zeta
	for t := range most {
		if t%fwRefresh == 0 {
			f.refresh()
		}
		decrease = f.step() / f.rows
		if t > 0 && decrease <= minDecrease*minDecrease {
			break
		}
	}
	return decrease
}

func (f *fwProblem) refresh() {
	k := len(f.b)
	f.xx, f.xGx = 0, 0
	for i := range k {
		f.Gx[i] = 0
		for j, v := range f.x {
			if v != 0 {
				f.Gx[i] += f.G[i*k+j] * v
			}
		}
		f.xx += f.x[i] * f.x[i]
		f.xGx += f.x[i] * f.Gx[i]
	}
}

// step moves towards the vertex with the steepest descent, as far as is best, and returns by how much
// |Ax - a|^2 + eta |x|^2 falls (Jaggi 2013, algorithm 1 with exact line search).
func (f *fwProblem) step() float64 {
	k := len(f.b)
	at, along := 0, 0.0 // the vertex, and halfGrad'x
	for i, gx := range f.Gx {
		h := gx - f.b[i] + f.eta*f.x[i]
		f.halfGrad[i] = h
		along += h * f.x[i]
		if h < f.halfGrad[at] {
			at = i
		}
	}
	slope := along - f.halfGrad[at]
	dd := 1 - 2*f.x[at] + f.xx
	dGd := f.G[at*k+at] - 2*f.Gx[at] + f.xGx
	curve := dGd + f.eta*dd
	if !(curve > 0) || slope <= 0 {
		return 0
	}
	s := min(1, slope/curve)
	f.xGx += s * (2*(f.Gx[at]-f.xGx) + s*dGd)
	f.xx += s * (2*(f.x[at]-f.xx) + s*dd)
	row := f.G[at*k : at*k+k]
	for i := range f.x {
		f.x[i] *= 1 - s
		f.Gx[i] += s * (row[i] - f.Gx[i])
	}
	f.x[at] += s
	return s * (2*slope - s*curve)
}
