package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"creatorlift/backend/shop"
)

func handleOf(text string) shop.Name { return shop.Name{Kind: shop.HandleName, Text: text} }
func codeOf(text string) shop.Name   { return shop.Name{Kind: shop.CodeName, Text: text} }
func skuOf(text string) shop.Name    { return shop.Name{Kind: shop.SKUName, Text: text} }

func same(name, of shop.Name) Decision { return Decision{Same: true, Name: name, Of: of} }

func mustDecide(t testing.TB, s *Store, list ...Decision) []int64 {
	t.Helper()
	made, err := s.Decide(ctx, list)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, d := range made {
		ids = append(ids, d.ID)
	}
	return ids
}

func mustTakeBack(t testing.TB, s *Store, ids ...int64) {
	t.Helper()
	if err := s.TakeBack(ctx, ids, 2); err != nil {
		t.Fatal(err)
	}
}

func TestDecideRefuses(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustDecide(t, s, same(handleOf("a"), handleOf("b")), same(codeOf("A10"), handleOf("a")), Decision{Name: handleOf("b"), Of: handleOf("z")}, Decision{Name: codeOf("WELCOME")})
	for _, c := range []struct {
		name string
		d    Decision
		code string
	}{
		{"kept apart, through another name", same(handleOf("z"), handleOf("a")), "kept_apart"},
		{"apart what is one", Decision{Name: handleOf("a"), Of: handleOf("b")}, "joined_already"},
		{"nobody's, but somebody has it", Decision{Name: codeOf("A10")}, "joined_already"},
		{"a code of two", same(codeOf("A10"), handleOf("z")), "name_taken"},
		{"somebody's, but nobody has it", same(codeOf("WELCOME"), handleOf("z")), "kept_apart"},
		{"a SKU and a creator", same(skuOf("A"), handleOf("b")), "not_joinable"},
		{"a code and a code", same(codeOf("B10"), codeOf("A10")), "not_joinable"},
		{"no name", same(handleOf(""), handleOf("b")), "not_joinable"},
		{"an unknown kind", same(shop.Name{Kind: "dog", Text: "rex"}, handleOf("b")), "not_joinable"},
	} {
		if _, err := s.Decide(ctx, []Decision{same(handleOf("x"), handleOf("y")), c.d}); shop.ErrorCode(err) != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	if got, err := s.Aliases(ctx); err != nil || len(got) != 3 {
		t.Errorf("a refused step left %v, %v", got, err)
	}
	if made := mustDecide(t, s, same(handleOf("b"), handleOf("a"))); len(made) != 0 {
		t.Errorf("joined twice: %v", made)
	}
	if err := s.TakeBack(ctx, []int64{1, 99}, 5); shop.ErrorCode(err) != "unknown_decision" {
		t.Errorf("take back 99: %v", err)
	}
	mustTakeBack(t, s, 1)
	if err := s.TakeBack(ctx, []int64{1}, 6); shop.ErrorCode(err) != "unknown_decision" {
		t.Errorf("take back twice: %v", err)
	}
	list, err := s.ListDecisions(ctx)
	if err != nil || len(list) != 4 || list[0].TakenBackUTC != 2 || list[1].TakenBackUTC != 0 || list[3].Of != (shop.Name{}) {
		t.Errorf("%+v, %v", list, err)
	}
}

// answers is all that joining can change.
func answers(t testing.TB, s *Store) string {
	t.Helper()
	out := ""
	for _, by := range []By{ByShop, ByRegion, BySKU, ByCreator} {
		for _, e := range []shop.Evidence{shop.Till, shop.Claim} {
			out += fmt.Sprintln(by, e, shopTotals(t, s, Query{By: by, Evidence: e, Currency: "USD"}))
		}
	}
	claims, err := s.CreatorClaims(ctx, shop.Period{}, "USD")
	if err != nil {
		t.Fatal(err)
	}
	codes, err := s.CodeClaims(ctx, shop.Period{}, shop.Period{}, "USD")
	if err != nil {
		t.Fatal(err)
	}
	aliases, err := s.Aliases(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return out + fmt.Sprintln(claims, codes, aliases)
}

// TestMergeThenUndoIsBefore: whatever is decided and in whatever order it is taken back, the answers are
// those from before; and neither imports nor their undo touch what stands.
func TestMergeThenUndoIsBefore(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 6))
		s := newStore(t)
		for n := range 4 {
			mustImport(t, s, randomFile(r, n))
		}
		before, hash := answers(t, s), mustHash(t, s)
		var ids []int64
		names := []shop.Name{handleOf("ana"), handleOf("bo"), handleOf(""), handleOf("cy"), codeOf("ANA10"), skuOf("A"), skuOf("B")}
		for range 6 {
			made, err := s.Decide(ctx, []Decision{{Same: r.IntN(4) > 0, Name: pickOne(r, names...), Of: pickOne(r, names...)}})
			if err != nil && shop.ErrorCode(err) == "" {
				t.Fatal(err)
			}
			for _, d := range made {
				ids = append(ids, d.ID)
			}
		}
		if mustHash(t, s) != hash {
			t.Fatalf("seed %d: joining changed what files say", seed)
		}
		aliases, err := s.Aliases(ctx)
		if err != nil {
			t.Fatal(err)
		}
		joined := answers(t, s)
		b := mustImport(t, s, randomFile(r, 9))
		if _, err := s.Undo(ctx, b.ID); err != nil {
			t.Fatal(err)
		}
		if again, err := s.Aliases(ctx); err != nil || !reflect.DeepEqual(again, aliases) || answers(t, s) != joined {
			t.Fatalf("seed %d: an import and its undo changed what is joined", seed)
		}
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for _, id := range ids {
			mustTakeBack(t, s, id)
		}
		if after := answers(t, s); after != before {
			t.Fatalf("seed %d:\nbefore %s\nafter %s", seed, before, after)
		}
	}
}

// TestFoldedTotalsEqualRenamedFiles: joined units count as if the files had written one name.
func TestFoldedTotalsEqualRenamedFiles(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7))
		s, renamed := newStore(t), newStore(t)
		mustDecide(t, s, same(handleOf("bo"), handleOf("ana")), same(skuOf("B"), skuOf("A")))
		for n := range 4 {
			f := randomFile(r, n)
			mustImport(t, s, f)
			for _, d := range f.docs {
				for i := range d.Lines {
					l := &d.Lines[i]
					l.SKU, l.Creator = rename(l.SKU, "B", "A"), rename(l.Creator, "bo", "ana")
				}
			}
			mustImport(t, renamed, f)
		}
		for _, by := range []By{BySKU, ByCreator} {
			for _, e := range []shop.Evidence{shop.Till, shop.Claim} {
				q := Query{By: by, Evidence: e, Currency: "USD"}
				if got, want := shopTotals(t, s, q), shopTotals(t, renamed, q); !slices.Equal(got, want) {
					t.Fatalf("seed %d, by %d, evidence %d:\ngot  %v\nwant %v", seed, by, e, got, want)
				}
			}
		}
	}
}

func rename(name, from, to string) string {
	if name == from {
		return to
	}
	return name
}

// claimFile is one source's claims: "order creator cents code".
func claimFile(source string, lines ...string) file {
	f := file{info: FileInfo{Name: source, Format: "test", Source: source, Evidence: shop.Claim, Currency: "USD", SHA256: "00"}}
	for i, text := range lines {
		var id, creator, code string
		var net shop.Cents
		if n, err := fmt.Sscan(text, &id, &creator, &net, &code); n < 3 {
			panic(err)
		}
		d := order(id, 20000, net)
		d.Key = shop.KeyOf(source, text)
		d.Lines[0].Row, d.Lines[0].Creator, d.Lines[0].Code = i+2, creator, code
		f.docs = append(f.docs, d)
	}
	return f
}

// tillFile is orders of a till: "order code cents", - for no code.
func tillFile(lines ...string) file {
	f := shopify()
	for i, text := range lines {
		var id, code string
		var net shop.Cents
		if _, err := fmt.Sscan(text, &id, &code, &net); err != nil {
			panic(err)
		}
		d := order(id, 20000, net)
		d.Lines[0].Row, d.Lines[0].Creator, d.Lines[0].Code = i+2, "", rename(code, "-", "")
		f.docs = append(f.docs, d)
	}
	return f
}

// TestClaimsOfAPerson: two platforms' claims on one order count once, the larger one; commissions add up,
// because both are paid.
func TestClaimsOfAPerson(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, claimFile("TikTok Shop", "577 mia.k 1000", "578 mia_k 500", "579 zoe 700"))
	mustImport(t, s, claimFile("GoAffPro", "1001 mia 900", "#1002 mia 300"))
	mustImport(t, s, claimFile("UpPromote", "#1001 mia.k 950"))
	get := func() map[string]CreatorClaim {
		list, err := s.CreatorClaims(ctx, shop.Period{}, "USD")
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]CreatorClaim{}
		for _, c := range list {
			out[c.Creator] = c
		}
		return out
	}
	before := get()
	if c := before["mia.k"]; c.Orders != 2 || c.NetCents != 1950 {
		t.Errorf("mia.k alone: %+v", c)
	}
	ids := mustDecide(t, s, same(handleOf("mia_k"), handleOf("mia.k")), same(handleOf("mia"), handleOf("mia.k")))
	after := get()
	if c := after["mia.k"]; len(after) != 2 || c.Orders != 4 || c.NetCents != 1000+500+950+300 {
		t.Errorf("joined: %+v", after)
	}
	mustTakeBack(t, s, ids...)
	if got := get(); !reflect.DeepEqual(got, before) {
		t.Errorf("taken back: %+v", got)
	}
}

func TestCodeClaims(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, tillFile("#1 MIA10 1000", "#2 FREESHIP,MIA10 500", "#3 MIA20,MIA10 300", "#4 MIA100 900", "#5 - 100", "#6 MIA10 0", "#7 ZOE 50"))
	claims := claimFile("GoAffPro", "1 mia 1000", "7 mia 50")
	claims.covered = shop.Inclusive(20000, 20001)
	mustImport(t, s, claims)
	ids := mustDecide(t, s, same(codeOf("MIA10"), handleOf("mia.k")), same(codeOf("MIA20"), handleOf("mia.k")), same(handleOf("mia"), handleOf("mia.k")))
	got, err := s.CodeClaims(ctx, shop.Period{}, shop.Period{}, "USD")
	if want := []CodeClaim{{Creator: "mia.k", Orders: 3, NetCents: 1800, Beside: 3, Both: 1, BothNetCents: 1000}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	for _, other := range []struct {
		period   shop.Period
		currency shop.Currency
	}{{shop.Inclusive(19000, 19001), "USD"}, {shop.Period{}, "GBP"}} {
		if got, err := s.CodeClaims(ctx, other.period, shop.Period{}, other.currency); err != nil || got != nil {
			t.Errorf("%+v: %v, %v", other, got, err)
		}
	}
	// Claims of other days are none of both.
	got, err = s.CodeClaims(ctx, shop.Period{}, shop.Inclusive(19000, 19001), "USD")
	if want := []CodeClaim{{Creator: "mia.k", Orders: 3, NetCents: 1800}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("beside the claims of other days: %+v, %v, want %+v", got, err, want)
	}
	mustTakeBack(t, s, ids...)
	if got, err := s.CodeClaims(ctx, shop.Period{}, shop.Period{}, "USD"); err != nil || got != nil {
		t.Errorf("taken back: %v, %v", got, err)
	}
}

// TestCodeDays: an order whose lines hold several codes is one order with all of them, each once; an order of
// another source with the same number is another.
func TestCodeDays(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	till := tillFile("#1 MIA10 1000", "#2 SHIP,MIA10 500", "#3 - 100", "#4 MIA10 300")
	second := till.docs[3].Lines[0]
	second.Code = "SHIP,MIA10"
	till.docs[3].Lines = append(till.docs[3].Lines, second)
	mustImport(t, s, till)
	other := tillFile("#1 MIA10 1000")
	other.info.Source = "etsy"
	mustImport(t, s, other)
	got, err := s.CodeDays(ctx)
	if want := []CodeDay{{"MIA10", 20000, 2}, {"MIA10,SHIP", 20000, 2}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestWhatTheTillKnows(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	till := tillFile("#1 MIA10 1000", "#2000 - 500", "9 - 500")
	till.docs[1].Twin = "2" // TikTok's order 2, synced into Shopify
	mustImport(t, s, till)
	mustImport(t, s, claimFile("TikTok Shop", "2 mia.k 500", "3 mia.k 500", "4 zoe 700"))
	mustImport(t, s, claimFile("GoAffPro", "1 mia 1000", "2 zoe 500", "2 mia 500"))
	mustDecide(t, s, same(handleOf("mia"), handleOf("mia.k")))
	shared, claimed, missing, err := s.ClaimedAndTill(ctx, "USD")
	if err != nil || !slices.Equal(shared, []Shared{{"GoAffPro", "shopify", 2}, {"TikTok Shop", "shopify", 1}}) || claimed["TikTok Shop"] != 3 || claimed["GoAffPro"] != 2 {
		t.Errorf("shared %v, claimed %v, %v", shared, claimed, err)
	}
	if want := []Unmatched{{"TikTok Shop", 20000, 2, 1200, "3"}}; !slices.Equal(missing, want) {
		t.Errorf("missing %v, want %v", missing, want)
	}
	creators, sources, err := s.Rivals(ctx, "USD")
	if err != nil || !slices.Equal(creators, []Rival{{"mia.k", "zoe", 1, "2"}}) || !slices.Equal(sources, []Rival{{"GoAffPro", "TikTok Shop", 1, "2"}}) {
		t.Errorf("creators %v, sources %v, %v", creators, sources, err)
	}
	overlaps, err := s.CodeOverlaps(ctx)
	if err != nil || !slices.Equal(overlaps, []CodeOverlap{{"MIA10", "mia", 1}}) {
		t.Errorf("overlaps %v, %v", overlaps, err)
	}
	days, err := s.CodeDays(ctx)
	if err != nil || !slices.Equal(days, []CodeDay{{"MIA10", 20000, 1}}) {
		t.Errorf("days %v, %v", days, err)
	}
	products, err := s.ProductUses(ctx)
	if err != nil || len(products) != 3 || products[2] != (ProductUse{SKU: "SER-30", Source: "shopify", Evidence: shop.Till, Units: 3}) {
		t.Errorf("products %+v, %v", products, err)
	}
}
