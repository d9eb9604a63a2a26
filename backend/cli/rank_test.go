package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestRankContract(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "testdata", "rank", "creators30_synthetic.csv")
	args := []string{"rank", file, "--name", "creator", "--successes", "orders", "--trials", "clicks", "--threshold", "0.02"}
	r := run(append(args, "--json")...)
	doc := r.doc(t)
	if r.code != 0 || doc["status"] != "ok" || len(doc["rows"].([]any)) != 30 {
		t.Fatalf("exit %d: %s", r.code, r.out)
	}
	prior := doc["prior"].(map[string]any)
	if a, b := prior["alpha"].(float64), prior["beta"].(float64); a < 6.257 || a > 6.258 || b < 279.97 || b > 279.98 {
		t.Error(prior)
	}
	row := doc["rows"].([]any)[0].(map[string]any)
	for _, key := range []string{"name", "successes", "trials", "raw", "estimate", "lower", "upper", "p_below", "p_top", "rank_low", "rank_high", "verdict"} {
		if _, ok := row[key]; !ok {
			t.Errorf("no %s in %v", key, row)
		}
	}
	if r := run(args...); r.code != 0 || !strings.Contains(r.out, "9 of 30 above 2 %") || !strings.Contains(r.out, "within a group nobody is surely better") {
		t.Errorf("exit %d: %s", r.code, r.out)
	}
}

func TestRankPostsOnTheCommandLine(t *testing.T) {
	t.Parallel()
	file := write(t, "posts.csv", "name,hook,sales,fee\na,x,5,1\na,y,9,1\na,x,2,1\nb,y,40,2\nb,x,70,2\nb,y,80,2\nc,x,0,1\nd,y,3,1\nd,x,4,1\ne,y,6,1\ne,x,7,1\n")
	r := run("rank", file, "--name", "name", "--value", "sales", "--cost", "fee", "--split", "hook", "--top", "1", "--json")
	doc := r.doc(t)
	if r.code != 0 || doc["of"] != "posts" || len(doc["rows"].([]any)) != 5 || len(doc["split"].([]any)) != 3 {
		t.Fatalf("exit %d: %s%s", r.code, r.out, r.err)
	}
	if r := run("rank", file, "--name", "name", "--value", "sales"); r.code != 0 || !strings.Contains(r.out, "what to expect of the next post") {
		t.Errorf("exit %d: %s", r.code, r.out)
	}
}

func TestRankMisused(t *testing.T) {
	t.Parallel()
	good := write(t, "good.csv", "name,orders,clicks\na,1,9\n")
	bad := write(t, "bad.csv", "name,orders,clicks\na,10,9\n")
	rates := []string{"--name", "name", "--successes", "orders", "--trials", "clicks", "--json"}
	for name, c := range map[string]struct {
		args []string
		exit int
		want string
	}{
		"no columns":      {[]string{good, "--json"}, 2, "bad_usage"},
		"both forms":      {append([]string{good, "--value", "orders"}, rates...), 2, "bad_usage"},
		"cost of rates":   {append([]string{good, "--cost", "orders"}, rates...), 2, "bad_usage"},
		"no such column":  {[]string{good, "--name", "who", "--successes", "orders", "--trials", "clicks", "--json"}, 2, "no_column"},
		"no such file":    {append([]string{good + "x"}, rates...), 2, `"status":"error"`},
		"level 95":        {append([]string{good, "--level", "95"}, rates...), 2, "bad_level"},
		"more than there": {append([]string{bad}, rates...), 1, "line 2"},
	} {
		if r := run(append([]string{"rank"}, c.args...)...); r.code != c.exit || !strings.Contains(r.out, c.want) {
			t.Errorf("%s: exit %d, %s%s", name, r.code, r.out, r.err)
		}
	}
}
