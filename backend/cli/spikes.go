package cli

import (
	"flag"
	"fmt"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func spikesCommand() command {
	return command{"spikes", "PANEL --drops DAY,DAY | FILE [--unit SERIES] [--after 3] [--level 0.95]",
		"Whether a daily series, such as direct visits or searches, jumps after drops.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.SpikesIn
			fs.StringVar(&in.Unit, "unit", "", "the series; may be left out where the file holds one")
			fs.StringVar(&in.Drops, "drops", "", "the days of the drops with commas between, or a file with one day a line")
			fs.IntVar(&in.After, "after", 3, "days that count, the day of the drop included")
			fs.Float64Var(&in.Level, "level", .95, "how sure the range is")
			return func(k *call) (int, error) { return k.spikes(in) }
		}}
}

func (k *call) spikes(in api.SpikesIn) (int, error) {
	var err error
	if in.Panel, err = k.oneWord("panel file"); err != nil {
		return exitUsage, err
	}
	if in.Drops == "" || in.After == 0 || in.Level == 0 {
		return exitUsage, &shop.Error{Code: "bad_usage", Message: "--drops is needed, and neither --after nor --level may be 0.", Hint: "Usage: creatorlift spikes " + spikesCommand().usage}
	}
	out, err := k.app.Spikes(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, out)
	} else {
		fmt.Fprint(k.term.Out, k.app.DescribeSpikes(out))
	}
	if out.Status != api.OK {
		return exitNoAnswer, err
	}
	return exitOK, err
}
