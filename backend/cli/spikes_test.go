package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// visitsFile is 150 days of two series; direct jumps on the days after 2026-03-02 and 2026-04-13.
func visitsFile(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("date,direct,search\n")
	for i := range 150 {
		month, day := 1+i/28, 1+i%28
		direct := 100 + (i*31)%23 + 5*(i%7)
		if date := fmt.Sprintf("%02d-%02d", month, day); slices.Contains([]string{"03-02", "03-03", "03-04", "04-13", "04-14", "04-15"}, date) {
			direct += 60
		}
		fmt.Fprintf(&b, "2026-%02d-%02d,%d,%d\n", month, day, direct, 300+(i*17)%41)
	}
	return write(t, "visits.csv", b.String())
}

// TestSpikes: the document, the words, and what is refused.
func TestSpikes(t *testing.T) {
	t.Parallel()
	panel := visitsFile(t)
	ask := func(more ...string) ran { return run(append([]string{"spikes", panel}, more...)...) }
	const drops = "2026-03-02,2026-04-13"
	r := ask("--unit", "direct", "--drops", drops, "--json")
	d := r.doc(t)
	if r.code != exitOK || d["status"] != "ok" || d["spike"] != true || d["days_after"] != 3.0 || len(d["drops"].([]any)) != 2 {
		t.Errorf("exit %d, %v", r.code, d)
	}
	for _, field := range []string{"total", "relative", "p_value", "history", "redraws", "same_weekdays", "days_used", "drop_days", "grade", "warnings"} {
		if _, there := d[field]; !there {
			t.Errorf("no field %s", field)
		}
	}
	list := write(t, "drops.csv", "date,note\n2026-03-02,first\n2026-04-13,second\n")
	if same := ask("--unit", "direct", "--drops", list, "--json"); same.out != r.out {
		t.Error("the same drops from a file are answered otherwise")
	}
	if words := ask("--unit", "direct", "--drops", drops); words.code != exitOK || !strings.Contains(words.out, "direct jumps after drops") || !strings.Contains(words.out, "drawn by lot") {
		t.Errorf("in words: %+v", words)
	}
	if quiet := ask("--unit", "search", "--drops", drops); quiet.code != exitOK || !strings.Contains(quiet.out, "No spike can be told from chance") {
		t.Errorf("quiet: %+v", quiet)
	}
	if no := ask("--drops", drops, "--json"); no.code != exitNoAnswer || no.doc(t)["status"] != "not_estimable" {
		t.Errorf("no unit: %+v", no)
	}
	for code, flags := range map[string][]string{"bad_usage": {}, "bad_day": {"--drops", "2026-13-40"}, "cannot_open": {"--drops", "nowhere.csv"}, "bad_after": {"--drops", drops, "--after", "99"}, "bad_level": {"--drops", drops, "--level", "3"}} {
		if r := ask(append(flags, "--unit", "direct", "--json")...); r.code != exitUsage || r.doc(t)["code"] != code {
			t.Errorf("%s: exit %d, %s", code, r.code, r.out)
		}
	}
}
