package importer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// ga4Traffic is Google Analytics' traffic acquisition report, by channel, source, medium or campaign, for a
// stretch of days or by day; and, where a file holds nothing else, the visits of each day.
var ga4Traffic = planGA4(&format{
	Format: Format{
		ID:       "ga4_traffic_acquisition",
		Platform: "Google Analytics",
		What:     "the visits of one channel, source or campaign on a day or in a stretch of days",
		Evidence: shop.Claim,
		Key:      "days, channel, source and medium, campaign",
		Amount:   "Total revenue",
		Trust:    "readers of real files, and their fixtures",
		Label:    "Google Analytics traffic",
		Sum:      "Revenue as Analytics counts it",
		Where:    "Google Analytics › Reports › Acquisition › Traffic acquisition › Share › Download file › CSV",
	},
	sections: true,
	isTotal:  ga4Total,
	find:     ga4Find,
	aliases: map[string][]string{
		"Date":        {"Datum", "Fecha", "Data"},
		"Nth day":     {"Nth Day", "N-ter Tag", "Tag N", "Nième jour", "Enésimo día"},
		"Date range":  {"Date comparison", "Comparison", "Zeitraum", "Plage de dates", "Periodo", "Intervalo de fechas"},
		"Sessions":    {"Sitzungen", "Sesiones", "Sessioni", "Sessies", "Sessões"},
		"Key events":  {"Conversions", "Key events (All events)", "Événements clés", "Schlüsselereignisse", "Wichtige Ereignisse", "Eventos clave", "Conversiones"},
		"Total users": {"Users", "Active users", "Nombre total d'utilisateurs", "Nombre total d’utilisateurs", "Utilisateurs actifs", "Gesamtzahl der Nutzer", "Nutzer insgesamt", "Aktive Nutzer", "Total de usuarios", "Usuarios totales", "Usuarios activos"},
		"Total revenue": {"Revenu total", "Revenus totaux", "Gesamtumsatz", "Umsatz insgesamt", "Ingresos totales", "Revenue", "Purchase revenue",
			"Totale entrate", "Entrate totali"},
		"Engaged sessions": {"Sitzungen mit Interaktionen", "Sessions avec engagement", "Sesiones con interacción"},
		"Engagement rate":  {"Engagement-Rate", "Taux d'engagement", "Taux d’engagement", "Porcentaje de interacciones", "Tasa de interacción"},
		"Average engagement time per session": {"Durchschnittliche Interaktionsdauer pro Sitzung", "Durée d'engagement moyenne par session", "Durée d’engagement moyenne par session",
			"Tiempo medio de interacción por sesión"},
		"Events per session": {"Ereignisse pro Sitzung", "Événements par session", "Eventos por sesión"},
		"Event count":        {"Ereignisanzahl", "Nombre d'événements", "Nombre d’événements", "Número de eventos"},
		"Transactions":       {"Ecommerce purchases", "Transaktionen"},
	},
	decimalIn: commaTongue,
	// These tell only how the file writes numbers.
	columns: []column{{"Nth day", plain}, {"Date range", plain}, {"Engagement rate", numeric}, {"Average engagement time per session", numeric}, {"Events per session", numeric}},
})

var ga4Report = &statReport{
	subject: shop.AChannel, key: "ga4", day: []string{"Date"}, segment: []string{"Channel", "Source / medium", "Source", "Campaign"},
	amount: gmv, adjust: ga4Days,
	figures: []figure{
		{names: []string{"Total revenue"}, cents: gmv, signed: true}, statCount("Sessions", sessions), statCount("Key events", keyEvents),
		statCount("Total users", visitors), statCount("Transactions", statOrders),
	},
}

// ga4Dims are what a table may be split by. The one that stands in Segment is not looked for twice.
var ga4Dims = []string{"Channel", "Source / medium", "Source", "Campaign"}

func planGA4(f *format) *format {
	d := *ga4Report
	// Beside a channel the rows may be split by source and campaign.
	d.name, d.campaign, d.group = []string{"Source / medium", "Source"}, []string{"Campaign"}, []string{"Medium", "Landing page", "Country", "Device category"}
	f = d.plan(f)
	f.open = func(t *table) rowReader { return &ga4Rows{rowReader: openStatReport(t, &d), t: t} }
	f.recognise = recogniseGA4
	return f
}

// recogniseGA4 wants visits by a dimension of sessions; a table of days alone is taken for want of another.
func recogniseGA4(n names) int {
	if !n.has("Sessions") && !n.has("Total revenue") && !n.has("Total users") {
		return 0
	}
	more := 0
	for _, name := range []string{"Engaged sessions", "Engagement rate", "Key events", "Total revenue", "Event count", "Total users", "Events per session"} {
		more += int(one(n.has(name)))
	}
	split := slices.ContainsFunc(ga4Dims, func(name string) bool { return n.has(name) })
	switch {
	case split && n.has("Sessions"):
		return min(70+6*more, 100)
	case split || !n.has("Date") && !n.has("Nth day") || !ga4Only(n):
		return 0
	}
	return 40
}

// ga4Only reports whether all columns are those of Analytics: a table of days and visits may be anyone's.
func ga4Only(n names) bool {
	known := 0
	for _, name := range []string{"Date", "Nth day", "Date range", "Sessions", "Total users", "Total revenue", "Key events", "Engaged sessions", "Engagement rate", "Event count",
		"Events per session", "Average engagement time per session", "Transactions"} {
		known += int(one(n.has(name)))
	}
	return known == len(n.head.names)
}

// ga4Find finds the dimensions of sessions, whose names differ by language, by property and by year.
func ga4Find(h *header, name string) int {
	for i, full := range h.names {
		full = plainName(full)
		if ga4Dim(full) == name {
			return i
		}
	}
	return -1
}

// ga4Dim tells what a column's name splits the visits by, "" for nothing known.
func ga4Dim(name string) string {
	ofVisits := hasAny(name, "session", "sitzung", "sesi", "first user", "sessio", "sessie", "sessã", "premier utilisateur", "erster nutzer", "primer usuario")
	switch {
	case hasAny(name, "channel group", "channelgruppe", "channelgruppierung", "groupe de canaux", "grupo de canales", "gruppo di canali", "kanaalgroep", "grupo de canais"):
		return "Channel"
	case !ofVisits:
		return map[string]string{"landing page": "Landing page", "landing page + query string": "Landing page", "country": "Country", "device category": "Device category"}[name]
	case hasAny(name, "source / medium", "source/medium", "quelle / medium", "quelle/medium", "source / support", "source/support", "fuente / medio", "fuente/medio", "fuente o medio"):
		return "Source / medium"
	case hasAny(name, "campaign", "kampagne", "campagne", "campaña"):
		return "Campaign"
	case hasAny(name, "source", "quelle", "fuente"):
		return "Source"
	case hasAny(name, "medium", "support", "medio"):
		return "Medium"
	}
	return ""
}

// ga4Total recognises the row that sums the others, before or behind them: its dimensions are empty or say
// so, or a cell behind the last column does. The row is kept for the comparison with the sum.
func ga4Total(t *table, rec *record) bool {
	is := ga4Sum(trim(rec.cell(len(t.names.head.names)))) && rec.len() > len(t.names.head.names)
	empty, dims := true, 0
	for _, name := range append([]string{"Date", "Nth day"}, ga4Dims...) {
		col := t.names.at(name)
		if col < 0 {
			continue
		}
		dims++
		cell := trim(rec.cell(col))
		is = is || ga4Sum(cell)
		empty = empty && len(cell) == 0
	}
	if is = is || empty && dims > 0; is {
		t.sums = t.sums[:0]
		for i := range rec.len() {
			t.sums = append(t.sums, bytes.Clone(trim(rec.cell(i))))
		}
	}
	return is
}

func ga4Sum(cell []byte) bool {
	switch plainName(string(cell)) {
	case "grand total", "total", "totals", "gesamtsumme", "gesamt", "summe", "total général", "totaux", "total general", "suma total", "totale complessivo":
		return true
	}
	return false
}

// ga4Days settles the days of a row by its number of the day, or by the stretch that it compares.
func ga4Days(r row, s *shop.Stat) *flaw {
	if s.Campaign == s.Segment {
		s.Campaign = "" // the table is split by campaign alone
	}
	if s.Name == s.Segment {
		s.Name = ""
	}
	if col := r.t.names.at("Date range"); col >= 0 && r.t.names.at("Date") < 0 {
		w, ok := ga4Range(r.text(col))
		if !ok {
			return r.t.flaw(col, "bad_period", "does not name the days that the row is about.")
		}
		s.First, s.Last = w.Start, w.Last()
		return nil
	}
	col := r.t.names.at("Nth day")
	if col < 0 || r.t.names.at("Date") >= 0 {
		return nil
	}
	n, bad := r.count(col)
	if bad == nil && (n < 0 || int(n) >= r.t.window.Days()) {
		bad = r.t.flaw(col, "bad_period", "counts a day that is not in the file's period.")
	}
	s.First = r.t.window.Start + shop.Day(n)
	s.Last = s.First
	return bad
}

// ga4Range reads "20261001-20261031", "2026-10-01 to 2026-10-31" or "Oct 1, 2026 - Oct 31, 2026".
func ga4Range(text string) (shop.Period, bool) {
	if w, ok := findPeriod(text, orderUnknown); ok {
		return w, true
	}
	for _, mark := range []string{" - ", " – ", " to ", "-", "–"} {
		from, to, ok := strings.Cut(text, mark)
		if !ok {
			continue
		}
		last, ok := parseStamp(trim([]byte(to)))
		if !ok {
			continue
		}
		first, ok := parseStamp(trim([]byte(from)))
		if !ok { // the year may stand behind the second day only
			first, ok = parseStamp(fmt.Appendf(nil, "%s, %d", strings.TrimSpace(from), last.year))
		}
		start, ok1 := first.date(orderUnknown)
		end, ok2 := last.date(orderUnknown)
		if ok && ok1 && ok2 && start <= end {
			return shop.Inclusive(start, end), true
		}
	}
	return shop.Period{}, false
}

// ga4Rows adds up the visits and the revenue, to compare them with the row of totals.
type ga4Rows struct {
	rowReader
	t       *table
	visits  int64
	revenue shop.Cents
	rows    int
}

func (g *ga4Rows) read(r row) error {
	g.rows++
	if n, bad := r.count(g.t.names.at("Sessions")); bad == nil {
		g.visits += n
	}
	if c, bad := r.cents(g.t.names.at("Total revenue")); bad == nil {
		g.revenue, _ = shop.AddCents(g.revenue, c)
	}
	return g.rowReader.read(r)
}

// finish says where the rows are not the whole that the report's own totals row names. Users are not
// compared: one person counts once in the whole and once in each channel.
func (g *ga4Rows) finish() error {
	if len(g.t.sums) > 0 && g.t.names.at("Date range") < 0 {
		g.compare("Sessions", func(n number) (string, bool) {
			whole, ok := n.cents(0)
			return fmt.Sprintf("the rows have %d sessions, the totals row says %d", g.visits, int64(whole)), ok && int64(whole) != g.visits
		})
		g.compare("Total revenue", func(n number) (string, bool) {
			whole, ok := n.cents(g.t.decimals)
			off := whole - g.revenue
			slack := shop.Cents(g.rows/2 + 1) // each row was rounded
			return fmt.Sprintf("the revenue of the rows is %s, the totals row says %s", minor(g.revenue, g.t.decimals), minor(whole, g.t.decimals)), ok && (off > slack || off < -slack)
		})
	}
	return g.rowReader.finish()
}

func (g *ga4Rows) compare(name string, differs func(number) (string, bool)) {
	col := g.t.names.at(name)
	if col < 0 || col >= len(g.t.sums) || missing(g.t.sums[col]) {
		return
	}
	n, code := parseNumber(g.t.sums[col], g.t.comma)
	if code != "" {
		return
	}
	if says, wrong := differs(n); wrong {
		g.t.rep.note(Issue{Column: col + 1, Code: "total_differs", Message: "The totals row of the report is not the sum of its rows: " + says + ". Analytics hides small rows, and an export may be cut off."})
	}
}

// minor writes minor units with their decimals.
func minor(c shop.Cents, decimals int) string {
	text := fmt.Sprintf("%0*d", decimals+1, max(c, -c))
	if decimals > 0 {
		text = text[:len(text)-decimals] + "." + text[len(text)-decimals:]
	}
	if c < 0 {
		text = "-" + text
	}
	return text
}
