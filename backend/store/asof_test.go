package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"creatorlift/backend/shop"
)

// knownAt opens a copy of what was known.
func knownAt(t *testing.T, s *Store, cut Cut) (*Store, Known) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "then.db")
	k, err := s.CopyAsOf(ctx, cut, path)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", st.Mode(), err)
	}
	then, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := then.Close(); err != nil {
			t.Error(err)
		}
	})
	return then, k
}

// What was known after any import equals a workspace into which only the imports up to then went.
func TestAsKnownAtAnyImport(t *testing.T) {
	t.Parallel()
	for seed := range uint64(studySize(6, 300)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 5))
			s, m := newStore(t), &model{}
			for step := range 9 {
				f := randomFile(r, step)
				f.info.ImportedAtUTC = int64(1000 * step)
				m.add(mustImport(t, s, f).ID, f)
				if step%4 == 3 {
					i := r.IntN(len(m.ids))
					if _, err := s.Undo(ctx, m.ids[i]); err != nil {
						t.Fatal(err)
					}
					m.drop(i)
				}
			}
			before := mustHash(t, s)
			fresh := newStore(t)
			for i, f := range m.files {
				mustImport(t, fresh, f)
				for _, cut := range []Cut{{Batch: m.ids[i]}, {BeforeUTC: f.info.ImportedAtUTC + 1}} {
					then, k := knownAt(t, s, cut)
					if got, want := mustHash(t, then), mustHash(t, fresh); got != want {
						t.Errorf("%+v: content hash %s, want %s", cut, got, want)
					}
					if err := then.Check(ctx); err != nil || k.Kept != i+1 || k.LeftOut != len(m.ids)-i-1 || k.Last.ID != m.ids[i] {
						t.Errorf("%+v: %+v, %v", cut, k, err)
					}
				}
			}
			if mustHash(t, s) != before {
				t.Error("looking back changed the workspace")
			}
		})
	}
}

func TestAsKnownKeepsNoLaterResult(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	f := shopify(order("1", 20000, 100))
	f.info.ImportedAtUTC = 100
	first := mustImport(t, s, f).ID
	f.info.ImportedAtUTC = 200
	mustImport(t, s, f)
	for _, at := range []int64{150, 250} {
		if _, err := s.SaveRun(ctx, Run{Kind: "readout", CreatedUTC: at, PlanHash: "p", InputHash: fmt.Sprint(at)}); err != nil {
			t.Fatal(err)
		}
	}
	then, _ := knownAt(t, s, Cut{Batch: first})
	run, ok, err := then.LatestRun(ctx, "readout", "p", "")
	if err != nil || !ok || run.CreatedUTC != 150 {
		t.Errorf("got %+v, %v, %v", run, ok, err)
	}
	for _, c := range []struct {
		cut  Cut
		code string
	}{{Cut{Batch: 9}, "unknown_batch"}, {Cut{BeforeUTC: 100}, "nothing_known_then"}} {
		path := filepath.Join(t.TempDir(), "then.db")
		if _, err := s.CopyAsOf(ctx, c.cut, path); shop.ErrorCode(err) != c.code {
			t.Errorf("%+v: %v", c.cut, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%+v left a file", c.cut)
		}
	}
}
