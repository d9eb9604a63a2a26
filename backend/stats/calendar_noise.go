package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// productNoise is V, taken apart by frequency.
type productNoise struct {
	u       *mat.Dense
	l       []float64
	b       []float64
	orders  float64
	freeDay float64
}

func newProductNoise(g *CalendarGrid, b []float64, orders float64) (*productNoise, error) {
	t := g.n - g.pre
	c := mat.NewSymDense(t, nil)
	days := g.shape.Days[g.pre:]
	for i := range t {
		for j := i; j < t; j++ {
			c.SetSym(i, j, sharedAR*math.Pow(.7, float64(days[j]-days[i]))+sharedDrift*sharedDrift*float64(days[i]-g.shape.Start+sharedStart))
		}
	}
	var e mat.EigenSym
	if !e.Factorize(c, true) {
		return nil, ErrCalendarSingular
	}
	n := &productNoise{u: &mat.Dense{}, l: e.Values(nil), b: b, orders: orders}
	e.VectorsTo(n.u)
	for i, v := range n.l {
		n.l[i] = math.Max(v, 0)
	}
	return n, nil
}

// withFreeDays gives every day an effect of its own, common to all products.
func (n *productNoise) withFreeDays() *productNoise {
	free := *n
	free.freeDay = 1e4
	return &free
}

// solve is V^-1 r, products x rows.
func (n *productNoise) solve(r [][]float64) [][]float64 {
	s, t := len(r), len(r[0])
	in, turned, back := mat.NewDense(s, t, nil), &mat.Dense{}, &mat.Dense{}
	for i, row := range r {
		in.SetRow(i, row)
	}
	turned.Mul(in, n.u)
	for k, l := range n.l {
		common := n.orders * n.orders * (l + dayVariance + n.freeDay)
		var bb, bv float64
		d := make([]float64, s)
		for i, b := range n.b {
			d[i] = 1 / (productShare*n.orders*n.orders*b*b*l + overdispersion*n.orders*b)
			bb += b * b * d[i]
			bv += b * d[i] * turned.At(i, k)
		}
		pull := common * bv / (1 + common*bb)
		for i, b := range n.b {
			turned.Set(i, k, d[i]*(turned.At(i, k)-pull*b))
		}
	}
	back.Mul(turned, n.u.T())
	out := make([][]float64, s)
	for i := range out {
		out[i] = append([]float64(nil), back.RawRowView(i)...)
	}
	return out
}
