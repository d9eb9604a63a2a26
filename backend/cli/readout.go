package cli

import (
	"flag"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func readoutCommand() command {
	return command{"readout", "--test N | [--units region | shop] [--treated A,B] [--controls C,D | none] --start DAY --end DAY [--pre-start DAY] [--method auto] [--level 0.9] [--assignment random | pairs | FILE] [--events FILE] [--source SHOP] [--currency C] [--seasons 7] [--schedule FILE] [--raw] [--no-audit]",
		"One lift from your imported orders, with its range and its audit.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.ReadOutIn
			finish := questionFlags(fs, &in.Question, .9)
			fs.StringVar(&in.Units, "units", "", "region, or shop for all sales together; region where --treated is given")
			fs.Int64Var(&in.Test, "test", 0, "a test kept on screen, by its number; it says the rest")
			fs.StringVar(&in.Source, "source", "", "a shop whose sales alone are asked about, such as Amazon; all if absent")
			fs.StringVar(&in.Currency, "currency", "", "the currency to answer in; the brand's if absent")
			return func(k *call) (int, error) {
				if in.Method == "list" {
					return k.listMethods()
				}
				if len(k.args) > 0 || in.Test == 0 && in.Schedule == "" && (in.Start == "" || in.End == "") {
					return exitUsage, &shop.Error{Code: "bad_usage", Message: "--start and --end are needed, or --test, and nothing beside flags.", Hint: "Usage: creatorlift readout " + readoutCommand().usage}
				}
				finish()
				in.DB = k.db
				return k.answer(k.app.ReadOut(k.ctx, in))
			}
		}}
}
