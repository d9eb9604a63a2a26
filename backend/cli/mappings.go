package cli

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

func mappingsCommand() command {
	return command{"mappings", "list | export FILE [--only N,M] | import FILE | forget N", "How files are read, as you said once; as a file for another brand.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			only := fs.String("only", "", "export only these numbers, such as 1,3")
			return func(k *call) (int, error) {
				what := "list"
				if len(k.args) > 0 {
					what, k.args = k.args[0], k.args[1:]
				}
				switch what {
				case "list":
					return k.listMappings()
				case "export":
					return k.exportMappings(*only)
				case "import":
					return k.importMappings()
				case "forget":
					return k.forgetMapping()
				}
				return exitUsage, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("`mappings` knows no %q.", what), Hint: "Say list, export FILE, import FILE or forget N."}
			}
		}}
}

func (k *call) listMappings() (int, error) {
	if len(k.args) > 0 {
		return exitUsage, &shop.Error{Code: "bad_usage", Message: "`mappings list` takes no other words.", Hint: "See `creatorlift mappings --help`."}
	}
	list, err := k.app.Mappings(k.ctx, k.db)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, map[string]any{"mappings": list})
	}
	if len(list) == 0 {
		fmt.Fprintln(k.term.Out, "Nothing is remembered yet. Creatorlift remembers how a file is read when you save one that it had to ask about.")
	}
	k.showMappings(list)
	return exitOK, nil
}

func (k *call) showMappings(list []api.RememberedMapping) {
	for _, m := range list {
		fmt.Fprintf(k.term.Out, "%4d  %s, %s, %s\n", m.ID, m.Label, count(len(m.Header), "column", "columns"), m.When)
		if len(m.Says) > 0 {
			fmt.Fprintf(k.term.Out, "      %s\n", strings.Join(m.Says, "; "))
		}
	}
}

func (k *call) exportMappings(only string) (int, error) {
	path, err := k.oneWord("file to write")
	if err != nil {
		return exitUsage, err
	}
	var ids []int64
	for _, word := range names(only) {
		id, err := mappingNumber(word)
		if err != nil {
			return exitUsage, err
		}
		ids = append(ids, id)
	}
	pack, n, err := k.app.ExportMappings(k.ctx, k.db, ids...)
	if err != nil {
		return exitUsage, err
	}
	if err := writeNew(path, pack); err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "file": path, "mappings": n})
	}
	fmt.Fprintf(k.term.Out, "%s written to %s. It holds names of columns and nothing of your data.\n", count(n, "mapping", "mappings"), path)
	return exitOK, nil
}

// writeNew writes a file that is not there yet.
func writeNew(path string, body []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if os.IsExist(err) {
		return &shop.Error{Code: "file_exists", Message: path + " is there already.", Hint: "Choose another name; nothing is overwritten."}
	}
	if err == nil {
		_, err = f.Write(body)
		if e := f.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		return &shop.Error{Code: "cannot_write", Message: path + " cannot be written.", Hint: "Check the folder and whether there is room."}
	}
	return nil
}

func (k *call) importMappings() (int, error) {
	path, err := k.oneWord("file")
	if err != nil {
		return exitUsage, err
	}
	pack, err := readPack(path)
	if err != nil {
		return exitUsage, err
	}
	list, err := k.app.ImportMappings(k.ctx, k.db, pack)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "mappings": list})
	}
	fmt.Fprintf(k.term.Out, "%s taken in.\n", count(len(list), "mapping", "mappings"))
	k.showMappings(list)
	return exitOK, nil
}

// readPack reads a file of mappings, at most as much as one may hold.
func readPack(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &shop.Error{Code: "cannot_open", Message: fmt.Sprintf("The pack %s cannot be opened.", path), Hint: "Check its name and folder."}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, api.MaxPackBytes+1))
	if err != nil {
		return nil, &shop.Error{Code: "cannot_open", Message: fmt.Sprintf("The pack %s cannot be read.", path), Hint: "Name the file that `mappings export` wrote."}
	}
	return b, nil
}

func (k *call) forgetMapping() (int, error) {
	word, err := k.oneWord("number of a mapping")
	if err != nil {
		return exitUsage, err
	}
	id, err := mappingNumber(word)
	if err != nil {
		return exitUsage, err
	}
	gone, err := k.app.ForgetMapping(k.ctx, k.db, id)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, map[string]any{"status": api.OK, "forgotten": gone})
	}
	fmt.Fprintf(k.term.Out, "Mapping %d (%s) is forgotten. What was imported with it stays.\n", gone.ID, gone.Label)
	return exitOK, nil
}

func mappingNumber(word string) (int64, error) {
	id, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return 0, &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("%q is not the number of a mapping.", word), Hint: "See `creatorlift mappings list`."}
	}
	return id, nil
}
