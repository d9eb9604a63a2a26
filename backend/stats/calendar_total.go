package stats

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// totalHalves are the half-lives of a post's effect, in days, that the total is averaged over, with
// log-normal weights centred on 2.5 days, sd .7. The ends are what keeps the total's range honest where
// effects are very short or long (docs/evidence.md).
var totalHalves = []float64{.7, 1, 1.5, 2.5, 4, 6, 9}

const (
	usualHalf  = 2.5 // days
	spreadHalf = .7  // sd of its logarithm
)

// CalendarWiden widens the total's range about its mean: fixed on one set of simulated shops and
// confirmed on fresh ones.
const CalendarWiden = 1.15

// CalendarTotal is what the posts brought: a mixture over noise models and half-lives.
type CalendarTotal struct {
	Half   float64 // posterior mean of the half-life, in days
	weight []float64
	loc    []float64 // coefficient of the exposure, in the series' unit
	scale  []float64
	df     float64
	path   [][]float64 // by half-life: exposure by row of the test
}

// Total regresses the series on the exposure of the actual posts (by day of the test) with a free step
// at the start of the test, so that what came with the launch but not with the posts is not counted.
//
// For every noise model and half-life: generalised least squares of z on x with the step's flat prior
// integrated out, <a,b> = a'K^-1 b - a'K^-1 s s'K^-1 b/s'K^-1 s; prior sd of the total 50 % of the
// usual sales; v = 1/(<x,x> + .3/tau^2), beta = v <x,z>, Q = <z,z> - beta <x,z>; log weight = prior
// - .5 log|K| + .5 log v - (2+n/2) log(.6+Q/2); Student-t with 4+n degrees of freedom and scale
// sqrt(v (.6+Q/2)/(2+n/2)). It returns nil where no post reaches a row.
func (s *CalendarSeries) Total(posts []float64) *CalendarTotal {
	g := s.grid
	out := &CalendarTotal{df: 4 + float64(g.n)}
	var logs, halves []float64
	for _, h := range totalHalves {
		x := g.rows(Exposure(posts, h))
		if floats.Sum(x) <= 0 {
			return nil
		}
		out.path = append(out.path, x)
	}
	for i := range g.points {
		p := g.points[i].project(s.z, g.pre)
		for k, x := range out.path {
			sum := floats.Sum(x)
			tau := .5 * float64(len(x)) * math.Max(math.Abs(s.mean), .1*s.sd) / (s.sd * sum)
			beta, scale, logWeight := p.regress(x, tau)
			off := math.Log(totalHalves[k]/usualHalf) / spreadHalf
			logs = append(logs, g.points[i].logPrior-off*off/2+logWeight)
			halves = append(halves, totalHalves[k])
			out.loc, out.scale = append(out.loc, beta*s.sd), append(out.scale, scale*s.sd)
		}
	}
	out.weight = softmax(logs)
	out.Half = floats.Dot(out.weight, halves)
	return out
}

// Over is the effect summed over the test's rows [from,to), not widened.
func (c *CalendarTotal) Over(from, to int) Mixture {
	m := Mixture{DF: c.df}
	sums := make([]float64, len(c.path))
	for k, x := range c.path {
		sums[k] = math.Max(floats.Sum(x[from:to]), 1e-12)
	}
	for i, w := range c.weight {
		if w < calendarLightest/float64(len(c.weight)) {
			continue
		}
		x := sums[i%len(c.path)]
		m.Weight, m.Loc, m.Scale = append(m.Weight, w), append(m.Loc, c.loc[i]*x), append(m.Scale, c.scale[i]*x)
	}
	floats.Scale(1/floats.Sum(m.Weight), m.Weight)
	return m
}

// projected is one noise model with the step taken out.
type projected struct {
	point      *calendarPoint
	pre, n     int
	kz, ks     []float64
	ss, zs, zz float64
}

func (p *calendarPoint) project(z []float64, pre int) projected {
	n := len(z)
	q := projected{point: p, pre: pre, n: n, kz: make([]float64, n), ks: make([]float64, n)}
	k := blas64.Symmetric{N: n, Stride: n, Uplo: blas.Upper, Data: p.inverse}
	blas64.Symv(1, k, blas64.Vector{N: n, Inc: 1, Data: z}, 0, blas64.Vector{N: n, Inc: 1, Data: q.kz})
	for i := range n {
		q.ks[i] = floats.Sum(p.inverse[i*n+pre : (i+1)*n])
	}
	q.ss, q.zs = floats.Sum(q.ks[pre:]), floats.Sum(q.kz[pre:])
	q.zz = floats.Dot(z, q.kz) - q.zs*q.zs/q.ss
	return q
}

// regress gives coefficient, its scale and the model's log weight.
func (q projected) regress(x []float64, tau float64) (beta, scale, logWeight float64) {
	xs := floats.Dot(x, q.ks[q.pre:])
	xx, xz := -xs*xs/q.ss, floats.Dot(x, q.kz[q.pre:])-xs*q.zs/q.ss
	for i, v := range x {
		row := q.point.inverse[(q.pre+i)*q.n+q.pre : (q.pre+i+1)*q.n]
		xx += v * floats.Dot(row, x)
	}
	v := 1 / (math.Max(xx, 0) + .3/(tau*tau))
	beta = v * xz
	rest, half := math.Max(calendarScalePrior+(q.zz-beta*xz)/2, calendarScalePrior/2), calendarShapePrior+float64(q.n)/2
	return beta, math.Sqrt(v * rest / half), -q.point.logDet/2 + math.Log(v)/2 - half*math.Log(rest)
}

// Usual is what each row of the history was expected to be from the history's other rows:
// z_i - [K^-1 z]_i/[K^-1]_ii with variance s2/[K^-1]_ii (Rasmussen & Williams 5.12), averaged over the
// noise models by what the history says of them. sd is one standard deviation.
func (s *CalendarSeries) Usual() (mean, sd []float64) {
	g, w := s.grid, softmax(s.logs)
	mean, sd = make([]float64, g.pre), make([]float64, g.pre)
	square := make([]float64, g.pre)
	for i, p := range g.points {
		if w[i] < calendarLightest {
			continue
		}
		k := blas64.Symmetric{N: g.pre, Stride: g.pre, Uplo: blas.Upper, Data: append([]float64(nil), p.preChol.Data...)}
		if _, ok := lapack64.Potri(blas64.Triangular{N: g.pre, Stride: g.pre, Uplo: blas.Upper, Diag: blas.NonUnit, Data: k.Data}); !ok {
			continue
		}
		kz := blas64.Vector{N: g.pre, Inc: 1, Data: make([]float64, g.pre)}
		blas64.Symv(1, k, blas64.Vector{N: g.pre, Inc: 1, Data: s.z[:g.pre]}, 0, kz)
		for t := range g.pre {
			d := k.Data[t*g.pre+t]
			m := s.z[t] - kz.Data[t]/d
			mean[t] += w[i] * m
			square[t] += w[i] * (m*m + s.noise[i]/d)
		}
	}
	for t := range mean {
		sd[t] = s.sd * math.Sqrt(math.Max(square[t]-mean[t]*mean[t], 0))
		mean[t] = s.mean + s.sd*mean[t]
	}
	return mean, sd
}
