package cli

import (
	"flag"
	"fmt"

	"creatorlift/backend/api"
)

func calendarCommand() command {
	return command{"calendar", "--start DAY [--days 42] [--skus A,B,C,D] [--per-drop N] [--windows K --length W --gap G] [--seed N] [--out FILE]",
		"Draws drop dates by lot, and which products each drop shows.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.CalendarIn
			fs.StringVar(&in.Start, "start", "", "first day of the test")
			fs.IntVar(&in.Days, "days", 42, "length of the test: 28, 42 or 56 days")
			skus := fs.String("skus", "", "products to draw from, with commas between; none: dates alone")
			fs.IntVar(&in.PerDrop, "per-drop", 0, "products each drop shows; a quarter of them if absent")
			fs.IntVar(&in.Windows, "windows", 0, "how many drops; by the length of the test if absent")
			fs.IntVar(&in.Length, "length", 0, "days a drop lasts; by the length of the test if absent")
			fs.IntVar(&in.Gap, "gap", 0, "least days from one start to the next; by the length of the test if absent")
			fs.Uint64Var(&in.Seed, "seed", 0, "draws the same again; by the clock if absent")
			fs.StringVar(&in.Out, "out", "", "a new file for the schedule; estimate --schedule reads it")
			return func(k *call) (int, error) {
				in.SKUs = names(*skus)
				out, err := k.app.Calendar(k.ctx, in)
				if err != nil {
					return exitUsage, err
				}
				if k.json || in.Out == "" {
					return exitOK, writeJSON(k.term.Out, out.Schedule)
				}
				for _, line := range out.Lines {
					fmt.Fprintln(k.term.Out, line)
				}
				return exitOK, nil
			}
		}}
}
