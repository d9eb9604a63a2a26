package stats

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// filter is one Kalman pass of level and AR(1) noise over the history, run at once over the series and
// over every fixed effect as if it were a series (the augmented filter of Rosenberg 1973 and de Jong
// 1991; Durbin & Koopman 2012, 6.2.3). Column 0 is the series, column 1+j the fixed effect j. All
// variances are in units of the white noise. Ridge scales share it.
type filter struct {
	level, ar, rho float64 // variances: of a step of the level, of the AR noise
	cols           int
	kept           int       // periods whose errors are kept
	v              []float64 // kept x cols, one-step errors; zero where missing
	f              []float64 // their variance; zero where missing
	gain           []float64 // periods x 2, share of the error that goes into level and AR
	gram           []float64 // cols x cols, sum of v v'/f, upper triangle
	logDet         float64
	a              []float64 // 2 x cols, level and AR expected in the first test period
	p              [3]float64
}

// newFilter runs over the history. Nothing is diffuse: the level starts with the variance of its first
// step, the AR at its stationary variance, and the intercept is a fixed effect.
//
// With keep the errors stay for leaveOneOut; else only the last period's do.
func newFilter(m *baselineModel, g GridPoint, keep bool) *filter {
	c, pre := 1+m.width, m.in.Pre
	kept := 1
	if keep {
		kept = pre
	}
	k := &filter{kept: kept, level: g.Level * g.Level, ar: g.AR, rho: g.Rho, cols: c, v: make([]float64, kept*c), f: make([]float64, pre),
		gain: make([]float64, 2*pre), gram: make([]float64, c*c), a: make([]float64, 2*c)}
	k.p = [3]float64{k.level, 0, k.ar}
	for t := range pre {
		if !math.IsNaN(m.z[t]) {
			k.update(m, t)
		}
		k.step()
	}
	return k
}

// update takes period t in.
func (k *filter) update(m *baselineModel, t int) {
	p, c := k.p, k.cols
	f := p[0] + 2*p[1] + p[2] + 1
	gl, ga := (p[0]+p[1])/f, (p[1]+p[2])/f
	k.f[t], k.gain[2*t], k.gain[2*t+1] = f, gl, ga
	k.logDet += math.Log(f)
	at := t % k.kept * c
	v, level, ar := k.v[at:at+c], k.a[:c], k.a[c:]
	v[0] = m.z[t]
	copy(v[1:], m.rows[t*m.width:(t+1)*m.width])
	for j := range v {
		v[j] -= level[j] + ar[j]
		level[j] += gl * v[j]
		ar[j] += ga * v[j]
	}
	for i, vi := range v {
		if vi == 0 {
			continue
		}
		vi /= f
		row := k.gram[i*c : (i+1)*c]
		for j := i; j < c; j++ {
			row[j] += vi * v[j]
		}
	}
	k.p = [3]float64{p[0] - gl*gl*f, p[1] - gl*ga*f, p[2] - ga*ga*f}
}

// step goes on to the next period.
func (k *filter) step() {
	for j := k.cols; j < 2*k.cols; j++ {
		k.a[j] *= k.rho
	}
	k.p = [3]float64{k.p[0] + k.level, k.rho * k.p[1], k.rho*k.rho*k.p[2] + (1-k.rho*k.rho)*k.ar}
}

// effects is what the history says of the fixed effects at one ridge scale: mean b and precision U'U,
// given the noise.
type effects struct {
	b []float64
	U blas64.Triangular
}

// weigh integrates fixed effects and noise out: the marginal likelihood, and the effects' posterior.
// With G = sum of x x'/f over the filtered fixed effects, s = sum of x z/f and D their prior variances,
// z'K^-1 z = sum z^2/f - s'(G + D^-1)^-1 s and log|K| = sum log f + log|D| + log|G + D^-1|.
func (k *filter) weigh(m *baselineModel, g GridPoint) gridFit {
	p, c := m.width, k.cols
	M := blas64.Symmetric{N: p, Stride: p, Uplo: blas.Upper, Data: make([]float64, p*p)}
	b, logDet := blas64.Vector{N: p, Inc: 1, Data: make([]float64, p)}, k.logDet
	for i := range p {
		copy(M.Data[i*p+i:(i+1)*p], k.gram[(i+1)*c+i+1:(i+2)*c])
		d := m.variance[i]
		if i >= p-m.controls {
			d *= g.Ridge * g.Ridge
		}
		M.Data[i*p+i] += 1 / d
		logDet += math.Log(d)
		b.Data[i] = k.gram[1+i]
	}
	U, ok := lapack64.Potrf(M)
	if !ok {
		return gridFit{logWeight: math.Inf(-1)}
	}
	for i := range p {
		logDet += 2 * math.Log(U.Data[i*p+i])
	}
	blas64.Trsv(blas.Trans, U, b)
	quad := k.gram[0] - blas64.Dot(b, b)
	blas64.Trsv(blas.NoTrans, U, b)
	shape, rate := noiseShape+float64(m.obs)/2, noiseScale+quad/2
	return gridFit{logWeight: m.jacobian + g.logPrior - logDet/2 - shape*math.Log(rate), noise: math.Sqrt(rate / shape), effects: effects{b.Data, U}}
}

// spread is d'(U'U)^-1 d; d is overwritten.
func (e effects) spread(d []float64) float64 {
	v := blas64.Vector{N: len(d), Inc: 1, Data: d}
	blas64.Trsv(blas.Trans, e.U, v)
	return blas64.Dot(v, v)
}

// outlook is the joint forecast of the test's periods on the model's own scale, in units of it.
type outlook struct {
	loc        []float64    // by period
	state      [][3]float64 // covariance of level and AR
	known      []float64    // periods x effects, the loadings on the effects times the root of their variance
	width      int
	noise, rho float64 // variance
}

// covariance of periods i <= j: what level and AR share, what both owe to the effects, and noise.
func (o *outlook) covariance(i, j int) float64 {
	p := o.state[i]
	v := p[0] + p[1] + math.Pow(o.rho, float64(j-i))*(p[1]+p[2])
	if i == j {
		v++
	}
	a, b := o.known[i*o.width:(i+1)*o.width], o.known[j*o.width:(j+1)*o.width]
	for l, x := range a {
		v += x * b[l]
	}
	return o.noise * math.Max(v, 0)
}

// forecast runs through the test.
func (k *filter) forecast(m *baselineModel, e effects, noise float64) *outlook {
	c, T := k.cols, len(m.target)
	o := &outlook{loc: make([]float64, T), known: make([]float64, T*m.width), width: m.width, noise: m.sd * m.sd * noise * noise, rho: k.rho}
	a, p := append([]float64(nil), k.a...), k.p
	for j := range m.target {
		row, d := m.rows[(m.in.Pre+j)*m.width:(m.in.Pre+j+1)*m.width], o.known[j*m.width:(j+1)*m.width]
		o.loc[j] = a[0] + a[c]
		for i, x := range row {
			d[i] = x - a[1+i] - a[c+1+i]
			o.loc[j] += e.b[i] * d[i]
		}
		o.loc[j] = m.mean + m.sd*o.loc[j]
		e.spread(d)
		o.state = append(o.state, p)
		for i := c; i < 2*c; i++ {
			a[i] *= k.rho
		}
		p = [3]float64{p[0] + k.level, k.rho * p[1], k.rho*k.rho*p[2] + (1-k.rho*k.rho)*k.ar}
	}
	return o
}

// straightSums are the running sums over the target's periods on the straight scale, exact: with the
// sum's covariances with level and AR and its loadings on the effects carried along.
func (o *outlook) straightSums(m *baselineModel) []bell {
	out, load := make([]bell, len(o.loc)), make([]float64, o.width)
	var mean, own, withLevel, withAR float64
	for j, on := range m.target {
		if p := o.state[j]; on {
			mean += o.loc[j]
			own += p[0] + 2*p[1] + p[2] + 1 + 2*(withLevel+withAR)
			withLevel += p[0] + p[1]
			withAR += p[1] + p[2]
			for i, x := range o.known[j*o.width : (j+1)*o.width] {
				load[i] += x
			}
		}
		v := own
		for _, x := range load {
			v += x * x
		}
		out[j] = bell{mean, math.Sqrt(o.noise * math.Max(v, 1e-12))}
		withAR *= o.rho
	}
	return out
}

// bentSums are the running sums matched by mean and variance to the curve; for logarithms that is
// Fenton's (1960) approximation.
func (o *outlook) bentSums(m *baselineModel) []bell {
	out, own := make([]bell, len(o.loc)), make([]float64, len(o.loc))
	var mean, variance float64
	for j, on := range m.target {
		own[j] = o.covariance(j, j)
		if on {
			e, v := m.curve.moments(o.loc[j], math.Sqrt(own[j]))
			mean, variance = mean+e, variance+v
			for i := range j {
				if m.target[i] {
					variance += 2 * m.curve.covariance(o.loc[i], o.loc[j], own[i], own[j], o.covariance(i, j))
				}
			}
		}
		out[j] = m.curve.match(mean, variance)
	}
	return out
}

// leaveOneOut fills the history: each day as the model expects it from all other days,
// z_t - [K^-1 z]_t/[K^-1]_tt with variance 1/[K^-1]_tt (Rasmussen & Williams 2006, eq. 5.12). Without
// fixed effects K^-1 z and the diagonal are the smoothing errors u and D of de Jong (1989; Durbin &
// Koopman 2012, eq. 4.69); the fixed effects are taken out by the Woodbury identity.
func (k *filter) leaveOneOut(m *baselineModel, e effects, noise float64, days []bell) {
	c := k.cols
	rl, ra, u, d := make([]float64, c), make([]float64, c), make([]float64, c), make([]float64, c-1)
	var n [3]float64
	for t := m.in.Pre - 1; t >= 0; t-- {
		for j := range ra {
			ra[j] *= k.rho // T'r
		}
		n = [3]float64{n[0], k.rho * n[1], k.rho * k.rho * n[2]} // T'NT
		f := k.f[t]
		if f == 0 {
			continue
		}
		gl, ga := k.gain[2*t], k.gain[2*t+1]
		for j := range u {
			u[j] = k.v[t*c+j]/f - gl*rl[j] - ga*ra[j]
			rl[j] += u[j]
			ra[j] += u[j]
		}
		nl, na := n[0]*gl+n[1]*ga, n[1]*gl+n[2]*ga
		D := 1/f + gl*nl + ga*na
		n = [3]float64{n[0] - 2*nl + D, n[1] - nl - na + D, n[2] - 2*na + D}
		kz := u[0]
		for j, b := range e.b {
			kz -= b * u[1+j]
			d[j] = u[1+j]
		}
		inv := D - e.spread(d)
		days[t] = bell{m.mean + m.sd*(m.z[t]-kz/inv), m.sd * noise / math.Sqrt(inv)}
	}
}
