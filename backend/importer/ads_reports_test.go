package importer

import (
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// TestAdWindows: without By Day ads speak of the stretch in the file's name, one day of which is that day.
func TestAdWindows(t *testing.T) {
	t.Parallel()
	head := strings.TrimPrefix(adHead, "By Day,")
	one := func(file, name string) *shop.Doc {
		docs, rep := read(t, text(file), Options{Name: name})
		if len(docs) != 1 {
			t.Fatalf("%+v", rep)
		}
		return docs[0]
	}
	month := one(head+"c,g,a,USD,5,1,1\n", "report_2026-10-01_2026-10-31.csv")
	if s := month.Stats[0]; s.First.String() != "2026-10-01" || s.Last.String() != "2026-10-31" {
		t.Errorf("got %+v", s)
	}
	if wider := one(head+"c,g,a,USD,5,1,1\n", "report_2026-10-01_2026-11-30.csv"); wider.Key == month.Key {
		t.Error("two stretches have one key")
	}
	if one(head+"c,g,a,USD,5,1,1\n", "r_20261001_20261001.csv").Key != one(adHead+"2026-10-01,c,g,a,USD,6,1,1\n", "x.csv").Key {
		t.Error("a stretch of one day is not that day")
	}
	if _, rep := read(t, text(head+"c,g,a,USD,5,1,1\n"), Options{Name: "x.csv"}); rep.Status != StatusNeedsMapping || rep.Questions[0].Name != "period" {
		t.Errorf("no stretch: %+v", rep)
	}
	if _, rep := read(t, text(strings.ReplaceAll(adHead, "Currency,", "")+"2026-10-01,c,g,a,£5,1,1\n"), Options{Currency: "USD"}); rep.Status != StatusNeedsMapping ||
		rep.Questions[0].Name != "currency" {
		t.Errorf("pounds in a shop of dollars: %+v", rep)
	}
}

func TestAdsInOtherLanguages(t *testing.T) {
	t.Parallel()
	for _, head := range []string{
		"Per Hari,Nama kampanye,Nama grup iklan,Nama iklan,Mata uang,Biaya,Impresi\n",
		"일별,캠페인 이름,광고 그룹 이름,광고 이름,통화,비용,노출수\n",
		"Por día,Nombre de la campaña,Nombre del grupo de anuncios,Nombre del anuncio,Moneda,Coste,Impresiones\n",
		"按天,系列名称,广告组名称,广告名称,货币,消耗,展示量\n",
	} {
		docs, rep := read(t, text(head+"2026-10-01,c,g,a,IDR,50000,7\nTotal: 1 resultados,-,-,-,-,50000,7\n"), Options{})
		if rep.Skipped != 1 || rep.Format != "tiktok_ads_ad_daily" || rep.AmountMinor != 5000000 || rep.Currency != "IDR" || docs[0].Stats[0].Impressions.Value != 7 {
			t.Errorf("%s: %s", head, show(docs, rep))
		}
	}
}

// TestMetaRows: only rows of ads by day are daily spend; other rows hold the same spend again.
func TestMetaRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		subject    shop.Subject
		days       string
	}{
		{"by day", "Day,Campaign name,Ad name,Amount spent (USD)\n2026-10-02,c,a,5.00\n", shop.AnAd, "2026-10-02 2026-10-02"},
		{"one day as a stretch", "Reporting Starts,Reporting Ends,Ad Name,Amount Spent (USD)\n2026-10-02,2026-10-02,a,5.00\n", shop.AnAd, "2026-10-02 2026-10-02"},
		{"a stretch", "Reporting starts,Reporting ends,Ad name,Amount spent (USD)\n2026-10-01,2026-10-31,a,5.00\n", shop.AnAd, "2026-10-01 2026-10-31"},
		{"campaigns", "Day,Campaign name,Amount spent,Currency\n2026-10-02,c,5.00,USD\n", shop.ACampaign, "2026-10-02 2026-10-02"},
		{"Portuguese", "Início dos relatórios,Encerramento dos relatórios,Nome do anúncio,Valor usado (USD),Impressões\n2026-10-02,2026-10-02,a,\"5,00\",7\n", shop.AnAd, "2026-10-02 2026-10-02"},
		{"German", "Tag;Anzeigenname;Ausgegebener Betrag (USD)\n2026-10-02;a;5,00\n", shop.AnAd, "2026-10-02 2026-10-02"},
		{"by age", "Day,Ad name,Age,Gender,Amount spent (USD)\n2026-10-02,a,18-24,female,5.00\n", shop.AnAudience, "2026-10-02 2026-10-02"},
	} {
		docs, rep := read(t, text(c.file), Options{Currency: "EUR"})
		if rep.Format != "meta_ads_daily" || rep.AmountMinor != 500 || rep.Currency != "USD" {
			t.Errorf("%s: %s", c.name, show(docs, rep))
			continue
		}
		if s := docs[0].Stats[0]; s.Subject != c.subject || s.First.String()+" "+s.Last.String() != c.days {
			t.Errorf("%s: %s", c.name, showStat(s))
		}
	}
	docs, _ := read(t, text("Day,Ad name,Age,Gender,Amount spent (USD)\n2026-10-02,a,18-24,female,5.00\n2026-10-02,a,18-24,male,5.00\n"), Options{})
	if len(docs) != 2 || docs[0].Stats[0].Segment != "18-24, female" {
		t.Errorf("parts of the audience: %+v", docs)
	}
}

func TestAudienceKinds(t *testing.T) {
	t.Parallel()
	for segment, want := range map[string]string{"18-24 - Male": "age and gender", "55+": "age and gender", "Female": "age and gender", "England": "place",
		"Zürich": "place", "Unknown": ""} {
		s := shop.Stat{Segment: segment}
		if audienceKind(row{}, &s); s.Name != want {
			t.Errorf("%s: got %q, want %q", segment, s.Name, want)
		}
	}
}

// TestGMVMaxCards: the marks for no creator and no video name nobody.
func TestGMVMaxCards(t *testing.T) {
	t.Parallel()
	const head = "Campaign ID,Product ID,Creative type,Video title,Video ID,TikTok account,Cost,SKU orders,Gross revenue,Currency\n"
	for _, mark := range []string{"", "0", "-", "N/A", "--"} {
		docs, rep := read(t, text(head+"9,11,Product card,-,N/A,"+mark+",5.00,1,20.00,USD\n"), Options{Name: "g 2026-10-01 00 ~ 2026-10-07 23.csv"})
		if s := docs[0].Stats[0]; s.Creator != "" || s.ID != "" || s.SpendCents.Value != 500 || s.GMVCents.Value != 2000 || s.Last.String() != "2026-10-07" {
			t.Errorf("%q: %s", mark, show(docs, rep))
		}
	}
}
