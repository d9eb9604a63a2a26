package stats

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// ciPrecision is how many quadrature nodes each standard deviation gets while the box is narrowed, at the
// end, and at the end for the season's, whose prior is flat.
type ciPrecision struct{ rough, fine, season int }

var ciNodes = ciPrecision{8, 12, 16}

const (
	ciFarBelow    = 18.0 // log weight below the best at which a node no longer counts
	ciMostRounds  = 10
	ciMostModels  = 512   // that a search keeps
	ciDroppedPart = 1e-10 // posterior share below which a model is dropped once the box is narrowed
	ciLightest    = 1e-7  // and a component of the answer
)

// ciBox bounds the logarithms of the standard deviations: noise, level, season.
type ciBox [3][2]float64

// ciPoint is one set of standard deviations with its log weight, summed over models, and each model's.
type ciPoint struct {
	sd     ciSD
	log    float64
	models []float64
}

// integrate narrows the box to where the posterior lives and evaluates the final grid over it.
func (m *ciModel) integrate(nodes ciPrecision) ([]ciPoint, []ciSet) {
	box := ciBox{{math.Log(1e-4), math.Log(ciObsMost)}, {math.Log(1e-4), 0}, {math.Log(1e-4), 0}}
	models := m.startModels(ciSD{math.Sqrt(1 - ciRegressionR2), ciLevelGuess, ciSeasonGuess})
	for round := range ciMostRounds {
		at, points := m.grid(box, [3]int{nodes.rough, nodes.rough, nodes.rough}, models)
		next := narrowed(box, at, points)
		if round < 2 && len(m.cols)-2 > enumerated {
			models = m.search(best(points).sd)
		} else if round > 0 {
			models = keepModels(points, models)
		}
		settled := true
		for d := range next {
			settled = settled && next[d][1]-next[d][0] > .6*(box[d][1]-box[d][0])
		}
		if box = next; settled && round > 1 {
			break
		}
	}
	_, points := m.grid(box, [3]int{nodes.fine, nodes.fine, nodes.season}, models)
	return points, models
}

// grid evaluates all nodes of the box; at[d] are the nodes' logarithms. Points run over season fastest.
func (m *ciModel) grid(box ciBox, count [3]int, models []ciSet) (at [3][]float64, points []ciPoint) {
	var weight [3][]float64
	for d := range at {
		if d == 2 && m.seasons < 2 {
			at[d], weight[d] = []float64{0}, []float64{1}
			continue
		}
		at[d], weight[d] = make([]float64, count[d]), make([]float64, count[d])
		quad.Legendre{}.FixedLocations(at[d], weight[d], box[d][0], box[d][1])
		if at[d][0] > at[d][1] { // gonum lists them from the top; the weights are symmetric
			slices.Reverse(at[d])
		}
	}
	levels, seasons := len(at[1]), len(at[2])
	points = make([]ciPoint, len(at[0])*levels*seasons)
	if err := Parallel(len(points), func(i int) error {
		o, l, s := i/(levels*seasons), i/seasons%levels, i%seasons
		sd := ciSD{math.Exp(at[0][o]), math.Exp(at[1][l]), math.Exp(at[2][s])}
		points[i] = m.weigh(sd, models, math.Log(weight[0][o]*weight[1][l]*weight[2][s]))
		return nil
	}); err != nil {
		panic(err) // the function above never fails
	}
	return at, points
}

// weigh is the log posterior weight of one point: prior, likelihood of each model, quadrature weight.
func (m *ciModel) weigh(sd ciSD, models []ciSet, quadrature float64) ciPoint {
	f := newCIFilter(m, sd)
	f.history(nil)
	p := ciPoint{sd: sd, models: make([]float64, len(models))}
	common := m.logPrior(sd) + quadrature - f.logDet/2 - f.gram[0]/2
	solve := newCISolver(m, f)
	for i, set := range models {
		p.models[i] = common + set.logPrior + solve.gain(set)
	}
	p.log = logSum(p.models)
	return p
}

func logSum(v []float64) float64 {
	top, sum := slices.Max(v), 0.0
	if math.IsInf(top, -1) {
		return top
	}
	for _, x := range v {
		sum += math.Exp(x - top)
	}
	return top + math.Log(sum)
}

func best(points []ciPoint) ciPoint {
	return slices.MaxFunc(points, func(a, b ciPoint) int { return cmp.Compare(a.log, b.log) })
}

// narrowed keeps, along each direction, the nodes that count and one more on either side.
func narrowed(box ciBox, at [3][]float64, points []ciPoint) ciBox {
	top := best(points).log
	levels, seasons := len(at[1]), len(at[2])
	for d := range box {
		if len(at[d]) < 2 {
			continue
		}
		first, last := len(at[d]), -1
		for i, p := range points {
			if node := [3]int{i / (levels * seasons), i / seasons % levels, i % seasons}[d]; p.log > top-ciFarBelow {
				first, last = min(first, node), max(last, node)
			}
		}
		if first > 0 && last >= 0 {
			box[d][0] = at[d][first-1]
		}
		if last >= 0 && last < len(at[d])-1 {
			box[d][1] = at[d][last+1]
		}
	}
	return box
}

// keepModels drops models without weight.
func keepModels(points []ciPoint, models []ciSet) []ciSet {
	top := best(points).log
	var kept []ciSet
	for i, set := range models {
		for _, p := range points {
			if p.models[i] > top+math.Log(ciDroppedPart) {
				kept = append(kept, set)
				break
			}
		}
	}
	return kept
}
