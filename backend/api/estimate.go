package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/importer"
	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// EstimateIn asks for one lift from a panel file.
type EstimateIn struct {
	Panel  string // file, also .gz
	Time   string // column names of a long file; empty = recognised
	Unit   string
	Value  string
	Starts string // CSV file unit,start of units that start at different times; empty = one start
	Question
}

// Answer is one lift with everything needed to judge it, or the reason why there is none.
type Answer = experiment.Answer

// Question is what is asked of a panel of sales, wherever it comes from. Days are inclusive.
type Question struct {
	Treated    []string
	Controls   []string // empty = every other unit
	NoControls bool
	PreStart   string
	Start, End string
	Method     string
	Level      float64
	Assignment string // "", "random", or a file with one treated set a line
	Schedule   string // file of a randomised calendar, which says period and units
	Events     string // CSV file start,end,name
	Raw        bool
	NoAudit    bool
	Seasons    int      // for causalimpact: periods of a repeating pattern; 0 = none
	Looks      []string // planned looks at a test drawn by lot
	AsAt       string   // with Looks: the last day to look at
}

// dataCodes are the codes of panel.Read that say what is wrong with the data, so that they cannot
// answer; with every other the file could not be read, and the question was put wrongly.
var dataCodes = map[string]bool{"duplicate_period": true, "duplicate_unit": true, "bad_value": true, "bad_day": true,
	"mixed_cadence": true, "no_cadence": true, "too_large": true}

// Estimate answers one question from a panel file. What the data cannot answer is an Answer with
// status not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) Estimate(_ context.Context, in EstimateIn) (out experiment.Answer, err error) {
	defer Guard(&err)
	spec, err := in.spec()
	if err != nil {
		return experiment.Answer{}, err
	}
	p, err := readPanel(in.Panel, panel.Columns{Time: in.Time, Unit: in.Unit, Value: in.Value})
	if dataCodes[shop.ErrorCode(err)] {
		return experiment.NotEstimable(spec, err.Error()), nil
	}
	if err != nil {
		return experiment.Answer{}, err
	}
	spec.Panel = p
	if in.Starts != "" {
		if spec.Starts, err = readStarts(in.Starts); err != nil {
			return experiment.Answer{}, err
		}
	}
	return experiment.Estimate(spec)
}

func (q Question) spec() (experiment.Spec, error) {
	s := experiment.Spec{Treated: q.Treated, Controls: q.Controls, NoControls: q.NoControls, PreStart: q.PreStart,
		Start: q.Start, End: q.End, Method: q.Method, Level: q.Level, Raw: q.Raw, NoAudit: q.NoAudit, Seasons: q.Seasons, Looks: q.Looks, AsAt: q.AsAt}
	var err error
	if s.Assignment, err = readAssignment(q.Assignment); err != nil {
		return s, err
	}
	if q.Schedule != "" {
		if s.Schedule, err = readSchedule(q.Schedule); err != nil {
			return s, err
		}
	}
	if q.Events != "" {
		s.Events, err = readEvents(q.Events)
	}
	return s, err
}

// readPanel opens and reads a panel file.
func readPanel(path string, cols panel.Columns) (*panel.Panel, error) {
	r, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return panel.Read(r, filepath.Base(path), cols)
}

// readAssignment reads the rule or the list of treated sets that could have been drawn; a file whose
// first line is the one word pairs lists the pairs of which one each was drawn.
func readAssignment(rule string) (experiment.Assignment, error) {
	if rule == "" || rule == "random" || rule == "pairs" {
		return experiment.Assignment{Rule: rule}, nil
	}
	if lot, err := readLot(rule); err != nil || lot != nil {
		return experiment.Assignment{Rule: "list", List: lot}, err
	}
	rows, err := readRows(rule, -1)
	if err != nil {
		return experiment.Assignment{}, err
	}
	list := make([][]string, 0, len(rows))
	for _, r := range rows {
		list = append(list, trimmed(r))
	}
	if len(list) > 0 && slices.Equal(list[0], []string{"pairs"}) {
		return experiment.Assignment{Rule: "pairs", List: list[1:]}, nil
	}
	return experiment.Assignment{Rule: "list", List: list}, nil
}

// readEvents reads the promotions, holidays and stock-outs that the founder knows of.
func readEvents(path string) ([]experiment.Event, error) {
	rows, err := readRows(path, 3)
	if err != nil {
		return nil, err
	}
	var events []experiment.Event
	for i, r := range rows {
		r = trimmed(r)
		if i == 0 && r[0] == "start" && r[1] == "end" && r[2] == "name" {
			continue
		}
		if _, err := shop.ParseDay(r[0]); err != nil {
			return nil, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%s, line %d: %q is not a day.", filepath.Base(path), i+1, r[0]), Hint: "Write start,end,name with days as YYYY-MM-DD."}
		}
		if _, err := shop.ParseDay(r[1]); err != nil {
			return nil, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%s, line %d: %q is not a day.", filepath.Base(path), i+1, r[1]), Hint: "Write start,end,name with days as YYYY-MM-DD."}
		}
		events = append(events, experiment.Event{First: r[0], Last: r[1], Name: r[2]})
	}
	return events, nil
}

// readStarts reads when each unit started; units that never did stand not in it.
func readStarts(path string) ([]experiment.Start, error) {
	rows, err := readRows(path, 2)
	if err != nil {
		return nil, err
	}
	starts := []experiment.Start{}
	for i, r := range rows {
		r = trimmed(r)
		if i == 0 && strings.EqualFold(r[0], "unit") && strings.EqualFold(r[1], "start") {
			continue
		}
		if r[0] == "" || r[1] == "" {
			return nil, &shop.Error{Code: "bad_starts", Message: fmt.Sprintf("%s, line %d: a unit and its first day are needed.", filepath.Base(path), i+1), Hint: "Write unit,start; leave out units that never start."}
		}
		starts = append(starts, experiment.Start{Unit: r[0], First: r[1]})
	}
	if len(starts) == 0 {
		return nil, &shop.Error{Code: "bad_starts", Message: filepath.Base(path) + " names no unit that starts.", Hint: "Write one line unit,start for each unit that had creators."}
	}
	return starts, nil
}

func readRows(path string, fields int) ([][]string, error) {
	r, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	c := csv.NewReader(r)
	c.FieldsPerRecord = fields
	rows, err := c.ReadAll()
	if err != nil {
		return nil, &shop.Error{Code: "bad_csv", Message: fmt.Sprintf("%s: %v.", filepath.Base(path), err), Hint: "Check that line."}
	}
	return rows, nil
}

func trimmed(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = strings.TrimSpace(strings.TrimPrefix(c, "\ufeff"))
	}
	return out
}

// openFile opens a file the user named, unpacking .gz.
func openFile(path string) (io.ReadCloser, error) {
	return importer.Decompress(importer.File(path))()
}
