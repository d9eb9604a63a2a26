package api

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"creatorlift/backend/experiment"
	"creatorlift/backend/importer"
	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// EstimateIn asks for one lift from a panel file.
type EstimateIn struct {
	Panel string // file, also .gz
	Time  string // column names of a long file; empty = recognised
	Unit  string
	Value string
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
	Events     string // CSV file start,end,name
	Raw        bool
	NoAudit    bool
}

// unreadable are the codes that mean the file cannot be read or is no panel at all, so that the
// question itself was put wrongly; the others of panel.Read say that the data cannot answer.
var unreadable = map[string]bool{"cannot_open": true, "broken_gzip": true, "unpacks_too_large": true,
	"empty_file": true, "no_panel": true, "bad_csv": true, "header_only": true}

// Estimate answers one question from a panel file. What the data cannot answer is an Answer with
// status not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) Estimate(_ context.Context, in EstimateIn) (out experiment.Answer, err error) {
	defer Guard(&err)
	spec, err := in.spec()
	if err != nil {
		return experiment.Answer{}, err
	}
	p, err := readPanel(in.Panel, panel.Columns{Time: in.Time, Unit: in.Unit, Value: in.Value})
	if code := shop.ErrorCode(err); code != "" && !unreadable[code] {
		return experiment.NotEstimable(spec, err.Error()), nil
	}
	if err != nil {
		return experiment.Answer{}, err
	}
	spec.Panel = p
	return experiment.Estimate(spec)
}

func (q Question) spec() (experiment.Spec, error) {
	s := experiment.Spec{Treated: q.Treated, Controls: q.Controls, NoControls: q.NoControls, PreStart: q.PreStart,
		Start: q.Start, End: q.End, Method: q.Method, Level: q.Level, Raw: q.Raw, NoAudit: q.NoAudit}
	var err error
	if s.Assignment, err = readAssignment(q.Assignment); err != nil {
		return s, err
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

// readAssignment reads the rule or the list of treated sets that could have been drawn.
func readAssignment(rule string) (experiment.Assignment, error) {
	if rule == "" || rule == "random" || rule == "pairs" {
		return experiment.Assignment{Rule: rule}, nil
	}
	rows, err := readRows(rule, -1)
	if err != nil {
		return experiment.Assignment{}, err
	}
	list := make([][]string, 0, len(rows))
	for _, r := range rows {
		list = append(list, trimmed(r))
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

// caseIn is one line of an estimate --cases file.
type caseIn struct {
	ID       json.RawMessage `json:"id"`
	Panel    string          `json:"panel"`
	Treated  []string        `json:"treated"`
	Controls []string        `json:"controls"`
	PreStart string          `json:"pre_start"`
	Start    string          `json:"start"`
	End      string          `json:"end"`
	Method   string          `json:"method"`
	Level    float64         `json:"level"`
}

// CasesIn asks for many lifts; NoAudit and the others of EstimateIn hold for every case.
type CasesIn struct {
	File    string
	NoAudit bool
}

// caseError is the line of a case that could not even be asked.
type caseError struct {
	ID      json.RawMessage `json:"id,omitempty"`
	Status  string          `json:"status"`
	Code    string          `json:"code"`
	Message string          `json:"message"`
	Hint    string          `json:"hint"`
}

// EstimateCases answers every line of a cases file, in order, one JSON document a line, and reports
// whether every line got an answer; not_estimable is one.
func (a *App) EstimateCases(ctx context.Context, in CasesIn, w io.Writer) (all bool, err error) {
	defer Guard(&err)
	r, err := openFile(in.File)
	if err != nil {
		return false, err
	}
	defer r.Close()
	panels := map[string]*panel.Panel{}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	all = true
	for line := 1; sc.Scan(); line++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		var doc any
		answer, err := oneCase(sc.Bytes(), filepath.Dir(in.File), in.NoAudit, panels)
		doc = answer
		var bad *shop.Error
		if errors.As(err, &bad) {
			all = false
			doc = caseError{answer.ID, "error", bad.Code, fmt.Sprintf("%s, line %d: %s", filepath.Base(in.File), line, bad.Message), bad.Hint}
		} else if err != nil {
			return false, err
		}
		if err := enc.Encode(doc); err != nil {
			return false, err
		}
	}
	return all, sc.Err()
}

func oneCase(line []byte, dir string, noAudit bool, panels map[string]*panel.Panel) (experiment.Answer, error) {
	var c caseIn
	if err := json.Unmarshal(line, &c); err != nil {
		return experiment.Answer{}, &shop.Error{Code: "bad_case", Message: fmt.Sprintf("this is not a JSON object of a case: %v.", err), Hint: "Write one object a line with id, panel, treated, start and end."}
	}
	spec := experiment.Spec{Treated: c.Treated, Controls: c.Controls, NoControls: c.Controls != nil && len(c.Controls) == 0,
		PreStart: c.PreStart, Start: c.Start, End: c.End, Method: c.Method, Level: c.Level, NoAudit: noAudit}
	path := c.Panel
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	if panels[path] == nil {
		p, err := readPanel(path, panel.Columns{})
		if code := shop.ErrorCode(err); code != "" && !unreadable[code] {
			return withID(experiment.NotEstimable(spec, err.Error()), c.ID), nil
		}
		if err != nil {
			return experiment.Answer{ID: c.ID}, err
		}
		panels[path] = p
	}
	spec.Panel = panels[path]
	a, err := experiment.Estimate(spec)
	return withID(a, c.ID), err
}

func withID(a experiment.Answer, id json.RawMessage) experiment.Answer {
	a.ID = id
	return a
}

// openFile opens a file the user named, unpacking .gz.
func openFile(path string) (io.ReadCloser, error) {
	return importer.Decompress(importer.File(path))()
}
