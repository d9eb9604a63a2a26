package cli

import (
	"bufio"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func importCommand() command {
	return command{"import", "FILE... [--format ID] [--map FILE] [--zone Z] [--currency C] [--dry-run] [--yes]", "Reads export files, shows what is in them, saves them.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.ImportIn
			var yes bool
			fs.StringVar(&in.Format, "format", "", "the format's id, where it is not recognised")
			fs.StringVar(&in.Map, "map", "", "file that says which column is which")
			fs.StringVar(&in.Zone, "zone", "", "the shop's time zone, such as Europe/London")
			fs.StringVar(&in.Currency, "currency", "", "the currency, such as GBP, where the file does not say")
			fs.BoolVar(&in.DryRun, "dry-run", false, "show only, save nothing")
			fs.BoolVar(&yes, "yes", false, "save without asking")
			return func(k *call) (int, error) {
				in.DB, in.Files = k.db, k.args
				if k.json || yes || in.DryRun {
					return k.importNow(in)
				}
				return k.importAsking(in)
			}
		}}
}

func (k *call) importNow(in api.ImportIn) (int, error) {
	out, err := k.app.Import(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		err = writeJSON(k.term.Out, out)
	} else {
		k.showFiles(out, in.DryRun)
	}
	if !out.AllOK() {
		return exitNoAnswer, err
	}
	return exitOK, err
}

// importAsking shows a dry run, asks, and saves exactly what was shown.
func (k *call) importAsking(in api.ImportIn) (int, error) {
	if !k.term.Interactive {
		return exitUsage, nobodyThere()
	}
	in.DryRun = true
	shown, err := k.app.Import(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	k.showFiles(shown, true)
	in.Expect = map[string]api.FileResult{}
	for _, f := range shown.Files {
		if f.Status == api.OK {
			in.Expect[f.File] = f
		}
	}
	if len(in.Expect) == 0 {
		return exitNoAnswer, nil
	}
	fmt.Fprintf(k.term.Out, "Save %s? [y/N] ", count(len(in.Expect), "file", "files"))
	answer, err := bufio.NewReader(k.term.In).ReadString('\n')
	if err != nil && answer == "" {
		fmt.Fprintln(k.term.Out)
		return exitUsage, nobodyThere()
	}
	if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
		fmt.Fprintln(k.term.Out, "Nothing was saved.")
		return exitNoAnswer, nil
	}
	in.DryRun = false
	code, err := k.importNow(in)
	if err == nil && !shown.AllOK() {
		code = exitNoAnswer
	}
	return code, err
}

func nobodyThere() error {
	return &shop.Error{Code: "needs_yes", Message: "Nobody is there to confirm the import.", Hint: "Add --yes to save, or --dry-run to look."}
}

// maxShown is how many problems of one file are printed.
const maxShown = 10

func (k *call) showFiles(out api.ImportOut, dry bool) {
	for _, f := range out.Files {
		fmt.Fprintf(k.term.Out, "%s: ", f.File)
		switch f.Status {
		case api.OK:
			k.showRows(f, dry)
		case "needs_mapping":
			fmt.Fprintln(k.term.Out, "a question is open. Nothing of it was saved.")
		default:
			fmt.Fprintln(k.term.Out, "not taken. Nothing of it was saved; your earlier data is untouched.")
		}
		for _, q := range f.Questions {
			fmt.Fprintln(k.term.Out, "  "+questionText(q.Name, q.Choices))
		}
		for i, is := range f.Issues {
			if i == maxShown {
				fmt.Fprintf(k.term.Out, "  and %d more\n", f.IssueCount-maxShown)
				break
			}
			if is.Line > 0 {
				fmt.Fprintf(k.term.Out, "  line %d: %s\n", is.Line, is.Message)
			} else {
				fmt.Fprintf(k.term.Out, "  %s\n", is.Message)
			}
		}
	}
}

func (k *call) showRows(f api.FileResult, dry bool) {
	verb := "saved"
	if dry {
		verb = "would be saved"
	}
	fmt.Fprintf(k.term.Out, "%s. %s", f.Format, count(int(f.Rows), "row", "rows"))
	if f.FirstDay != nil {
		fmt.Fprintf(k.term.Out, " from %s to %s", f.FirstDay, f.LastDay)
	}
	fmt.Fprintf(k.term.Out, ", %s.\n", amount(f.AmountMinor, f.Currency))
	if f.Remembered != "" {
		fmt.Fprintf(k.term.Out, "  %s See `creatorlift mappings list`.\n", f.Remembered)
	}
	if f.Rows == f.Duplicate {
		fmt.Fprintf(k.term.Out, "  You already have all %d lines. Nothing changed.\n", f.Duplicate)
		return
	}
	fmt.Fprintf(k.term.Out, "  %s: %d new, %d changed, %d known, %d rejected; %d blank or heading lines skipped.\n", verb, f.Accepted, f.Changed, f.Duplicate, f.Rejected, f.Skipped)
}

// amount writes minor units with the currency's decimals.
func amount(minor int64, currency string) string {
	d := shop.Currency(currency).Decimals()
	sign, text := "", strconv.FormatInt(minor, 10)
	if minor < 0 {
		sign, text = "-", text[1:]
	}
	for len(text) <= d {
		text = "0" + text
	}
	if d > 0 {
		text = text[:len(text)-d] + "." + text[len(text)-d:]
	}
	return strings.TrimSpace(sign + text + " " + currency)
}

func questionText(name string, choices []string) string {
	ask := map[string]string{
		"zone":            "In which time zone is the shop? Add --zone, for example --zone America/New_York.",
		"currency":        "Which currency are the amounts in? Add --currency, for example --currency USD.",
		"day_month_order": "Is 03/10 the 3 October or the 10 March? Add a --map file with \"date\".",
		"period":          "Which days does the file speak of? Add a --map file with \"set\":{\"period\":\"2026-10-01 to 2026-10-31\"}.",
		"decimal":         "Is 1,234 one thousand or a decimal? Add a --map file with \"decimal\".",
		"columns":         "Which column is which? Add a --map file; see docs/import-formats.md.",
	}[name]
	if ask == "" {
		ask = "Please say: " + name + "."
	}
	if more := len(choices) - maxShown; more > 0 {
		choices = append(slices.Clone(choices[:maxShown]), fmt.Sprintf("and %d more", more))
	}
	if len(choices) > 0 && name != "zone" {
		ask += " Choices: " + strings.Join(choices, ", ") + "."
	}
	return ask
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func batchesCommand() command {
	return command{"batches", "", "Lists the imports.", func(*flag.FlagSet) func(*call) (int, error) {
		return func(k *call) (int, error) {
			list, err := k.app.Batches(k.ctx, k.db)
			if err != nil {
				return exitUsage, err
			}
			if k.json {
				return exitOK, writeJSON(k.term.Out, map[string]any{"batches": list})
			}
			if len(list) == 0 {
				fmt.Fprintln(k.term.Out, "No files yet. Start with your shop's orders: creatorlift import FILE")
			}
			for _, b := range list {
				fmt.Fprintf(k.term.Out, "%4d  %s  %-36s %s, %s to %s\n", b.Batch, b.Imported, b.File, count(int(b.Rows), "row", "rows"), b.FirstDay, b.LastDay)
			}
			return exitOK, nil
		}
	}}
}

func undoCommand() command {
	return command{"undo", "BATCH", "Takes one import back.", func(*flag.FlagSet) func(*call) (int, error) {
		return func(k *call) (int, error) {
			word, err := k.oneWord("batch number")
			if err != nil {
				return exitUsage, err
			}
			id, err := strconv.ParseInt(word, 10, 64)
			if err != nil {
				return exitUsage, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("%q is not a batch number.", word), Hint: "See `creatorlift batches`."}
			}
			b, err := k.app.Undo(k.ctx, k.db, id)
			if err != nil {
				return exitUsage, err
			}
			if k.json {
				return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "undone": b})
			}
			fmt.Fprintf(k.term.Out, "Import %d (%s) was taken back.\n", b.Batch, b.File)
			return exitOK, nil
		}
	}}
}
