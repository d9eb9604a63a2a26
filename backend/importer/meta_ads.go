package importer

import (
	"bytes"
	"strings"

	"creatorlift/backend/shop"
)

// metaAds is the export of Meta's Ads Manager, whose columns a person chooses. Broken down by day its rows speak of
// days, else of the stretch that stands in two columns of theirs; only the former are daily spend.
var metaAds = (&statReport{
	subject: shop.AnAd, key: "meta_ads", day: []string{"Day", "Reporting starts"}, until: []string{"Reporting ends"},
	id: []string{"Ad ID"}, name: []string{"Ad name"}, campaignID: []string{"Campaign ID"}, campaign: []string{"Campaign name"},
	groupID: []string{"Ad set ID"}, group: []string{"Ad set name"}, amount: spend, adjust: metaRow,
	figures: []figure{
		{names: []string{"Amount spent"}, cents: spend},
		{names: []string{"Purchases conversion value", "Website purchases conversion value", "Purchase conversion value"}, cents: gmv},
		{names: []string{"Impressions"}, count: impressions},
		{names: []string{"Link clicks"}, count: clicks},
		{names: []string{"Video plays"}, count: views},
		{names: []string{"Video plays at 100%"}, count: fullViews},
		{names: []string{"Adds to cart", "Website adds to cart"}, count: carts},
		{names: []string{"Checkouts initiated", "Website checkouts initiated"}, count: checkouts},
		{names: []string{"Purchases", "Website purchases"}, count: statOrders},
		{names: []string{"Post reactions"}, count: likes},
		{names: []string{"Post comments"}, count: comments},
		{names: []string{"Post shares"}, count: shares},
	},
}).plan(&format{
	Format: Format{
		ID:       "meta_ads_daily",
		Platform: "Meta Ads",
		What:     "what one ad cost and did on one day, or in the stretch from Reporting starts to Reporting ends, as the platform says",
		Evidence: shop.Claim,
		Key:      "day or stretch, campaign, ad set and ad (their ids, else their names), breakdown",
		Amount:   "Amount spent",
		Trust:    "headers that a dozen independent readers expect; no real file was seen",
		Label:    "Meta Ads by day",
		Sum:      "Spend",
		Where:    "Meta Ads Manager › Ads › Breakdown: By day › Reports › Export table data",
	},
	recognise: func(n names) int {
		if !n.has("Amount spent") || !anyOf(n, "Day", "Reporting starts") || !anyOf(n, metaNames...) {
			return 0
		}
		return n.share([]string{"Reporting starts", "Reporting ends", "Campaign name", "Ad set name", "Ad name", "Amount spent", "Impressions", "Link clicks"})
	},
	decimal: '.',
	aliases: map[string][]string{ // Spanish, French, Portuguese, German
		"Reporting starts": {"Inicio del informe", "Début des rapports", "Início dos relatórios"},
		"Reporting ends":   {"Fin del informe", "Fin des rapports", "Encerramento dos relatórios", "Término dos relatórios"},
		"Day":              {"Día", "Jour", "Dia", "Tag"},
		"Campaign name":    {"Nombre de la campaña", "Nom de la campagne", "Nome da campanha", "Kampagnenname"},
		"Campaign ID":      {"Identificador de la campaña"},
		"Ad set name": {"Nombre del conjunto de anuncios", "Nom de l’ensemble de publicités", "Nom de l'ensemble de publicités", "Nome do conjunto de anúncios",
			"Name der Anzeigengruppe"},
		"Ad name":                    {"Nombre del anuncio", "Nom de la publicité", "Nome do anúncio", "Anzeigenname"},
		"Amount spent":               {"Importe gastado", "Montant dépensé", "Valor usado", "Ausgegebener Betrag"},
		"Impressions":                {"Impresiones", "Impressões", "Impressionen"},
		"Link clicks":                {"Clics en el enlace", "Clics sur un lien", "Cliques no link", "Link-Klicks"},
		"Purchases":                  {"Compras", "Achats"},
		"Purchases conversion value": {"Valor de conversão da compra"},
		"Age":                        {"Edad", "Âge", "Idade", "Alter"}, "Gender": {"Sexo", "Sexe", "Gênero", "Geschlecht"},
	},
	isTotal: metaTotal,
})

// metaNames are the columns that name what a row is about, metaSplits those that spread it over several rows.
var (
	metaNames  = []string{"Ad name", "Ad ID", "Ad set name", "Ad set ID", "Campaign name", "Campaign ID"}
	metaSplits = []string{"Age", "Gender", "Country", "Region", "DMA region", "Platform", "Placement", "Device platform", "Impression device",
		"Time of day (ad account time zone)", "Time of day (viewer's time zone)"}
)

// metaRow tells what a row is about. Rows of campaigns and of parts of the audience hold spend that the rows of the
// ads hold too, so they are no ads.
func metaRow(r row, s *shop.Stat) *flaw {
	if r.t.anyOf("Day") != -1 {
		s.Last = s.First // Reporting ends is that of the whole export
	}
	var parts []string
	for _, name := range metaSplits {
		if part := dash(r.text(r.t.names.at(name))); part != "" {
			parts = append(parts, part)
		}
	}
	s.Segment = strings.Join(parts, ", ")
	switch {
	case len(parts) > 0:
		s.Subject = shop.AnAudience
	case !anyOf(r.t.names, "Ad name", "Ad ID"):
		s.Subject = shop.ACampaign
	}
	return nil
}

// metaTotal recognises the row of sums: it names no campaign, ad set or ad.
func metaTotal(t *table, rec *record) bool {
	for _, name := range metaNames {
		cell := trim(rec.cell(t.names.at(name)))
		if missing(cell) || isTotal(cell) {
			continue
		}
		return bytes.HasPrefix(cell, []byte("Results from ")) && missing(trim(rec.cell(t.names.at("Ad set name"))))
	}
	return true
}
