package cli

import (
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func powerCommand() command {
	return command{"power", "PANEL --design baseline | geo | sku | calendar [--treated-units N] [--days 28] [--level 0.95] [--lifts 0,0.1,0.2], or power PANEL --map [--kind geo | sku] [--orders-per-day N] [--value-per-order X] [--customers N] [--budget B] [--level 0.95]",
		"How small a lift a test would see, tried out on your own history.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.PowerIn
			columnFlags(fs, &in.PanelFile)
			fs.StringVar(&in.Design, "design", "", "baseline, geo, sku or calendar")
			fs.IntVar(&in.TreatedUnits, "treated-units", 0, "how many units would have creators; 0 = a fifth of regions, half of products")
			fs.IntVar(&in.Days, "days", 28, "how long the test would be")
			fs.Float64Var(&in.Level, "level", .95, "how sure a test must be to call a lift")
			var m api.MapIn
			asMap := fs.Bool("map", false, "what every design would see over 28, 42 and 56 days, and which to take")
			fs.StringVar(&m.Kind, "kind", "", "with --map: what the panel's units are, geo or sku")
			fs.Float64Var(&m.OrdersPerDay, "orders-per-day", 0, "with --map: how many orders the shop has a day")
			fs.Float64Var(&m.ValuePerOrder, "value-per-order", 0, "with --map: what an order brings; without --orders-per-day the panel counts orders")
			fs.Float64Var(&m.Customers, "customers", 0, "with --map: how many people you could choose by lot")
			fs.Float64Var(&m.Budget, "budget", 0, "with --map: what the test costs")
			lifts := fs.String("lifts", "", "the lifts to try, rising from 0, as shares with commas between")
			return func(k *call) (int, error) {
				var err error
				if in.Lifts, err = numbers("lifts", *lifts); err != nil {
					return exitUsage, err
				}
				if in.Panel, err = k.oneWord("panel file"); err != nil {
					return exitUsage, err
				}
				if *asMap {
					m.PanelFile, m.Level = in.PanelFile, in.Level
					return k.powerMap(m)
				}
				return k.power(in)
			}
		}}
}

// columnFlags defines the flags that name the columns of a long panel file.
func columnFlags(fs *flag.FlagSet, f *api.PanelFile) {
	fs.StringVar(&f.Time, "time", "", "column of the period in a long file")
	fs.StringVar(&f.Unit, "unit", "", "column of the unit in a long file")
	fs.StringVar(&f.Value, "value", "", "column of the value in a long file")
}

func (k *call) power(in api.PowerIn) (int, error) {
	p, err := k.app.Power(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, p)
	} else {
		k.showPower(p)
	}
	if p.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}

func (k *call) showPower(p api.Power) {
	w := k.term.Out
	switch {
	case p.Status != api.OK:
		fmt.Fprintln(w, p.Reason)
		return
	case p.MDE == nil:
		fmt.Fprintf(w, "In %d days this design (%s) sees none of the lifts tried in four of five tests. Test longer, or let `creatorlift power PANEL --map` say which design sees more.\n", p.Days, api.DesignWords(p.Design))
	default:
		fmt.Fprintf(w, "Smallest change you could see in %d days (%s): %s. A lift of that size is seen in four of five tests; a smaller one may well go unseen.\n", p.Days, api.DesignWords(p.Design), percent(*p.MDE))
	}
	fmt.Fprintf(w, "Tried on %s of your own history, read as `estimate` would at a level of %s.\n\n", count(p.Windows, "stretch", "stretches"), percent(p.Level))
	showCurve(w, p.Curve)
	for _, n := range p.Notes {
		fmt.Fprintln(w, n)
	}
}

// numbers reads shares with commas between; empty gives nil.
func numbers(flag, s string) ([]float64, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	var out []float64
	for _, p := range strings.Split(s, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("--%s: %q is not a number.", flag, p), Hint: "Write numbers with commas between, such as 0,0.05,0.1."}
		}
		out = append(out, v)
	}
	return out, nil
}

// percent writes a share: 12.5 %.
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*1000)/10, 'f', -1, 64) + " %"
}
