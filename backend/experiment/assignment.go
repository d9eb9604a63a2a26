package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// Assignment is the rule, or the list, of treated sets that could have been drawn. The zero value
// says that nothing was drawn: the comparison with other sets is then a placebo in space, and the
// grade at best B.
type Assignment struct {
	Rule string     // "", "random" (any set of the same size), "pairs" (one of each pair), or "list"
	List [][]string // for "list": every treated set that could have been drawn; for "pairs": the pairs, or none
}

// maxRedraws is how many assignments a test is compared with at most; all of them where there are fewer.
const maxRedraws = 999

// drawn are treated sets over the holdout's units that could have come out, the observed one not among
// them. A half-against-half test with one unit of each pair of neighbours by size is read as drawn from
// those pairs: sets drawn across pairs would vary in ways this one could not, and even if it came so by
// chance, all sets with one unit of each pair were equally likely.
func (h *holdout) drawn(most int) ([][]bool, error) {
	if h.pairs != nil {
		return flips(h.pairs, h.treated, most), nil
	}
	return h.spec.Assignment.draws(h.units, h.treated, most)
}

// draws are the sets of every rule but pairs.
func (a Assignment) draws(units []string, treated []bool, most int) ([][]bool, error) {
	switch a.Rule {
	case "", "random":
		return randomSets(treated, most), nil
	case "list":
		return listedSets(a.List, units, treated)
	}
	return nil, &shop.Error{Code: "unknown_assignment", Message: fmt.Sprintf("There is no assignment rule %q.", a.Rule), Hint: "Use random, pairs, or a file with one treated set a line."}
}

// randomSets takes all sets of the same size if there are at most `most`, else a seeded sample of
// distinct ones. The seed is fixed: the same panel gives the same answer.
func randomSets(treated []bool, most int) [][]bool {
	n, k := len(treated), count(treated)
	if logChoose(n, k) <= math.Log(float64(most)+1.5) {
		return allSets(treated)
	}
	rng := rand.New(rand.NewPCG(20260101, uint64(n)<<32|uint64(k)))
	seen := map[string]bool{key(treated): true}
	var out [][]bool
	for len(out) < most {
		s := make([]bool, n)
		for _, i := range rng.Perm(n)[:k] {
			s[i] = true
		}
		if id := key(s); !seen[id] {
			seen[id] = true
			out = append(out, s)
		}
	}
	return out
}

func allSets(treated []bool) [][]bool {
	n, k := len(treated), count(treated)
	var out [][]bool
	var build func(from, left int, set []bool)
	build = func(from, left int, set []bool) {
		if left == 0 {
			if !slices.Equal(set, treated) {
				out = append(out, slices.Clone(set))
			}
			return
		}
		for i := from; i <= n-left; i++ {
			set[i] = true
			build(i+1, left-1, set)
			set[i] = false
		}
	}
	build(0, k, make([]bool, n))
	// In the order of the list the first sets all hold the first units; parts of the list are used too.
	rng := rand.New(rand.NewPCG(20260101, uint64(n)))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// listedSets checks that the real assignment is one of the list.
func listedSets(list [][]string, units []string, treated []bool) ([][]bool, error) {
	var out [][]bool
	found, seen := false, map[string]bool{}
	for i, names := range list {
		s := make([]bool, len(units))
		for _, u := range names {
			at := slices.Index(units, u)
			if at < 0 {
				return nil, &shop.Error{Code: "bad_assignment", Message: fmt.Sprintf("The assignment on line %d names %q, which is not among the units compared.", i+1, u), Hint: "List only units of the panel."}
			}
			s[at] = true
		}
		if n := count(s); n == 0 || n == len(s) {
			return nil, &shop.Error{Code: "bad_assignment", Message: fmt.Sprintf("The assignment on line %d leaves nobody out, or treats nobody.", i+1), Hint: "List sets of treated units, each smaller than all."}
		}
		if slices.Equal(s, treated) {
			found = true
		} else if !seen[key(s)] {
			seen[key(s)] = true
			out = append(out, s)
		}
	}
	if !found {
		return nil, &shop.Error{Code: "bad_assignment", Message: "The treated units are not one of the sets that could have been drawn.", Hint: "Check --treated against the list."}
	}
	return out, nil
}

func count(set []bool) int {
	n := 0
	for _, on := range set {
		if on {
			n++
		}
	}
	return n
}

func key(set []bool) string {
	var b strings.Builder
	for _, on := range set {
		if on {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return b.String()
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
