package api

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// SpikesIn asks whether a daily series jumps after drops.
type SpikesIn struct {
	Panel string // file, also .gz
	Unit  string // the series; may be empty where the file holds one
	Drops string // days with commas between, or a file with a day a line
	After int    // days that count, the day of the drop included; 0 = 3
	Level float64
}

// SpikesOut is what came after the drops, or the reason why that cannot be said.
type SpikesOut = experiment.SpikeAnswer

// Spikes compares the days after drops with what all other days of the series let expect. What the data
// cannot answer is status not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) Spikes(_ context.Context, in SpikesIn) (out SpikesOut, err error) {
	defer Guard(&err)
	spec := experiment.SpikeSpec{Unit: in.Unit, After: in.After, Level: in.Level}
	if spec.Drops, err = readDrops(in.Drops); err != nil {
		return out, err
	}
	spec.Panel, err = readPanel(in.Panel, panel.Columns{})
	if dataCodes[shop.ErrorCode(err)] {
		return SpikesOut{Status: experiment.StatusNotEstimable, Reason: err.Error(), Unit: in.Unit, Level: in.Level, Warnings: []string{}}, nil
	}
	if err != nil {
		return out, err
	}
	return experiment.Spikes(spec)
}

// readDrops takes days as they stand, or reads them from a file: the first cell of each line; a first line
// that is no day is a header.
func readDrops(text string) ([]string, error) {
	list := trimmed(strings.Split(text, ","))
	if !slices.ContainsFunc(list, func(d string) bool { _, err := shop.ParseDay(d); return err != nil }) {
		return list, nil
	}
	if looksLikeDay(list[0]) {
		return list, nil // a mistyped day, which the question itself names
	}
	rows, err := readRows(text, -1)
	if err != nil {
		return nil, err
	}
	var days []string
	for i, r := range rows {
		day := trimmed(r)[0]
		if _, err := shop.ParseDay(day); err == nil {
			days = append(days, day)
		} else if i > 0 {
			return nil, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%s, line %d: %q is not a day.", filepath.Base(text), i+1, day), Hint: "Write one day a line as YYYY-MM-DD."}
		}
	}
	return days, nil
}

// looksLikeDay reports whether a text begins as a day does; a file's name hardly ever does.
func looksLikeDay(text string) bool {
	return len(text) >= 5 && strings.Trim(text[:4], "0123456789") == "" && text[4] == '-' && !strings.Contains(text, ".")
}

// DescribeSpikes says the answer in plain sentences, for a terminal.
func (a *App) DescribeSpikes(s SpikesOut) string {
	if s.Status != OK {
		return "Cannot tell: " + s.Reason + "\n"
	}
	var b strings.Builder
	t := s.Total
	switch {
	case s.Spike:
		fmt.Fprintf(&b, "%s jumps after drops: %s more than the other days let expect", s.Unit, round(t.Effect))
	case t.Upper < 0:
		fmt.Fprintf(&b, "%s falls after drops: %s fewer than the other days let expect", s.Unit, round(-t.Effect))
	default:
		fmt.Fprintf(&b, "No spike can be told from chance in %s: the difference is %s", s.Unit, round(t.Effect))
	}
	fmt.Fprintf(&b, ", %.0f %% range %s to %s (%s came, %s expected, %d days).\n", 100*s.Level, round(t.Lower), round(t.Upper), round(t.Observed), round(t.Counterfactual), s.DropDays)
	fmt.Fprintf(&b, "Compared with %d other sets of dates, p = %.3f. How far to trust this: %s.\n", s.Redraws, *s.PValue, s.Grade)
	for _, d := range s.Drops {
		fmt.Fprintf(&b, "  %s to %s: %s came, %s expected, difference %s", d.First, d.Last, round(d.Observed), round(d.Counterfactual), round(d.Effect))
		if d.Lower != nil {
			fmt.Fprintf(&b, " (%s to %s)", round(*d.Lower), round(*d.Upper))
		}
		fmt.Fprintln(&b)
	}
	for _, w := range s.Warnings {
		fmt.Fprintf(&b, "Warning: %s\n", w)
	}
	return b.String()
}

// round writes a figure with as many digits as a reader needs.
func round(v float64) string {
	if math.Abs(v) >= 100 {
		return strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
