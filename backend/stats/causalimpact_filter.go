package stats

import "math"

// ciFilter runs the Kalman filter of level and season over all columns at once: the gains depend on the
// standard deviations only, so each column is filtered as if it were the series. Harvey (1989), 3.2.
type ciFilter struct {
	m    *ciModel
	sd   ciSD
	size int         // level and seasons - 1
	p    []float64   // size x size covariance of the state
	a    [][]float64 // state per column
	buf  []float64

	logDet float64
	gram   []float64 // whitened columns' products, cols x cols, row 0 the series
	step   []float64 // whitened innovations of one period
}

// ciForecast is what the filter says before it sees a period: per column, with the base variance.
type ciForecast struct {
	value    []float64 // expected base process per column
	variance float64   // of the series, noise included
}

func newCIFilter(m *ciModel, sd ciSD) *ciFilter {
	size := 1
	if m.seasons > 1 {
		size = m.seasons
	}
	k := len(m.cols)
	f := &ciFilter{m: m, sd: sd, size: size, p: make([]float64, size*size), buf: make([]float64, size),
		gram: make([]float64, k*k), step: make([]float64, k)}
	for i := range size {
		f.p[i*size+i] = 1 // initial states have the series' own variance
	}
	for range k {
		f.a = append(f.a, make([]float64, size))
	}
	return f
}

// signal is what a state contributes to the series: level plus current season.
func (f *ciFilter) signal(a []float64) float64 {
	if f.size == 1 {
		return a[0]
	}
	return a[0] + a[1]
}

// signalColumn is P times the observation vector.
func (f *ciFilter) signalColumn(dst []float64) {
	for i := range f.size {
		dst[i] = f.signal(f.p[i*f.size:])
	}
}

// update takes in period t.
func (f *ciFilter) update(t int) {
	gain := f.buf
	f.signalColumn(gain)
	F := f.signal(gain) + f.sd.obs*f.sd.obs
	f.logDet += math.Log(F)
	root := math.Sqrt(F)
	for c, col := range f.m.cols {
		v := col[t] - f.signal(f.a[c])
		f.step[c] = v / root
		for i := range f.size {
			f.a[c][i] += gain[i] / F * v
		}
	}
	k := len(f.step)
	for c, v := range f.step {
		for d := c; d < k; d++ {
			f.gram[c*k+d] += v * f.step[d]
		}
	}
	for i := range f.size {
		for j := range f.size {
			f.p[i*f.size+j] -= gain[i] * gain[j] / F
		}
	}
}

// advance moves the state on by one period: the new season is minus the sum of the others.
func (f *ciFilter) advance() {
	n := f.size
	if n > 1 {
		for c := range f.a {
			turn(f.a[c])
		}
		for i := range n {
			turn(f.p[i*n : (i+1)*n])
		}
		col := f.buf
		for j := range n {
			for i := range n {
				col[i] = f.p[i*n+j]
			}
			turn(col)
			for i := range n {
				f.p[i*n+j] = col[i]
			}
		}
		f.p[n+1] += f.sd.season * f.sd.season
	}
	f.p[0] += f.sd.level * f.sd.level
}

// turn is the transition of one state vector: [level, s0, s1, ...] to [level, -sum s, s0, ...].
func turn(v []float64) {
	var sum float64
	for _, s := range v[1:] {
		sum += s
	}
	copy(v[2:], v[1:len(v)-1])
	v[1] = -sum
}

// history filters the history and leaves the filter at the first period of the test; each hears the
// forecasts on the way.
func (f *ciFilter) history(each func(t int)) {
	for t := range f.m.pre {
		if each != nil {
			each(t)
		}
		if f.m.seen[t] {
			f.update(t)
		}
		f.advance()
	}
	k := len(f.m.cols)
	for c := range k {
		for d := range c {
			f.gram[c*k+d] = f.gram[d*k+c]
		}
	}
}

// now is the forecast of the period the filter stands at.
func (f *ciFilter) now() ciForecast {
	value := make([]float64, len(f.a))
	for c := range f.a {
		value[c] = f.signal(f.a[c])
	}
	f.signalColumn(f.buf)
	return ciForecast{value, f.signal(f.buf) + f.sd.obs*f.sd.obs}
}

// test forecasts the single periods of the test and the running sums of those that count. The sum rides
// along as one more state: only its covariance with the others is needed.
func (f *ciFilter) test(each func(t int, day, sum ciForecast)) {
	sum := ciForecast{value: make([]float64, len(f.a))}
	with := make([]float64, f.size) // covariance of the sum with the state
	for j, on := range f.m.target {
		day := f.now()
		if on {
			f.signalColumn(f.buf)
			sum.variance += day.variance + 2*f.signal(with)
			for i := range with {
				with[i] += f.buf[i]
			}
			for c := range day.value {
				sum.value[c] += day.value[c]
			}
		}
		each(f.m.pre+j, day, ciForecast{append([]float64(nil), sum.value...), sum.variance})
		f.advance()
		if f.size > 1 {
			turn(with)
		}
	}
}
