package importer

import (
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// TestWebAndToolFixtures states by hand what the fixtures hold; the golden files say the rest.
func TestWebAndToolFixtures(t *testing.T) {
	t.Parallel()
	cases := []struct {
		path                             string
		rows, emitted, rejected, skipped int
		amount                           shop.Cents
	}{
		{"ga4_traffic_acquisition/Traffic_acquisition_channel_group.csv", 5, 5, 0, 18, 21050 + 2499 + 5100},
		{"ga4_traffic_acquisition/Neu_generierter_Traffic_de.csv", 3, 3, 0, 9, 123456 + 2450},
		{"ga4_traffic_acquisition/Acquisition_de_trafic_fr.csv", 4, 4, 0, 6, 123456 + 8990 + 31000},
		{"ga4_traffic_acquisition/comparison.csv", 4, 4, 0, 5, 81240 + 54000 + 12005 + 13110},
		{"ga4_traffic_acquisition/by_day.csv", 4, 4, 0, 2, 1999 + 4000}, // 40.005: half to even
		{"gsc_performance/Dates.csv", 3, 3, 0, 0, 0},
		{"gsc_performance/Suchanfragen 20261001-20261031.csv", 2, 2, 0, 0, 0},
		{"gsc_performance/compare_pages.csv", 2, 2, 0, 0, 0},
		{"google_trends/multiTimeline.csv", 3, 3, 0, 2, 0},
		{"fairing_responses/responses.csv", 6, 5, 1, 0, 0},
		{"social_snowball_conversions/conversions-export-1790000000.csv", 5, 5, 0, 0, 4200 + 104250 + 1899 - 4200 + 999},
		{"goaffpro_sales/sales.csv", 5, 4, 1, 0, 4200 + 1899 + 1200},
		{"uppromote_referrals/referrals 2026-10-01 to 2026-10-31.csv", 3, 3, 0, 0, 4200 + 1899 + 4200},
		{"impact_actions/actions.csv", 4, 4, 0, 0, 4200 + 1899}, // 902 stands twice
		{"impact_actions/earnings_only.csv", 3, 3, 0, 0, 420 + 420 + 190},
		{"claims_simple/claims.csv", 8, 6, 2, 1, 4200 + 1899 + 1200 - 1000},
		{"claims_simple/refersion_mapped.csv", 3, 3, 0, 0, 123450},
		{"creators_simple/creators.csv", 4, 2, 2, 0, 189050},
		{"posts_simple/posts.csv", 3, 2, 1, 0, 8400},
		{"survey_simple/answers.csv", 5, 4, 1, 0, 0},
		{"costs_simple/costs.csv", 6, 5, 1, 0, 25000 + 1200 + 1200 + 4000 - 5000},
		{"audience_simple/audience.csv", 6, 6, 0, 0, 0},
		{"sessions_simple/sessions.csv", 3, 3, 0, 0, 8990 + 2000},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			docs, rep := read(t, File("testdata/"+c.path), goldenOptions(t, "testdata/"+c.path))
			if rep.Rows != c.rows || rep.Emitted != c.emitted || rep.Rejected != c.rejected || rep.Skipped != c.skipped || rep.AmountMinor != c.amount {
				t.Errorf("got rows %d emitted %d rejected %d skipped %d amount %d, want %+v", rep.Rows, rep.Emitted, rep.Rejected, rep.Skipped, rep.AmountMinor, c)
			}
			if s := show(docs, rep); strings.Contains(s, "example.com") && !strings.Contains(c.path, "gsc") || strings.Contains(s, "555-0199") || strings.Contains(s, "planted") {
				t.Errorf("holds what names a person: %s", s)
			}
		})
	}
}

// TestGA4: the traps of Analytics' exports.
func TestGA4(t *testing.T) {
	t.Parallel()
	const head = "# Start date: 20261001\n# End date: 20261002\n"
	cases := []struct {
		name, body, status, codes string
		rows                      int
		amount                    shop.Cents
		first                     string // segment of the first row
	}{
		{"totals that differ are said", head + "Session source,Sessions,Key events,Total revenue\ntiktok,10,1,5\ngoogle,20,1,5\nGrand total,31,2,10.5\n", StatusOK, "total_differs total_differs", 2, 1000, "tiktok"},
		{"totals in the first row, first cell blank", head + "Session source,Sessions,Key events,Total revenue\n,30,2,10\ntiktok,10,1,5\ngoogle,20,1,5\n", StatusOK, "", 2, 1000, "tiktok"},
		{"Grand total behind the last column", head + "Session source,Sessions,Key events,Total revenue\n,30,2,10,Grand total\ntiktok,10,1,5,\ngoogle,20,1,5,\n", StatusOK, "", 2, 1000, "tiktok"},
		{"other order of columns, conversions for key events", head + "Total revenue,Conversions,Engaged sessions,Sessions,Session default channel group\n7.5,1,2,3,Paid Social\n", StatusOK, "", 1, 750, "Paid Social"},
		{"Spanish", "# Fecha de inicio: 20261001\n# Fecha de finalización: 20261002\nGrupo de canales principal de la sesión (grupo de canales predeterminado);Sesiones;Ingresos totales\nOrganic Search;1.234;1.234,56 €\n", StatusOK, "", 1, 123456, "Organic Search"},
		{"a channel that is split by campaign", head + "Session default channel group,Session campaign,Sessions,Total revenue\nPaid,summer,1,2\nPaid,winter,1,2\n", StatusOK, "", 2, 400, "Paid"},
		{"without the stretch it is asked for", "Session source,Sessions,Key events\ntiktok,10,1\n", StatusNeedsMapping, "", 0, 0, ""},
		{"days and visits of anyone are no report of Analytics", "Date,Sessions,Store\n20261001,5,x\n", StatusNeedsMapping, "unknown_columns", 0, 0, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			opt := Options{Currency: "USD"}
			if strings.Contains(c.body, "€") {
				opt.Currency = "EUR"
			}
			docs, rep := read(t, text(c.body), opt)
			var codes []string
			for _, is := range rep.Issues {
				codes = append(codes, is.Code)
			}
			if rep.Status != c.status || strings.Join(codes, " ") != c.codes || rep.Rows != c.rows || rep.AmountMinor != c.amount {
				t.Fatalf("got %+v", rep)
			}
			if c.rows > 0 && (docs[0].Stats[0].Segment != c.first || docs[0].Stats[0].First.String() != "2026-10-01" || docs[0].Stats[0].Last.String() != "2026-10-02") {
				t.Errorf("got %+v", docs[0].Stats[0])
			}
		})
	}
	docs, _ := read(t, text(head+"Session source,Sessions,Key events\ntiktok,10,1\n"), Options{})
	if s := docs[0].Stats[0]; s.GMVCents.Known {
		t.Errorf("a report without revenue reports %v", s.GMVCents)
	}
}

// TestSearchConsole: what the name of the file says is the day of the export, not what it speaks of.
func TestSearchConsole(t *testing.T) {
	t.Parallel()
	const queries = "Top queries,Clicks,Impressions,CTR,Position\nglow,4,10,40%,3.1\n"
	if _, rep := read(t, text(queries), Options{Name: "Performance-on-Search-2026-10-31.csv"}); rep.Status != StatusNeedsMapping || rep.Questions[0].Name != "period" {
		t.Errorf("got %+v", rep)
	}
	if _, rep := read(t, text("Date,Clics,Impressions,CTR,Position moyenne\n2026-10-01,4,10,\"40 %\",\"3,1\"\n"), Options{}); rep.Status != StatusOK || rep.Currency != "" {
		t.Errorf("got %+v", rep)
	}
	if _, rep := read(t, text("Category: All categories\n\nDay,a: (Worldwide),b: (Worldwide)\n2026-10-01,1,2\n"), Options{}); rep.Status != StatusRefused || rep.Issues[0].Code != "several_terms" {
		t.Errorf("got %+v", rep)
	}
}

// TestClaimVersions: a later export of an order replaces what an earlier one said, a repeated row adds
// nothing, and two rows of one order that say different things both count.
func TestClaimVersions(t *testing.T) {
	t.Parallel()
	const head = "date,order_id,creator,amount,status\n"
	one := func(body string) ([]*shop.Doc, *Report) { return read(t, text(head+body), Options{Currency: "USD"}) }
	before, _ := one("2026-10-01,#1,mia,10,pending\n")
	after, _ := one("2026-10-01,#1,mia,10,rejected\n")
	if before[0].Key != after[0].Key || before[0].Maturity >= after[0].Maturity || after[0].OrderID != "#1" {
		t.Errorf("got %+v, then %+v", before[0], after[0])
	}
	if docs, rep := one("2026-10-01,#1,mia,10,paid\n2026-10-01,#1,mia,10,paid\n"); docs[0].Key != docs[1].Key || rep.AmountMinor != 1000 {
		t.Errorf("the same row twice: %+v", rep)
	}
	if docs, rep := one("2026-10-01,#1,mia,10,paid\n2026-10-02,#1,mia,-4,paid\n"); docs[0].Key == docs[1].Key || rep.AmountMinor != 600 {
		t.Errorf("a partial reversal: %+v", rep)
	}
	tools := func(tool string) shop.Key {
		docs, rep := read(t, text(head+"2026-10-01,#1,mia,10,paid\n"), Options{Currency: "USD", Map: &Mapping{Set: map[string]string{"source": tool}}})
		if rep.Source != tool {
			t.Errorf("source %q, want %q", rep.Source, tool)
		}
		return docs[0].Key
	}
	if tools("LTK") == tools("Refersion") {
		t.Error("two tools' claims of one order are one")
	}
}

func TestPersonal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"TikTok": false, "@mia.glow": false, "saw @mia.glow on tiktok.": false, "mia@example.com": true, "call 312-555-0199": true, "+44 20 7946 0958": true,
		"in 2026": false, "order 1001 and 1002": false, "2026-10-01": true, "x@y": false, "50 % of it, 30 days": false} {
		if got := personal(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestPostID(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{"https://www.tiktok.com/@mia/video/7391234567890123456?lang=en": "7391234567890123456", "https://www.instagram.com/p/Cx_1-2/": "Cx_1-2",
		"https://youtu.be/abc?t=3": "abc", "https://www.youtube.com/watch?v=abc&t=3": "abc", "https://vm.tiktok.com/ZM123/?x=1": "https://vm.tiktok.com/ZM123", "": "", "--": ""} {
		if got := postID(link); got != want {
			t.Errorf("%q: got %q", link, got)
		}
	}
}
