package importer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"creatorlift/backend/shop"
)

// TestShopFixtures states by hand what each fixture of a shop holds; the golden files say the rest. net is
// the net sales of its lines, or of its stats, in cents.
func TestShopFixtures(t *testing.T) {
	t.Parallel()
	cases := []struct {
		path                    string
		rows, emitted, rejected int
		amount, net             shop.Cents
	}{
		// 65 + 45 + 25 + 0 + 80 + 25 + 25 (voided) + 40 + 25 + 25 (expired) + 40, and 43.20 went back
		{"shopify_orders_export/traps.csv", 15, 15, 0, 39500, 39500 - 2500 - 2500 - 4320},
		{"shopify_orders_export/columns_73.csv", 3, 3, 0, 11500, 6500},
		{"shopify_orders_export/help_page_words.csv", 4, 4, 0, 10500, 9500},
		{"shopify_orders_export/from_tiktok.csv", 9, 9, 0, 21500, 21500},
		{"shopify_customers_export/customers_export.csv", 6, 4, 2, 12050 + 4000 + 0 + 123456, 0},
		{"shopify_customers_export/before_2023.csv", 2, 2, 0, 13550, 0},
		{"shopify_total_sales_over_time/Total sales over time - 2026-10-01 - 2026-10-03.csv", 3, 3, 0, 14000 - 2500 + 6500, 18000},
		{"shopify_total_sales_over_time/by_month.csv", 3, 2, 1, 185000 + 240000, 425000},
		{"shopify_sessions_over_time/Sessions over time - 2026-10-01 - 2026-10-02.csv", 2, 2, 0, 0, 0},
		{"shopify_sessions_over_time/Sessions by UTM campaign - 2026-10-01 - 2026-10-31.csv", 3, 3, 0, 0, 0},
		{"shopify_sales_by_discount/Sales by discount - 2026-10-01 - 2026-10-31.csv", 4, 4, 0, 54000 + 17000 + 7500 + 200000, 278500},
		{"shopify_sales_by_discount/by_day.csv", 4, 3, 1, 4500 + 9000 + 4250, 17750},
		// item-price 50 + 40 + 25 + 25 + 25 + 25, promotions 5 + 25 + 2.50
		{"amazon_orders_flat/all_orders.txt", 12, 10, 2, 19000, 19000 - 500 - 2500 - 250},
		{"amazon_business_report_by_asin/BusinessReport_20261001-20261031.csv", 3, 3, 0, 1290525 + 240000, 0},
		{"amazon_business_report_by_asin/de_20261001-20261031.csv", 2, 2, 0, 525561 + 48000, 0},
		{"amazon_business_report_by_date/SalesAndTraffic.csv", 2, 2, 0, 124050 + 98000, 0},
		// 65 + 25 + 50 + 40 + 40 + 25; coupon 2.50, back 30 + 40 + 25
		{"etsy_sold_orders/EtsySoldOrders2026-10.csv", 7, 7, 0, 24500, 24500 - 250 - 3000 - 4000 - 2500},
		{"etsy_sold_order_items/EtsySoldOrderItems2026-10.csv", 10, 10, 0, 33500, 33500 - 250 - 3000},
		{"etsy_sold_order_items/uk_words.csv", 2, 2, 0, 2000 + 2997, 4997},
		// 1200 + 45 + 27 - 45 - 10.80 + 20, and 10 without an item
		{"square_transactions/transactions-2026-10-01-2026-11-01.csv", 9, 8, 1, 123620, 122620},
		{"square_transactions/columns_55.csv", 3, 3, 0, 7550, 7550 + 1550}, // the row that stands twice is one document
		// totals 74.20 + 45 + 25 + 85 + 25 + 0; merchandise 65 + 45 + 25 + 80 - 30 + 25
		{"woocommerce_orders_generic/advanced_order_export.csv", 12, 10, 2, 25420, 21000},
		{"woocommerce_orders_generic/generic.csv", 3, 3, 0, 12800, 12000},
		{"woocommerce_orders_generic/snake_case_uk.csv", 2, 2, 0, 3000, 3000},
		{"woocommerce_orders_generic/items_in_columns.csv", 2, 2, 0, 9620, 6000 + 2500},
		{"woocommerce_orders_generic/row_per_item.csv", 3, 3, 0, 6831 + 4000, 5850 + 3000},
		{"woocommerce_orders_generic/analytics_orders.csv", 2, 2, 0, 109000, 109000},
	}
	for _, c := range cases {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			path := "testdata/" + c.path
			docs, rep := read(t, File(path), goldenOptions(t, path))
			if rep.Rows != c.rows || rep.Emitted != c.emitted || rep.Rejected != c.rejected || rep.Skipped != 0 || rep.AmountMinor != c.amount {
				t.Errorf("got rows %d emitted %d rejected %d skipped %d amount %d, want %d %d %d 0 %d",
					rep.Rows, rep.Emitted, rep.Rejected, rep.Skipped, rep.AmountMinor, c.rows, c.emitted, c.rejected, c.amount)
			}
			if got := netOf(docs); got != c.net {
				t.Errorf("net sales %d, want %d", got, c.net)
			}
		})
	}
}

func netOf(docs []*shop.Doc) (net shop.Cents) {
	for _, d := range docs {
		for _, l := range d.Lines {
			net += l.NetCents
		}
		for _, s := range d.Stats {
			net += s.NetCents.Value
		}
	}
	return net
}

// TestShopifyTwins: the id that an order has in TikTok Shop is found wherever apps write it, and nowhere else.
func TestShopifyTwins(t *testing.T) {
	t.Parallel()
	docs, rep := read(t, File("testdata/shopify_orders_export/from_tiktok.csv"), Options{Zone: "America/Chicago", Customer: hashed})
	var got []string
	for _, d := range docs {
		got = append(got, d.Twin)
	}
	want := []string{"576461234567890123", "5769104000000017919", "", "", "5829876543210987654", "577094156662640999", "", "576461234567890777", "576461234567890888"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(rep.Issues) != 1 || rep.Issues[0].Code != "twin_missing" || rep.Issues[0].Line != 9 {
		t.Errorf("the order whose id a spreadsheet took is not named: %+v", rep.Issues)
	}
	for text, want := range map[string]string{
		"":                          "",
		"order 576461234567890123.": "576461234567890123",
		"576461234567890123 and 576461234567890123": "576461234567890123",
		"576461234567890123 or 576461234567890124":  "", // which of them nobody can tell
		"5764612345678901":                          "", // 16 digits
		"57646123456789012345":                      "", // 20 digits
		"116461234567890123":                        "", // a parcel
		"c57646123456789012":                        "57646123456789012",
		"5.76461234567890123E+17":                   "",
	} {
		if got := tiktokOrderID([]byte(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestEtsyTwice: the two exports of Etsy's orders share their keys, and whichever comes last, the version of
// the highest maturity is that of the items, but of an order that was refunded or cancelled that of the orders.
func TestEtsyTwice(t *testing.T) {
	t.Parallel()
	best := map[shop.Key]*shop.Doc{}
	for _, path := range []string{"etsy_sold_orders/EtsySoldOrders2026-10.csv", "etsy_sold_order_items/EtsySoldOrderItems2026-10.csv"} {
		docs, _ := read(t, File("testdata/"+path), Options{Name: path, Customer: hashed})
		for _, d := range docs {
			if b, ok := best[d.Key]; ok && b.Maturity == d.Maturity {
				t.Errorf("%s: both versions are equally mature, so the order of import would count", d.OrderID)
			}
			if b, ok := best[d.Key]; !ok || d.Maturity > b.Maturity {
				best[d.Key] = d
			}
		}
	}
	var docs []*shop.Doc
	bySKU := map[string]shop.Cents{}
	for _, d := range best {
		docs = append(docs, d)
		for _, l := range d.Lines {
			bySKU[l.SKU] += l.NetCents
		}
	}
	// 65 + 22.50 + (50 - 30) + 0 + 0 + 40 + 0 + 35
	if got := netOf(docs); len(docs) != 8 || got != 6500+2250+2000+4000+3500 {
		t.Errorf("%d orders, net %d", len(docs), got)
	}
	if bySKU["SER-30"] != 2500+2250+2000+1346 || bySKU["CRM-50"] != 4000+4000+2154 {
		t.Errorf("by SKU: %v", bySKU)
	}
}

// TestCouponOfTheWholeOrder: a coupon that the file writes on one row of an order was the whole order's, and
// is on each of its lines once.
func TestCouponOfTheWholeOrder(t *testing.T) {
	t.Parallel()
	const etsy = "Sale Date,Order ID,Transaction ID,Quantity,Price,Coupon Code,Discount Amount,Item Total,Currency\n"
	const woo = "order_id,order_date,order_status,order_total,tax_total,coupon_code,item_id,item_sku,item_total\n"
	for name, c := range map[string]struct{ file, want string }{
		"etsy, on the first row":    {etsy + "10/05/26,7,1,1,10,mia10,3,10,USD\n10/05/26,7,2,1,20,,0,20,USD\n", "MIA10 900 MIA10 1800 "},
		"etsy, on the second":       {etsy + "10/05/26,7,1,1,10,,3,10,USD\n10/05/26,7,2,1,20,MIA10,0,20,USD\n", "MIA10 900 MIA10 1800 "},
		"etsy, on both":             {etsy + "10/05/26,7,1,1,10,MIA10,3,10,USD\n10/05/26,7,2,1,20,mia10,0,20,USD\n", "MIA10 900 MIA10 1800 "},
		"etsy, none":                {etsy + "10/05/26,7,1,1,10,,3,10,USD\n10/05/26,7,2,1,20,,0,20,USD\n", " 900  1800 "},
		"woo, on the order's row":   {woo + "7,2026-10-05,processing,27,0,mia10,1,A,9\n,,,,,,2,B,18\n", "MIA10 900 MIA10 1800 "},
		"woo, on each of its rows":  {woo + "7,2026-10-05,processing,27,0,mia10,1,A,9\n7,2026-10-05,processing,27,0,mia10,2,B,18\n", "MIA10 900 MIA10 1800 "},
		"woo, on the first of rows": {woo + "7,2026-10-05,processing,27,0,mia10,1,A,9\n7,2026-10-05,processing,27,0,,2,B,18\n", "MIA10 900 MIA10 1800 "},
	} {
		docs, rep := read(t, text(c.file), Options{Zone: "America/Chicago", Currency: "USD"})
		got := ""
		for _, d := range docs {
			for _, l := range d.Lines {
				got += fmt.Sprint(l.Code, " ", int64(l.NetCents), " ")
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q: %s", name, got, c.want, show(docs, rep))
		}
	}
}

// TestOneOrderTwice: files pasted together hold an order twice, and count it once.
func TestOneOrderTwice(t *testing.T) {
	t.Parallel()
	const woo = "order_id,order_date,order_status,order_total,tax_total,item_id,item_sku,item_total\n"
	cases := []struct {
		name, file string
		amount     shop.Cents
		docs       int
	}{
		{"woo, items with ids", woo + "7,2026-10-05,processing,30,0,1,A,10\n7,2026-10-05,processing,30,0,2,B,20\n7,2026-10-05,completed,31,0,1,A,11\n7,2026-10-05,completed,31,0,2,B,20\n", 3100, 2},
		{"woo, the older state below", woo + "7,2026-10-05,completed,31,0,1,A,31\n7,2026-10-05,processing,30,0,1,A,30\n", 3100, 2},
		{"etsy items", "Sale Date,Order ID,Transaction ID,Quantity,Price,Item Total,Currency\n10/05/26,7,1,1,10,10,USD\n10/05/26,7,2,1,20,20,USD\n10/05/26,7,1,1,10,10,USD\n10/05/26,7,2,1,20,20,USD\n", 3000, 2},
		{"etsy orders", "Sale Date,Order ID,Order Value,Order Total,Order Net,Adjusted Order Total,Adjusted Net Order Amount\n10/05/26,7,30,30,29,10,9\n10/05/26,7,30,30,29,0,0\n", 3000, 2},
		{"square", "Date,Time,Time Zone,Net Sales,Transaction ID,Payment ID,Event Type\n2026-10-05,10:00:00,EST,$30.00,T,P,Payment\n2026-10-05,10:00:00,EST,$30.00,T,P,Payment\n", 3000, 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			docs, rep := read(t, text(c.file), Options{Zone: "America/Chicago", Currency: "USD"})
			if rep.AmountMinor != c.amount || len(docs) != c.docs || docs[0].Key != docs[len(docs)-1].Key {
				t.Errorf("got %d, %d documents: %s", rep.AmountMinor, len(docs), show(docs, rep))
			}
		})
	}
}

// TestWooMerchandise: what an order was sold for, from whatever a plugin writes of it.
func TestWooMerchandise(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, columns, cells string
		net                  shop.Cents
	}{
		{"total alone", "order_total", "31.50", 3150},
		{"less tax, shipping, fees and refunds", "order_total,tax_total,shipping_total,fee_total,refunded_total", "31.50,2.50,4,1,10", 1400},
		{"a refund of shipping too takes no more than the goods", "order_total,tax_total,shipping_total,refunded_total", "31.50,2.50,4,31.50", 0},
		{"a refund written as negative", "order_total,refunded_total", "30,-5", 2500},
		{"no tax column: the items are surer", "order_total,item_sku,item_total", "31.50,A,25", 2500},
		{"price by quantity", "Order Total,Item Name,Quantity,Item Cost", ",Serum,3,9.99", 2997},
		{"tax in another's words", "Order Total,Order Tax,Order Shipping", "31.50,2.50,4", 2500},
		{"free", "order_total,item_total", "0,25", 0},
		{"a gift card paid the goods", "order_total,shipping_total,tax_total,item_total", "3,4,0,25", 2500},
	}
	for _, c := range cases {
		docs, rep := read(t, text("order_id,order_date,order_status,"+c.columns+"\n1,2026-10-05,wc-completed,"+c.cells+"\n"), Options{Currency: "USD"})
		if rep.Format != "woocommerce_orders_generic" || netOf(docs) != c.net {
			t.Errorf("%s: got %d, want %d: %s", c.name, netOf(docs), c.net, show(docs, rep))
		}
	}
}

// TestWooStatuses: statuses come with a prefix, as labels, in other languages, and unknown ones are not guessed.
func TestWooStatuses(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]shop.Status{
		"wc-completed": shop.Counted, "Completed": shop.Counted, "Processing": shop.Counted, "On hold": shop.Provisional, "Pending payment": shop.Provisional,
		"wc-refunded": shop.Excluded, "Cancelled": shop.Excluded, "Failed": shop.Excluded, "In Bearbeitung": shop.Counted, "Annulée": shop.Excluded, "pendiente de pago": shop.Provisional,
	} {
		if got, ok := wooStageOf(cell); !ok || got.status != want {
			t.Errorf("%s: got %v %v, want %v", cell, got.status, ok, want)
		}
	}
	if _, ok := wooStageOf("Lost in space"); ok {
		t.Error("an unknown status is guessed")
	}
}

// TestNotAShopsTill: tables that resemble a shop's orders or report, and are none of those here.
func TestNotAShopsTill(t *testing.T) {
	t.Parallel()
	for header, not := range map[string]string{
		"order_id,order_date,status,order_total,commission":                                                    "woocommerce_orders_generic",
		"Order Number,Order Date,Order Status,Order Total,Affiliate":                                           "woocommerce_orders_generic",
		"Order ID,Order Date,Status,Total":                                                                     "woocommerce_orders_generic",
		"Date,Time,Time Zone,Category,Item,Qty,SKU,Gross Sales,Net Sales,Transaction ID,Payment ID,Event Type": "square_transactions",
		"Day,Product title,Net sales,Total sales":                                                              "shopify_total_sales_over_time",
		"Day,Sales channel,Orders,Gross sales,Net sales,Total sales":                                           "shopify_total_sales_over_time",
		"Day,Session country,Sessions,Online store visitors":                                                   "shopify_sessions_over_time",
		"Date,(Child) ASIN,Ordered Product Sales,Units Ordered":                                                "amazon_business_report_by_date",
		"Discount code,Order name,Net sales,Orders":                                                            "shopify_sales_by_discount",
		"Sale Date,Order ID,Transaction ID,Listing ID,Item Total,Order Value":                                  "etsy_sold_orders",
		"Email,Total Spent,Total Orders":                                                                       "shopify_customers_export",
	} {
		cells := strings.Repeat("2026-10-05,", strings.Count(header, ",")) + "1\n"
		l, err := Look(t.Context(), text(header+"\n"+cells+cells), Options{Name: "x.csv", Currency: "USD", Zone: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		if l.Report().Format == not {
			t.Errorf("%s is taken for %s", header, not)
		}
	}
}

// TestAmazonQuotesNothing: in Amazon's text file a quote is part of a name, closed or not; in a CSV it quotes.
func TestAmazonQuotesNothing(t *testing.T) {
	t.Parallel()
	const tabs = "amazon-order-id\tpurchase-date\torder-status\tsku\tproduct-name\titem-price\n1\t2026-10-05\tShipped\tS\t\"Glow\t4.00\n2\t2026-10-05\tShipped\tS\t\"12\" wide\t5.00\n"
	docs, rep := read(t, text(tabs), Options{Currency: "USD"})
	if rep.Emitted != 2 || rep.AmountMinor != 900 || docs[1].Lines[0].Product != "\"12\" wide" {
		t.Errorf("%s", show(docs, rep))
	}
	docs, rep = read(t, text("amazon-order-id,purchase-date,order-status,sku,product-name,item-price\n1,2026-10-05,Shipped,S,\"Glow, 12\"\"\",\"1,004.00\"\n"), Options{Currency: "USD"})
	if rep.Emitted != 1 || rep.AmountMinor != 100400 || docs[0].Lines[0].Product != "Glow, 12\"" {
		t.Errorf("%s", show(docs, rep))
	}
}

// TestSquareZones: each row is placed by the zone it names, and days are those of the shop.
func TestSquareZones(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, shopZone, want string }{
		{"Eastern Time (US & Canada)", "America/New_York", "2026-10-05"},
		{"Pacific Time (US & Canada)", "America/New_York", "2026-10-06"},
		{"PDT", "America/New_York", "2026-10-06"},
		{"Europe/London", "America/New_York", "2026-10-05"},
		{"Hawaii", "", "2026-10-05"},
		{"The Moon", "America/New_York", "2026-10-05"},
	} {
		file := fmt.Sprintf("Date,Time,Time Zone,Net Sales,Transaction ID,Event Type\n2026-10-05,23:30:00,%s,$1.00,T,Payment\n", c.zone)
		docs, rep := read(t, text(file), Options{Zone: c.shopZone, Currency: "USD"})
		if rep.Status != StatusOK || docs[0].Lines[0].Day.String() != c.want {
			t.Errorf("%s in %s: got %s, want %s", c.zone, c.shopZone, show(docs, rep), c.want)
		}
	}
	_, rep := read(t, text("Date,Time,Time Zone,Net Sales,Transaction ID,Event Type\n2026-10-05,23:30:00,The Moon,$1.00,T,Payment\n"), Options{Currency: "USD"})
	if rep.Issues[0].Code != "unknown_zone" {
		t.Errorf("a zone nobody knows: %+v", rep.Issues)
	}
}

// TestShopsKeepNoPersons plants a person in every column that no format of a shop may keep.
func TestShopsKeepNoPersons(t *testing.T) {
	t.Parallel()
	planted := "planted Jane +49 170 1234567"
	for header, keep := range map[string]string{
		"Sale Date,Order ID,Buyer User ID,Full Name,Street 1,Ship City,Order Value,Order Net,Buyer,InPerson Location": "10/05/26,1,,,,,5,5,,",
		"Sale Date,Order ID,Transaction ID,Item Total,Buyer,Ship Name,Ship Address1,Variations":                       "10/05/26,1,1,5,,,,",
		"Date,Time Zone,Net Sales,Transaction ID,Event Type,Customer Name,Customer ID,Staff Name,Details,Description": "2026-10-05,EST,5,T,Payment,,,,,",
		"order_id,order_date,order_status,order_total,billing_email,billing_phone,customer_note,Customer":             "1,2026-10-05,completed,5,,,,",
		"amazon-order-id,purchase-date,order-status,sku,item-price,buyer-name,ship-city,ship-postal-code":             "1,2026-10-05,Shipped,S,5,,,",
		"Customer ID,First Name,Email,Total Spent,Total Orders,Note,Tags,Phone,Default Address Address1":              "1,,,5,1,,,,",
	} {
		cells := strings.Split(keep, ",")
		for i := range cells {
			if cells[i] == "" {
				cells[i] = planted
			}
		}
		docs, rep := read(t, text(header+"\n"+strings.Join(cells, ",")+"\n"), Options{Name: "x.csv", Currency: "USD", Customer: hashed})
		if out := show(docs, rep); rep.Status != StatusOK || strings.Contains(out, "planted") || strings.Contains(out, "1234567") {
			t.Errorf("%s: %s", header, out)
		}
	}
}
