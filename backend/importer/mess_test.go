package importer

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// TestMessyAmounts: the same 1234.56 (or what is stated) in every way that shops write it.
func TestMessyAmounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cell, currency string
		want           int64 // in minor units; -1 for a row that is rejected, -2 for a question
	}{
		{"1'234.56", "CHF", 123456}, {"1’234.56", "CHF", 123456}, {"1 234,56 €", "EUR", 123456}, {"1\u00a0234,56\u00a0€", "EUR", 123456},
		{"1\u202f234,56\u202f€", "EUR", 123456}, {"1.234,56 EUR", "EUR", 123456}, {"EUR 1.234,56", "EUR", 123456}, {"USD 1,234.56", "USD", 123456},
		{"USD\u00a01,234.56", "USD", 123456}, {"$1,234.56", "USD", 123456}, {"1,234.56 USD", "USD", 123456}, {"(1,234.56)", "USD", -123456}, {"($1,234.56)", "USD", -123456},
		{"-1,234.56", "USD", -123456}, {"1,234.56-", "USD", -123456}, {"−1,234.56", "USD", -123456}, {"IDR 12.000", "IDR", 1200000}, {"Rp1.234.567", "IDR", 123456700},
		{"Rp 1.234.567", "IDR", 123456700}, {"Rp12.000", "IDR", 1200000}, {"BRL 35,91", "BRL", 3591}, {"R$ 35,91", "BRL", 3591}, {"RM35.91", "MYR", 3591}, {"RM 1,234.56", "MYR", 123456},
		{"627.840.078₫", "VND", 627840078}, {"35.000₫", "VND", 35000}, {"¥1,234", "JPY", 1234}, {"￥1,234", "JPY", 1234}, {"S$12.50", "SGD", 1250}, {"฿1,234.56", "THB", 123456}, {"₱1,234.56", "PHP", 123456},
		{"12,34,567.00", "INR", 123456700}, {"£1,234.56", "GBP", 123456}, {"12,50 zł", "PLN", 1250}, {"1234.56", "USD", 123456}, {"1234,56", "EUR", 123456}, {"'1234.56", "USD", 123456},
		{" 1234.56\t", "USD", 123456}, {"\ufeff1234.56", "USD", 123456}, {"0.10", "USD", 10}, {".5", "USD", 50}, {"+5", "USD", 500}, {"1,234", "USD", -2}, {"1.234", "EUR", -2},
		{"304.9K", "USD", -1}, {"1.2E+03", "USD", -1}, {"#N/A", "USD", -1}, {"#REF!", "USD", -1}, {"abc", "USD", -1}, {"NaN", "USD", -1}, {"1e999", "USD", -1}, {"12.34.56", "USD", -1}, {"5 6", "USD", -1},
		{"9223372036854775808", "USD", -1}, {"1.000.000.000.000.000.000", "USD", -1}, {"$$5", "USD", -1}, {"5%", "USD", -1},
	} {
		body := fmt.Sprintf("order_id;created_at;amount;currency\n1;2026-10-01;\"%s\";%s\n2;2026-10-01;0;%s\n", c.cell, c.currency, c.currency)
		_, rep := read(t, text(body), Options{})
		got := int64(rep.AmountMinor)
		if rep.Rejected == 1 {
			got = -1
		} else if rep.Status == StatusNeedsMapping {
			got = -2
		}
		if got != c.want || c.want == -2 && rep.Questions[0].Name != "decimal" {
			t.Errorf("%q: got %s", c.cell, show(nil, rep))
		}
	}
}

// TestShortenedFigures: platforms shorten large figures of their reports; those are taken.
func TestShortenedFigures(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{"304.9K": 304900, "1.2M": 1200000, "3B": 3000000000, "12.5k": 12500, "$1.2M": 1200000, "1,234.5K": 1234500, "1.2\u00a0M": 1200000, "5": 5, "-2K": -2000} {
		n, code := parseNumber([]byte(in), false)
		if got, ok := n.cents(0); code != "" || !ok || int64(got) != want {
			t.Errorf("%q: got %d %q, want %d", in, got, code, want)
		}
	}
	for _, in := range []string{"1.2 X", "1.2KK", "K", "1.2K5", "1.2Kg", "1.2 Mio", "9999999999999B"} {
		if n, code := parseNumber([]byte(in), false); code == "" {
			if c, ok := n.cents(0); ok {
				t.Errorf("%q: got %d", in, c)
			}
		}
	}
	if n, code := parseNumber([]byte("304,9K"), true); code != "" || n.mant != 3049 || n.scale != -2 {
		t.Errorf("304,9K: %+v %q", n, code)
	}
}

// TestMessyDates: what the cell says, read in New York's zone; empty for a row that is rejected.
func TestMessyDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cell, want string }{
		{"10/31/2026 11:59:59 PM", "2026-10-31 2026-11-01T03:59:59Z"}, {"10/31/2026 11:59:59PM", "2026-10-31 2026-11-01T03:59:59Z"},
		{"10/31/2026 12:00:00 AM", "2026-10-31 2026-10-31T04:00:00Z"}, {"10/31/2026 12:00 p.m.", "2026-10-31 2026-10-31T16:00:00Z"}, {"31/10/2026 14:05", "2026-10-31 2026-10-31T18:05:00Z"},
		{"20261031", "2026-10-31 2026-10-31T00:00:00Z"}, {"10/31/26", "2026-10-31 2026-10-31T00:00:00Z"}, {"2026-10-31T14:05:00Z", "2026-10-31 2026-10-31T14:05:00Z"},
		{"2026-10-31T14:05:00.123456Z", "2026-10-31 2026-10-31T14:05:00Z"}, {"2026-10-31T14:05:00+00:00", "2026-10-31 2026-10-31T14:05:00Z"}, {"2026-10-31 14:05:00 UTC", "2026-10-31 2026-10-31T14:05:00Z"},
		{"2026-10-31 14:05:00 +0000 UTC", "2026-10-31 2026-10-31T14:05:00Z"}, {"2026-10-31 14:05:00 PDT", "2026-10-31 2026-10-31T21:05:00Z"}, {"Oct 31, 2026 11:59:59 PM PDT", "2026-11-01 2026-11-01T06:59:59Z"},
		{"Sat, 31 Oct 2026 14:05:00 +0000", "2026-10-31 2026-10-31T14:05:00Z"}, {"Saturday, October 31, 2026", "2026-10-31 2026-10-31T00:00:00Z"}, {"2026-10-31 14:05 GMT-7", "2026-10-31 2026-10-31T21:05:00Z"},
		{"2026-10-31 14:05 (UTC+8)", "2026-10-31 2026-10-31T06:05:00Z"}, {"2026-10-31 14:05 (PDT)", "2026-10-31 2026-10-31T21:05:00Z"}, {"2026-10-31 14:05 (PDT", ""}, {"2026-10-31 14:05 PDT)", ""}, {"2026-10-31 14:05 UTC+08:00", "2026-10-31 2026-10-31T06:05:00Z"}, {"2026-10-31 14:05 EST", "2026-10-31 2026-10-31T19:05:00Z"}, {"2026-10-31 14:05 CST", ""}, {"2026-10-31 14:05 XYZ", ""},
		{"'2026-10-31", "2026-10-31 2026-10-31T00:00:00Z"}, {"2026-10-31\u00a014:05", "2026-10-31 2026-10-31T18:05:00Z"}, {"2026-03-08 02:30", "2026-03-08 2026-03-08T07:30:00Z"}, {"2026-11-01 01:30", "2026-11-01 2026-11-01T05:30:00Z"},
		{"45962", ""}, {"#N/A", ""}, {"yesterday", ""}, {"2026-02-30", ""}, {"0000-00-00 00:00:00", ""}, {"2026-10-31 25:00", ""}, {"31. Okt 2026", ""},
	} {
		body := "order_id;created_at;amount;currency\n1;" + c.cell + ";5;USD\n2;2026-10-01;5;USD\n"
		docs, rep := read(t, text(body), Options{Zone: "America/New_York"})
		got := ""
		if rep.Emitted == 2 {
			got = fmt.Sprint(docs[0].Lines[0].Day, " ", timeText(docs[0].Lines[0].PlacedAtUTC))
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q: %v", c.cell, got, c.want, rep.Issues)
		}
	}
}

// TestSharedZoneWords: CST is the zone of a shop in Chicago, and in no other says anything.
func TestSharedZoneWords(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{"America/Chicago": "2026-12-31T20:05:00Z", "Asia/Shanghai": "2026-12-31T06:05:00Z", "Europe/London": ""} {
		docs, rep := read(t, text("order_id,created_at,amount,currency\n1,2026-12-31 14:05 CST,5,USD\n2,2026-10-01,5,USD\n"), Options{Zone: zone})
		got := ""
		if rep.Emitted == 2 {
			got = timeText(docs[0].Lines[0].PlacedAtUTC)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", zone, got, want)
		}
	}
}

func TestMessyShapes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body     string
		rows, rejected int
		skipped        int
	}{
		{"delimiters behind each line", "order_id,created_at,amount,currency,,\n1,2026-10-01,5,USD,,\n", 1, 0, 0},
		{"delimiters behind the header", "order_id,created_at,amount,currency,,\n1,2026-10-01,5,USD\n", 1, 0, 0},
		{"delimiters behind the rows", "order_id,created_at,amount,currency\n1,2026-10-01,5,USD,,,\n", 1, 0, 0},
		{"an empty column", "order_id,,created_at,amount,currency\n1,,2026-10-01,5,USD\n", 1, 0, 0},
		{"a repeated column that nobody reads", "order_id,note,note,created_at,amount,currency\n1,a,b,2026-10-01,5,USD\n", 1, 0, 0},
		{"the end of a file of DOS", "order_id,created_at,amount,currency\r\n1,2026-10-01,5,USD\r\n\x1a", 1, 0, 1},
		{"old Mac", "order_id,created_at,amount,currency\r1,2026-10-01,5,USD\r", 1, 0, 0},
		{"mixed line ends", "order_id,created_at,amount,currency\r\n1,2026-10-01,5,USD\n2,2026-10-01,5,USD\r\n", 2, 0, 0},
		{"names in several lines", "\"order\n_id\",x\norder_id,created_at,amount,currency\n\"1\n2\",2026-10-01,5,USD\n", 1, 0, 1},
		{"sep=", "sep=;\norder_id;created_at;amount;currency\n1;2026-10-01;5;USD\n", 1, 0, 1},
		{"bar", "order_id|created_at|amount|currency\n1|2026-10-01|5|USD\n", 1, 0, 0},
		{"tab", "order_id\tcreated_at\tamount\tcurrency\n1\t2026-10-01\t5\tUSD\n", 1, 0, 0},
		{"a short and a long row", "order_id,created_at,amount,currency\n1,2026-10-01\n2,2026-10-01,5,USD,x\n3,2026-10-01,5,USD\n", 3, 2, 0},
		{"the header twice", "order_id,created_at,amount,currency\n1,2026-10-01,5,USD\norder_id,created_at,amount,currency\n2,2026-10-01,5,USD\n", 2, 0, 1},
		{"spaces and quotes", "\" order_id \",\u00a0created_at,amount\u200b,CURRENCY\n\"1\",\"2026-10-01\",\"5\",\"USD\"\n", 1, 0, 0},
		{"no line end", "order_id,created_at,amount,currency\n1,2026-10-01,5,USD", 1, 0, 0},
		{"an apostrophe before the id", "order_id,created_at,amount,currency\n'7210448301122,2026-10-01,5,USD\n", 1, 0, 0},
		{"a lost id", "order_id,created_at,amount,currency\n7.21045E+12,2026-10-01,5,USD\n2,2026-10-01,5,USD\n", 2, 1, 0},
	} {
		_, rep := read(t, text(c.body), Options{})
		if rep.Status != StatusOK || rep.Rows != c.rows || rep.Rejected != c.rejected || rep.Skipped != c.skipped {
			t.Errorf("%s: got %s", c.name, show(nil, rep))
		}
	}
}

// TestMessyEncodings: a file of Latin names and one in each script, in the encodings that programs save.
func TestMessyEncodings(t *testing.T) {
	t.Parallel()
	u16 := func(e utf.Endianness, b utf.BOMPolicy) encoding.Encoding { return utf.UTF16(e, b) }
	for _, c := range []struct {
		name  string
		codec encoding.Encoding
		words string
	}{
		{"utf-8", encoding.Nop, "Crème für Łódź"},
		{"utf-16le BOM", u16(utf.LittleEndian, utf.UseBOM), "Crème für Łódź"},
		{"utf-16be BOM", u16(utf.BigEndian, utf.UseBOM), "Crème für Łódź"},
		{"utf-16le", u16(utf.LittleEndian, utf.IgnoreBOM), "Crème für Łódź"},
		{"utf-16be", u16(utf.BigEndian, utf.IgnoreBOM), "Crème für Łódź"},
		{"windows-1252", charmap.Windows1252, "Crème brûlée für Mädchen, déjà vu"},
		{"windows-1251", charmap.Windows1251, "Крем для лица увлажняющий, сыворотка"},
		{"windows-1253", charmap.Windows1253, "Κρέμα προσώπου ενυδατική και ορός"},
		{"shift_jis", japanese.ShiftJIS, "保湿クリーム 美容液 しっとり 化粧水 セット"},
		{"gbk", simplifiedchinese.GBK, "保湿面霜 精华液 套装 护肤品 洗面奶"},
		{"gb18030", simplifiedchinese.GB18030, "保湿面霜 精华液 套装 护肤品 洗面奶"},
		{"big5", traditionalchinese.Big5, "保濕面霜 精華液 套裝 護膚品 洗面乳"},
		{"euc-kr", korean.EUCKR, "보습 크림 세럼 세트 화장품 클렌징"},
	} {
		var b strings.Builder
		b.WriteString("order_id,created_at,amount,currency,sku\n")
		for i := range 40 {
			fmt.Fprintf(&b, "%d,2026-10-01,5,USD,\"%s %d\"\n", i, c.words, i)
		}
		raw, err := c.codec.NewEncoder().String(b.String())
		if err != nil {
			t.Fatal(c.name, err)
		}
		docs, rep := read(t, text(raw), Options{})
		got := ""
		if len(docs) == 40 {
			got = docs[39].Lines[0].SKU
		}
		if got != c.words+" 39" {
			t.Errorf("%s taken for %s: got %q, want %q", c.name, rep.Encoding, got, c.words)
		}
	}
}

// TestEncodingByHeader: where few bytes tell the encoding, the header of a known export does.
func TestEncodingByHeader(t *testing.T) {
	t.Parallel()
	f := (&statReport{subject: 0, key: "t", day: []string{"Date"}, figures: manySessions}).plan(&format{Format: Format{ID: "t"}, decimal: '.',
		recognise: func(n names) int {
			if n.has("Date", "Sessions") {
				return 80
			}
			return 0
		}, aliases: map[string][]string{"Date": {"日期", "Créé le", "Дата", "日付", "날짜", "Vytvořeno"}, "Sessions": {"会话数", "Montant dû", "Сеансы", "セッション", "세션수", "Počet"}}})
	for _, c := range []struct {
		codec      encoding.Encoding
		date, body string
	}{
		{charmap.Windows1252, "Créé le", "Montant dû"}, {simplifiedchinese.GBK, "日期", "会话数"}, {charmap.Windows1251, "Дата", "Сеансы"},
		{japanese.ShiftJIS, "日付", "セッション"}, {korean.EUCKR, "날짜", "세션수"}, {charmap.Windows1250, "Vytvořeno", "Počet"},
	} {
		raw, err := c.codec.NewEncoder().String(c.date + ";" + c.body + "\n2026-10-01;5\n")
		if err != nil {
			t.Fatal(err)
		}
		_, rep := readAs(t, []*format{f}, text(raw), Options{Currency: "USD"})
		if rep.Status != StatusOK || rep.Rows != 1 {
			t.Errorf("%s as %s: got %s", c.date, rep.Encoding, show(nil, rep))
		}
	}
}
