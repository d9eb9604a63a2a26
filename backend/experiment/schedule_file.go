package experiment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// scheduleFile is the form in which schedules are written; reading takes other people's words too.
type scheduleFile struct {
	DrawnBy string        `json:"drawn_by,omitempty"`
	Rule    scheduleRule  `json:"rule"`
	Seed    *uint64       `json:"seed,omitempty"`
	Start   shop.Day      `json:"start"`
	End     shop.Day      `json:"end"`
	Count   float64       `json:"schedules"`
	SKUs    []string      `json:"skus,omitempty"`
	Drops   []scheduleDay `json:"assigned"`
	Posts   []actualDay   `json:"actual,omitempty"`
}

type scheduleRule struct {
	Days    int `json:"days"`
	Windows int `json:"windows"`
	Length  int `json:"length"`
	Gap     int `json:"gap"`
	Washout int `json:"washout"`
	Step    int `json:"step,omitempty"`
	Each    int `json:"skus_per_drop,omitempty"`
}

type scheduleDay struct {
	Start shop.Day   `json:"start"`
	Days  []shop.Day `json:"days"`
	SKUs  []string   `json:"skus,omitempty"`
}

type actualDay struct {
	Date  shop.Day `json:"date"`
	Posts float64  `json:"posts"`
}

// MarshalJSON writes the schedule in the form of docs/cli.md.
func (s *Schedule) MarshalJSON() ([]byte, error) {
	f := scheduleFile{DrawnBy: s.DrawnBy, Seed: s.Seed, Start: s.Start, End: s.Last(), Count: s.Count(), SKUs: s.Products,
		Rule: scheduleRule{s.Rule.Days, s.Rule.Windows, s.Rule.Length, s.Rule.Gap, s.Rule.Washout, s.Rule.Step, s.Each}}
	for k, at := range s.Starts {
		d := scheduleDay{Start: s.Start + shop.Day(at)}
		for i := range s.Rule.Length {
			d.Days = append(d.Days, d.Start+shop.Day(i))
		}
		if s.Featured != nil {
			d.SKUs = s.Featured[k]
		}
		f.Drops = append(f.Drops, d)
	}
	for d, n := range s.Posts {
		if n > 0 {
			f.Posts = append(f.Posts, actualDay{s.Start + shop.Day(d), n})
		}
	}
	return json.Marshal(f)
}

// fields is a JSON object under its keys in lower case.
type fields map[string]any

func (f fields) get(names ...string) any {
	for _, n := range names {
		if v := f[n]; v != nil {
			return v
		}
	}
	return nil
}

func fieldsOf(v any) fields {
	m, _ := v.(map[string]any)
	out := fields{}
	for k, v := range m {
		out[strings.ToLower(k)] = v
	}
	return out
}

// maxScheduleFile is the longest schedule that is read.
const maxScheduleFile = 16 << 20

// ReadSchedule reads a schedule file and checks that what was drawn could have been drawn by its rule.
// Every fault is a *shop.Error that says what and where.
func ReadSchedule(r io.Reader) (*Schedule, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxScheduleFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxScheduleFile {
		return nil, badSchedule("The schedule is longer than 16 MB.", scheduleHint)
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	dec.UseNumber()
	var doc map[string]any
	if err := dec.Decode(&doc); err != nil {
		return nil, badSchedule("The schedule is no JSON object: "+err.Error()+".", scheduleHint)
	}
	if inner, ok := doc["schedule"].(map[string]any); ok {
		doc = inner
	}
	f, s := fieldsOf(doc), &Schedule{}
	if err := s.readRule(f); err != nil {
		return nil, err
	}
	shown := map[int][]string{}
	if err := s.readActual(f, shown); err != nil {
		return nil, err
	}
	return s, s.readDraw(f, shown)
}

const scheduleHint = `Write {"rule":{"days":42,"windows":3,"length":2,"gap":6},"start":"2026-03-01","assigned":["2026-03-04","2026-03-15","2026-03-27"]}; docs/cli.md describes every field.`

// readRule reads start, end, rule and seed.
func (s *Schedule) readRule(f fields) error {
	rule := fieldsOf(f["rule"])
	if text, ok := f["rule"].(string); ok {
		var k, w, g int
		if _, err := fmt.Sscanf(text[strings.Index(text, "W(")+1:], "(%d,%d,%d)", &k, &w, &g); err == nil {
			rule = fields{"windows": k, "length": w, "gap": g}
		}
	}
	number := func(to *int, fallback int, names ...string) error {
		v := rule.get(names...)
		if _, list := f.get(names...).([]any); v == nil && !list {
			v = f.get(names...)
		}
		if *to = fallback; v == nil {
			return nil
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(v)), 64)
		if err != nil || n != float64(int(n)) {
			return badSchedule(fmt.Sprintf("The rule's %s is %v, which is no whole number.", names[0], v), scheduleHint)
		}
		*to = int(n)
		return nil
	}
	r := &s.Rule
	err := errors.Join(number(&r.Days, 0, "days", "t", "test_days"), number(&r.Windows, 0, "windows", "k", "drops"), number(&r.Length, 0, "length", "w", "window_days", "window_length"),
		number(&r.Gap, 0, "gap", "g", "gap_days", "min_gap"), number(&r.Washout, quietEnd, "washout", "wash_out", "quiet_days", "quiet"), number(&r.Step, 0, "step"),
		number(&s.Each, 0, "skus_per_drop", "products_per_drop", "per_drop"))
	if err != nil {
		return firstOf(err)
	}
	if s.Start, err = dayOf(f.get("start", "first", "test_start", "from"), "start"); err != nil {
		return err
	}
	if end := f.get("end", "last", "test_end", "to"); end != nil {
		last, err := dayOf(end, "end")
		if err != nil {
			return err
		}
		if r.Days == 0 {
			r.Days = int(last-s.Start) + 1
		} else if r.Days != int(last-s.Start)+1 {
			return badSchedule(fmt.Sprintf("The schedule's rule has %d days, but %s to %s are %d.", r.Days, s.Start, last, int(last-s.Start)+1), "Both ends are included: correct the days or the end.")
		}
	}
	if r.Days == 0 || r.Windows == 0 || r.Length == 0 || r.Gap == 0 {
		return badSchedule("The schedule's rule lacks days, windows, length or gap: without the rule nobody can say what else could have been drawn.", scheduleHint)
	}
	if err := r.Check(); err != nil {
		return badSchedule("The schedule's rule cannot be kept: "+err.Error()+".", scheduleHint)
	}
	s.DrawnBy, _ = f["drawn_by"].(string)
	if v := f["seed"]; v != nil {
		if seed, err := strconv.ParseUint(strings.TrimSpace(fmt.Sprint(v)), 10, 64); err == nil {
			s.Seed = &seed
		}
	}
	return nil
}

// firstOf is the first of joined errors, so that a founder reads one thing at a time.
func firstOf(err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()[0]
	}
	return err
}

// dayOf reads a day, with or without a time behind it.
func dayOf(v any, name string) (shop.Day, error) {
	text, _ := v.(string)
	if text = strings.TrimSpace(text); len(text) > 10 {
		text = text[:10]
	}
	d, err := shop.ParseDay(text)
	if err != nil {
		if v == nil {
			return 0, badSchedule(fmt.Sprintf("The schedule has no %s.", name), scheduleHint)
		}
		return 0, badSchedule(fmt.Sprintf("The schedule's %s is %v, which is no day.", name, v), "Write days as YYYY-MM-DD.")
	}
	return d, nil
}

// readDraw reads what was drawn: dates, and by window the products; shown are the products of the posts that
// went out, by day, which stand in where the draw does not say them.
func (s *Schedule) readDraw(f fields, shown map[int][]string) error {
	list, _ := f.get("assigned", "starts", "post_days", "drops").([]any)
	if len(list) == 0 {
		return badSchedule("The schedule has no assigned dates.", scheduleHint)
	}
	byDay := map[int][]string{}
	var days []int
	for _, v := range list {
		entry := fieldsOf(v)
		when := v
		if _, object := v.(map[string]any); object {
			when = entry.get("start", "date", "day", "first")
		}
		d, err := dayOf(when, "assigned date")
		if err != nil {
			return err
		}
		at := int(d - s.Start)
		if at < 0 || at >= s.Rule.Days {
			return badSchedule(fmt.Sprintf("The assigned date %s lies outside the test from %s to %s.", d, s.Start, s.Last()), "Check start, days and assigned dates.")
		}
		days = append(days, at)
		if named := namesIn(entry.get("skus", "sku", "products", "product")); len(named) > 0 {
			byDay[at] = append(byDay[at], named...)
		}
	}
	if err := s.place(days); err != nil {
		return err
	}
	if err := s.readProducts(f, byDay); err != nil || s.Featured != nil || len(shown) == 0 {
		return err
	}
	s.Assumed = true
	return s.readProducts(fields{"skus": f.get("skus", "units")}, shown)
}

// place takes the dates as starts of windows or as all their days.
func (s *Schedule) place(days []int) error {
	slices.Sort(days)
	days = slices.Compact(days)
	r := s.Rule
	if len(days) == r.Windows*r.Length {
		var starts []int
		for i := 0; i < len(days); i += r.Length {
			starts = append(starts, days[i])
			if days[i+r.Length-1] != days[i]+r.Length-1 {
				starts = nil
				break
			}
		}
		if r.Allows(starts) {
			s.Starts = starts
			return nil
		}
	}
	if r.Allows(days) {
		s.Starts = days
		return nil
	}
	var text []string
	for _, d := range days {
		text = append(text, (s.Start + shop.Day(d)).String())
	}
	return badSchedule(fmt.Sprintf("The assigned dates %s could not have been drawn by the rule: %d windows of %d days, starts at least %d days apart, none in the last %d of %d days.",
		strings.Join(text, ", "), r.Windows, r.Length, r.Gap, r.Washout, r.Days), "Give the first day of every window, or all their days, as they were drawn; what happened differently belongs to actual.")
}

// namesIn reads a name or a list of names.
func namesIn(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case json.Number:
		return []string{v.String()}
	case []any:
		var out []string
		for _, n := range v {
			out = append(out, namesIn(n)...)
		}
		return out
	}
	return nil
}

// readProducts finds which products could be drawn and which each window features; byDay are those that the
// dates themselves name.
func (s *Schedule) readProducts(f fields, byDay map[int][]string) error {
	all := f.get("skus", "units", "products_drawn_from")
	sets := make([][]string, len(s.Starts))
	given := f.get("featured", "products", "assigned_skus", "drawn_skus")
	switch list := all.(type) {
	case []any:
		if given == nil && len(byDay) == 0 && (nested(list) || s.eachWindow(list)) {
			given, all = all, nil
		}
	case map[string]any:
		given, all = all, nil
	}
	s.Products = namesIn(all)
	for k, at := range s.Starts {
		for d := at; d < at+s.Rule.Length; d++ {
			sets[k] = append(sets[k], byDay[d]...)
			if m, ok := given.(map[string]any); ok {
				sets[k] = append(sets[k], namesIn(m[(s.Start+shop.Day(d)).String()])...)
			}
		}
		if list, ok := given.([]any); ok && len(list) == len(s.Starts) {
			sets[k] = append(sets[k], namesIn(list[k])...)
		}
		slices.Sort(sets[k])
		sets[k] = slices.Compact(sets[k])
	}
	if most := len(slices.MaxFunc(sets, func(a, b []string) int { return len(a) - len(b) })); most == 0 {
		s.Each = 0
		return nil
	}
	s.Featured = sets
	return s.checkFeatured()
}

// eachWindow reports whether a flat list names the product of every window rather than all of them: as long
// as there are windows, and with one named twice or the rule saying that products were drawn.
func (s *Schedule) eachWindow(list []any) bool {
	flat := namesIn(list)
	slices.Sort(flat)
	return len(list) == len(s.Starts) && (s.Each == 1 || len(slices.Compact(flat)) < len(list))
}

// nested reports whether a list holds lists.
func nested(list []any) bool {
	return slices.ContainsFunc(list, func(v any) bool { _, ok := v.([]any); return ok })
}

// checkFeatured wants every window to feature the same number of products, all of them drawable.
func (s *Schedule) checkFeatured() error {
	if s.Each == 0 {
		s.Each = len(s.Featured[0])
	}
	for k, set := range s.Featured {
		if len(set) != s.Each {
			return badSchedule(fmt.Sprintf("The drop of %s features %d products, the rule says %d.", s.Start+shop.Day(s.Starts[k]), len(set), s.Each), "Every drop features the same number of products, drawn by lot.")
		}
		for _, p := range set {
			if s.Products != nil && !slices.Contains(s.Products, p) {
				return badSchedule(fmt.Sprintf("The drop of %s features %q, which is not among the products that could be drawn.", s.Start+shop.Day(s.Starts[k]), p), "List all products of the draw in skus.")
			}
		}
	}
	if s.Products == nil {
		return nil // the treated units stand in for them
	}
	return checkProducts(s.Products, s.Each)
}

// ruleOf is the rule in the words of the paper.
func ruleOf(r stats.CalendarRule) string {
	return fmt.Sprintf("W(%d,%d,%d) in %d days", r.Windows, r.Length, r.Gap, r.Days)
}
