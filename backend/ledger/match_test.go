package ledger

import (
	"math"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// The pairs and figures are those of Winkler (1990), table 1, as reprinted in Porter and Winkler, "Approximate
// String Comparison and its Effect on an Advanced Record Linkage System" (US Census Bureau, 1997), rounded there
// to three decimals; without the adjustment for long strings, which is not part of Jaro-Winkler.
func TestJaroWinklerPublished(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.961}, {"dwayne", "duane", 0.840}, {"dixon", "dicksonx", 0.813}, {"jones", "johnson", 0.832},
		{"abroms", "abrams", 0.922}, {"hardin", "martinez", 0.722}, {"itman", "smith", 0.467},
		{"", "", 1}, {"mia", "", 0}, {"mia", "mia", 1}, {"абв", "абв", 1}, {"ab", "cd", 0},
	} {
		if got := JaroWinkler(c.a, c.b); math.Abs(got-c.want) > 0.0006 {
			t.Errorf("%s, %s: %.4f, want %.3f", c.a, c.b, got, c.want)
		}
		if JaroWinkler(c.a, c.b) != JaroWinkler(c.b, c.a) {
			t.Errorf("%s and %s: not the same from both sides", c.a, c.b)
		}
	}
}

func TestTitleLikeness(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b  string
		alike bool
	}{
		{"Vitamin C Serum 30ml", "Serum, Vitamin C (30 ml)", true},
		{"Vitamin C Serum 30ml", "Vitamin C Serum 50ml", false},
		{"Glow Serum", "Glow Serums", true},
		{"Glow Serum", "Night Cream", false},
		{"Glow Serum 2 pack", "Glow Serum", false},
		{"", "", false},
	} {
		if got := TitleLikeness(c.a, c.b) >= alikeTitle; got != c.alike {
			t.Errorf("%q, %q: %.3f", c.a, c.b, TitleLikeness(c.a, c.b))
		}
	}
}

func TestCleanHandle(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"mia.k": "mia.k", "@Mia.K": "mia.k", " @ mia.k ": "mia.k", "mia.k\u200b": "mia.k", "mia.k.": "mia.k",
		"https://www.tiktok.com/@Mia.K/video/7412345678901234567?x=1": "mia.k", "tiktok.com/@mia.k?lang=en": "mia.k", "Mia  Kay": "mia kay", "": "", "@": "",
	} {
		if got := CleanHandle(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func tik(text string, first, last shop.Day, posts ...string) NameUse {
	return NameUse{Name: shop.Name{Kind: shop.HandleName, Text: text}, Sources: []string{"TikTok Shop"}, TikTok: true, First: first, Last: last, Orders: 5, Posts: posts}
}

func other(kind shop.NameKind, text string) NameUse {
	return NameUse{Name: shop.Name{Kind: kind, Text: text}, Sources: []string{"elsewhere"}, Orders: 10}
}

func TestProposals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		uses  []NameUse
		codes []CodeOrders
		want  string // name > of strength; reason holds
		why   string
	}{
		{"case and sign", []NameUse{tik("mia.k", 1, 9), tik("@Mia.K", 1, 5)}, nil, "handle @Mia.K > mia.k 3", "the same handle"},
		{"dots", []NameUse{tik("mia.k", 1, 9), tik("mia_k", 20, 25)}, nil, "handle mia.k > mia_k 3", "the same letters"},
		{"dots, side by side", []NameUse{tik("mia.k", 1, 90), tik("mia_k", 20, 85)}, nil, "handle mia_k > mia.k 1", "two accounts"},
		{"the same post", []NameUse{tik("glowqueen", 1, 9, "7412"), tik("zoe", 1, 30, "7412", "7500")}, nil, "handle glowqueen > zoe 3", "post 7412"},
		{"a new handle", []NameUse{tik("mia.kowal", 1, 9), tik("miakowalski", 15, 40)}, nil, "handle mia.kowal > miakowalski 2", "stopped on 10 Jan 1970 and @miakowalski started on 16 Jan 1970"},
		{"a new handle too late", []NameUse{tik("mia.kowal", 1, 9), tik("miakowalski", 115, 140)}, nil, "", ""},
		{"numbers are other people", []NameUse{tik("miak01", 1, 9), tik("miak02", 15, 40)}, nil, "", ""},
		{"side by side", []NameUse{tik("mia.kowal", 1, 30), tik("miakowals", 15, 40)}, nil, "", ""},
		{"a partner's name", []NameUse{tik("mia.kow", 1, 30), other(shop.HandleName, "mia kowalski")}, nil, "handle mia kowalski > mia.kow 2", "begins like"},
		{"a partner's name, two fit", []NameUse{tik("mia.kow", 1, 30), tik("mia.kowal", 1, 30), other(shop.HandleName, "mia kowalski")}, nil,
			"handle mia kowalski > mia.kow 1, handle mia kowalski > mia.kowal 1", "2 handles"},
		{"a code", []NameUse{tik("mia.k", 1, 30), tik("zoe", 1, 30), other(shop.CodeName, "MIA10")}, nil, "code MIA10 > mia.k 2", "contains mia"},
		{"a code with words", []NameUse{tik("mia.k", 1, 30), other(shop.CodeName, "GETMIA15OFF")}, nil, "code GETMIA15OFF > mia.k 2", "contains mia"},
		{"a code that is the handle", []NameUse{tik("glowbyzoe", 1, 30), other(shop.CodeName, "GLOWBYZOE20")}, nil, "code GLOWBYZOE20 > glowbyzoe 3", "with a number"},
		{"a code that fits two", []NameUse{tik("mia.k", 1, 30), tik("mia.b", 1, 29), other(shop.CodeName, "MIA10")}, nil, "code MIA10 > mia.b 1, code MIA10 > mia.k 1", "fits 2"},
		{"a code of nobody", []NameUse{tik("mia.k", 1, 30), other(shop.CodeName, "WELCOME10")}, nil, "", ""},
		{"a code by its orders", []NameUse{tik("zoe", 1, 30), other(shop.CodeName, "SUN15")}, []CodeOrders{{"SUN15", "zoe", 8}}, "code SUN15 > zoe 2", "8 of 10 orders"},
		{"a code by few of its orders", []NameUse{tik("zoe", 1, 30), other(shop.CodeName, "SUN15")}, []CodeOrders{{"SUN15", "zoe", 4}}, "", ""},
		{"two likely reasons", []NameUse{tik("mia.k", 1, 30), other(shop.CodeName, "MIA10")}, []CodeOrders{{"MIA10", "mia.k", 8}}, "code MIA10 > mia.k 3", "contains mia"},
		{"an ad with @", []NameUse{tik("mia.k", 1, 30), other(shop.AdName, "Spark | @Mia.K | hook 2")}, nil, "ad Spark | @Mia.K | hook 2 > mia.k 3", "@mia.k"},
		{"an ad with a video", []NameUse{tik("mia.k", 1, 30, "7412345678901234567"), other(shop.AdName, "SP_7412345678901234567_v2")}, nil, "ad SP_7412345678901234567_v2 > mia.k 3", "video 7412345678901234567, which is @mia.k’s"},
		{"an ad with a link", []NameUse{tik("mia.k", 1, 30), other(shop.AdName, "tiktok.com/@mia.k/video/1")}, nil, "ad tiktok.com/@mia.k/video/1 > mia.k 3", "@mia.k"},
		{"an ad with the bare handle", []NameUse{tik("glow.zoe", 1, 30), other(shop.AdName, "retarget - Glow_Zoe - 9:16")}, nil, "ad retarget - Glow_Zoe - 9:16 > glow.zoe 2", "glow_zoe"},
		{"an ad of nobody", []NameUse{tik("mia.k", 1, 30), other(shop.AdName, "Prospecting broad")}, nil, "", ""},
		{"an answer", []NameUse{tik("mia.k", 1, 30), other(shop.AnswerName, "saw it at @mia.k on tiktok")}, nil, "answer saw it at @mia.k on tiktok > mia.k 3", "the answer holds"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			why := ""
			for _, p := range Proposals(c.uses, c.codes, Known{}) {
				got = append(got, string(p.Name.Kind)+" "+p.Name.Text+" > "+p.Of.Text+" "+string(rune('0'+p.Strength)))
				why += strings.Join(p.Reasons, "; ")
			}
			slices.Sort(got)
			if strings.Join(got, ", ") != c.want || !strings.Contains(why, c.why) {
				t.Errorf("got %q because %q\nwant %q because %q", got, why, c.want, c.why)
			}
			slices.Reverse(c.uses) // the order of what is known must not matter
			if again := Proposals(c.uses, c.codes, Known{}); len(again) != len(got) {
				t.Errorf("in another order %v", again)
			}
		})
	}
}

func TestSameHandlesJoinOnlyWhatIsOne(t *testing.T) {
	t.Parallel()
	got := SameHandles([]NameUse{tik("mia.k", 1, 9), tik("@Mia.K", 1, 5), tik("mia_k", 1, 5), other(shop.HandleName, "MIA.K"), other(shop.CodeName, "MIA.K")})
	if len(got) != 1 || got[0].Name.Text != "@Mia.K" || got[0].Of.Text != "mia.k" || got[0].Strength != Certain {
		t.Errorf("%+v", got)
	}
}

// TestSettledPairsAreNotProposed: what is joined or kept apart, directly or through another name, is not
// asked again; what is not settled is asked of the persons.
func TestSettledPairsAreNotProposed(t *testing.T) {
	t.Parallel()
	n := func(text string) shop.Name { return shop.Name{Kind: shop.HandleName, Text: text} }
	code := shop.Name{Kind: shop.CodeName, Text: "MIA10"}
	uses := []NameUse{tik("mia.k", 1, 30, "7"), tik("old", 1, 9, "7"), tik("older", 1, 5, "7"), other(shop.CodeName, "MIA10")}
	for _, c := range []struct {
		name  string
		known Known
		want  int
	}{
		{"nothing settled", Known{}, 4},
		{"two joined", Known{Main: map[shop.Name]shop.Name{n("old"): n("mia.k"), n("mia.k"): n("mia.k")}}, 2},
		{"one kept apart", Known{Apart: [][2]shop.Name{{n("old"), n("mia.k")}}}, 3},
		{"kept apart through a joined name", Known{Main: map[shop.Name]shop.Name{n("old"): n("older"), n("older"): n("older")}, Apart: [][2]shop.Name{{n("mia.k"), n("old")}}}, 1},
		{"a code given", Known{Main: map[shop.Name]shop.Name{code: n("zoe")}}, 3},
		{"a code of nobody", Known{Apart: [][2]shop.Name{{code, {}}}}, 3},
	} {
		if got := Proposals(uses, nil, c.known); len(got) != c.want {
			t.Errorf("%s: %+v, want %d", c.name, got, c.want)
		}
	}
}

func TestProductMatches(t *testing.T) {
	t.Parallel()
	uses := []ProductUse{
		{"SER-30", "Vitamin C Serum 30ml", "Shopify", true, 90}, {"SER-50", "Vitamin C Serum 50ml", "Shopify", true, 40},
		{"ser30", "Vit C", "TikTok Shop", true, 30}, {"1729384", "Serum Vitamin C 50 ml", "TikTok Shop", true, 20},
		{"1729385", "Hand Cream", "TikTok Shop", true, 20}, {"B0CX", "Vitamin C Serum 50ml", "Amazon", true, 9}, {"", "No SKU", "Amazon", true, 9},
	}
	var got []string
	for _, p := range ProductMatches(uses, Known{}) {
		got = append(got, p.Name.Text+">"+p.Of.Text+string(rune('0'+p.Strength)))
	}
	if want := "ser30>SER-304 1729384>SER-502 B0CX>17293842 B0CX>SER-502"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	joined := map[shop.Name]shop.Name{sku("1729384"): sku("SER-50"), sku("SER-50"): sku("SER-50"), sku("B0CX"): sku("SER-50")}
	if left := ProductMatches(uses, Known{Main: joined}); len(left) != 1 {
		t.Errorf("after joining: %+v", left)
	}
	if left := ProductMatches(uses, Known{Main: joined, Apart: [][2]shop.Name{{sku("ser30"), sku("SER-30")}}}); len(left) != 0 {
		t.Errorf("after keeping apart: %+v", left)
	}
}

func TestCodeFindings(t *testing.T) {
	t.Parallel()
	steady := map[shop.Day]int64{}
	for d := shop.Day(100); d < 170; d += 2 {
		steady[d] = 1
	}
	jumped := map[shop.Day]int64{}
	for d, n := range steady {
		jumped[d] = n
	}
	jumped[150] = 40
	every := make([]shop.Day, 0, 80)
	for d := shop.Day(95); d < 175; d++ {
		every = append(every, d)
	}
	early := map[shop.Day]int64{90: 2, 91: 2, 120: 5}
	for _, c := range []struct {
		name string
		use  CodeUse
		want string
	}{
		{"quiet", CodeUse{Orders: 35, Days: steady, OwnerDays: every}, ""},
		{"others' links", CodeUse{Orders: 35, Days: steady, OwnerDays: every, Others: []CodeOrders{{"MIA10", "zoe", 4}, {"MIA10", "bo", 1}}}, "others"},
		{"two of others", CodeUse{Orders: 35, Days: steady, OwnerDays: every, Others: []CodeOrders{{"MIA10", "zoe", 2}}}, ""},
		{"few of many", CodeUse{Orders: 350, Days: steady, OwnerDays: every, Others: []CodeOrders{{"MIA10", "zoe", 30}}}, ""},
		{"before the first post", CodeUse{Orders: 9, Days: early, OwnerDays: every}, "before"},
		{"no post known", CodeUse{Orders: 9, Days: early}, ""},
		{"a jump while posting", CodeUse{Orders: 75, Days: jumped, OwnerDays: every}, ""},
		{"a jump without posts", CodeUse{Orders: 75, Days: jumped, OwnerDays: []shop.Day{99, 100, 120}}, "jump"},
		{"no use", CodeUse{}, ""},
	} {
		c.use.Code, c.use.Owner = "MIA10", "@mia.k"
		var got []string
		for _, f := range CodeFindings([]CodeUse{c.use}) {
			got = append(got, f.Kind)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}
