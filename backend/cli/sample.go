package cli

import (
	"flag"
	"fmt"
	"os"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func commands() []command {
	return []command{
		serveCommand(),
		demoCommand(),
		importCommand(),
		batchesCommand(),
		undoCommand(),
		mappingsCommand(),
		readoutCommand(),
		estimateCommand(),
		rankCommand(),
		spikesCommand(),
		calendarCommand(),
		powerCommand(),
		designCommand(),
		compareCommand(),
		peopleCommand(),
		productsCommand(),
		accuracyCommand(),
		sampleCommand(),
		backupCommand(),
		restoreCommand(),
		doctorCommand(),
	}
}

func sampleCommand() command {
	return command{"sample", "--out DIR [--seed 1] [--creators 30] [--days 180] [--orders-per-day 40] [--lift 0.15] [--design scattered | drops | drops-sku | region | sku]", "Writes a fictional brand's export files and its truth.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.SampleIn
			fs.StringVar(&in.Out, "out", "", "the folder to write to")
			fs.Uint64Var(&in.Seed, "seed", 1, "another seed, another brand")
			fs.IntVar(&in.Creators, "creators", 30, "how many creators")
			fs.IntVar(&in.Days, "days", 180, "days of history and test")
			fs.Float64Var(&in.OrdersPerDay, "orders-per-day", 40, "orders a day without creators")
			fs.Float64Var(&in.Lift, "lift", .15, "what creators add, as a share")
			fs.StringVar(&in.Design, "design", "scattered", "how posts are placed and what is left out")
			return func(k *call) (int, error) {
				if in.Out == "" {
					return exitUsage, &shop.Error{Code: "bad_usage", Message: "--out is missing.", Hint: "Name the folder for the files."}
				}
				files, err := k.app.Sample(k.ctx, in)
				if err != nil {
					return exitUsage, err
				}
				if k.json {
					return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "files": files})
				}
				for _, f := range files {
					fmt.Fprintln(k.term.Out, f)
				}
				return exitOK, nil
			}
		}}
}

func demoCommand() command {
	return command{"demo", "[--out DIR] [--seed 1] [--lift 0.15]", "Makes a sample brand, imports it, reads its tests, writes report.pdf and verdict.json.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.DemoIn
			fs.StringVar(&in.Out, "out", "creatorlift-demo", "the folder to write to")
			fs.Uint64Var(&in.Seed, "seed", 1, "another seed, another brand")
			fs.Float64Var(&in.Lift, "lift", .15, "what creators really add, as a share")
			return func(k *call) (int, error) {
				out, err := k.app.Demo(k.ctx, in)
				if err != nil {
					return exitUsage, err
				}
				if k.json {
					return exitOK, writeJSON(k.term.Out, out)
				}
				k.showDemo(out)
				return exitOK, nil
			}
		}}
}

func (k *call) showDemo(out api.DemoOut) {
	w := k.term.Out
	fmt.Fprintln(w, "A fictional brand, made with a known truth. Nothing of it touches your own data.")
	fmt.Fprintln(w)
	for _, f := range out.Imports {
		fmt.Fprintf(w, "  %-36s %s, %s\n", f.Format, count(int(f.Rows), "row", "rows"), amount(f.AmountMinor, f.Currency))
	}
	for i, text := range out.Lines() {
		fmt.Fprintf(w, "\n%s\n%s", out.Verdict.Tests[i].Name, text)
	}
	fmt.Fprintf(w, "\nThe report for investors: %s\n", out.Report)
	fmt.Fprintf(w, "Open the app:             %s serve\n", programName())
	fmt.Fprintln(w, "Your own files:           drop them there, or creatorlift import FILE...")
}

// programName is how this program was called, so that the line can be typed as it stands.
func programName() string {
	if len(os.Args) > 0 && os.Args[0] != "" {
		return os.Args[0]
	}
	return "creatorlift"
}
