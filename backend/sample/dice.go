package sample

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"sort"
)

// stream names one independent source of chance. Each concern has its own, so that asking for another
// lift or design leaves the shop's other orders as they are.
type stream uint64

const (
	streamAssignment stream = iota + 1
	streamWorld
	streamOrders
	streamSundries
	streamRoster
	streamProducts
	streamExtra
	streamClaims
	streamPapers
)

// dice is one stream of chance. Only the generator's raw bits are the library's: rand.Rand draws whole
// numbers differently on 32-bit machines.
type dice struct{ bits *rand.PCG }

func newDice(seed uint64, s stream) dice {
	hi := scramble(seed + uint64(s)*0x9e3779b97f4a7c15)
	return dice{rand.NewPCG(hi, scramble(hi^uint64(s)))}
}

// scramble spreads neighbouring seeds apart: the finaliser of SplitMix64, Steele, Lea, Flood (2014).
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// unit is a number in [0, 1) with 53 random bits.
func (d dice) unit() float64 { return float64(d.bits.Uint64()>>11) / (1 << 53) }

func (d dice) chance(p float64) bool { return d.unit() < p }

// below is a whole number from 0 to n-1. It leans to some by less than n in 2^64.
func (d dice) below(n int) int {
	hi, _ := bits.Mul64(d.bits.Uint64(), uint64(n))
	return int(hi)
}

// between is a whole number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.below(hi-lo+1) }

// shuffled is the numbers from 0 to n-1 in an order drawn by lot (Fisher and Yates).
func (d dice) shuffled(n int) []int {
	p := make([]int, n)
	for i := range p {
		j := d.below(i + 1)
		p[i], p[j] = p[j], i
	}
	return p
}

// uniform is a number in [lo, hi).
func (d dice) uniform(lo, hi float64) float64 { return lo + mul(hi-lo, d.unit()) }

// normal is standard normal, by Marsaglia's polar method.
func (d dice) normal() float64 {
	for {
		u, v := 2*d.unit()-1, 2*d.unit()-1
		if s := mul(u, u) + mul(v, v); s > 0 && s < 1 {
			return mul(u, math.Sqrt(-2*log(s)/s))
		}
	}
}

// poissonChunk keeps e^-chunk far from the smallest number.
const poissonChunk = 16

// poisson counts events with the given mean; 0 for means of 0 and below. Knuth's product method, in
// chunks, because the sum of Poisson numbers is Poisson.
func (d dice) poisson(mean float64) int {
	n := 0
	for ; mean > 0; mean -= poissonChunk {
		limit := exp(-min(mean, poissonChunk))
		for p := d.unit(); p > limit; p = mul(p, d.unit()) {
			n++
		}
	}
	return n
}

// pick chooses an index by running sums of weights; entries of weight 0 are never chosen.
func (d dice) pick(sums []float64) int {
	total := sums[len(sums)-1]
	x := mul(d.unit(), total)
	i := sort.Search(len(sums), func(i int) bool { return sums[i] > x })
	if i == len(sums) {
		return sort.SearchFloat64s(sums, total)
	}
	return i
}

// runningSums turns weights into the sums that pick wants.
func runningSums(weights []float64) []float64 {
	sums, total := make([]float64, len(weights)), 0.0
	for i, w := range weights {
		total += w
		sums[i] = total
	}
	return sums
}
