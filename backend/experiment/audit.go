package experiment

import (
	"fmt"
	"math"

	"creatorlift/backend/stats"
)

const minPlacebos = 10

// auditBaseline runs the same forecast on quiet stretches of the history and says by how much the
// interval must be widened: 1 + (max(1, rms z) - 1) n/(n+10) over n non-overlapping windows.
func (w *window) auditBaseline(in stats.BaselineInput) (*Audit, float64, error) {
	if w.spec.NoAudit {
		return nil, 1, nil
	}
	length := w.n - w.pre
	au := &Audit{Widening: 1}
	var quiet, alarms95 int
	var sumSq float64
	var apart, next int
	alpha, usual := 1-w.spec.Level, math.Abs(meanKnown(in.Y[:w.pre]))
	starts := placeboStarts(w.pre, length)
	for i, start := range starts {
		if err := w.spec.step(checking(len(starts)), i, len(starts)); err != nil {
			return nil, 0, err
		}
		fit, actual, ok := placeboForecast(in, start, length)
		if !ok {
			continue
		}
		lo, hi := stretched{fit.Total, 1}.bounds(alpha)
		if p := fit.Total.CDF(actual); p < .025 || p > .975 {
			alarms95++
		}
		if actual >= lo && actual <= hi {
			quiet++
		}
		centre := fit.Total.Centre()
		share := usual * float64(length)
		au.Windows = append(au.Windows, Placebo{First: w.label(start), Last: w.label(start + length - 1),
			Effect: (actual - centre) / share, Lower: (actual - hi) / share, Upper: (actual - lo) / share})
		if start >= next {
			z := normalScore(fit.Total.Tail(actual))
			sumSq += z * z
			apart++
			next = start + length
		}
	}
	au.finish(quiet, alarms95)
	au.Widening = widening(sumSq, apart)
	return au, au.Widening, nil
}

// widening is the factor by which an interval is stretched whose forecasts of n windows apart from each
// other missed by z standard deviations: sumSq is the sum of z squared. 1 without windows.
func widening(sumSq float64, n int) float64 {
	if n == 0 {
		return 1
	}
	return 1 + (math.Max(1, math.Sqrt(sumSq/float64(n)))-1)*float64(n)/float64(n+10)
}

// normalScore is how many standard deviations out a two-sided probability lies on a bell: for a normal
// forecast |actual - centre|/sd, and of the same kind for one that is skew. It is 7 at most.
func normalScore(tail float64) float64 { return -normalQuantile(math.Max(tail, 1e-12) / 2) }

// checking names the audit as progress shows it.
func checking(stretches int) string {
	return "Checking " + plural(stretches, "quiet stretch", "quiet stretches") + " of your own history"
}

// meanKnown is the mean of what is not missing.
func meanKnown(v []float64) float64 {
	var s, n float64
	for _, x := range v {
		if !math.IsNaN(x) {
			s += x
			n++
		}
	}
	return s / n
}

// finish fills the rates once all windows ran.
func (au *Audit) finish(quiet, alarms95 int) {
	au.Placebos = len(au.Windows)
	if au.Placebos < minPlacebos {
		return
	}
	n := float64(au.Placebos)
	cover := float64(quiet) / n
	alarm := 1 - cover
	au.Coverage, au.FalseAlarmRate = &cover, &alarm
	// The promise is made at 95 %: at most one false alarm in ten.
	au.Passed = float64(alarms95)/n <= .10
}

// placeboStarts spreads at most maxPlacebos windows over the history, each with enough past. Steps
// are whole weeks where the history is long enough.
func placeboStarts(pre, length int) []int {
	first, last := minPlaceboPast, pre-length
	if last < first {
		return nil
	}
	step := 1
	for _, s := range []int{7, 4, 3, 2} {
		if (last-first)/s+1 >= minPlacebos {
			step = s
			break
		}
	}
	for (last-first)/step+1 > maxPlacebos {
		step += 7
	}
	var starts []int
	for s := first + (last-first)%step; s <= last; s += step {
		starts = append(starts, s)
	}
	return starts
}

// placeboForecast cuts the input so that the window [start, start+length) of the history is the test.
func placeboForecast(in stats.BaselineInput, start, length int) (*stats.BaselineFit, float64, bool) {
	cut := stats.BaselineInput{Y: in.Y[:start+length], Pre: start}
	for _, x := range in.X {
		cut.X = append(cut.X, x[:start+length])
	}
	if in.Season != nil {
		cut.Season = in.Season[:start+length]
	}
	if in.Year != nil {
		cut.Year = in.Year[:start+length]
	}
	if in.Events != nil {
		cut.Events = in.Events[:start+length]
	}
	target, actual, known := make([]bool, length), 0.0, false
	for t := range target {
		if v := in.Y[start+t]; !math.IsNaN(v) {
			target[t], known = true, true
			actual += v
		}
	}
	fit, err := stats.BaselineTotal(cut, target)
	if err != nil || !known {
		return nil, 0, false
	}
	return fit, actual, true
}

func leftOutControls(n int) string {
	return fmt.Sprintf("%d control series that moved less alike", n)
}
