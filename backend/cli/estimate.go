package cli

import (
	"flag"
	"fmt"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func estimateCommand() command {
	return command{"estimate", "PANEL --treated A,B [--controls C,D | none] --start DAY --end DAY [--pre-start DAY] [--method auto] [--level 0.95] [--assignment random | pairs | FILE] [--schedule FILE] [--events FILE] [--seasons 7] [--raw] [--no-audit] [--looks DAY,DAY [--as-at DAY]] [--time COL --unit COL --value COL], or estimate PANEL --starts FILE [--end DAY] ..., or estimate --cases FILE, or estimate --method list",
		"One lift from a panel file, with its range and its audit.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.EstimateIn
			var cases string
			finish := questionFlags(fs, &in.Question, .95)
			fs.StringVar(&in.Time, "time", "", "column of the period in a long file")
			fs.StringVar(&in.Unit, "unit", "", "column of the unit in a long file")
			fs.StringVar(&in.Value, "value", "", "column of the value in a long file")
			fs.StringVar(&in.Starts, "starts", "", "CSV unit,start of units that start at different times, in place of --treated and --start")
			fs.StringVar(&cases, "cases", "", "file with one question a line as JSON")
			return func(k *call) (int, error) {
				if in.Method == "list" {
					return k.listMethods()
				}
				if cases != "" && (len(k.args) > 0 || in.Start != "" || in.Events != "" || in.Schedule != "" || in.Assignment != "" || in.Raw) {
					return exitUsage, &shop.Error{Code: "bad_usage", Message: "--cases stands alone, with --no-audit at most: each line of the file says the rest.", Hint: "See docs/cli.md."}
				}
				if cases != "" {
					return k.runCases(api.CasesIn{File: cases, NoAudit: in.NoAudit})
				}
				finish()
				return k.estimate(in)
			}
		}}
}

// questionFlags defines the flags of a question; the function it returns is called once they are parsed.
func questionFlags(fs *flag.FlagSet, q *api.Question, level float64) (finish func()) {
	treated := fs.String("treated", "", "units that had creators, with commas between")
	controls := fs.String("controls", "", "left-out units, or none; all others if absent")
	fs.StringVar(&q.Start, "start", "", "first day of the test")
	fs.StringVar(&q.End, "end", "", "last day of the test")
	fs.StringVar(&q.PreStart, "pre-start", "", "first day of the history to use")
	fs.StringVar(&q.Method, "method", "auto", "the method, or list")
	fs.Float64Var(&q.Level, "level", level, "how sure the range is")
	fs.StringVar(&q.Assignment, "assignment", "", "how the treated units were drawn: random, pairs, or a file with one possible set a line")
	fs.StringVar(&q.Schedule, "schedule", "", "the JSON file of a drop calendar drawn by lot; it says period and, if need be, units")
	fs.StringVar(&q.Events, "events", "", "CSV start,end,name of promotions, holidays, stock-outs")
	fs.IntVar(&q.Seasons, "seasons", 0, "for causalimpact: periods of a repeating pattern, 7 for weekdays")
	fs.BoolVar(&q.Raw, "raw", false, "do not divide units by their size")
	fs.BoolVar(&q.NoAudit, "no-audit", false, "leave out the check on quiet stretches")
	looks := fs.String("looks", "", "days on which a verdict may be given before the end, with commas between")
	fs.StringVar(&q.AsAt, "as-at", "", "with --looks: the last day to look at; the file's last if absent")
	return func() {
		q.Looks = names(*looks)
		q.Treated = names(*treated)
		if q.NoControls = *controls == "none"; !q.NoControls {
			q.Controls = names(*controls)
		}
	}
}

func (k *call) estimate(in api.EstimateIn) (int, error) {
	var err error
	if in.Panel, err = k.oneWord("panel file"); err != nil {
		return exitUsage, err
	}
	if in.Starts != "" && (len(in.Treated) > 0 || in.Start != "") {
		return exitUsage, &shop.Error{Code: "bad_usage", Message: "--starts says who is treated and from when; --treated and --start do not go with it.", Hint: "Leave them out."}
	}
	if in.Starts == "" && in.Schedule == "" && in.Method != "calendar" && (len(in.Treated) == 0 || in.Start == "" || in.End == "") {
		return exitUsage, &shop.Error{Code: "bad_usage", Message: "--treated, --start and --end are needed.", Hint: "Usage: creatorlift estimate " + estimateCommand().usage}
	}
	return k.answer(k.app.Estimate(k.ctx, in))
}

// answer prints what was found and turns it into the exit code.
func (k *call) answer(a api.Answer, err error) (int, error) {
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, a)
	} else {
		fmt.Fprint(k.term.Out, k.app.Describe(a))
	}
	if a.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}

func (k *call) runCases(in api.CasesIn) (int, error) {
	all, err := k.app.EstimateCases(k.ctx, in, k.term.Out)
	if err != nil {
		return exitUsage, err
	}
	if !all {
		return exitNoAnswer, nil
	}
	return exitOK, nil
}

func (k *call) listMethods() (int, error) {
	methods := k.app.Methods()
	if k.json {
		return exitOK, writeJSON(k.term.Out, methods)
	}
	for _, m := range methods {
		fmt.Fprintf(k.term.Out, "%-12s %s\n", m.Name, m.What)
	}
	return exitOK, nil
}
