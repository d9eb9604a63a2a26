package importer

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"creatorlift/backend/shop"
)

// claimReport describes an export of a tool that tracks affiliates, one claimed order a row, so that a
// format of that kind is a table of names. Of the lists of column names the first that the file has is
// taken; an empty list is no column.
type claimReport struct {
	key string // what the keys of these rows begin with

	id, day, order, creator, first, last, email []string // first and last are the affiliate's two names, email the affiliate's
	code, content, sku, product, channel        []string
	amount, commission, quantity                []string
	status, currency, source                    []string

	ownMoney bool // where there is no amount the commission is the file's sum
}

func (d *claimReport) lists() [][]string {
	return [][]string{d.id, d.order, d.creator, d.first, d.last, d.email, d.code, d.content, d.sku, d.product, d.channel, d.status, d.source}
}

// plan makes the columns and the reader of a format that is so described.
func (d *claimReport) plan(f *format) *format {
	add := func(k kind, names []string) {
		for _, name := range names {
			if !f.knows(name) {
				f.columns = append(f.columns, column{name, k})
			}
		}
	}
	add(moment, d.day)
	for _, names := range d.lists() {
		add(plain, names)
	}
	for _, names := range [][]string{d.amount, d.commission, d.quantity} {
		add(numeric, names)
	}
	add(currency, d.currency)
	add(plain, []string{"period"})
	f.windowed, f.days = true, d.day
	f.open = func(t *table) rowReader { return openClaims(t, d) }
	return f
}

// claimStages are the words in which tools say how far an affiliate's order counts.
var claimStages = stagesOf(map[shop.Status]string{
	shop.Provisional: "pending, awaiting, awaiting approval, processing, open, new, created, tracked, unpaid, unapproved, to review, extended, scheduled",
	shop.Held:        "held, hold, on hold, frozen, in review, under review, disputed, suspicious, flagged",
	shop.Counted:     "approved, confirmed, accepted, completed, complete, counted, locked, settled, valid, paid, paid out, closed, final, active, success, fulfilled, qualified",
	shop.Excluded:    "reversed, rejected, declined, denied, cancelled, canceled, refunded, returned, void, voided, invalid, deleted, removed, failed, expired, excluded, disqualified, ineligible, fraud",
})

func stagesOf(words map[shop.Status]string) map[string]shop.Status {
	stages := map[string]shop.Status{}
	for status, list := range words {
		for _, word := range strings.Split(list, ", ") {
			stages[word] = status
		}
	}
	return stages
}

// claimRank orders the states of one claim in time: what was approved may still be reversed.
var claimRank = map[shop.Status]int64{shop.Provisional: 1, shop.Held: 2, shop.Counted: 3, shop.Excluded: 4}

type claimRows struct {
	t *table
	d *claimReport

	id, day, order, creator, first, last, email int
	code, content, sku, product, channel        int
	amount, commission, quantity                int
	status, currency, source                    int
	same                                        repeats
	rows                                        map[shop.Key][][sha256.Size]byte // what was said of an order without an id
	counted                                     standings
}

func openClaims(t *table, d *claimReport) rowReader {
	return &claimRows{t: t, d: d, counted: standings{}, rows: map[shop.Key][][sha256.Size]byte{},
		id: t.anyOf(d.id...), day: t.anyOf(d.day...), order: t.anyOf(d.order...), creator: t.anyOf(d.creator...), first: t.anyOf(d.first...),
		last: t.anyOf(d.last...), email: t.anyOf(d.email...), code: t.anyOf(d.code...), content: t.anyOf(d.content...), sku: t.anyOf(d.sku...),
		product: t.anyOf(d.product...), channel: t.anyOf(d.channel...), amount: t.anyOf(d.amount...), commission: t.anyOf(d.commission...),
		quantity: t.anyOf(d.quantity...), status: t.anyOf(d.status...), currency: t.anyOf(d.currency...), source: t.anyOf(d.source...)}
}

// finish says of a file without days where its orders stand.
func (c *claimRows) finish() error {
	if c.day == -1 && c.t.window.Days() > 1 {
		c.t.rep.note(Issue{Code: "day_unknown", Message: "The file names no day for each order, so all of them stand on the last day of the period."})
	}
	return nil
}

// placed reads when the order was placed; a file without days puts all of them on its last.
func (c *claimRows) placed(r row, l *shop.Line) (bad *flaw) {
	if c.day == -1 {
		l.Day = c.t.window.Last()
		l.PlacedAtUTC, _, _ = c.t.cal.place([]byte(l.Day.String()))
		return nil
	}
	l.PlacedAtUTC, l.Day, bad = r.moment(c.day)
	return bad
}

// read takes one row. Of two states of one claim in a file the furthest is in the file's sum.
func (c *claimRows) read(r row) error {
	doc, sum, bad := c.doc(r)
	if bad != nil {
		c.t.reject(r.line(), bad)
		return nil
	}
	return c.t.emit(doc, c.counted.growLine(doc, sum))
}

// doc reads one row into a document of one line, and what it adds to the file's sum if it counts.
func (c *claimRows) doc(r row) (*shop.Doc, shop.Cents, *flaw) {
	l := shop.Line{Row: r.line()}
	status, bad := c.stage(r)
	if bad != nil {
		return nil, 0, bad
	}
	l.Status = status
	if cell := r.raw(c.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return nil, 0, c.t.flaw(c.currency, "bad_currency", "does not hold a currency.")
	}
	if bad = c.placed(r, &l); bad != nil {
		return nil, 0, bad
	}
	sum, bad := c.money(r, &l)
	if bad != nil {
		return nil, 0, bad
	}
	id, order := "", ""
	for _, part := range []struct {
		to  *string
		col int
	}{{&id, c.id}, {&order, c.order}, {&l.SKU, c.sku}, {&l.Content, c.content}} {
		if *part.to, bad = r.id(part.col); bad != nil {
			return nil, 0, bad
		}
		*part.to = dash(*part.to)
	}
	l.Product, l.Channel, l.Code = dash(r.text(c.product)), dash(r.text(c.channel)), codes(dash(r.text(c.code)))
	l.Creator = c.who(r)
	return &shop.Doc{Key: c.key(r, id, order, &l), OrderID: order, Maturity: claimRank[status], Lines: []shop.Line{l}}, sum, nil
}

// stage reads how far the claim counts. A file without such a column lists what counts; an empty cell is
// not decided yet.
func (c *claimRows) stage(r row) (shop.Status, *flaw) {
	if c.status == -1 {
		return shop.Counted, nil
	}
	if r.empty(c.status) {
		return shop.Provisional, nil
	}
	word := strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(r.text(c.status)))
	status, known := claimStages[strings.Join(strings.Fields(word), " ")]
	if !known {
		return 0, c.t.flaw(c.status, "unknown_status", "holds a status that is not known. Known are words such as pending, approved, paid, rejected, reversed and on hold.")
	}
	return status, nil
}

// money reads what the order is said to be worth and what the creator gets. A negative amount takes an
// earlier claim back. sum is what the row adds to the file's.
func (c *claimRows) money(r row, l *shop.Line) (sum shop.Cents, bad *flaw) {
	if l.Quantity, bad = r.count(c.quantity); bad != nil {
		return 0, bad
	}
	if c.amount != -1 && r.empty(c.amount) {
		return 0, c.t.flaw(c.amount, "missing_amount", "is empty.")
	}
	if l.GrossCents, bad = r.cents(c.amount); bad != nil {
		return 0, bad
	}
	if l.CommissionCents, bad = r.cents(c.commission); bad != nil {
		return 0, bad
	}
	sum = l.GrossCents
	if c.amount == -1 && c.d.ownMoney {
		sum = l.CommissionCents
	}
	if l.Status.Counts() {
		l.NetCents = l.GrossCents
	} else {
		l.CommissionCents = 0
	}
	return sum, nil
}

// who is the name under which the tool knows the affiliate. An e-mail is nobody's name: the affiliate is
// known by a part of its keyed hash then.
func (c *claimRows) who(r row) string {
	if name := handle(r.text(c.creator)); name != "" && !strings.ContainsRune(name, '@') {
		return name
	}
	if name := strings.TrimSpace(dash(r.text(c.first)) + " " + dash(r.text(c.last))); name != "" && !strings.ContainsRune(name, '@') {
		return strings.ToLower(name)
	}
	who := r.raw(c.email)
	if name := r.raw(c.creator); strings.ContainsRune(string(name), '@') && len(handle(string(name))) > 0 {
		who = name
	}
	if missing(who) {
		return ""
	}
	hash := c.t.customer(who)
	return "affiliate " + hash[:min(len(hash), 12)]
}

// key names a claim: by its own id; else by its order and who is said to have brought it, rows that say
// different things of these counted within the file; else by all that the row says.
func (c *claimRows) key(r row, id, order string, l *shop.Line) shop.Key {
	of := c.d.key
	if tool := r.text(c.source); tool != "" {
		of += " " + strings.ToLower(tool)
	}
	if id != "" {
		return shop.KeyOf(of, "#"+id)
	}
	if order == "" {
		sum, nth := c.same.count(r)
		return shop.KeyOf(of, string(sum[:]), nth)
	}
	sum, _ := c.same.count(r)
	key := shop.KeyOf(of, order, l.Creator, l.Code, l.SKU)
	at := slices.Index(c.rows[key], sum)
	if at < 0 {
		at = len(c.rows[key])
		c.rows[key] = append(c.rows[key], sum)
	}
	return shop.KeyOf(of, order, l.Creator, l.Code, l.SKU, strconv.Itoa(at))
}
