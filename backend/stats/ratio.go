package stats

// Linearised turns a ratio of sums, sum(y)/sum(d), into rows whose plain mean is that ratio and whose
// variance is the delta method's: R + (y - R d)/mean(d), with R the ratio (Deng, Knoblich & Lu 2018,
// eq. 3; Budylin et al. 2018). y and d have the same length. ok is false where the denominators do not
// sum to more than zero.
func Linearised(y, d []float64) (rows []float64, ok bool) {
	if len(y) != len(d) || len(y) == 0 {
		panic("stats: Linearised: shapes")
	}
	n := float64(len(d))
	var top, bottom float64
	for i := range y {
		top += y[i] / n
		bottom += d[i] / n
	}
	if !(bottom > 0) {
		return nil, false
	}
	ratio := top / bottom
	rows = make([]float64, len(y))
	for i := range y {
		rows[i] = ratio + (y[i]-ratio*d[i])/bottom
	}
	return rows, true
}
