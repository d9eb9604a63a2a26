package cli

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func compareCommand() command {
	return command{"compare", "FILE --arm COL --control NAME --metric COL [--denominator COL] [--covariates A,B] [--id COL] [--pair COL [--trim 0]] [--split A=1,B=1] [--expect 1000] [--level 0.95]",
		"Customer or code holdout: each arm beside the control, with ranges.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.CompareIn
			fs.StringVar(&in.Arm, "arm", "", "column that names the arm")
			fs.StringVar(&in.Control, "control", "", "the arm the others are compared with")
			fs.StringVar(&in.Metric, "metric", "", "column of what is compared, for example revenue")
			fs.StringVar(&in.Denominator, "denominator", "", "column the metric is divided by, sum by sum, for example orders")
			fs.StringVar(&in.ID, "id", "", "column of who was drawn; rows of one are added up first")
			fs.StringVar(&in.Pair, "pair", "", "column that names the pair of units that each row is one of")
			fs.Float64Var(&in.Trim, "trim", 0, "with --pair: the largest share of pairs to leave out at each end; the range is then too narrow")
			fs.IntVar(&in.Expect, "expect", 0, "customers you expect in all, for the range that is safe to look at every day")
			fs.Float64Var(&in.Level, "level", .95, "how sure the range is")
			covariates := fs.String("covariates", "", "columns known before the test, with commas between")
			split := fs.String("split", "", "the shares the arms were meant to have; equal if absent")
			return func(k *call) (int, error) {
				var err error
				in.Covariates = names(*covariates)
				if in.Split, err = splitShares(*split); err != nil {
					return exitUsage, err
				}
				if in.Pair != "" && (in.ID != "" || len(in.Covariates) > 0 || len(in.Split) > 0) {
					return exitUsage, &shop.Error{Code: "bad_usage", Message: "--pair stands without --id, --covariates and --split.", Hint: "Pairs hold one row of each arm."}
				}
				return k.compare(in)
			}
		}}
}

// splitShares reads A=1,B=2.
func splitShares(text string) (map[string]float64, error) {
	out := map[string]float64{}
	for _, part := range names(text) {
		at := strings.LastIndex(part, "=")
		share, err := strconv.ParseFloat(strings.TrimSpace(part[at+1:]), 64)
		if at <= 0 || err != nil {
			return nil, &shop.Error{Code: "bad_split", Message: fmt.Sprintf("%q is not an arm with its share.", part), Hint: "Write --split A=1,B=2."}
		}
		out[strings.TrimSpace(part[:at])] = share
	}
	return out, nil
}

func (k *call) compare(in api.CompareIn) (int, error) {
	var err error
	if in.File, err = k.oneWord("file"); err != nil {
		return exitUsage, err
	}
	if in.Arm == "" || in.Control == "" || in.Metric == "" {
		return exitUsage, &shop.Error{Code: "bad_usage", Message: "--arm, --control and --metric are needed.", Hint: "Usage: creatorlift compare " + compareCommand().usage}
	}
	a, err := k.app.Compare(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, a)
	} else {
		_, err = fmt.Fprint(k.term.Out, k.app.DescribeCompare(a))
	}
	if a.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}
