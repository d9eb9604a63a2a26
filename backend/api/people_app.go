package api

import (
	"context"
	"fmt"
	"strings"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// NamesIn is what a terminal wants to settle before it asks. A pair is written name=of; a name may begin
// with its kind and a colon (code:MIA10), without one it is a handle, for products a SKU.
type NamesIn struct {
	DB          string
	Same, Apart []string // pairs
	Nobody      []string // names
	TakeBack    []int64  // decisions
	Exact       bool     // confirm every SKU that differs only in case or signs
}

// PeopleOut is the answer of `people --json`.
type PeopleOut struct {
	Status  string   `json:"status"`
	Decided *Decided `json:"decided"` // null where nothing was to be settled
	PeoplePage
}

// ProductsOut is the answer of `products --json`.
type ProductsOut struct {
	Status  string   `json:"status"`
	Decided *Decided `json:"decided"`
	ProductsPage
}

// AccuracyOut is the answer of `accuracy --json`.
type AccuracyOut struct {
	Status string `json:"status"`
	AccuracyPage
}

// withNames opens a brand's file and finds what its files say of names.
func withNames(ctx context.Context, db string, do func(s *store.Store, facts nameFacts) error) (err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return err
	}
	defer closing(s, &err)
	facts, err := findNames(ctx, s)
	if err != nil {
		return err
	}
	return do(s, facts)
}

// People settles names of creators and says what is open.
func (a *App) People(ctx context.Context, in NamesIn) (out PeopleOut, err error) {
	out.Status = OK
	err = withNames(ctx, in.DB, func(s *store.Store, facts nameFacts) (err error) {
		if out.Decided, err = a.settle(ctx, s, in, facts, shop.HandleName); err != nil {
			return err
		}
		out.PeoplePage, err = peoplePage(ctx, s, facts)
		return err
	})
	return out, err
}

// Person shows one creator's names.
func (a *App) Person(ctx context.Context, db, handle string) (out Person, err error) {
	err = withNames(ctx, db, func(s *store.Store, facts nameFacts) (err error) {
		out, err = personOf(ctx, s, facts, strings.TrimPrefix(handle, "@"))
		return err
	})
	return out, err
}

// Products settles products and says what is open.
func (a *App) Products(ctx context.Context, in NamesIn) (out ProductsOut, err error) {
	out.Status = OK
	err = withNames(ctx, in.DB, func(s *store.Store, facts nameFacts) error {
		if in.Exact {
			page, err := productsPage(ctx, s, facts)
			if err != nil {
				return err
			}
			for _, p := range page.Exact {
				in.Same = append(in.Same, p.Name.Text+"="+p.Of.Text)
			}
		}
		if out.Decided, err = a.settle(ctx, s, in, facts, shop.SKUName); err != nil {
			return err
		}
		out.ProductsPage, err = productsPage(ctx, s, facts)
		return err
	})
	return out, err
}

// Accuracy says how far the sources agree.
func (a *App) Accuracy(ctx context.Context, db string) (out AccuracyOut, err error) {
	out.Status = OK
	err = withNames(ctx, db, func(s *store.Store, facts nameFacts) error {
		sums, err := findMatches(ctx, s)
		if err == nil {
			out.AccuracyPage, err = accuracyPage(ctx, s, facts, sums)
		}
		return err
	})
	return out, err
}

// settle does what a terminal asked for, all of it or, where a name is not known, nothing; plain is the kind of a
// name without one. nil for nothing to do.
func (a *App) settle(ctx context.Context, s *store.Store, in NamesIn, facts nameFacts, plain shop.NameKind) (*Decided, error) {
	steps, err := stepsOf(in, plain)
	if err != nil {
		return nil, err
	}
	if err := checkNames(ctx, s, facts, steps); err != nil {
		return nil, err
	}
	if len(in.TakeBack) > 0 {
		if err := s.TakeBack(ctx, in.TakeBack, a.now().Unix()); err != nil {
			return nil, err
		}
	}
	var done *Decided
	for _, step := range steps {
		d, err := decide(ctx, s, step.verdict, step.pairs, a.now())
		if err != nil {
			return nil, err
		}
		if done != nil {
			d.Message, d.Decisions = done.Message+" "+d.Message, append(done.Decisions, d.Decisions...)
		}
		done = &d
	}
	return done, nil
}

// namesStep is what is to be settled in one way.
type namesStep struct {
	verdict string // same, apart, nobody
	pairs   []NamePair
}

// stepsOf reads what a terminal wrote; what has no pairs is left out.
func stepsOf(in NamesIn, plain shop.NameKind) (steps []namesStep, err error) {
	for _, said := range []struct {
		verdict string
		texts   []string
	}{{"same", in.Same}, {"apart", in.Apart}, {"nobody", in.Nobody}} {
		step := namesStep{verdict: said.verdict}
		for _, text := range said.texts {
			p, err := pairOf(text, said.verdict, plain)
			if err != nil {
				return nil, err
			}
			step.pairs = append(step.pairs, p)
		}
		if len(step.pairs) > 0 {
			steps = append(steps, step)
		}
	}
	return steps, nil
}

func pairOf(text, verdict string, plain shop.NameKind) (NamePair, error) {
	if verdict == "nobody" {
		return NamePair{Name: refFrom(text, plain)}, nil
	}
	cut := strings.LastIndex(text, "=")
	if cut <= 0 || cut == len(text)-1 {
		return NamePair{}, &shop.Error{Code: "bad_pair", Message: fmt.Sprintf("%q is not a pair.", text), Hint: "Write it as name=of, such as code:MIA10=mia.k."}
	}
	of := refFrom(text[cut+1:], plain)
	return NamePair{Name: refFrom(text[:cut], plain), Of: &of}, nil
}

// refFrom reads a name. Handles and codes are written in one case here, however a terminal writes them.
func refFrom(text string, plain shop.NameKind) NameRef {
	kind, rest, ok := strings.Cut(text, ":")
	if !ok || shop.NameKind(kind).Main() == "" {
		kind, rest = string(plain), text
	}
	switch shop.NameKind(kind) {
	case shop.HandleName:
		rest = strings.ToLower(strings.TrimPrefix(rest, "@"))
	case shop.CodeName:
		rest = strings.ToUpper(rest)
	}
	return NameRef{kind, rest}
}
