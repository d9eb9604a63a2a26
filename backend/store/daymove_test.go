package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Small files that say something else of a few documents leave the totals that a slow model adds up, without
// their days being summed again.
func TestFewDocumentsTurn(t *testing.T) {
	t.Parallel()
	for seed := range uint64(studySize(10, 300)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 10))
			s, m := newStore(t), &model{}
			for n := range 4 {
				f := randomFile(r, n)
				m.take(t, mustImport(t, s, f), f)
			}
			for n := range 20 {
				f := randomFile(r, 4+n)
				f.docs = f.docs[:min(len(f.docs), 1+r.IntN(2))]
				m.take(t, mustImport(t, s, f), f)
				m.compare(t, s)
			}
		})
	}
}
