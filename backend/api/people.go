package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"creatorlift/backend/ledger"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

func refOf(n shop.Name) NameRef   { return NameRef{string(n.Kind), n.Text} }
func (r NameRef) name() shop.Name { return shop.Name{Kind: shop.NameKind(r.Kind), Text: r.Text} }

// mostAsked is how many questions one answer holds.
const mostAsked = 100

// People says which names may belong to one person.
func (s *Screen) People(ctx context.Context, in *BrandIn) (*Reply[PeoplePage], error) {
	var page PeoplePage
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		facts, err := d.names.of(ctx, b, findNames)
		if err == nil {
			page, err = peoplePage(ctx, b, facts)
		}
		return err
	})
	return reply(page, err)
}

// Person shows one creator's names.
func (s *Screen) Person(ctx context.Context, in *PersonIn) (*Reply[Person], error) {
	var p Person
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		facts, err := d.names.of(ctx, b, findNames)
		if err == nil {
			p, err = personOf(ctx, b, facts, in.Handle)
		}
		return err
	})
	return reply(p, err)
}

// DecideNames settles what belongs together.
func (s *Screen) DecideNames(ctx context.Context, in *DecideIn) (*Reply[Decided], error) {
	var out Decided
	err := s.use(in.Brand, func(_ *desk, b *store.Store) (err error) {
		out, err = decide(ctx, b, in.Body.Verdict, in.Body.Pairs, s.app.now())
		return err
	})
	return reply(out, err)
}

// TakeBackNames takes decisions back.
func (s *Screen) TakeBackNames(ctx context.Context, in *TakeBackIn) (*Reply[Done], error) {
	done := Done{Message: "Taken back. Everything is counted as before."}
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		return b.TakeBack(ctx, in.Body.Decisions, s.app.now().Unix())
	})
	return reply(done, err)
}

func decide(ctx context.Context, b *store.Store, verdict string, pairs []NamePair, now time.Time) (Decided, error) {
	out := Decided{Decisions: []int64{}}
	var list []store.Decision
	for _, p := range pairs {
		d := store.Decision{Same: verdict == "same", Name: p.Name.name(), Reason: p.Reason, DecidedUTC: now.Unix()}
		if p.Of != nil && verdict != "nobody" {
			d.Of = p.Of.name()
		}
		if d.Of == (shop.Name{}) && verdict != "nobody" {
			return out, &shop.Error{Code: "not_joinable", Message: fmt.Sprintf("“%s” is to be settled, but with what is not said.", d.Name.Text), Hint: "Name the creator or the SKU too."}
		}
		list = append(list, d)
	}
	made, err := b.Decide(ctx, list)
	for _, d := range made {
		out.Decisions = append(out.Decisions, d.ID)
	}
	out.Message = decidedWords(verdict, list)
	return out, err
}

func decidedWords(verdict string, list []store.Decision) string {
	if len(list) > 1 {
		return report.Plural(int64(len(list)), "pair", "pairs") + map[string]string{"same": " joined.", "apart": " kept apart.", "nobody": " set aside."}[verdict]
	}
	name, of := shortLabel(list[0].Name), shortLabel(list[0].Of)
	switch {
	case verdict == "nobody":
		return capital(name) + " is nobody’s."
	case verdict == "apart":
		return capital(name) + " and " + of + " are kept apart."
	}
	return capital(name) + " now counts as " + of + "."
}

// shortLabel names a name in a sentence.
func shortLabel(n shop.Name) string {
	switch n.Kind {
	case shop.HandleName:
		if strings.ContainsAny(n.Text, " /") || strings.HasPrefix(n.Text, "@") {
			return "“" + n.Text + "”"
		}
		return "@" + n.Text
	case shop.CodeName:
		return "code " + n.Text
	case shop.SKUName:
		return "SKU " + n.Text
	}
	return string(n.Kind) + " “" + n.Text + "”"
}

func peoplePage(ctx context.Context, b *store.Store, facts nameFacts) (PeoplePage, error) {
	page := PeoplePage{Ask: []PersonQuestion{}, Persons: []PersonRow{}}
	known, err := joinsOf(ctx, b)
	if err != nil {
		return page, err
	}
	uses := map[shop.Name]ledger.NameUse{}
	for _, u := range facts.uses {
		uses[u.Name] = u
	}
	open := facts.proposals(known)
	for _, p := range open[:min(len(open), mostAsked)] {
		page.Ask = append(page.Ask, questionOf(p, uses))
	}
	page.More = len(open) - len(page.Ask)
	page.Persons, page.Rule = known.persons(), known.ruleWords()
	switch n := len(open); {
	case n == 0:
		page.Headline = "Every name that looks like somebody you have is settled."
	case n == 1:
		page.Headline = "One name may belong to a creator you have."
	default:
		page.Headline = capital(numberWord(n)) + " names may belong to creators you have."
	}
	return page, nil
}

// proposals are the questions left, with what reports themselves say of codes and ads among the reasons.
func (f nameFacts) proposals(known knownJoins) []ledger.Proposal {
	list := ledger.Proposals(f.uses, f.codes, known.Known)
	at := map[[2]shop.Name]int{}
	for i, p := range list {
		at[[2]shop.Name{p.Name, p.Of}] = i
	}
	for _, r := range f.raw {
		of := known.main(shop.Name{Kind: shop.HandleName, Text: r.Creator})
		if r.Creator == "" || r.Kind != shop.CodeName || r.Evidence != shop.Claim || known.main(r.Name) != r.Name || known.nobodys(r.Name) || slices.Contains(known.Apart, [2]shop.Name{r.Name, of}) {
			continue
		}
		words := r.Source + " lists code " + r.Text + " for “" + r.Creator + "”"
		if i, again := at[[2]shop.Name{r.Name, of}]; again {
			if !slices.Contains(list[i].Reasons, words) {
				list[i].Strength, list[i].Reasons = ledger.Strong, append([]string{words}, list[i].Reasons...)
			}
			continue
		}
		at[[2]shop.Name{r.Name, of}] = len(list)
		list = append(list, ledger.Proposal{Name: r.Name, Of: of, Strength: ledger.Strong, Reasons: []string{words}})
	}
	slices.SortStableFunc(list, func(a, b ledger.Proposal) int { return cmp.Compare(b.Strength, a.Strength) })
	return list
}

var sureWords = map[ledger.Strength]string{ledger.Possible: "possible", ledger.Likely: "likely", ledger.Strong: "very likely", ledger.Certain: "certain"}

func questionOf(p ledger.Proposal, uses map[shop.Name]ledger.NameUse) PersonQuestion {
	q := PersonQuestion{ID: fmt.Sprintf("%s %q %q", p.Name.Kind, p.Name.Text, p.Of.Text), Name: refOf(p.Name), Of: refOf(p.Of), Sure: sureWords[p.Strength], Strength: int(p.Strength),
		Yes: "Yes, theirs", No: "No, not theirs", Nobody: "Nobody’s"}
	of := shortLabel(p.Of)
	switch p.Name.Kind {
	case shop.HandleName:
		q.Title, q.Yes, q.No, q.Nobody = "Are "+shortLabel(p.Name)+" and "+of+" one person?", "Merge", "Keep apart", ""
	case shop.CodeName:
		q.Title = "Is " + p.Name.Text + " the code of " + of + "?"
	case shop.AdName:
		q.Title = "Does this ad show " + of + "?"
	default:
		q.Title = "Does this answer mean " + of + "?"
	}
	for _, r := range p.Reasons {
		q.Reasons = append(q.Reasons, capital(r)+".")
	}
	for _, n := range []shop.Name{p.Name, p.Of} {
		q.Facts = append(q.Facts, Fact{Label: shortLabel(n), Value: whereUsed(uses[n])})
	}
	return q
}

// whereUsed is where and when a name is used: "Shopify, 3 Oct to 9 Nov 2026, 14 orders".
func whereUsed(u ledger.NameUse) string {
	if len(u.Sources) == 0 {
		return "in no file now"
	}
	words := listWords(u.Sources)
	if u.First != shop.Undated && u.Last >= u.First {
		words += ", " + report.DayRange(u.First, u.Last)
	}
	switch {
	case u.Orders > 0 && u.Kind == shop.AnswerName:
		words += ", " + report.Plural(u.Orders, "answer", "answers")
	case u.Orders > 0:
		words += ", " + report.Plural(u.Orders, "order", "orders")
	}
	return words
}

// persons are the creators with more than one name.
func (k knownJoins) persons() []PersonRow {
	rows := []PersonRow{}
	names := map[shop.Name][]string{}
	for n, main := range k.Main {
		if main.Kind == shop.HandleName && n != main {
			names[main] = append(names[main], shortLabel(n))
		}
	}
	for main, list := range names {
		slices.Sort(list)
		rows = append(rows, PersonRow{Creator: shortLabel(main), Handle: main.Text, Names: strings.Join(list, ", ")})
	}
	slices.SortFunc(rows, func(a, b PersonRow) int { return cmp.Compare(a.Handle, b.Handle) })
	return rows
}

func (k knownJoins) ruleWords() string {
	var n int64
	for _, d := range k.decisions {
		if d.ByRule {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return report.Plural(n, "handle was", "handles were") + " joined without asking, because only the way of writing differs. Open the creator to take it back."
}

// personOf gathers one creator, named by any of the handles.
func personOf(ctx context.Context, b *store.Store, facts nameFacts, handle string) (Person, error) {
	known, err := joinsOf(ctx, b)
	if err != nil {
		return Person{}, err
	}
	main := known.main(shop.Name{Kind: shop.HandleName, Text: handle})
	p := Person{Creator: shortLabel(main), Names: []PersonName{}, Apart: []PersonName{}, Claims: []Fact{},
		Note: "Platforms and codes claim orders. Neither says what would have been bought anyway."}
	uses := map[shop.Name]ledger.NameUse{}
	for _, u := range facts.uses {
		uses[u.Name] = u
	}
	named := func(n shop.Name) PersonName {
		return PersonName{Name: refOf(n), Label: shortLabel(n), Where: whereUsed(uses[n])}
	}
	p.Names = append(p.Names, named(main))
	for _, d := range known.decisions {
		switch {
		case d.Same && known.main(d.Name) == main:
			n := named(d.Name)
			if d.Name == main { // the pair was joined the other way round
				n = named(d.Of)
			}
			n.Why, n.Decision = whyWords(d), d.ID
			p.Names = append(p.Names, n)
		case !d.Same && (known.main(d.Name) == main || known.main(d.Of) == main):
			n := named(d.Name)
			if known.main(d.Name) == main {
				n = named(d.Of)
			}
			n.Why, n.Decision = "Kept apart on "+dayWords(d.DecidedUTC)+".", d.ID
			p.Apart = append(p.Apart, n)
		}
	}
	p.Claims, err = claimFacts(ctx, b, main.Text)
	return p, err
}

func whyWords(d store.Decision) string {
	who := "You said so on "
	if d.ByRule {
		who = "Joined without asking on "
	}
	words := who + dayWords(d.DecidedUTC) + "."
	if d.Reason != "" {
		words += " " + capital(strings.TrimSuffix(d.Reason, ".")) + "."
	}
	return words
}

func dayWords(unix int64) string { return time.Unix(unix, 0).UTC().Format("2 Jan 2006") }

// claimFacts sets a creator's claims by platforms and by code side by side, each with its days.
func claimFacts(ctx context.Context, b *store.Store, person string) ([]Fact, error) {
	r, err := rosterOf(ctx, b)
	if err != nil {
		return nil, err
	}
	for _, c := range r.list {
		if c.Creator == person {
			return r.facts(c), nil
		}
	}
	return []Fact{}, nil
}

// facts are one creator's figures; what both claim is over the days of either.
func (r roster) facts(c standing) []Fact {
	fact := func(label string, days coveredDays, orders int64, net shop.Cents) Fact {
		if days.days > 0 {
			label += ", " + days.words()
		}
		return Fact{label, report.Plural(orders, "order", "orders") + ", " + report.Money(r.currency, net)}
	}
	list := []Fact{}
	if c.claims {
		list = append(list, fact("Claimed by platforms", r.claimed, c.Orders, c.NetCents))
	}
	if c.code.Orders > 0 {
		list = append(list, fact("In the till with their code", r.till, c.code.Orders, c.code.NetCents))
	}
	if c.claims && c.code.Orders > 0 {
		list = append(list, fact("Claimed both ways", coveredDays{}, c.code.Both, c.code.BothNetCents), fact("Each order once", coveredDays{}, c.orders(), c.net()))
	}
	return list
}
