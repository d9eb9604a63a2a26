package api

import (
	"context"
	"fmt"
	"strings"

	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// checkNames refuses what speaks of a name that no file holds and that nothing was ever decided about: most likely
// it is written wrong, and settling it would change no figure. Only a code, an ad or an answer may be given to a
// creator whom no file names yet. The error is the *shop.Error unknown_name.
func checkNames(ctx context.Context, b *store.Store, facts nameFacts, steps []namesStep) error {
	if len(steps) == 0 {
		return nil
	}
	known := map[shop.Name]bool{}
	for _, u := range facts.uses {
		known[u.Name] = true
	}
	for _, u := range facts.products {
		known[shop.Name{Kind: shop.SKUName, Text: u.SKU}] = true
	}
	said, err := b.ListDecisions(ctx)
	if err != nil {
		return err
	}
	for _, d := range said {
		known[d.Name], known[d.Of] = true, true
	}
	for _, step := range steps {
		for _, p := range step.pairs {
			if name := p.Name.name(); !known[name] {
				return unknownName(name, known)
			}
			if p.Of == nil || p.Of.name().Kind == shop.HandleName && p.Name.name().Kind != shop.HandleName {
				continue
			}
			if of := p.Of.name(); !known[of] {
				return unknownName(of, known)
			}
		}
	}
	return nil
}

// unknownName says what to do about a name that no file holds: what is known under the same text, if anything.
func unknownName(n shop.Name, known map[shop.Name]bool) error {
	e := &shop.Error{Code: "unknown_name", Message: fmt.Sprintf("No file holds %s.", shortLabel(n)),
		Hint: "Write it as your files do, with its kind before what is no handle: code:MIA10. Nothing was settled."}
	if n.Kind == shop.SKUName {
		e.Hint = "Write the SKU as your files do; `creatorlift products` lists those that may be one. Nothing was settled."
	}
	for _, kind := range []shop.NameKind{n.Kind, shop.HandleName, shop.CodeName, shop.AdName, shop.AnswerName, shop.SKUName} {
		near := ""
		for k := range known {
			if k.Kind == kind && k.Kind.Main() == n.Kind.Main() && strings.EqualFold(k.Text, n.Text) && (near == "" || k.Text < near) {
				near = k.Text
			}
		}
		if near != "" {
			e.Hint = fmt.Sprintf("Did you mean %s:%s? Nothing was settled.", kind, near)
			break
		}
	}
	return e
}
