package cli

import (
	"flag"
	"fmt"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func designCommand() command {
	return command{"design", "PANEL --kind geo | sku [--days 28] [--share 0.3] [--sizes 2,3,4] [--include A,B] [--exclude C] [--level 0.95] [--lifts 0,0.1,0.2] [--best 5] [--seed 1] [--out FILE] [--unit-cost X] [--budget B]",
		"Which regions or products should have creators, and how small a lift each split sees.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.DesignIn
			columnFlags(fs, &in.PanelFile)
			fs.StringVar(&in.Kind, "kind", "", "geo or sku")
			days := fs.String("days", "28", "how long the test would be; several with commas between are compared")
			sizes := fs.String("sizes", "", "how many units would have creators; several with commas between")
			lifts := fs.String("lifts", "", "the lifts to try, rising from 0, as shares with commas between")
			include := fs.String("include", "", "units that must have creators, with commas between")
			exclude := fs.String("exclude", "", "units that must not have creators, with commas between")
			fs.Float64Var(&in.Share, "share", .3, "the treated units hold at most this share of sales")
			fs.Float64Var(&in.Level, "level", .95, "how sure a test must be to call a lift")
			fs.IntVar(&in.Best, "best", 5, "how many picked splits to show")
			fs.Uint64Var(&in.Seed, "seed", 1, "another seed, another lot")
			fs.StringVar(&in.Out, "out", "", "new file for the split drawn by lot and all sets that could have been drawn")
			fs.Float64Var(&in.UnitCost, "unit-cost", 0, "what one extra unit of the panel's value costs you")
			fs.Float64Var(&in.Budget, "budget", 0, "leave out splits whose smallest visible lift costs more")
			return func(k *call) (int, error) {
				in.Include, in.Exclude = names(*include), names(*exclude)
				err := readLists(&in, *days, *sizes, *lifts)
				if err == nil {
					in.Panel, err = k.oneWord("panel file")
				}
				if err != nil {
					return exitUsage, err
				}
				return k.design(in)
			}
		}}
}

func readLists(in *api.DesignIn, days, sizes, lifts string) (err error) {
	if in.Lifts, err = numbers("lifts", lifts); err != nil {
		return err
	}
	if in.Days, err = whole("days", days); err != nil {
		return err
	}
	in.Sizes, err = whole("sizes", sizes)
	return err
}

// whole reads whole numbers with commas between; empty gives nil.
func whole(flag, s string) ([]int, error) {
	list, err := numbers(flag, s)
	var out []int
	for _, v := range list {
		if v != float64(int(v)) || v < 1 || v > 100_000 {
			return nil, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("--%s: %g is not a whole number of 1 or more.", flag, v), Hint: "For example --days 28 or --days 28,42."}
		}
		out = append(out, int(v))
	}
	return out, err
}

func (k *call) design(in api.DesignIn) (int, error) {
	d, err := k.app.Design(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, d)
	} else {
		k.showDesigns(d)
	}
	if d.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}

func (k *call) showDesigns(d api.Designs) {
	w := k.term.Out
	if d.Status != api.OK {
		fmt.Fprintln(w, d.Reason)
		return
	}
	fmt.Fprintf(w, "%s compared, best first.\n\n", count(d.Tried, "split", "splits"))
	for i, x := range d.Designs {
		how, sees := "picked, grade "+string(x.Grade)+" at most", "sees none of the lifts tried"
		if x.Grade == "D" {
			how = "picked, cries wolf too often: do not take it"
		}
		if x.Drawn {
			how = "drawn by lot, can reach grade A"
		}
		if x.MDE != nil {
			sees = "sees lifts from " + percent(*x.MDE) + " on"
		}
		fmt.Fprintf(w, "%d. %s\n   %s of sales, %d days, %s (%s); without creators it reads %s\n", i+1, strings.Join(x.Treated, ", "), percent(x.Share), x.Days, sees, how, percent(x.BiasAtZero))
		if x.Cost != nil {
			fmt.Fprintf(w, "   that lift costs about %.0f\n", *x.Cost)
		}
	}
	fmt.Fprintln(w)
	for _, n := range d.Notes {
		fmt.Fprintln(w, n)
	}
	fmt.Fprintln(w, "Next: save the split drawn by lot with --out FILE, let creators work in exactly its units, and read the test with `creatorlift estimate PANEL --assignment FILE`.")
}
