package importer

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// TestFixtureTotals: what each fixture holds, counted and added by hand.
func TestFixtureTotals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path                              string
		rows, accepted, rejected, skipped int
		amount                            shop.Cents
		currency                          shop.Currency
	}{
		// 1,234.56 + 300.00 + 19.99 + 0.00; a creator twice, one without a name, one with words for money; definitions, Total
		{"tiktok_shop_creator_data_v3/Glow_Creator_Data_20261001-20261031.csv", 7, 4, 3, 2, 155455, "USD"},
		// Rp1.234.567 + Rp500.000 + Rp0, in cents
		{"tiktok_shop_creator_list_v2/Transaction_Analysis_Creator_List_20260301-20260331.xlsx", 3, 3, 0, 0, 173456700, "IDR"},
		// 100.10 + 0.90
		{"tiktok_shop_video_data_v3/Glow_Video_Data_20260901-20260930.csv", 2, 2, 0, 1, 10100, "USD"},
		// Rp624.750 + 0
		{"tiktok_shop_video_performance_v0/Videodetails-id.xlsx", 2, 2, 0, 1, 62475000, "IDR"},
		// 420.50 + 80.00 + not reported; no LIVE ID, no day; definitions, Total
		{"tiktok_shop_live_list/Transaction_Analysis_Live_List_20261001-20261031.xlsx", 5, 3, 2, 2, 50050, "USD"},
		// 2,345.67 + 0.00; a damaged id
		{"tiktok_shop_transaction_analysis_products_v3/Glow_Transaction_Analysis_20261031.xlsx", 3, 2, 1, 2, 234567, "USD"},
		// 624.75 + 0.00; no creator; Total
		{"tiktok_shop_product_creators/ListCreators_1729000700000000000_20261001-20261031.xlsx", 3, 2, 1, 1, 62475, "USD"},
		// 5,000.50 + 12.00 + not reported, not the 999 and 888 of the channels; two rows above the header
		{"tiktok_shop_product_analytics/product_list.xlsx", 3, 3, 0, 2, 501250, "USD"},
		{"tiktok_shop_product_analytics/products-one-channel.csv", 2, 2, 0, 1, 501250, "USD"},
		// 1,200.50 + not reported + 99.50, no day called 32/10; 6 rows above the header, 2 labels or headers, 2 days to compare
		{"tiktok_shop_overview_daily/Shop Analytics_Key metrics.xlsx", 4, 3, 1, 10, 130000, "USD"},
		// Rp1.250.000 + Rp600.000 + 0; the sum row
		{"tiktok_shop_overview_daily/ringkasan.csv", 3, 3, 0, 1, 185000000, "IDR"},
		// 20.50 + 0.00 + 40.50; the total stands first
		{"tiktok_ads_ad_daily/AdReport_20261001_20261003_(GMT+8).xlsx", 3, 3, 0, 1, 6100, "SGD"},
		// 100.25 + 1,000.00, a campaign is called Total
		{"tiktok_ads_ad_daily/report_2026-10-01_2026-10-31.csv", 2, 2, 0, 1, 110025, "USD"},
		// 1,234.50 + 0.75 + 0.00
		{"tiktok_ads_campaign/Campaign report_2026-10-01_2026-10-31.csv", 3, 3, 0, 1, 123525, "USD"},
		// 10.00 + 210.40 + 0.60 + 4.00
		{"tiktok_ads_breakdown_geo_demo/Age and gender_20261001_20261031.xlsx", 4, 4, 0, 1, 22500, "USD"},
		// 200.00 + 25.50, not the 1.00 of nowhere
		{"tiktok_ads_breakdown_geo_demo/Location_20261001_20261031.xlsx", 3, 2, 1, 0, 22550, "GBP"},
		// 312.40 + 12.10 + 88.10 + 1.00 + 0.40 + 50.00; the first row again
		{"tiktok_gmv_max_creative/creative data for product campaigns 2026-10-01 00 ~ 2026-10-31 23.xlsx", 7, 6, 1, 0, 46400, "USD"},
		// 312,400 + 88,100 rupiah
		{"tiktok_gmv_max_creative/creative data for product campaigns 2026-09-01 00 ~ 2026-09-30 05.xlsx", 2, 2, 0, 0, 40050000, "IDR"},
		// 312.40 + 12.10 + 88.10
		{"tiktok_gmv_max_creative/zh 20261001-20261007.csv", 3, 3, 0, 0, 41260, "USD"},
		// 10.00 + 5.55
		{"tiktok_gmv_max_creative/Creative data 2026-10-05 - 2026-10-05.csv", 2, 2, 0, 0, 1555, "USD"},
		{"tiktok_one_campaign_report/campaign report 20261001-20261031.csv", 2, 2, 0, 1, 0, ""}, // no money, so no currency
		// 100.60 + 105.00 + 0; the row of sums names nothing
		{"meta_ads_daily/Glow-Ads-Oct.csv", 3, 3, 0, 1, 20560, "USD"},
		{"meta_ads_daily/Glow-Campaigns-stretch.csv", 2, 2, 0, 1, 115050, "MXN"},
		// 1,204,330.50 + 304.9K + 15,000.25
		{"fastmoss_kalodata_store_rank/Shop ranking 20261001-20261031.xlsx", 3, 3, 0, 0, 152423075, "USD"},
	} {
		_, rep := read(t, File(filepath.Join("testdata", c.path)), Options{Name: filepath.Base(c.path), Zone: "America/Chicago", Currency: "USD"})
		got := fmt.Sprint(rep.Status, rep.Rows, rep.Emitted, rep.Rejected, rep.Skipped, rep.AmountMinor, rep.Currency)
		if want := fmt.Sprint(StatusOK, c.rows, c.accepted, c.rejected, c.skipped, c.amount, c.currency); got != want || rep.Format != filepath.Dir(c.path) {
			t.Errorf("%s: got %s %s, want %s", c.path, rep.Format, got, want)
		}
	}
}

// TestThreeNamesForOneFigure: each generation of a column is the same figure under the same key.
func TestThreeNamesForOneFigure(t *testing.T) {
	t.Parallel()
	opt := Options{Name: "c_20261001-20261007.csv", Currency: "USD"}
	var keys []shop.Key
	for _, head := range []string{
		"Creator name,Creator-attributed GMV,Attributed orders,Creator-attributed items sold",
		"Attributed orders,Affiliate-attributed GMV,Creator name,Affiliate-attributed items sold",
		"Creator username,Affiliate GMV,Affiliate orders,Items sold",
		"Nama kreator,GMV dari kreator,Pesanan teratribusi,Produk yang terjual dari kreator",
		"Nome do criador,GMV atribuído ao criador,Pedidos atribuídos,Itens vendidos atribuídos ao criador",
	} {
		row := "@Mia,$10.50,3,4\n"
		if strings.HasPrefix(head, "Attributed") {
			row = "3,$10.50,@Mia,4\n"
		}
		docs, rep := read(t, text(head+"\n"+row), opt)
		if rep.Status != StatusOK || rep.AmountMinor != 1050 || docs[0].Stats[0].Orders.Value != 3 || docs[0].Stats[0].Units.Value != 4 {
			t.Errorf("%s: %s", head, show(docs, rep))
			continue
		}
		keys = append(keys, docs[0].Key)
	}
	for _, k := range keys {
		if k != keys[0] {
			t.Error("two generations have two keys")
		}
	}
}

// TestMoneyGone: orders without any money are a renamed column, and no shop that earned nothing.
func TestMoneyGone(t *testing.T) {
	t.Parallel()
	opt := Options{Name: "c_20261001-20261007.csv", Currency: "USD"}
	const head = "Creator name,Affiliate-attributed GMV,Attributed orders,Partner-attributed GMV\n"
	for _, c := range []struct{ file, want string }{
		{head + "mia,$0.00,3,$50.00\nbo,--,0,$0.00\n", "refused gmv_all_zero"},
		{head + "mia,Rp0,3,$50.00\n", "refused gmv_all_zero"},
		{head + "mia,$0.00,0,$0.00\nbo,$0.00,0,$0.00\n", "ok "},
		{head + "mia,--,3,$50.00\n", "ok "},
		{head + "mia,$0.00,3,$50.00\nbo,$0.01,1,$0.00\n", "ok "},
		{"Video ID,Creator name,GMV,Video-attributed orders\n7001,mia,0,2\n", "refused gmv_all_zero"},
		{"Date,GMV,SKU orders\n2026-10-01,0.00,2\n", "refused gmv_all_zero"},
		{"Product ID,Creator-attributed GMV,Attributed orders,Creators with sales\n11,0,2,1\n", "refused gmv_all_zero"},
		{"LIVE ID,LIVE title,Creator name,Creator LIVE-attributed GMV,LIVE-attributed orders\n7001,x,mia,0,2\n", "refused gmv_all_zero"},
	} {
		_, rep := read(t, text(c.file), opt)
		code := ""
		if len(rep.Issues) > 0 {
			code = rep.Issues[0].Code
		}
		if got := rep.Status + " " + code; got != c.want {
			t.Errorf("%s: got %s, want %s %+v", c.file, got, c.want, rep)
		}
	}
	_, rep := read(t, text(head+"mia,$0.00,3,$50.00\n"), opt)
	if msg := rep.Issues[0].Message; !strings.Contains(msg, "“Partner-attributed GMV”") {
		t.Errorf("the message does not name the other column: %s", msg)
	}
	opt.Format, opt.Map = "tiktok_shop_creator_list_v2", &Mapping{Columns: map[string]string{"Affiliate-attributed GMV": "Partner-attributed GMV"}}
	if _, rep := read(t, text(head+"mia,$0.00,3,$50.00\n"), opt); rep.Status != StatusOK || rep.AmountMinor != 5000 {
		t.Errorf("mapped: %+v", rep)
	}
}

// TestRupiah: a sign before three digits groups thousands where the currency is written without decimals, and
// the cells' own sign is believed before the option.
func TestRupiah(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ gmv, want string }{
		{"Rp500.000", "IDR 50000000"},
		{"\"Rp500,000\"", "IDR 50000000"},
		{"Rp1.234.567", "IDR 123456700"},
		{"\"Rp 1.234,50\"", "IDR 123450"},
		{"627.840₫", "VND 627840"},
		{"S$500.25", "SGD 50025"},
		{"RM12.50", "MYR 1250"},
		{"$500.25", "USD 50025"},
	} {
		_, rep := read(t, text("Creator name,Affiliate-attributed GMV,Attributed orders\nmia,"+c.gmv+",3\n"), Options{Name: "c_20261001.csv", Currency: "USD"})
		if got := fmt.Sprint(rep.Currency, " ", rep.AmountMinor); got != c.want || rep.Status != StatusOK {
			t.Errorf("%s: got %s, want %s %+v", c.gmv, got, c.want, rep)
		}
	}
}

// TestRatesHaveTheirOwnSign: a rate never costs a row its money.
func TestRatesHaveTheirOwnSign(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cell string
		want string
	}{{"11.20%", "112000"}, {"\"11,20%\"", "112000"}, {"0.112", "112000"}, {"104%", "1040000"}, {"--", "-"}, {"N/A", "-"}} {
		docs, rep := read(t, text("Video ID,Creator name,Creator video-attributed GMV,Video-attributed orders,Completion rate\n7001,mia,Rp1.234.567,1,"+c.cell+"\n"),
			Options{Name: "v_20261001.csv"})
		if rep.Emitted != 1 || docs[0].Stats[0].CompletionPPM.String() != c.want || rep.AmountMinor != 123456700 {
			t.Errorf("%s: %s", c.cell, show(docs, rep))
		}
	}
}

// TestOverviewPeriods: which rows of an overview are its days.
func TestOverviewPeriods(t *testing.T) {
	t.Parallel()
	const head = "Date,GMV,SKU orders,Orders\n"
	for _, c := range []struct {
		name, file string
		want       string // accepted rejected skipped amount and codes
	}{
		{"a sum without a word", head + ",30.00,3,3\n2026-10-01,10.00,1,1\n2026-10-02,20.00,2,2\n", "2 0 1 3000"},
		{"a sum with a range", head + "2026-10-01 ~ 2026-10-02,30.00,3,3\n2026-10-01,10.00,1,1\n2026-10-02,20.00,2,2\n", "2 0 1 3000"},
		{"total last", head + "2026-10-01,10.00,1,1\n2026-10-02,20.00,2,2\nTotal,30.00,3,3\n", "2 0 1 3000"},
		{"a row without a day", head + "2026-10-01,10.00,1,1\n,20.00,2,2\nsoon,5.00,1,1\n", "1 2 0 1000 missing_date bad_date"},
		{"a label, then earlier days", head + "2026-10-01,10.00,1,1\n\nPrevious period,,,\nTotal value,7.00,1,1\n2026-09-01,7.00,1,1\n", "1 0 4 1000 other_period"},
		{"a range, then earlier days", head + "2026-10-01,10.00,1,1\n2026-09-01 ~ 2026-09-30,7.00,1,1\n2026-09-01,7.00,1,1\n", "1 0 2 1000 other_period"},
		{"the header again, then earlier days", head + "2026-10-01,10.00,1,1\n\n" + head + "2026-09-01,7.00,1,1\n", "1 0 3 1000 other_period"},
		{"two months pasted together", head + "2026-09-01,7.00,1,1\n" + head + "2026-10-01,10.00,1,1\n", "2 0 1 1700"},
		{"newest first", head + "2026-10-02,20.00,2,2\n2026-10-01,10.00,1,1\n", "2 0 0 3000"},
		{"a day twice", head + "2026-10-01,10.00,1,1\n2026-10-01,11.00,1,1\n", "1 1 0 1000 duplicate_row"},
	} {
		_, rep := read(t, text(c.file), Options{Currency: "USD"})
		got := fmt.Sprint(rep.Emitted, rep.Rejected, rep.Skipped, int64(rep.AmountMinor))
		for _, is := range rep.Issues {
			got += " " + is.Code
		}
		if got != c.want || rep.Format != "tiktok_shop_overview_daily" {
			t.Errorf("%s: got %s, want %s %+v", c.name, got, c.want, rep)
		}
	}
}

// TestLiveKeys: a stream and product are the same in any window; a list of products tagged anew too.
func TestLiveKeys(t *testing.T) {
	t.Parallel()
	key := func(row, name string) shop.Key {
		docs, rep := read(t, text("LIVE ID,LIVE title,Creator name,LIVE start time,Product ID,Creator LIVE-attributed GMV\n"+row+"\n"),
			Options{Name: name, Currency: "USD", Zone: "America/Chicago"})
		if len(docs) != 1 {
			t.Fatalf("%+v", rep)
		}
		return docs[0].Key
	}
	one := key("7001,x,mia,2026-10-03 18:00,11,$5.00", "l_20261001-20261007.xlsx.csv")
	if key("7001,y,mia,2026-10-03 18:00,11,$6.00", "l_20261001-20261031.csv") != one {
		t.Error("another window makes another stream")
	}
	if key("7001,x,mia,2026-10-03 18:00,12,$5.00", "l_20261001-20261007.csv") == one {
		t.Error("two products have one key")
	}
	if key("7001,x,mia,2026-10-03 18:00,\"11,12\",$5.00", "a.csv") != key("7001,x,mia,2026-10-03 18:00,\"11,12,13\",$5.00", "b.csv") {
		t.Error("a list tagged anew makes another stream")
	}
}

func TestProductInName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ListCreators_1729000700000000000_20261001-20261031.xlsx":   "1729000700000000000",
		"1729000700000000000/ListCreators_20261001-20261031.xlsx":   "1729000700000000000",
		"1729000700000000000/ListCreators_1729000700000000009.xlsx": "1729000700000000009",
		"ListCreators_20261001120000.xlsx":                          "",
		"ListCreators_17290007000000000001.xlsx":                    "",
		"ListCreators.xlsx":                                         "",
	} {
		if got := productIn(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	docs, rep := read(t, text("Creator Name,Creator Nickname,GMV\nmia,Mia,$5.00\n"), Options{Name: "ListCreators_20261001-20261031.csv", Currency: "USD"})
	if rep.Status != StatusOK || docs[0].Stats[0].Product != "" {
		t.Errorf("without a product: %s", show(docs, rep))
	}
}

// TestFunnel: a step that the export does not have stays unknown, and what grows is said once.
func TestFunnel(t *testing.T) {
	t.Parallel()
	head := strings.TrimSuffix(adHead, "\n")
	docs, rep := read(t, text(head+",Add to cart\n2026-10-01,c,g,a,USD,5,1,1,4\n2026-10-02,c,g,a,USD,5,1,9,9\n2026-10-03,c,g,a,USD,5,1,1,2\n"), Options{})
	s := docs[0].Stats[0]
	if s.Carts.Value != 4 || s.Checkouts.Known || s.Orders.Known || len(rep.Issues) != 1 || rep.Issues[0].Code != "funnel_grows" ||
		rep.Issues[0].Line != 2 || !strings.HasPrefix(rep.Issues[0].Message, "In 2 rows ") {
		t.Errorf("got %s", show(docs, rep))
	}
	docs, rep = read(t, text(head+",Initiate checkout,Complete payment\n2026-10-01,c,g,a,USD,5,1,1,4,5\n"), Options{})
	if s := docs[0].Stats[0]; s.Carts.Known || s.Checkouts.Value != 4 || rep.IssueCount != 1 {
		t.Errorf("got %s", show(docs, rep))
	}
}

// TestAnyOrderOfColumns: a report is the same with its columns in any order, as text with other delimiters and as
// a workbook of text cells.
func TestAnyOrderOfColumns(t *testing.T) {
	t.Parallel()
	ids := []string{"tiktok_shop_c", "tiktok_shop_v", "tiktok_shop_live", "tiktok_shop_t", "tiktok_shop_p", "tiktok_shop_overview", "tiktok_ads", "tiktok_gmv", "tiktok_one", "meta", "fastmoss"}
	r, seen := rand.New(rand.NewPCG(8, 8)), 0
	for _, id := range ids {
		files, err := filepath.Glob("testdata/" + id + "*/*.*")
		if err != nil || len(files) == 0 {
			t.Fatal(id, err)
		}
		for _, path := range files {
			if ext := filepath.Ext(path); ext == ".golden" || ext == ".options" {
				continue
			}
			opt := Options{Name: filepath.Base(path), Zone: "America/Chicago", Currency: "GBP"}
			_, want := read(t, File(path), opt)
			rows := cellsOf(t, path)
			if want.Status != StatusOK || slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, "Seller LIVE") }) {
				continue // the order of the columns tells the parts from the whole
			}
			seen++
			order := r.Perm(len(rows[0]))
			for _, delim := range []rune{',', ';', '\t'} {
				_, got := read(t, text(reordered(t, rows, order, delim)), opt)
				if a, b := counts(got), counts(want); a != b {
					t.Errorf("%s with %q: got %s, want %s %v", path, delim, a, b, got.Issues)
				}
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d fixtures", seen)
	}
}

func counts(r *Report) string {
	return fmt.Sprint(r.Status, r.Format, r.Rows, r.Emitted, r.Rejected, r.Skipped, r.AmountMinor, r.Currency, r.FirstDay, r.LastDay, r.IssueCount)
}

// cellsOf reads the cells of a fixture, each row as long as the longest.
func cellsOf(t *testing.T, path string) (rows [][]string) {
	t.Helper()
	looked, err := Look(t.Context(), File(path), Options{Name: path, Zone: "America/Chicago", Currency: "USD"})
	if err != nil {
		t.Fatal(path, err)
	}
	from, done, err := looked.in.reopen()
	if err != nil {
		t.Fatal(path, err)
	}
	defer done()
	width := 0
	for {
		rec, err := from.next()
		if err != nil {
			break
		}
		row := make([]string, rec.len())
		for i := range row {
			row[i] = string(rec.cell(i))
		}
		rows, width = append(rows, row), max(width, len(row))
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, width-len(rows[i]))...)
	}
	return rows
}

func reordered(t *testing.T, rows [][]string, order []int, delim rune) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = delim
	for _, row := range rows {
		out := make([]string, len(order))
		for i, from := range order {
			out[i] = strings.TrimPrefix(row[from], "\ufeff")
		}
		if err := w.Write(out); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.String()
}
