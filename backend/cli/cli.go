package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

// Exit codes of the contract.
const (
	exitOK       = 0
	exitNoAnswer = 1
	exitUsage    = 2
)

// Terminal is where a command reads and writes.
type Terminal struct {
	In          io.Reader
	Out, Err    io.Writer
	Interactive bool                    // someone can answer questions
	Browse      func(link string) error // opens the browser; nil = there is none
}

// call is one command with its common flags parsed.
type call struct {
	ctx  context.Context
	app  *api.App
	term Terminal
	args []string // what is not a flag
	db   string
	asOf string // day; "" = today
	json bool
}

type command struct {
	name, usage, what string
	flags             func(fs *flag.FlagSet) func(*call) (int, error)
}

// Run executes one command line without the program's name and returns the exit code.
func Run(ctx context.Context, app *api.App, args []string, term Terminal) int {
	if len(args) > 1 && args[0] == "help" {
		args = []string{args[1], "--help"}
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		printHelp(term.Out)
		return exitOK
	}
	if args[0] == "version" || args[0] == "--version" {
		fmt.Fprintln(term.Out, "creatorlift", api.Version)
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, app, args[1:], term)
		}
	}
	return fail(term, wantsJSON(args), &shop.Error{Code: "unknown_command", Message: fmt.Sprintf("There is no command %q.", args[0]), Hint: "See `creatorlift help`."})
}

func (c command) run(ctx context.Context, app *api.App, args []string, term Terminal) int {
	k := &call{ctx: ctx, app: app, term: term}
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&k.json, "json", false, "print one JSON document")
	fs.StringVar(&k.db, "db", "", "the brand's file")
	if slices.Contains(readers, c.name) {
		fs.StringVar(&k.asOf, "as-of", "", "answer from what was known on that day")
	}
	do := c.flags(fs)
	var err error
	if k.args, err = parse(fs, args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			c.help(term.Out, fs)
			return exitOK
		}
		return fail(term, wantsJSON(args), &shop.Error{Code: "bad_usage", Message: upperFirst(err.Error()) + ".", Hint: "Usage: creatorlift " + c.name + " " + c.usage})
	}
	code, err := k.answerAsOf(do)
	if err != nil {
		return fail(term, k.json, err)
	}
	return code
}

// readers are the commands that only read a brand's file, and can answer from what was known on a day.
var readers = []string{"batches", "readout", "report", "doctor", "ledger", "scorecard", "status"}

// answerAsOf runs a command on the brand's file or, with --as-of, on a copy of what was known then.
func (k *call) answerAsOf(do func(*call) (int, error)) (code int, err error) {
	if k.asOf == "" {
		return do(k)
	}
	then, err := k.app.AsOf(k.ctx, k.db, k.asOf)
	if err != nil {
		return exitUsage, err
	}
	defer func() {
		if e := then.Remove(); err == nil {
			err = e
		}
	}()
	fmt.Fprintln(k.term.Err, then.Words)
	k.db = then.DB
	return do(k)
}

// parse accepts flags before, between and behind the other words; after -- all are words.
func parse(fs *flag.FlagSet, args []string) ([]string, error) {
	var words []string
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		rest := fs.Args()
		if len(rest) == 0 {
			return words, nil
		}
		if used := len(args) - len(rest); used > 0 && args[used-1] == "--" {
			return append(words, rest...), nil
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}

func wantsJSON(args []string) bool {
	for _, a := range args {
		if a == "--json" || a == "-json" || a == "--json=true" {
			return true
		}
	}
	return false
}

// fail reports an error in the contract's form.
func fail(term Terminal, asJSON bool, err error) int {
	doc := struct {
		Status  string `json:"status"`
		Code    string `json:"code"`
		Message string `json:"message"`
		Hint    string `json:"hint"`
	}{Status: "error", Code: "internal", Message: err.Error()}
	var e *shop.Error
	if errors.As(err, &e) {
		doc.Code, doc.Message, doc.Hint = e.Code, strings.TrimSuffix(err.Error(), " "+e.Hint), e.Hint
	}
	if errors.Is(err, context.Canceled) {
		doc.Code, doc.Message, doc.Hint = "cancelled", "Stopped. Nothing was saved.", ""
	}
	if asJSON {
		_ = writeJSON(term.Out, doc)
	}
	fmt.Fprintln(term.Err, doc.Message)
	if doc.Hint != "" {
		fmt.Fprintln(term.Err, doc.Hint)
	}
	return exitUsage
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func printHelp(w io.Writer) {
	fmt.Fprintln(w, "Creatorlift tells how much extra money your creators made, from the files you already export.")
	fmt.Fprintln(w, "Everything stays in one file on this computer.")
	fmt.Fprintln(w)
	for _, c := range commands() {
		fmt.Fprintf(w, "  creatorlift %-9s %s\n", c.name, c.what)
	}
	fmt.Fprintln(w, "\n`creatorlift COMMAND --help` shows a command's words. --json prints JSON, --db FILE names the brand's file.")
}

func (c command) help(w io.Writer, fs *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\n  creatorlift %s %s\n\n", c.what, c.name, c.usage)
	fs.SetOutput(w)
	fs.PrintDefaults()
}

// names splits A,B as a CSV line, so that "Portland, OR",Boston names two units; empty gives nil.
func names(s string) []string {
	r := csv.NewReader(strings.NewReader(s))
	r.LazyQuotes, r.TrimLeadingSpace = true, true
	row, err := r.Read()
	if err != nil {
		return nil
	}
	var out []string
	for _, p := range row {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// oneWord wants exactly one word.
func (k *call) oneWord(what string) (string, error) {
	if len(k.args) != 1 {
		return "", &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("This command needs exactly one %s; %d were given.", what, len(k.args)), Hint: "See `creatorlift help`."}
	}
	return k.args[0], nil
}
