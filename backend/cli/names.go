package cli

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"creatorlift/backend/api"
	"creatorlift/backend/shop"
)

// namesFlags are the flags with which names are settled; check reads the numbers to take back.
func namesFlags(fs *flag.FlagSet, in *api.NamesIn) (check func() error) {
	var bad error
	list := func(to *[]string) func(string) error {
		return func(text string) error {
			*to = append(*to, text)
			return nil
		}
	}
	fs.Func("same", "`NAME=OF` are one; may be given several times", list(&in.Same))
	fs.Func("apart", "`NAME=OF` are not one; may be given several times", list(&in.Apart))
	fs.Func("take-back", "the `NUMBER` of a decision to take back; may be given several times", func(text string) error {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			bad = &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("%q is no decision's number.", text), Hint: "`creatorlift people --creator HANDLE` shows the numbers."}
		}
		in.TakeBack = append(in.TakeBack, id)
		return nil
	})
	return func() error { return bad }
}

// noWords refuses words beside flags.
func (k *call) noWords() error {
	if len(k.args) > 0 {
		return &shop.Error{Code: "bad_usage", Message: fmt.Sprintf("%q is not a flag.", k.args[0]), Hint: "See `creatorlift help`."}
	}
	return nil
}

func peopleCommand() command {
	return command{"people", "[--creator HANDLE] [--same NAME=HANDLE] [--apart NAME=HANDLE] [--nobody NAME] [--take-back NUMBER]", "Which names, codes and ads belong to one creator.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.NamesIn
			creator := fs.String("creator", "", "show all names of this creator")
			check := namesFlags(fs, &in)
			fs.Func("nobody", "a `NAME` that is no creator's, such as code:WELCOME10", func(text string) error {
				in.Nobody = append(in.Nobody, text)
				return nil
			})
			return func(k *call) (int, error) {
				if err := check(); err != nil {
					return exitUsage, err
				}
				if err := k.noWords(); err != nil {
					return exitUsage, err
				}
				in.DB = k.db
				if *creator != "" {
					return k.showPerson(*creator)
				}
				return k.people(in)
			}
		}}
}

func (k *call) people(in api.NamesIn) (int, error) {
	out, err := k.app.People(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, out)
	}
	k.showDecided(out.Decided)
	fmt.Fprintln(k.term.Out, out.Headline)
	for _, q := range out.Ask {
		fmt.Fprintf(k.term.Out, "  %s (%s)\n    %s\n    --same %q\n", q.Title, q.Sure, strings.Join(q.Reasons, "\n    "), q.Name.Kind+":"+q.Name.Text+"="+q.Of.Text)
	}
	for _, p := range out.Persons {
		fmt.Fprintf(k.term.Out, "%s: %s\n", p.Creator, p.Names)
	}
	if out.Rule != "" {
		fmt.Fprintln(k.term.Out, out.Rule)
	}
	return exitOK, nil
}

func (k *call) showDecided(d *api.Decided) {
	if d != nil {
		fmt.Fprintln(k.term.Out, d.Message)
	}
}

func (k *call) showPerson(handle string) (int, error) {
	p, err := k.app.Person(k.ctx, k.db, handle)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, struct {
			Status string `json:"status"`
			api.Person
		}{api.OK, p})
	}
	fmt.Fprintln(k.term.Out, p.Creator)
	for _, n := range append(p.Names, p.Apart...) {
		fmt.Fprintf(k.term.Out, "  %s: %s. %s", n.Label, n.Where, n.Why)
		if n.Decision > 0 {
			fmt.Fprintf(k.term.Out, " (decision %d)", n.Decision)
		}
		fmt.Fprintln(k.term.Out)
	}
	for _, f := range p.Claims {
		fmt.Fprintf(k.term.Out, "  %s: %s\n", f.Label, f.Value)
	}
	return exitOK, nil
}

func productsCommand() command {
	return command{"products", "[--same SKU=SKU] [--apart SKU=SKU] [--confirm-exact] [--take-back NUMBER]", "Which SKUs of several shops are one product.",
		func(fs *flag.FlagSet) func(*call) (int, error) {
			var in api.NamesIn
			check := namesFlags(fs, &in)
			fs.BoolVar(&in.Exact, "confirm-exact", false, "join every SKU that differs only in case or signs")
			return func(k *call) (int, error) {
				if err := check(); err != nil {
					return exitUsage, err
				}
				if err := k.noWords(); err != nil {
					return exitUsage, err
				}
				in.DB = k.db
				return k.products(in)
			}
		}}
}

func (k *call) products(in api.NamesIn) (int, error) {
	out, err := k.app.Products(k.ctx, in)
	if err != nil {
		return exitUsage, err
	}
	if k.json {
		return exitOK, writeJSON(k.term.Out, out)
	}
	k.showDecided(out.Decided)
	fmt.Fprintln(k.term.Out, out.Headline)
	for _, p := range append(out.Exact, out.Ask...) {
		fmt.Fprintf(k.term.Out, "  %s (%s)\n    --same %q\n", p.Reason, p.Sure, p.Name.Text+"="+p.Of.Text)
	}
	for _, p := range out.Joined {
		fmt.Fprintf(k.term.Out, "%s are one (decision %d)\n", p.Title, p.Decision)
	}
	for _, f := range out.Facts {
		fmt.Fprintf(k.term.Out, "%s: %s\n", f.Label, f.Value)
	}
	return exitOK, nil
}

func accuracyCommand() command {
	return command{"accuracy", "", "What does not match between your sources, and what each can show.", func(*flag.FlagSet) func(*call) (int, error) {
		return func(k *call) (int, error) {
			if err := k.noWords(); err != nil {
				return exitUsage, err
			}
			out, err := k.app.Accuracy(k.ctx, k.db)
			if err != nil {
				return exitUsage, err
			}
			if k.json {
				return exitOK, writeJSON(k.term.Out, out)
			}
			fmt.Fprintln(k.term.Out, out.Headline)
			for _, r := range out.Rows {
				fmt.Fprintf(k.term.Out, "%s. %s %s\n", r.Title, r.Why, r.Do)
				for _, i := range r.Items {
					fmt.Fprintf(k.term.Out, "  %s: %s\n", i.Label, i.Value)
				}
			}
			return exitOK, nil
		}
	}}
}
