package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportStats imports each fixture of a report; again must add nothing, and
// undo must take it back.
func TestImportStats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format, fixture, currency string
		rows, rejected, skipped   float64
		amount                    float64
		first, last               string
	}{
		{"tiktok_ads_ad_daily", "sample.csv", "USD", 10, 0, 1, 23000, "2026-10-01", "2026-10-05"},
		{"tiktok_shop_creator_data_v3", "Shop_Creator_Data_20261031.xlsx", "USD", 2, 0, 2, 123456, "2026-10-31", "2026-10-31"},
		{"tiktok_shop_creator_list_v1", "Creator_List_20240101-20240107.xlsx", "USD", 2, 0, 2, 9990, "2024-01-01", "2024-01-07"},
		{"tiktok_shop_creator_list_v2", "Transaction_Analysis_Creator_List_20260201-20260228.xlsx", "GBP", 2, 0, 0, 102010, "2026-02-01", "2026-02-28"},
		{"tiktok_shop_video_data_v3", "Shop_Video_Data_20260601-20260630.xlsx", "USD", 3, 1, 1, 62475, "2026-06-01", "2026-06-30"},
		{"tiktok_shop_video_list_v1", "Video_List_20240101-20240107.xlsx", "USD", 2, 1, 1, 7992, "2024-01-01", "2024-01-07"},
		{"tiktok_shop_video_performance_v0", "Videodetails_20261001-20261031.xlsx", "USD", 2, 0, 2, 62475, "2026-10-01", "2026-10-31"},
	} {
		db, path := newDB(t), filepath.Join("..", "importer", "testdata", c.format, c.fixture)
		r := run("import", "--db", db, "--json", "--currency", c.currency, path)
		if r.code != 0 {
			t.Errorf("%s: exit %d, %s", c.format, r.code, r.out)
			continue
		}
		saved := file(t, r, 0)
		checkNumbers(t, saved, map[string]float64{"batch": 1, "rows": c.rows, "accepted": c.rows - c.rejected, "rejected": c.rejected, "skipped": c.skipped, "amount_minor": c.amount})
		checkTexts(t, saved, map[string]string{"status": "ok", "format": c.format, "currency": c.currency, "first_day": c.first, "last_day": c.last})
		again := file(t, run("import", "--db", db, "--json", "--currency", c.currency, path), 0)
		checkNumbers(t, again, map[string]float64{"accepted": 0, "changed": 0, "duplicate": c.rows - c.rejected, "rejected": c.rejected})
		if r := run("undo", "--db", db, "1"); r.code != 0 {
			t.Errorf("%s: undo: %s%s", c.format, r.out, r.err)
		}
	}
}

// TestImportAsksForPeriod: a name without days opens the question, and a mapping answers it.
func TestImportAsksForPeriod(t *testing.T) {
	t.Parallel()
	db := newDB(t)
	b, err := os.ReadFile(filepath.Join("..", "importer", "testdata", "tiktok_shop_creator_data_v3", "Shop_Creator_Data_20261031.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, "creators.xlsx", string(b))
	r := run("import", "--db", db, "--json", "--currency", "USD", path)
	asked := file(t, r, 0)
	if q := asked["questions"].([]any); r.code != 1 || asked["status"] != "needs_mapping" || len(q) != 1 || q[0].(map[string]any)["name"] != "period" {
		t.Fatalf("exit %d, %v", r.code, asked)
	}
	if r := run("import", "--db", db, "--dry-run", "--currency", "USD", path); !strings.Contains(r.out+r.err, "Which days does the file speak of?") {
		t.Errorf("no words for the question: %s%s", r.out, r.err)
	}
	r = run("import", "--db", db, "--json", "--currency", "USD", "--map", write(t, "m.json", `{"set":{"period":"2026-10-01 to 2026-10-31"}}`), path)
	checkTexts(t, file(t, r, 0), map[string]string{"status": "ok", "first_day": "2026-10-01", "last_day": "2026-10-31"})
	if r := run("import", "--db", db, "--json", "--map", write(t, "m.json", `{"set":{"period":"October"}}`), path); r.code != 2 || r.doc(t)["code"] != "bad_map" {
		t.Errorf("a period that is none: exit %d, %s", r.code, r.out)
	}
}
