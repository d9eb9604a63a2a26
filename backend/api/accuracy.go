package api

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"creatorlift/backend/ledger"
	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// AccuracyPage is how far the sources agree, what belongs to nobody yet, and what each campaign's sources
// can show.
type AccuracyPage struct {
	Headline  string             `json:"headline"`
	Rows      []AccuracyRow      `json:"rows" doc:"what does not match, with what to do; empty when all does"`
	Creators  []NameRef          `json:"creators" doc:"to whom a code or ad can be given, most orders first"`
	Campaigns []CampaignEvidence `json:"campaigns" doc:"what each campaign's sources show; the first row is all days"`
}

// AccuracyRow is one way in which sources do not match.
type AccuracyRow struct {
	Kind  string          `json:"kind" enum:"claims_without_order,claims_unchecked,two_creators,two_tools,leaked_code,unknown_code,ad_without_creator,claim_without_creator,sku_unmatched,lines_without_sku"`
	Title string          `json:"title" doc:"12 claimed orders are not in your shop"`
	Count int64           `json:"count"`
	Of    int64           `json:"of" doc:"out of how many; 0 where that is not known"`
	Why   string          `json:"why"`
	Do    string          `json:"do" doc:"what to do about it"`
	Items []UnmatchedItem `json:"items" doc:"the largest, or examples"`
}

// UnmatchedItem is one thing that does not match.
type UnmatchedItem struct {
	Label string   `json:"label"`
	Value string   `json:"value"`
	Name  *NameRef `json:"name,omitempty" doc:"what can be given to a creator, or said to be nobody's; null for the rest"`
}

// mostItems is how many items a row lists.
const mostItems = 8

// Accuracy says how far the sources agree.
func (s *Screen) Accuracy(ctx context.Context, in *BrandIn) (*Reply[AccuracyPage], error) {
	var page AccuracyPage
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		facts, err := d.names.of(ctx, b, findNames)
		if err != nil {
			return err
		}
		sums, err := d.sums.of(ctx, b, findMatches)
		if err == nil {
			page, err = accuracyPage(ctx, b, facts, sums)
		}
		return err
	})
	return reply(page, err)
}

// accuracy gathers the rows.
type accuracy struct {
	facts    nameFacts
	sums     matchFacts
	known    knownJoins
	spans    []store.Span
	currency shop.Currency
	rows     []AccuracyRow
}

func accuracyPage(ctx context.Context, b *store.Store, facts nameFacts, sums matchFacts) (page AccuracyPage, err error) {
	a := accuracy{facts: facts, sums: sums, rows: []AccuracyRow{}}
	if a.known, err = joinsOf(ctx, b); err != nil {
		return page, err
	}
	if a.spans, err = b.Coverage(ctx); err != nil {
		return page, err
	}
	if a.currency, _, err = pageCurrency(ctx, b); err != nil {
		return page, err
	}
	a.claims()
	for _, find := range []func(context.Context, *store.Store) error{a.rivals, a.leaks, a.names} {
		if err := find(ctx, b); err != nil {
			return page, err
		}
	}
	a.products()
	page = AccuracyPage{Rows: a.rows, Creators: a.creators(), Headline: "Everything that can be matched is matched."}
	if n := len(a.rows); n > 0 {
		page.Headline = capital(numberWord(n)) + pluralOf(n, " thing does", " things do") + " not match."
	}
	page.Campaigns, err = campaignEvidence(ctx, b, a.spans, len(sums.days) > 0)
	return page, err
}

func (a *accuracy) add(r AccuracyRow) {
	if r.Items == nil {
		r.Items = []UnmatchedItem{}
	}
	r.Items = r.Items[:min(len(r.Items), mostItems)]
	a.rows = append(a.rows, r)
}

// claims finds claimed orders that no till holds, on days that a till which shares orders with the source
// covers; and sources of which no till holds anything.
func (a *accuracy) claims() {
	claimed := a.sums.claimed
	for _, source := range slices.Sorted(maps.Keys(claimed)) {
		tills := a.tillsOf(source)
		if len(tills) == 0 {
			a.add(AccuracyRow{Kind: "claims_unchecked", Title: report.Plural(claimed[source], "order that "+source+" claims cannot be checked", "orders that "+source+" claims cannot be checked"),
				Count: claimed[source], Of: claimed[source], Why: "No shop's orders are here that hold them, so nothing can be said about how many are real.", Do: checkWith(source)})
			continue
		}
		a.claimsOf(source, claimed[source], tills)
	}
}

// tillsOf are the tills in which a source's claims can be looked up.
func (a *accuracy) tillsOf(source string) (tills []string) {
	for _, s := range a.sums.shared {
		if s.Claims == source {
			tills = append(tills, s.Till)
		}
	}
	for _, p := range a.spans {
		if same := p.Source == source || fromTikTok(p.Source) && fromTikTok(source); p.Evidence == shop.Till && same && !slices.Contains(tills, p.Source) {
			tills = append(tills, p.Source)
		}
	}
	return tills
}

func checkWith(source string) string {
	if fromTikTok(source) {
		return "Add the orders of your TikTok Shop: Seller Center › Orders › Manage orders › Export."
	}
	return "Add the orders of the shop whose order numbers " + source + " uses."
}

func (a *accuracy) claimsOf(source string, claimed int64, tills []string) {
	row := AccuracyRow{Kind: "claims_without_order", Of: claimed, Do: "Export the shop's orders of these days again, all statuses. If they stay missing, ask " + source + " about them."}
	for _, m := range a.sums.missing {
		if m.Source == source && a.covered(m.Day, tills) {
			row.Count += m.Orders
			row.Items = append(row.Items, UnmatchedItem{Label: report.DayRange(m.Day, m.Day), Value: report.Plural(m.Orders, "order", "orders") + ", " + report.Money(a.currency, m.NetCents) + ", such as " + m.Example})
		}
	}
	if row.Count == 0 {
		return
	}
	row.Title = report.Plural(row.Count, "order that "+source+" claims is", "orders that "+source+" claims are") + " not in your shop"
	row.Why = fmt.Sprintf("%s of its %s, on days that the files of %s cover.", report.Percent(float64(row.Count)/float64(claimed)), report.Plural(claimed, "claimed order", "claimed orders"), listWords(tills))
	slices.Reverse(row.Items) // the latest day first
	a.add(row)
}

func (a *accuracy) covered(d shop.Day, tills []string) bool {
	return slices.ContainsFunc(a.spans, func(p store.Span) bool {
		return p.Evidence == shop.Till && slices.Contains(tills, p.Source) && d >= p.First && d <= p.Last
	})
}

// rivals finds orders that several claim.
func (a *accuracy) rivals(ctx context.Context, b *store.Store) error {
	creators, sources, err := b.Rivals(ctx, a.currency)
	if err != nil {
		return err
	}
	for _, r := range []struct {
		kind, what, why, do string
		list                []store.Rival
		label               func(string) string
	}{
		{"two_creators", "two creators", "Each of them gets the order in their own row, so the rows together hold more than there is.",
			"Open the two creators. If they are one person, merge them; if not, the order stays with both.", creators, func(s string) string { return shortLabel(shop.Name{Kind: shop.HandleName, Text: s}) }},
		{"two_tools", "two sources for the same creator", "They count once, with the larger of the two claims. Commission is paid to both, so both count as cost.",
			"See whether you pay twice for these orders.", sources, func(s string) string { return s }},
	} {
		row := AccuracyRow{Kind: r.kind, Why: r.why, Do: r.do}
		for _, pair := range r.list {
			row.Count += pair.Orders
			row.Items = append(row.Items, UnmatchedItem{Label: r.label(pair.A) + " and " + r.label(pair.B), Value: report.Plural(pair.Orders, "order", "orders") + ", such as " + pair.Example})
		}
		if row.Count > 0 {
			row.Title = report.Plural(row.Count, "order is", "orders are") + " claimed by " + r.what
			a.add(row)
		}
	}
	return nil
}

// leaks looks for given codes that others use.
func (a *accuracy) leaks(ctx context.Context, b *store.Store) error {
	uses, err := a.codeUses(ctx, b)
	if err != nil {
		return err
	}
	row := AccuracyRow{Kind: "leaked_code", Why: "What coupon sites do stands in no export, so a code that is not listed may be leaked too.",
		Do: "Ask the creator where the code stands. A new code for each post shows where the old one went."}
	findings, seen := ledger.CodeFindings(uses), map[string]bool{}
	for _, u := range uses {
		row.Of += u.Orders
	}
	for _, f := range findings {
		row.Items = append(row.Items, UnmatchedItem{Label: "code " + f.Code + " of " + f.Owner, Value: capital(f.Words) + "."})
		row.Count += f.Orders
		seen[f.Code] = true
	}
	if n := len(seen); n > 0 {
		row.Title = report.Plural(int64(n), "creator’s code is", "creators’ codes are") + " used by people the creator did not send"
		row.Count = min(row.Count, row.Of)
		a.add(row)
	}
	return nil
}

// codeUses are the codes that were given to creators, with how the till saw them used.
func (a *accuracy) codeUses(ctx context.Context, b *store.Store) ([]ledger.CodeUse, error) {
	claims, err := b.DailyTotals(ctx, store.Query{By: store.ByCreator, Evidence: shop.Claim, Currency: a.currency})
	if err != nil {
		return nil, err
	}
	active := map[string][]shop.Day{}
	for _, c := range claims {
		if c.Orders > 0 {
			active[c.Unit] = append(active[c.Unit], c.Day)
		}
	}
	byCode, order := map[string]*ledger.CodeUse{}, []string(nil)
	for _, d := range a.sums.days {
		for _, code := range strings.Split(d.Codes, ",") {
			name := shop.Name{Kind: shop.CodeName, Text: code}
			owner := a.known.main(name)
			if owner == name {
				continue
			}
			u := byCode[code]
			if u == nil {
				u = &ledger.CodeUse{Code: code, Owner: shortLabel(owner), Days: map[shop.Day]int64{}, OwnerDays: active[owner.Text], Others: a.others(code, owner)}
				byCode[code], order = u, append(order, code)
			}
			u.Days[d.Day] += d.Orders
			u.Orders += d.Orders
		}
	}
	list := make([]ledger.CodeUse, len(order))
	for i, code := range order {
		list[i] = *byCode[code]
	}
	return list, nil
}

// others are the creators but its owner for whom orders with a code are claimed.
func (a *accuracy) others(code string, owner shop.Name) (list []ledger.CodeOrders) {
	sum := map[shop.Name]int64{}
	for _, o := range a.facts.codes {
		if who := a.known.main(shop.Name{Kind: shop.HandleName, Text: o.Handle}); o.Code == code && who != owner {
			sum[who] += o.Orders
		}
	}
	for who, n := range sum {
		list = append(list, ledger.CodeOrders{Code: code, Handle: shortLabel(who), Orders: n})
	}
	slices.SortFunc(list, func(x, y ledger.CodeOrders) int {
		return cmp.Or(cmp.Compare(y.Orders, x.Orders), strings.Compare(x.Handle, y.Handle))
	})
	return list
}

// names finds codes, ads and claims without a creator.
func (a *accuracy) names(ctx context.Context, b *store.Store) error {
	codes, ads := a.ownerless()
	if len(codes.Items) > 0 {
		codes.Kind, codes.Title = "unknown_code", report.Plural(codes.Count, "order has", "orders have")+" a code that nobody was given"
		codes.Why, codes.Do = "Orders with a creator's code are that creator's only once you say whose the code is.", "Give each code to its creator, or say that it is nobody's."
		a.add(codes)
	}
	if len(ads.Items) > 0 {
		ads.Kind, ads.Title = "ad_without_creator", report.Plural(ads.Count, "ad shows", "ads show")+" no creator that is known"
		ads.Why, ads.Do = "What boosting a creator cost is known only for ads that are theirs.", "Give each ad to its creator, or say that it is nobody's. Ad names with the @handle or the video's number are found by themselves."
		a.add(ads)
	}
	claims, err := b.CreatorClaims(ctx, shop.Period{}, a.currency)
	for _, c := range claims {
		if c.Creator == "" && c.Orders > 0 {
			a.add(AccuracyRow{Kind: "claim_without_creator", Count: c.Orders, Title: report.Plural(c.Orders, "claimed order names", "claimed orders name") + " no creator",
				Why: "The export leaves the creator open, so these orders are in no creator's row.", Do: "Nothing can be done here; exports with the creator's column tell more."})
		}
	}
	return err
}

// ownerless are the till's codes and the ads that are neither given to a creator nor said to be nobody's.
func (a *accuracy) ownerless() (codes, ads AccuracyRow) {
	type sum struct {
		orders int64
		spend  shop.Cents
	}
	sums := map[shop.Name]sum{}
	for _, u := range a.facts.raw {
		code := u.Kind == shop.CodeName && u.Evidence == shop.Till
		ad := u.Kind == shop.AdName && u.Creator == ""
		if !code && !ad || a.known.main(u.Name) != u.Name || a.known.nobodys(u.Name) {
			continue
		}
		s := sums[u.Name]
		sums[u.Name] = sum{s.orders + u.Orders, s.spend + u.SpendCents}
	}
	list := make([]shop.Name, 0, len(sums))
	for n := range sums {
		list = append(list, n)
	}
	slices.SortFunc(list, func(x, y shop.Name) int {
		return cmp.Or(cmp.Compare(sums[y].orders, sums[x].orders), cmp.Compare(sums[y].spend, sums[x].spend), strings.Compare(x.Text, y.Text))
	})
	for _, n := range list {
		ref := refOf(n)
		switch {
		case n.Kind == shop.CodeName && sums[n].orders == 0: // only on orders that do not count
		case n.Kind == shop.CodeName:
			codes.Items = append(codes.Items, UnmatchedItem{n.Text, report.Plural(sums[n].orders, "order", "orders"), &ref})
		default:
			ads.Count++
			ads.Items = append(ads.Items, UnmatchedItem{n.Text, report.Money(a.currency, sums[n].spend) + " spent", &ref})
		}
	}
	codes.Count = a.ownerlessOrders()
	return codes, ads
}

// ownerlessOrders are the till's orders with a code of nobody known, each once however many such codes it has.
func (a *accuracy) ownerlessOrders() (n int64) {
	for _, d := range a.sums.days {
		open := slices.ContainsFunc(strings.Split(d.Codes, ","), func(code string) bool {
			name := shop.Name{Kind: shop.CodeName, Text: code}
			return a.known.main(name) == name && !a.known.nobodys(name)
		})
		if open {
			n += d.Orders
		}
	}
	return n
}

// products finds SKUs that only one shop knows.
func (a *accuracy) products() {
	m := matchedSKUs(a.facts.products, a.known)
	if n := int64(len(m.alone)); n > 0 {
		row := AccuracyRow{Kind: "sku_unmatched", Count: n, Of: int64(len(a.facts.products)), Title: report.Plural(n, "SKU is", "SKUs are") + " in one source only",
			Why: "Sales of the same product in two shops are added only where the SKUs match.", Do: "Products sold in one shop only are right as they are. What looks alike is asked under “Same product?”; two that do not look alike can be joined with creatorlift products --same A=B."}
		for _, u := range m.alone {
			parts := []string{sourceWord(u.Source)}
			if u.Title != "" {
				parts = []string{u.Title, sourceWord(u.Source)}
			}
			if u.Units > 0 {
				parts = append(parts, report.Plural(u.Units, "unit", "units"))
			}
			row.Items = append(row.Items, UnmatchedItem{Label: u.SKU, Value: strings.Join(parts, " · ")})
		}
		a.add(row)
	}
	if n := a.facts.noSKU; n > 0 {
		a.add(AccuracyRow{Kind: "lines_without_sku", Count: n, Title: report.Plural(n, "line names", "lines name") + " no SKU",
			Why: "Nothing tells which product it is. It counts in the shop's sum and in no product.", Do: "Give the product a SKU in the shop; orders from then on carry it."})
	}
}

// creators are the handles to whom something can be given, most orders first.
func (a *accuracy) creators() []NameRef {
	orders := map[shop.Name]int64{}
	for _, u := range a.facts.uses {
		if u.Kind == shop.HandleName {
			orders[a.known.main(u.Name)] += u.Orders
		}
	}
	list := make([]shop.Name, 0, len(orders))
	for n := range orders {
		list = append(list, n)
	}
	slices.SortFunc(list, func(x, y shop.Name) int {
		return cmp.Or(cmp.Compare(orders[y], orders[x]), strings.Compare(x.Text, y.Text))
	})
	refs := []NameRef{}
	for _, n := range list[:min(len(list), 1000)] {
		refs = append(refs, refOf(n))
	}
	return refs
}
