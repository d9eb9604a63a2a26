package importer

import "strings"

// webFormats are web analytics, search and surveys.
var webFormats = []*format{
	ga4Traffic,
	gscPerformance,
	googleTrends,
	fairingResponses,
}

// plainName is a column's name as names are compared across languages and hands: folded, all dashes one,
// underscores as spaces, one kind of apostrophe.
func plainName(name string) string {
	return plainMarks.Replace(fold(name))
}

var plainMarks = strings.NewReplacer("–", "-", "—", "-", "_", " ", "’", "'")

// hasAny reports whether a text holds one of the parts.
func hasAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// commaTongue gives the decimal sign that goes with the language of a Google export's column names.
func commaTongue(n names) byte {
	for _, name := range n.head.names {
		if hasAny(plainName(name), "sitzung", "umsatz", "klick", "suchanfrag", "groupe de", "revenu ", "revenus", "requête", "événement", "moyenne",
			"sesi", "ingresos", "consultas", "posición", "clic ", "posizione", "sessioni", "vertoningen", "zapytania", "pozycja", "pozice", "Ğ", "görünt", "visningar", "показы") {
			return ','
		}
	}
	return '.'
}
