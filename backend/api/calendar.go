package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
	"creatorlift/backend/stats"
)

// CalendarIn asks for a drop calendar drawn by lot. Windows, Length and Gap at 0 take the rule that sees
// most in so many days.
type CalendarIn struct {
	Start                string // first day of the test
	Days                 int
	Windows, Length, Gap int
	SKUs                 []string // products to draw from; empty = dates alone
	PerDrop              int      // products each drop features; 0 = a quarter of them
	Seed                 uint64   // 0 = by the clock; the schedule says which
	Out                  string   // file to write, never overwritten; "" = none
}

// CalendarOut is the drawn schedule, as it stands in the file.
type CalendarOut struct {
	Schedule json.RawMessage
	Lines    []string // for a terminal
}

// Calendar draws a schedule and writes it to a new file. It returns a *shop.Error for rules that cannot
// be kept and for a file that is already there: a calendar is drawn once.
func (a *App) Calendar(_ context.Context, in CalendarIn) (out CalendarOut, err error) {
	defer Guard(&err)
	start, err := shop.ParseDay(in.Start)
	if err != nil {
		return out, &shop.Error{Code: "bad_day", Message: fmt.Sprintf("%q is not a day.", in.Start), Hint: "Write the test's first day as YYYY-MM-DD with --start."}
	}
	if in.Seed == 0 {
		in.Seed = uint64(a.now().UnixNano())
	}
	each := in.PerDrop
	if each == 0 && len(in.SKUs) > 0 {
		each = experiment.ProductsPerDrop(len(in.SKUs))
	}
	s, err := experiment.DrawSchedule(in.rule(), start, in.SKUs, each, in.Seed)
	if err != nil {
		return out, err
	}
	if out.Schedule, err = json.Marshal(s); err != nil {
		return out, err
	}
	out.Lines = s.Lines()
	return out, in.write(out.Schedule)
}

func (in CalendarIn) rule() stats.CalendarRule {
	r := experiment.DefaultCalendar(in.Days)
	for _, p := range []struct {
		to  *int
		say int
	}{{&r.Windows, in.Windows}, {&r.Length, in.Length}, {&r.Gap, in.Gap}} {
		if p.say != 0 {
			*p.to = p.say
		}
	}
	return r
}

func (in CalendarIn) write(schedule []byte) error {
	if in.Out == "" {
		return nil
	}
	f, err := os.OpenFile(in.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return &shop.Error{Code: "file_exists", Message: fmt.Sprintf("%s is already there. A calendar is drawn once; drawing until it pleases proves nothing.", filepath.Base(in.Out)), Hint: "Keep that one, or name another file."}
	}
	if err != nil {
		return &shop.Error{Code: "cannot_write", Message: fmt.Sprintf("The schedule could not be written to %s.", in.Out), Hint: "Choose another place with --out."}
	}
	var b bytes.Buffer
	if err := json.Indent(&b, schedule, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err = io.Copy(f, &b)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// readSchedule opens and reads a schedule file.
func readSchedule(path string) (*experiment.Schedule, error) {
	r, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	s, err := experiment.ReadSchedule(r)
	if e, ok := err.(*shop.Error); ok {
		return nil, &shop.Error{Code: e.Code, Message: filepath.Base(path) + ": " + e.Message, Hint: e.Hint}
	}
	return s, err
}
