package cli

import (
	"flag"
	"fmt"

	"creatorlift/backend/api"
)

func backupCommand() command {
	return command{"backup", "FILE", "Writes a checked copy of the brand's file and of its key.", func(*flag.FlagSet) func(*call) (int, error) {
		return func(k *call) (int, error) {
			dest, err := k.oneWord("file to write")
			if err != nil {
				return exitUsage, err
			}
			f, err := k.app.Backup(k.ctx, k.db, dest)
			if err != nil {
				return exitUsage, err
			}
			if k.json {
				return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "database": f.Database, "key": f.Key})
			}
			fmt.Fprintf(k.term.Out, "The copy is %s, checked.\n", f.Database)
			if f.Key != "" {
				fmt.Fprintf(k.term.Out, "Its key is %s: keep both together, and give the key to nobody.\n", f.Key)
			}
			return exitOK, nil
		}
	}}
}

func restoreCommand() command {
	return command{"restore", "FILE", "Puts a backup in the place of the brand's file, which is kept beside it.", func(*flag.FlagSet) func(*call) (int, error) {
		return func(k *call) (int, error) {
			src, err := k.oneWord("backup")
			if err != nil {
				return exitUsage, err
			}
			r, err := k.app.Restore(k.ctx, src, k.db)
			if err != nil {
				return exitUsage, err
			}
			if k.json {
				return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "kept_database": r.KeptDatabase, "kept_key": r.KeptKey, "key_missing": r.KeyMissing})
			}
			fmt.Fprintln(k.term.Out, "The backup was checked and is in place.")
			if r.KeptDatabase != "" {
				fmt.Fprintf(k.term.Out, "What was there before is %s.\n", r.KeptDatabase)
			}
			if r.KeyMissing {
				fmt.Fprintln(k.term.Out, "The backup had no key beside it: customers in it stay apart from those of new imports.")
			}
			return exitOK, nil
		}
	}}
}

func doctorCommand() command {
	return command{"doctor", "", "Checks the brand's file for damage.", func(*flag.FlagSet) func(*call) (int, error) {
		return func(k *call) (int, error) {
			h, err := k.app.Doctor(k.ctx, k.db)
			if err != nil {
				return exitUsage, err
			}
			if k.json {
				return exitOK, writeJSON(k.term.Out, h)
			}
			fmt.Fprintf(k.term.Out, "%s\n%s, content %s.\n%s\n", h.Database, count(h.Imports, "import", "imports"), h.Hash[:16], h.Message)
			return exitOK, nil
		}
	}}
}
