package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// gscNames are the columns of Search Console's performance report and what they are called elsewhere.
var gscNames = map[string][]string{
	"Date":              {"Datum", "Fecha", "Data", "Tarih", "日付", "날짜", "日期", "Дата"},
	"Top queries":       {"Query", "Queries", "Requêtes les plus fréquentes", "Requête", "Requêtes", "Häufigste Suchanfragen", "Suchanfrage", "Suchanfragen", "Consultas principales", "Consulta", "Query principali", "Populairste zoekopdrachten", "Najpopularniejsze zapytania", "En popüler sorgular", "Nejčastější dotazy", "Vanligaste sökfrågorna", "上位のクエリ", "인기 검색어", "热门查询", "Поисковый запрос"},
	"Top pages":         {"Page", "Pages", "Pages les plus populaires", "Häufigste Seiten", "Die häufigsten Seiten", "Beliebteste Seiten", "Seite", "Seiten", "Páginas principales", "Pagine principali", "Populairste pagina's"},
	"Country":           {"Pays", "Land", "País", "Paese"},
	"Device":            {"Appareil", "Gerät", "Dispositivo", "Apparaat"},
	"Search appearance": {"Search Appearance", "Apparence dans les résultats de recherche", "Darstellung in der Suche", "Aspecto de la búsqueda"},
	"Clicks":            {"Clics", "Klicks", "Clic", "Klikken", "Kliknięcia", "Tıklama", "Kliknutí", "Klick", "Cliques", "クリック数", "클릭수", "点击次数", "Клики"},
	"Impressions":       {"Impressionen", "Impresiones", "Impressioni", "Vertoningen", "Wyświetlenia", "Görüntüleme", "Zobrazení", "Visningar", "Impressões", "表示回数", "노출수", "展示次数", "Показы"},
	"CTR":               {"Klickrate", "Klickfrekvens", "클릭률", "点击率"},
	"Position":          {"Position moyenne", "Durchschnittliche Position", "Posición", "Posición media", "Posizione", "Posizione media", "Positie", "Pozycja", "Ortalama konum", "Průměrná pozice", "Genomsnittlig position", "Posição", "Posição média", "掲載順位", "평균 게재순위", "平均排名", "Позиция"},
}

// gscKinds are the tables of the report, by the column that only they have.
var gscKinds = []struct{ column, kind string }{{"Top queries", "query"}, {"Top pages", "page"}, {"Country", "country"}, {"Device", "device"}, {"Search appearance", "appearance"}}

// gscPerformance is Search Console's performance report: its table of days, or one of its others for a
// stretch of days.
var gscPerformance = (&statReport{
	subject: shop.ASearch, key: "gsc", day: []string{"Date"}, segment: []string{"Top queries", "Top pages", "Country", "Device", "Search appearance"}, adjust: gscKind,
	figures: []figure{statCount("Clicks", clicks), statCount("Impressions", impressions)},
}).plan(&format{
	Format: Format{
		ID:       "gsc_performance",
		Platform: "Google Search Console",
		What:     "how often the site was found on a day; or by one query, page, country or device in a stretch of days",
		Evidence: shop.Claim,
		Key:      "days, and the query, page, country or device",
		Amount:   "nothing: the report has no amounts",
		Trust:    "readers of real files, and their fixtures",
		Label:    "Search Console performance",
		Sum:      "Amount",
		Where:    "Google Search Console › Performance › Export › Download CSV",
	},
	aliases:     gscNames,
	find:        gscCompared,
	decimalIn:   commaTongue,
	dayOfExport: true,
	bundle:      true,
	columns:     []column{{"Position", numeric}, {"CTR", numeric}},
	recognise: func(n names) int {
		if !n.has("Clicks", "Impressions", "Position") {
			return 0
		}
		split := n.has("Date")
		for _, k := range gscKinds {
			split = split || n.has(k.column)
		}
		if !split {
			return 0
		}
		return 80 + 20*int(one(n.has("CTR")))
	},
})

// gscKind tells the rows of one table from those of another.
func gscKind(r row, s *shop.Stat) *flaw {
	for _, k := range gscKinds {
		if r.t.names.at(k.column) >= 0 {
			s.Name = k.kind
			return nil
		}
	}
	return nil
}

// gscCompared finds the column of the later of two stretches that are compared: "Last 28 days Clicks" beside
// "Previous 28 days Clicks", or the first of two that name their days.
func gscCompared(h *header, name string) int {
	names := append([]string{name}, gscNames[name]...)
	for i, full := range h.names {
		full = plainName(full)
		for _, end := range names {
			stretch, ok := strings.CutSuffix(full, " "+plainName(end))
			if ok && !hasAny(stretch, "previous", "same period", "difference", "vorherig", "précédent", "anterior") && (strings.HasPrefix(stretch, "last ") || strings.IndexFunc(stretch, isDigit) >= 0) {
				return i
			}
		}
	}
	return -1
}

// trendsDays are the names of the column of days, by how many days a row speaks of.
var trendsDays = map[string]int{"day": 1, "jour": 1, "tag": 1, "día": 1, "giorno": 1, "dag": 1, "dia": 1, "week": 7, "semaine": 7, "woche": 7, "semana": 7, "settimana": 7}

// googleTrends is the table "interest over time" of Google Trends for one search term, by day or week. Interest
// is a share of the highest in the file, so two files say nothing of each other.
var googleTrends = (&statReport{
	subject: shop.ASearch, key: "google_trends", day: []string{"Day"}, adjust: trendsTerm,
	figures: []figure{{names: []string{"Interest"}, count: shareOf}},
}).plan(&format{
	Format: Format{
		ID:       "google_trends",
		Platform: "Google Trends",
		What:     "how much one term was searched for on a day or in a week, as a share of the most in the file",
		Evidence: shop.Claim,
		Key:      "days, term and region",
		Amount:   "nothing: interest is no amount",
		Trust:    "readers of real files",
		Label:    "Google Trends interest over time",
		Sum:      "Amount",
		Where:    "Google Trends › Explore › Interest over time › Download CSV",
	},
	decimal: '.',
	find:    trendsFind,
	recognise: func(n names) int {
		if n.head == nil || len(n.head.names) < 2 || trendsFind(n.head, "Day") != 0 {
			return 0
		}
		for _, name := range n.head.names[1:] {
			if !trendsTermName(name) {
				return 0
			}
		}
		return 90
	},
})

// trendsTermName reports "glow serum: (United States)".
func trendsTermName(name string) bool {
	at := strings.LastIndex(name, ": (")
	return at > 0 && strings.HasSuffix(name, ")")
}

func trendsFind(h *header, name string) int {
	for i, full := range h.names {
		if name == "Day" && trendsDays[fold(full)] > 0 || name == "Interest" && trendsTermName(full) {
			return i
		}
	}
	return -1
}

// trendsTerm names the term and stretches a row over its week. A file that compares terms has several
// figures a row, which only mean something beside each other.
func trendsTerm(r row, s *shop.Stat) *flaw {
	h := r.t.names.head
	if len(h.names) > 2 {
		return &flaw{column: -1, code: "several_terms", message: "The file compares several terms. Download one file for each term."}
	}
	s.Name, s.Segment = "interest", clean(h.names[1])
	s.Last = s.First + shop.Day(trendsDays[fold(h.names[0])]-1)
	if s.SharePPM.Known {
		s.SharePPM.Value *= 10_000 // written 0 to 100
	}
	return nil
}
