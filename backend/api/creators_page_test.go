package api

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// TestCreatorsEqualTheFile: every creator of the export is in one row, with the orders, money, commission,
// posts and samples that the file's own lines add up to.
func TestCreatorsEqualTheFile(t *testing.T) {
	t.Parallel()
	s := sampleScreen(t)
	r, err := s.Creators(t.Context(), &BrandIn{Brand: SampleBrand})
	if err != nil {
		t.Fatal(err)
	}
	want := claimsByCreator(sampleClaims(t, s))
	seen, groups := map[string]bool{}, ""
	for _, g := range r.Body.Groups {
		groups += g.Group + " "
		last := math.Inf(1)
		for _, row := range g.Rows {
			handle := strings.TrimPrefix(row.Creator, "@")
			w := want[handle]
			if w == nil || seen[handle] || handle == row.Creator {
				t.Fatalf("%s is not in the file, twice on the page or without @", row.Creator)
			}
			seen[handle] = true
			got := fmt.Sprint(row.Orders, row.Net, row.Commission, row.Posts, row.Samples)
			if should := w.shown(); got != should {
				t.Errorf("%s: got %s, want %s", row.Creator, got, should)
			}
			var rate float64
			if _, err := fmt.Sscanf(row.Likely, "%f a week", &rate); err != nil || rate > last || row.Chart == nil || row.Range == "" || len(row.Initials) != 2 {
				t.Errorf("%s: likely %q after %v, range %q, initials %q", row.Creator, row.Likely, last, row.Range, row.Initials)
			}
			last = rate
		}
		if !strings.HasSuffix(g.Why, "by platform claims alone") || g.Chart == nil || g.Chart.Height != 38*len(g.Rows) {
			t.Errorf("group %s: why %q, chart %v", g.Group, g.Why, g.Chart)
		}
	}
	if len(seen) != len(want) || groups != "above middle early " {
		t.Errorf("%d of %d creators in groups %s", len(seen), len(want), groups)
	}
	checkCreatorWords(t, r.Body)
}

// checkCreatorWords: claims are called claims, and nobody is kept or dropped for them.
func checkCreatorWords(t *testing.T, p CreatorsPage) {
	t.Helper()
	if p.Headline != "Four creators sell more than the others, by platform claims alone." || !p.Only {
		t.Errorf("headline %q, platform only %v", p.Headline, p.Only)
	}
	if len(p.Ticks) < 3 || p.Ticks[0].Label != "0" || p.Unmatched != "" || p.Help == "" || !strings.Contains(p.Algorithm, "does not predict") {
		t.Errorf("ticks %v, unmatched %q, help %q, algorithm %q", p.Ticks, p.Unmatched, p.Help, p.Algorithm)
	}
}

// TestCreatorsEmpty: without claims the page says what would fill it.
func TestCreatorsEmpty(t *testing.T) {
	t.Parallel()
	r, err := emptyScreen(t).Creators(t.Context(), &BrandIn{Brand: OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	p := r.Body
	if p.Headline != "No creators yet." || p.Meaning != "They appear when you add a TikTok Shop affiliate export." || p.Groups == nil || len(p.Groups) != 0 || !p.Only {
		t.Errorf("got %+v", p)
	}
}

func TestRosterWords(t *testing.T) {
	t.Parallel()
	of := func(groups ...scorecard.Standing) roster {
		var r roster
		for i, g := range groups {
			r.list = append(r.list, standing{CreatorClaim: store.CreatorClaim{Creator: fmt.Sprint(i), Orders: 7, Contents: 2}, group: g})
		}
		return r
	}
	for want, r := range map[string]roster{
		"No creators yet.": of(),
		"One creator so far: there is nobody to compare with.":                             of(scorecard.Early),
		"Nobody stands out yet, and that is normal at 4 posts.":                            of(scorecard.Early, scorecard.Middle),
		"One creator sells more than the others, by platform claims alone.":                of(scorecard.Above, scorecard.Middle),
		"Two creators sell less than the others, by platform claims alone.":                of(scorecard.Below, scorecard.Below),
		"Three creators sell more than the others and one less, by platform claims alone.": of(scorecard.Above, scorecard.Above, scorecard.Above, scorecard.Below),
		"13 creators sell more than the others, by platform claims alone.":                 of(slices.Repeat([]scorecard.Standing{scorecard.Above}, 13)...),
	} {
		if got := r.headline(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := (roster{list: []standing{{CreatorClaim: store.CreatorClaim{Orders: 3}}, {}}}).headline(); !strings.HasSuffix(got, "at 3 claimed orders.") {
		t.Errorf("without posts: %q", got)
	}
	for handle, want := range map[string]string{"maren.glow": "MG", "skinwithsade": "SK", "x": "X", "": "?", "dr.noor.derm": "DN", "_a_b": "AB", "émile": "ÉM"} {
		if got := initials(handle); got != want {
			t.Errorf("initials of %q: got %q, want %q", handle, got, want)
		}
	}
	if got := (roster{nobody: 1}).unmatched(); got != "1 claimed order names no creator. It is in no row." {
		t.Error(got)
	}
}

// TestLastCovered: 180 covered days count back from the newest, however many days lie between them.
func TestLastCovered(t *testing.T) {
	t.Parallel()
	span := func(first, last int) store.Span {
		return store.Span{Evidence: shop.Claim, First: 20000 + shop.Day(first), Last: 20000 + shop.Day(last)}
	}
	for name, c := range map[string]struct {
		spans                []store.Span
		start, days, covered int
	}{
		"none":                  {nil, 0, 0, 0},
		"30 days":               {[]store.Span{span(1, 30)}, 1, 30, 30},
		"400 days":              {[]store.Span{span(1, 400)}, 221, 180, 180},
		"two with a gap":        {[]store.Span{span(1, 10), span(21, 30)}, 1, 30, 20},
		"the older one in part": {[]store.Span{span(1, 100), span(201, 300)}, 21, 280, 180},
		"one over the other":    {[]store.Span{span(1, 30), span(11, 20)}, 1, 30, 30},
		"the till alone":        {[]store.Span{{First: 1, Last: 9}}, 0, 0, 0},
	} {
		got := lastCovered(c.spans, shop.Claim)
		if got.days != c.covered || got.period.Days() != c.days || c.days > 0 && int(got.period.Start)-20000 != c.start {
			t.Errorf("%s: got %d days from %d over %d", name, got.days, int(got.period.Start)-20000, got.period.Days())
		}
	}
}
