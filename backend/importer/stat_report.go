package importer

import (
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// statReport describes a report with one stat a row, so that a format of that kind is a table of names.
// Of the lists of column names the first that the file has is taken; an empty list is no column.
type statReport struct {
	subject shop.Subject
	key     string   // what the keys of these rows begin with; formats of one family share it
	day     []string // the row's day, or the first of a stretch; where the file has none, its window counts
	until   []string // the last day of a stretch
	undated bool     // the rows are a snapshot and speak of no day, unless the file has a column of days

	id, name, creator, campaignID, campaign, groupID, group, product, segment, order []string

	source  []string // the tool that the row is from, where a person can say it
	byID    bool     // the id alone names the row, so that a later export may say another day or word of it
	repeats bool     // rows that say the same are each real: the n-th such row in the file

	email    string // column of an e-mail or customer id: the subject's id is its keyed hash
	figures  []figure
	amount   func(*shop.Stat) *shop.Maybe[shop.Cents] // what the file's sum adds; nil for nothing
	needsOne []string                                 // columns of which one must name the row, for the message of a row that names nothing
	adjust   func(r row, s *shop.Stat) *flaw          // the format's own say over a row that was read; nil for none
	keyOf    func(s *shop.Stat) shop.Key              // what names a row for ever, where it is not days, id, creator, campaign, ad group and segment; nil else
	earns    [2][]string                              // columns of GMV and of orders, where orders come with money
}

// plan makes the parts of a format that follow from the description. The format adds recognise, decimal
// and what else is its own.
func (d *statReport) plan(f *format) *format {
	for _, names := range [][]string{d.day, d.until} {
		for _, name := range names {
			f.columns = append(f.columns, column{name, moment})
		}
	}
	for _, names := range [][]string{d.id, d.name, d.creator, d.campaignID, d.campaign, d.groupID, d.group, d.product, d.segment, d.order, d.source} {
		for _, name := range names {
			if !f.knows(name) {
				f.columns = append(f.columns, column{name, plain})
			}
		}
	}
	if d.email != "" && !f.knows(d.email) {
		f.columns = append(f.columns, column{d.email, plain})
	}
	f.columns = append(f.columns, figureColumns(d.figures)...)
	f.columns = append(f.columns, column{"Currency", currency})
	f.windowed = !d.undated
	if f.windowed {
		f.columns = append(f.columns, column{"period", plain})
		f.days, f.restates = d.day, true
	}
	f.money = func(n names) bool { return hasMoney(n, d.figures) }
	if f.open == nil {
		f.open = func(t *table) rowReader { return openStatReport(t, d) }
	}
	return f
}

type statReportRows struct {
	*statRows
	d                                                                                *statReport
	day, until                                                                       int
	id, name, creator, campaignID, campaign, groupID, group, product, segment, order int
	email, currency, source, period                                                  int
	same                                                                             repeats
}

func openStatReport(t *table, d *statReport) rowReader {
	s := &statReportRows{statRows: newStatRows(t, d.figures), d: d, day: t.anyOf(d.day...), until: t.anyOf(d.until...), email: -1, currency: t.col("Currency"),
		id: t.anyOf(d.id...), name: t.anyOf(d.name...), creator: t.anyOf(d.creator...), campaignID: t.anyOf(d.campaignID...), campaign: t.anyOf(d.campaign...),
		groupID: t.anyOf(d.groupID...), group: t.anyOf(d.group...), product: t.anyOf(d.product...), segment: t.anyOf(d.segment...), order: t.anyOf(d.order...)}
	if d.email != "" {
		s.email = t.anyOf(d.email)
	}
	s.source, s.period = t.anyOf(d.source...), t.names.at("period")
	s.statRows.earns(d.earns[0], d.earns[1])
	return s
}

// hasMoney reports whether a file has an amount among these figures.
func hasMoney(n names, figures []figure) bool {
	return slices.ContainsFunc(figures, func(f figure) bool {
		return f.cents != nil && slices.ContainsFunc(f.names, func(name string) bool { return n.at(name) >= 0 })
	})
}

func (s *statReportRows) read(r row) error {
	stat, order, bad := s.stat(r)
	if bad != nil {
		s.t.reject(r.line(), bad)
		return nil
	}
	amount := shop.Maybe[shop.Cents]{}
	if s.d.amount != nil {
		amount = *s.d.amount(&stat)
	}
	return s.emitOf(s.keyOf(r, &stat, order), order, stat, amount)
}

// keyOf names a row. What a platform may rename does not name it, so long as there is an id.
func (s *statReportRows) keyOf(r row, stat *shop.Stat, order string) shop.Key {
	of := s.d.key
	if tool := r.text(s.source); tool != "" {
		of += " " + strings.ToLower(tool)
	}
	switch {
	case s.d.keyOf != nil:
		return s.d.keyOf(stat)
	case s.d.byID && stat.ID != "":
		return shop.KeyOf(of, stat.ID)
	case s.d.repeats:
		sum, nth := s.same.count(r)
		return shop.KeyOf(of, string(sum[:]), nth)
	}
	return shop.KeyOf(of, stat.First.String(), stat.Last.String(), or(stat.ID, stat.Name), stat.Creator,
		or(stat.CampaignID, stat.Campaign), or(stat.AdGroupID, stat.AdGroup), stat.Segment, order)
}

// stat reads one row, and the order that it speaks of.
func (s *statReportRows) stat(r row) (stat shop.Stat, order string, bad *flaw) {
	stat = shop.Stat{Row: r.line(), Subject: s.d.subject, Name: dash(r.text(s.name)), Creator: handle(r.text(s.creator)), Campaign: dash(r.text(s.campaign)),
		AdGroup: dash(r.text(s.group)), Segment: dash(r.text(s.segment))}
	if bad = s.days(r, &stat); bad != nil {
		return stat, "", bad
	}
	if cell := r.raw(s.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return stat, "", s.t.flaw(s.currency, "bad_currency", "does not hold a currency.")
	}
	for _, id := range []struct {
		to  *string
		col int
	}{{&stat.ID, s.id}, {&stat.CampaignID, s.campaignID}, {&stat.AdGroupID, s.groupID}, {&stat.Product, s.product}, {&order, s.order}} {
		if *id.to, bad = r.id(id.col); bad != nil {
			return stat, "", bad
		}
		*id.to = dash(*id.to)
	}
	if who := r.raw(s.email); s.email != -1 && !missing(who) {
		stat.ID = s.t.customer(who)
	}
	if len(s.d.needsOne) > 0 && stat.ID == "" && stat.Name == "" && stat.Creator == "" && stat.Segment == "" && stat.Campaign == "" {
		return stat, "", s.t.flaw(s.t.anyOf(s.d.needsOne...), "missing_name", "is empty, so nobody can tell what the row speaks of.")
	}
	if bad = s.fill(r, &stat); bad == nil && s.d.adjust != nil {
		bad = s.d.adjust(r, &stat)
	}
	return stat, order, bad
}

// days reads the stretch of days that a row speaks of: its own, else the file's.
func (s *statReportRows) days(r row, stat *shop.Stat) (bad *flaw) {
	switch {
	case s.d.undated && s.day == -1:
		stat.First, stat.Last = shop.Undated, shop.Undated
		return nil
	case s.day == -1 && s.period >= 0:
		w, ok := findPeriod(r.text(s.period), orderUnknown)
		if !ok {
			return s.t.flaw(s.period, "bad_period", "does not hold a day or two days such as 2026-10-01 to 2026-10-31.")
		}
		stat.First, stat.Last = w.Start, w.Last()
		return nil
	case s.day == -1:
		stat.First, stat.Last = s.t.window.Start, s.t.window.Last()
		return nil
	}
	if _, stat.First, bad = r.moment(s.day); bad != nil {
		return bad
	}
	stat.Last = stat.First
	if s.until != -1 && !r.empty(s.until) {
		_, stat.Last, bad = r.moment(s.until)
	}
	if bad == nil && stat.Last < stat.First {
		bad = s.t.flaw(s.until, "bad_period", "holds a day before the first one.")
	}
	return bad
}
