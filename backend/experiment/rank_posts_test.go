package experiment

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func postsSpec(t *testing.T, text string) RankSpec {
	return RankSpec{Table: table(t, text), Name: "name", Value: "sales", Top: 5, Level: .95}
}

// postWorld draws creators with 1 to most posts each: a share of posts sells, sizes are log-normal. It returns
// the table and each creator's true mean money per post.
func postWorld(rng *rand.Rand, creators, most int, between, within float64) (text string, truth map[string]float64) {
	var b strings.Builder
	b.WriteString("name,sales\n")
	truth = map[string]float64{}
	for c := range creators {
		name := fmt.Sprintf("c%02d", c)
		mean, share := 4+between*rng.NormFloat64(), .6+.3*rng.Float64()
		truth[name] = share * math.Exp(mean+within*within/2)
		for range 1 + rng.IntN(most) {
			money := 0.
			if rng.Float64() < share {
				money = math.Exp(mean + within*rng.NormFloat64())
			}
			fmt.Fprintf(&b, "%s,%.4f\n", name, money)
		}
	}
	return b.String(), truth
}

// curse is what the five best of 30 creators are said to be worth over what they are worth, by their own means
// and by the estimates, and how often 95 % ranges hold the truth.
type curse struct{ raw, estimated, held float64 }

// studyCurse draws brands of 30 creators with 1 to 6 posts each.
func studyCurse(t *testing.T, rng *rand.Rand, brands int, between, within float64) curse {
	t.Helper()
	var raw, rawTruth, estimated, truthOf, held, all float64
	for range brands {
		text, truth := postWorld(rng, 30, 6, between, within)
		s := postsSpec(t, text)
		p := &posts{spec: &s, models: map[string]*tierModel{}}
		if err := p.read(); err != nil {
			t.Fatal(err)
		}
		if err := p.luck(); err != nil {
			t.Fatal(err)
		}
		p.learn()
		type said struct{ raw, estimate, truth float64 }
		var list []said
		for _, c := range p.list {
			k := p.know(c)
			money, _ := c.total()
			list = append(list, said{money / float64(len(c.posts)), k.estimate, truth[c.name]})
			all++
			if lower, upper := k.bounds(.95); lower <= truth[c.name] && truth[c.name] <= upper {
				held++
			}
		}
		slices.SortFunc(list, func(x, y said) int { return cmp.Compare(y.raw, x.raw) })
		for _, c := range list[:5] {
			raw, rawTruth = raw+c.raw, rawTruth+c.truth
		}
		slices.SortFunc(list, func(x, y said) int { return cmp.Compare(y.estimate, x.estimate) })
		for _, c := range list[:5] {
			estimated, truthOf = estimated+c.estimate, truthOf+c.truth
		}
	}
	return curse{raw / rawTruth, estimated / truthOf, held / all}
}

// TestWinnersCurse: the five best of 30 creators with 1 to 6 posts each are overstated about threefold by their
// own means, hardly by the estimates; 95 % ranges hold the truth.
func TestWinnersCurse(t *testing.T) {
	t.Parallel()
	got := studyCurse(t, rand.New(rand.NewPCG(51, 1)), 100, .5, 1.5)
	if got.raw < 2.4 || got.estimated > 1.3 || got.estimated < .85 || got.held < .93 {
		t.Errorf("%+v", got)
	}
}

// TestStudyWinnersCurse prints docs/evidence.md's table.
func TestStudyWinnersCurse(t *testing.T) {
	needsStudy(t)
	for _, w := range [][2]float64{{.3, 1.5}, {.5, 1.5}, {.7, 1.5}, {.5, 1.2}, {.5, 1}} {
		got := studyCurse(t, rand.New(rand.NewPCG(51, 2)), 1000, w[0], w[1])
		t.Logf("between %.1f, within %.1f: raw %.2f, estimated %.2f, 95 %% ranges hold %.3f", w[0], w[1], got.raw, got.estimated, got.held)
	}
}

// TestOnePostMadeIt: a creator whose money is one lucky post does not stand out without it.
func TestOnePostMadeIt(t *testing.T) {
	t.Parallel()
	text, _ := postWorld(rand.New(rand.NewPCG(52, 1)), 20, 6, .2, .4)
	text += "viral,60\nviral,50\nviral,5000\nsteady,300\nsteady,310\nsteady,290\nsteady,330\n"
	s := postsSpec(t, text)
	a := rank(t, s)
	v, st := a.row(t, "viral"), a.row(t, "steady")
	if l := v.Posts.Largest; l.Money != 5000 || l.Share < .97 || !(v.Posts.POutlier > .7) || !(l.POutlier < .3) || l.Estimate > v.Estimate/2 {
		t.Errorf("viral: %+v without %+v", v.Posts, l)
	}
	if l := st.Posts.Largest; !(l.POutlier > .8) || l.Line == 0 {
		t.Errorf("steady: %+v", l)
	}
}

func TestRankPostsRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"name,sales\na,-3\n":     "t.csv, line 2, column sales: -3 is below zero.",
		"name,sales\na,\n":       "t.csv, line 2, column sales: the cell is empty.",
		"name,sales\na,abc\n":    `t.csv, line 2, column sales: "abc" is not a number.`,
		"name,sales\na,2\n,3\n":  "t.csv, line 3 names nobody",
		"name,sales\na,1e300\n":  "t.csv, line 2, column sales: 1e+300 is too large",
		"name,revenue\na,1e30\n": `t.csv has no column "sales"`,
	} {
		if _, err := Rank(postsSpec(t, text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v", text, err)
		}
	}
	for text, want := range map[string]string{
		"name,sales\na,3\nb,2\nc,9\n":                                        "Too few creators have two posts",
		"name,sales\na,0\nb,0\na,0\n":                                        "Too few creators have two posts",
		"name,sales\na,5\na,5\na,5\na,5\nb,7\nb,7\nb,7\nb,7\n":               "All posts of a creator brought the same",
		"name,sales,hook\na,5,x\na,6,x\na,7,x\na,5,x\nb,7,x\nb,3,x\nb,2,x\n": "All posts that brought anything have the same hook",
	} {
		s := postsSpec(t, text)
		if strings.Contains(text, "hook") {
			s.Split = []string{"hook"}
		}
		if a := rank(t, s); a.Status != StatusNotEstimable || !strings.HasPrefix(a.Reason, want) {
			t.Errorf("%q: got %s %q", text, a.Status, a.Reason)
		}
	}
}

func TestRankPostsOdd(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"one creator":     "name,sales\na,5\na,9\na,2\na,4\na,0\na,7\na,8\n",
		"two creators":    "name,sales\na,5\na,9\na,2\na,4\nb,7\nb,8\nb,80\n",
		"one without any": "name,sales\na,5\na,9\na,2\na,4\nb,7\nb,8\nb,80\nc,0\nc,0\n",
		"none of a dozen": strings.ReplaceAll("name,sales\nA5\nA9\nB2\nB4\nC7\nC8\nC80\nD5\nD3\ne,0\nf,0\n", "\nA", "\na,") + "",
	} {
		text = strings.NewReplacer("\nB", "\nb,", "\nC", "\nc,", "\nD", "\nd,").Replace(text)
		a := rank(t, postsSpec(t, text))
		if a.Status != StatusOK || len(a.Rows) == 0 {
			t.Errorf("%s: %+v", name, a)
		}
		for _, r := range a.Rows {
			if !(0 < r.Lower && r.Lower < r.Estimate && r.Estimate < r.Upper) || r.RankLow > r.RankHigh || r.RankHigh > len(a.Rows) {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if _, err := json.Marshal(a); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSplitByHook: hooks make the difference in this world, creators none.
func TestSplitByHook(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(53, 1))
	var b strings.Builder
	b.WriteString("name,hook,sales\n")
	hooks := []float64{3, 4, 5, 6, 7, 5.5}
	for i := range 150 {
		h := rng.IntN(len(hooks))
		fmt.Fprintf(&b, "c%d,h%d,%.3f\n", i%15, h, math.Exp(hooks[h]+.5*rng.NormFloat64()))
	}
	s := postsSpec(t, b.String())
	s.Split = []string{"hook"}
	a := rank(t, s)
	if len(a.Split) != 3 || a.Split[0].Factor != "name" || a.Split[1].Factor != "hook" || a.Split[2].Factor != "luck" {
		t.Fatalf("%+v", a.Split)
	}
	if a.Split[1].Share < .6 || a.Split[0].Upper > .1 || a.Split[1].Levels != 6 {
		t.Errorf("%+v", a.Split)
	}
}
