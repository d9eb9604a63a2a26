package stats

import (
	"math"
	"slices"
)

// How finely TopK integrates, and what it takes for certain. With many units each has a small part in what
// the others do, so fewer points do.
const (
	topKMost  = 3200   // points at most
	topKLeast = 160    // and at least
	topKWork  = 480000 // points times units
	topKSure  = 1e-9
)

// TopK is each unit's chance of being among the k with the largest true values, given what is known of
// each, independently of the others: the integral over x of its density times the chance that fewer than
// k of the others exceed x (a Poisson binomial, built from the front and from the back so that leaving one
// out needs no division). No simulation, no seed; the error is below 1e-3. It panics if k < 1.
func TopK(units []Posterior, k int) []float64 {
	if k < 1 {
		panic("stats: TopK needs k >= 1")
	}
	out := make([]float64, len(units))
	if k >= len(units) {
		for i := range out {
			out[i] = 1
		}
		return out
	}
	in, floor := contenders(units, k)
	grid := topKGrid(units, in, floor)
	fewer, below := make([][]float64, len(grid)), make([][]float64, len(grid))
	_ = Parallel(len(grid), func(g int) error {
		below[g] = make([]float64, len(in))
		for c, i := range in {
			below[g][c] = units[i].CDF(grid[g])
		}
		fewer[g] = fewerExceed(below[g], k)
		return nil
	})
	for c, i := range in {
		// Beyond the ends of the grid nothing changes any more.
		sum := fewer[0][c]*below[0][c] + fewer[len(grid)-1][c]*(1-below[len(grid)-1][c])
		for g := 1; g < len(grid); g++ {
			sum += (below[g][c] - below[g-1][c]) * (fewer[g][c] + fewer[g-1][c]) / 2
		}
		out[i] = min(max(sum, 0), 1)
	}
	return out
}

// contenders are the units that may be among the k largest; floor is a value that k units surely exceed,
// so that nobody below it is among them.
func contenders(units []Posterior, k int) (in []int, floor float64) {
	low := make([]float64, len(units))
	_ = Parallel(len(units), func(i int) error { low[i] = units[i].Quantile(topKSure); return nil })
	sorted := slices.Sorted(slices.Values(low))
	floor = sorted[len(sorted)-k]
	for i, u := range units {
		if u.CDF(floor) < 1-topKSure {
			in = append(in, i)
		}
	}
	return in, floor
}

// topKGrid has its points where the contenders' chances lie: their quantiles together, thinned.
func topKGrid(units []Posterior, in []int, floor float64) []float64 {
	points := min(max(topKWork/len(in), topKLeast), topKMost)
	each := max(4, points/len(in))
	at := make([][]float64, len(in))
	_ = Parallel(len(in), func(c int) error {
		u := units[in[c]]
		at[c] = append(at[c], u.Quantile(topKSure), u.Quantile(1-topKSure))
		for q := range each {
			at[c] = append(at[c], u.Quantile((float64(q)+.5)/float64(each)))
		}
		return nil
	})
	all := []float64{floor}
	for _, a := range at {
		for _, x := range a {
			if x > floor && !math.IsNaN(x) {
				all = append(all, x)
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	step, grid := max(1, len(all)/points), []float64(nil)
	for g := 0; g < len(all); g += step {
		grid = append(grid, all[g])
	}
	if last := all[len(all)-1]; grid[len(grid)-1] < last {
		grid = append(grid, last)
	}
	return grid
}

// fewerExceed is for each unit the chance that fewer than k of the others exceed the point where their
// distribution functions are below.
func fewerExceed(below []float64, k int) []float64 {
	n := len(below)
	front := make([]float64, (n+1)*k) // front[i*k+c]: exactly c of the first i exceed
	front[0] = 1
	for i, f := range below {
		was, now := front[i*k:(i+1)*k], front[(i+1)*k:(i+2)*k]
		for c := range now {
			now[c] = was[c] * f
			if c > 0 {
				now[c] += was[c-1] * (1 - f)
			}
		}
	}
	back, out := make([]float64, k), make([]float64, n) // back[c]: exactly c of those after i exceed
	back[0] = 1
	for i := n - 1; i >= 0; i-- {
		upTo := 0.0 // of back
		for c := range k {
			upTo += back[c]
			out[i] += front[i*k+k-1-c] * upTo
		}
		f := below[i]
		for c := k - 1; c > 0; c-- {
			back[c] = back[c]*f + back[c-1]*(1-f)
		}
		back[0] *= f
	}
	return out
}
