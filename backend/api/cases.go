package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// CasesIn asks for many lifts.
type CasesIn struct {
	File    string
	NoAudit bool
}

// caseIn is one line of an estimate --cases file.
type caseIn struct {
	ID       json.RawMessage `json:"id"`
	Panel    string          `json:"panel"`
	Treated  []string        `json:"treated"`
	Controls []string        `json:"controls"` // absent = every other unit, [] = none
	PreStart string          `json:"pre_start"`
	Start    string          `json:"start"`
	End      string          `json:"end"`
	Method   string          `json:"method"`
	Level    float64         `json:"level"`
	Seasons  int             `json:"seasons"`
}

// caseError is the answer to a line that could not even be asked.
type caseError struct {
	ID      json.RawMessage `json:"id,omitempty"`
	Status  string          `json:"status"`
	Code    string          `json:"code"`
	Message string          `json:"message"`
	Hint    string          `json:"hint"`
}

// maxCase is the longest line of a cases file.
const maxCase = 16 << 20

// EstimateCases answers every line of a cases file, in order, one JSON document a line, and reports
// whether every line got an answer; not_estimable is one. A line that cannot be asked gets its error
// as its document and does not stop the others.
func (a *App) EstimateCases(ctx context.Context, in CasesIn, w io.Writer) (all bool, err error) {
	defer Guard(&err)
	r, err := openFile(in.File)
	if err != nil {
		return false, err
	}
	defer r.Close()
	run := caseRun{dir: filepath.Dir(in.File), noAudit: in.NoAudit, panels: map[string]*panel.Panel{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxCase)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	all = true
	for line := 1; sc.Scan(); line++ {
		text := bytes.TrimSpace(bytes.TrimPrefix(sc.Bytes(), []byte("\xef\xbb\xbf")))
		if len(text) == 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		doc, ok := run.line(text, fmt.Sprintf("%s, line %d", filepath.Base(in.File), line))
		all = all && ok
		if err := enc.Encode(doc); err != nil {
			var bad *json.UnsupportedValueError
			if !errors.As(err, &bad) {
				return false, err
			}
			all = false
			if err := enc.Encode(caseError{ID: caseID(text), Status: "error", Code: "internal", Message: fmt.Sprintf("Line %d: the answer holds %s, which is no number.", line, bad.Str)}); err != nil {
				return false, err
			}
		}
	}
	if errors.Is(sc.Err(), bufio.ErrTooLong) {
		return false, &shop.Error{Code: "record_too_long", Message: fmt.Sprintf("%s holds a line longer than %d bytes.", filepath.Base(in.File), maxCase), Hint: "Write one JSON object a line."}
	}
	return all, sc.Err()
}

type caseRun struct {
	dir     string
	noAudit bool
	panels  map[string]*panel.Panel
}

// line answers one line; false if it could not be asked.
func (r *caseRun) line(text []byte, where string) (any, bool) {
	id := caseID(text)
	c, err := parseCase(text)
	var answer experiment.Answer
	if err == nil {
		answer, err = r.answer(c)
	}
	if err == nil {
		answer.ID = id
		return answer, true
	}
	e := &shop.Error{Code: "internal", Message: err.Error()}
	errors.As(err, &e)
	return caseError{id, "error", e.Code, where + ": " + e.Message, e.Hint}, false
}

// caseID is the id of a line, even where the rest of it is wrong.
func caseID(text []byte) json.RawMessage {
	var only struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(text, &only)
	return only.ID
}

func parseCase(text []byte) (c caseIn, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	why := "panel is missing"
	if err := dec.Decode(&c); err != nil {
		why = err.Error()
	} else if c.Panel != "" {
		return c, nil
	}
	return c, &shop.Error{Code: "bad_case", Message: fmt.Sprintf("this is no case: %s.", why), Hint: "Write one object a line with id, panel, treated, start and end, and if need be controls, pre_start, method, level, seasons."}
}

func (r *caseRun) answer(c caseIn) (a experiment.Answer, err error) {
	defer Guard(&err)
	spec := experiment.Spec{Treated: c.Treated, Controls: c.Controls, NoControls: c.Controls != nil && len(c.Controls) == 0,
		PreStart: c.PreStart, Start: c.Start, End: c.End, Method: c.Method, Level: c.Level, NoAudit: r.noAudit, Seasons: c.Seasons}
	path := c.Panel
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.dir, path)
	}
	if r.panels[path] == nil {
		p, err := readPanel(path, panel.Columns{})
		if dataCodes[shop.ErrorCode(err)] {
			return experiment.NotEstimable(spec, err.Error()), nil
		}
		if err != nil {
			return a, err
		}
		r.panels[path] = p
	}
	spec.Panel = r.panels[path]
	return experiment.Estimate(spec)
}
