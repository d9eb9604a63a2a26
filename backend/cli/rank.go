package cli

import (
	"flag"
	"fmt"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func rankCommand() command {
	return command{"rank", "FILE --name COL --successes COL --trials COL [--threshold 0.01] [--top 5] [--level 0.95] [--tier COL] [--second FILE], or rank FILE --name COL --value COL [--cost COL] [--split COL,COL] [--top 5] [--level 0.95] [--tier COL]",
		"Creators with luck taken out: rates from a row per creator, or money per post from a row per post.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.RankIn
			fs.StringVar(&in.Name, "name", "", "column that names the creator")
			fs.StringVar(&in.Successes, "successes", "", "column of what is counted, for example orders")
			fs.StringVar(&in.Trials, "trials", "", "column of what it is counted out of, for example clicks")
			fs.StringVar(&in.Value, "value", "", "column of what one post brought, in a file with a row per post")
			fs.StringVar(&in.Cost, "cost", "", "column of what one post cost")
			fs.StringVar(&in.Tier, "tier", "", "column of the creators' tier; each is judged by its own")
			fs.StringVar(&in.Second, "second", "", "a second round in the same columns, on which the picks of the first are judged")
			fs.Float64Var(&in.Threshold, "threshold", .01, "the rate to be above, as a share")
			fs.IntVar(&in.Top, "top", 5, "how many the best are")
			fs.Float64Var(&in.Level, "level", .95, "how sure ranges and ranks are")
			split := fs.String("split", "", "columns that the differences between posts are split by, for example hook,product")
			return func(k *call) (int, error) {
				in.Split = names(*split)
				return k.rank(in)
			}
		}}
}

func (k *call) rank(in api.RankIn) (int, error) {
	var err error
	if in.File, err = k.oneWord("file"); err != nil {
		return exitUsage, err
	}
	if problem := rankMisused(in); problem != "" {
		return exitUsage, &shop.Error{Code: "bad_usage", Message: problem, Hint: "Usage: creatorlift rank " + rankCommand().usage}
	}
	a, err := k.app.Rank(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, a)
	} else {
		_, err = fmt.Fprint(k.term.Out, k.app.DescribeRank(a))
	}
	if a.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}

// rankMisused says what does not go together; "" for nothing.
func rankMisused(in api.RankIn) string {
	rates := in.Successes != "" || in.Trials != ""
	switch {
	case in.Name == "":
		return "--name is needed."
	case rates && in.Value != "":
		return "--value goes with a row per post, --successes and --trials with a row per creator; not both."
	case in.Value == "" && (in.Successes == "" || in.Trials == ""):
		return "Either --successes and --trials, or --value is needed."
	case in.Value == "" && (in.Cost != "" || len(in.Split) > 0):
		return "--cost and --split go with --value."
	case in.Value != "" && in.Second != "":
		return "--second goes with --successes and --trials."
	}
	return ""
}
