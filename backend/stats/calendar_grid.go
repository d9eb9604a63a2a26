package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/stat"
)

// The calendar's noise models: a level that drifts by sd q a day, an AR(.8) of variance r, weekdays,
// events and an intercept, all in units of the white noise.
var (
	calendarDrifts    = []float64{.003, .03, .12, .5}
	calendarARs       = []float64{0, .3, 1, 3}
	calendarARWeights = []float64{.3, .25, .25, .2}
)

const (
	weekdayVariance = 1 / .3
	wideVariance    = 25 / .3 // of the intercept and of each event

	calendarShapePrior = 2. // inverse gamma of the white noise's variance
	calendarScalePrior = .6
	calendarLightest   = 1e-5 // models that weigh less are left out of ranges
)

// CalendarShape says which days have a row. Days rises; days that are closed or missing have none.
type CalendarShape struct {
	Days   []int // by row: the day's number
	Start  int   // number of the test's first day; rows before it are the history
	Length int   // of the test in days, with those that have no row
	Season []int // by row: weekday; nil = none
	Events []int // by row: which known event, 0 = none; nil = none
}

// CalendarGrid is what all series of one shape share: the inverse covariance of each noise model. A
// study makes it once. It is safe for concurrent use.
type CalendarGrid struct {
	shape  CalendarShape
	pre, n int
	points []calendarPoint
}

type calendarPoint struct {
	logPrior float64
	inverse  []float64 // n x n
	logDet   float64
	preChol  blas64.Triangular // of the history's block
	preDet   float64
}

// ErrCalendarSingular says that a noise model's covariance could not be inverted.
var ErrCalendarSingular = errors.New("stats: the calendar's covariance is not positive definite")

// NewCalendarGrid prepares the noise models K = I + q^2 min(t,t') + r .8^|t-t'| + (1[weekday] + 25)/.3
// for q in .003, .03, .12, .5 (log-normal weights, centre .05, sd 1.2) and r in 0, .3, 1, 3; known
// events add 25/.3 within one name. The model is that of Baseline, on a coarser grid. It panics on
// shapes that do not agree or hold fewer than two rows of history or one of the test.
func NewCalendarGrid(shape CalendarShape) (*CalendarGrid, error) {
	g := &CalendarGrid{shape: shape, n: len(shape.Days)}
	for _, d := range shape.Days {
		if d < shape.Start {
			g.pre++
		}
	}
	if g.pre < 2 || g.pre >= g.n || shape.Season != nil && len(shape.Season) != g.n || shape.Events != nil && len(shape.Events) != g.n ||
		shape.Days[g.n-1] >= shape.Start+shape.Length {
		panic("stats: NewCalendarGrid: shapes do not agree")
	}
	g.points = make([]calendarPoint, len(calendarDrifts)*len(calendarARs))
	err := Parallel(len(g.points), func(i int) error {
		q, ar := calendarDrifts[i/len(calendarARs)], i%len(calendarARs)
		off := math.Log(q/.05) / 1.2
		p := &g.points[i]
		p.logPrior = -off*off/2 + math.Log(calendarARWeights[ar])
		return p.prepare(g.covariance(q*q, calendarARs[ar]), g.pre, g.n)
	})
	return g, err
}

// History is the number of rows before the test.
func (g *CalendarGrid) History() int { return g.pre }

// covariance is n x n, its upper half filled.
func (g *CalendarGrid) covariance(q, r float64) []float64 {
	s, k := g.shape, make([]float64, g.n*g.n)
	lag := make([]float64, s.Days[g.n-1]-s.Days[0]+1)
	for d := range lag {
		lag[d] = r * math.Pow(.8, float64(d))
	}
	for i := range g.n {
		for j := i; j < g.n; j++ {
			v := wideVariance + q*float64(s.Days[i]-s.Days[0]+1) + lag[s.Days[j]-s.Days[i]]
			if s.Season != nil && s.Season[i] == s.Season[j] {
				v += weekdayVariance
			}
			if s.Events != nil && s.Events[i] != 0 && s.Events[i] == s.Events[j] {
				v += wideVariance
			}
			k[i*g.n+j] = v
		}
		k[i*g.n+i]++
	}
	return k
}

// prepare inverts the whole covariance in place and factors that of the history.
func (p *calendarPoint) prepare(k []float64, pre, n int) error {
	block := blas64.Symmetric{N: pre, Stride: pre, Uplo: blas.Upper, Data: make([]float64, pre*pre)}
	for i := range pre {
		copy(block.Data[i*pre:(i+1)*pre], k[i*n:i*n+pre])
	}
	chol, ok := lapack64.Potrf(block)
	whole, ok2 := lapack64.Potrf(blas64.Symmetric{N: n, Stride: n, Uplo: blas.Upper, Data: k})
	if !ok || !ok2 {
		return ErrCalendarSingular
	}
	p.preChol, p.preDet, p.logDet = chol, logDetOf(chol), logDetOf(whole)
	if _, ok := lapack64.Potri(whole); !ok {
		return ErrCalendarSingular
	}
	for i := range n {
		for j := range i {
			k[i*n+j] = k[j*n+i]
		}
	}
	p.inverse = k
	return nil
}

func logDetOf(u blas64.Triangular) (sum float64) {
	for i := range u.N {
		sum += 2 * math.Log(u.Data[i*u.Stride+i])
	}
	return sum
}

// rows picks the days of the test that have a row.
func (g *CalendarGrid) rows(byDay []float64) []float64 {
	if len(byDay) != g.shape.Length {
		panic("stats: calendar: one number a day of the test is needed")
	}
	out := make([]float64, 0, g.n-g.pre)
	for _, d := range g.shape.Days[g.pre:] {
		out = append(out, byDay[d-g.shape.Start])
	}
	return out
}

// CalendarSeries is one series of sales on a grid.
type CalendarSeries struct {
	grid     *CalendarGrid
	mean, sd float64
	z        []float64 // standardised by the history
	w        []float64 // test rows x all rows: the weighted inverse covariance
	logs     []float64 // log prior and history's likelihood of each noise model
	noise    []float64 // each noise model's variance, from the history
}

// NewCalendarSeries standardises y (one value a row) and weighs the noise models by what they say of
// the history alone: w_g ~ pi_g |A_g|^-1/2 (.6 + Q_g/2)^-(2+P/2), s2_g = (.6 + Q_g/2)/(2+P/2). Nothing
// of the test enters. It returns ErrNoVariation for a history that does not vary.
func NewCalendarSeries(grid *CalendarGrid, y []float64) (*CalendarSeries, error) {
	if len(y) != grid.n {
		panic("stats: NewCalendarSeries: shapes do not agree")
	}
	s := &CalendarSeries{grid: grid, z: make([]float64, grid.n)}
	s.mean, s.sd = stat.MeanStdDev(y[:grid.pre], nil)
	if !(s.sd > 1e-9*math.Abs(s.mean)) || math.IsInf(s.sd, 0) {
		return nil, ErrNoVariation
	}
	for t, v := range y {
		s.z[t] = (v - s.mean) / s.sd
	}
	s.weigh()
	return s, nil
}

func (s *CalendarSeries) weigh() {
	g, half := s.grid, calendarShapePrior+float64(s.grid.pre)/2
	s.logs, s.noise = make([]float64, len(g.points)), make([]float64, len(g.points))
	y := make([]float64, g.pre)
	for i, p := range g.points {
		copy(y, s.z[:g.pre])
		v := blas64.Vector{N: g.pre, Inc: 1, Data: y}
		blas64.Trsv(blas.Trans, p.preChol, v)
		q := calendarScalePrior + blas64.Dot(v, v)/2
		s.logs[i], s.noise[i] = p.logPrior-p.preDet/2-half*math.Log(q), q/half
	}
	s.w = make([]float64, (g.n-g.pre)*g.n)
	for i, weight := range softmax(s.logs) {
		floats.AddScaled(s.w, weight/s.noise[i], g.points[i].inverse[g.pre*g.n:])
	}
}

// filtered is W v for the test's rows, v being zero before row from.
func (s *CalendarSeries) filtered(v []float64, from int) []float64 {
	n := s.grid.n
	out := make([]float64, n-s.grid.pre)
	for t := range out {
		out[t] = floats.Dot(s.w[t*n+from:(t+1)*n], v)
	}
	return out
}

// softmax turns log weights into weights that sum to 1.
func softmax(logs []float64) []float64 {
	top, out := floats.Max(logs), make([]float64, len(logs))
	for i, l := range logs {
		out[i] = math.Exp(l - top)
	}
	floats.Scale(1/floats.Sum(out), out)
	return out
}
