package importer

import "creatorlift/backend/shop"

// tiktokAffiliateOrdersUS is Seller Center > Affiliate > Affiliate orders of a US shop: a row per order
// and SKU. Dates are day first even in the US.
var tiktokAffiliateOrdersUS = tiktokAffiliate("tiktok_shop_affiliate_orders_seller_v3", TikTokAffiliateUSHeader, false)

// tiktokAffiliateOrdersUK is the same export of a UK or EU shop, with the column Creator Region.
var tiktokAffiliateOrdersUK = tiktokAffiliate("tiktok_shop_affiliate_orders_seller_v3_uk", TikTokAffiliateUKHeader, true)

// tiktokAffiliateOrdersID is the same export with the headers of an Indonesian account, some or all of them
// in Indonesian. Not all of those are known; what is missing is not reported.
var tiktokAffiliateOrdersID = func() *format {
	f := tiktokAffiliate("tiktok_shop_affiliate_orders_id", TikTokAffiliateUSHeader, false)
	f.Trust = "readers of real files, which name most of the headers; the files were not seen by us"
	f.aliases = indonesianAffiliate
	f.decimal = 0
	f.recognise = func(n names) int {
		if !n.has("Order ID", "Content ID", "SKU ID", "Payment Amount", "Order Status", "Time Created") {
			return 0
		}
		english := names{head: n.head, m: n.m}
		for name := range indonesianAffiliate {
			if n.has(name) && !english.has(name) {
				return n.share(TikTokAffiliateUSHeader)
			}
		}
		return 0
	}
	return f
}()

// indonesianAffiliate are the Indonesian names of the columns. The first ones of each are those of described
// files, the others plain translations.
var indonesianAffiliate = map[string][]string{
	"Order ID": {"ID Pesanan"}, "Product ID": {"ID Produk"}, "Product Name": {"Produk", "Nama Produk"}, "SKU ID": {"ID SKU"}, "Price": {"Harga"},
	"Payment Amount": {"Jumlah Pembayaran"}, "Currency": {"Mata Uang"}, "Quantity": {"Kuantitas"},
	"Fully returned or refunded": {"Pengembalian Barang Atau Dana", "Dikembalikan atau direfund sepenuhnya"},
	"Payment method":             {"Metode Pembayaran"}, "Order Status": {"Status Pesanan"},
	"Creator Username": {"Nama pengguna kreator", "Username Kreator"}, "Creator Region": {"Wilayah Kreator"},
	"Content Type": {"Jenis Konten"}, "Content ID": {"ID Konten"},
	"Est. Commission Base": {"Est. Acuan Komisi"}, "Est. standard commission payment": {"Perkiraan pembayaran komisi standar"},
	"Actual Commission Base": {"Acuan Komisi Aktual"}, "Actual Commission Payment": {"Pembayaran Komisi Aktual"},
	"Standard commission rate": {"Persentase komisi standar"}, "Shop Ads commission rate": {"Persentase komisi Iklan Toko"},
	"Est. Shop Ads commission payment":   {"Perkiraan pembayaran komisi Iklan Toko"},
	"Actual Shop Ads commission payment": {"Pembayaran komisi Iklan Toko aktual"},
	"Est. co-funded creator bonus":       {"Perkiraan bonus kreator"}, "Actual co-funded creator bonus": {"Bonus aktual kreator"},
	"Time Created": {"Waktu Dibuat"}, "Payment time": {"Waktu Pembayaran"}, "Order Delivery Time": {"Waktu Pengiriman Pesanan"},
	"Time Commission Paid": {"Waktu Komisi Dibayar"},
}

func tiktokAffiliate(id string, full []string, region bool) *format {
	return &format{
		Format: Format{
			ID:       id,
			Platform: "TikTok Shop",
			What:     "one SKU of an order that a creator brought, as the platform says",
			Evidence: shop.Claim,
			Key:      "Order ID, SKU ID, Product ID",
			Amount:   "Payment Amount of counted and provisional rows",
			Trust:    "eight independent readers of real files; the header was not seen by us",
			Label:    "TikTok Shop affiliate orders",
			Sum:      "Claimed sales",
			Where:    "TikTok Shop Seller Center › Affiliate › Affiliate orders › Export",
		},
		columns: []column{
			{"Time Created", moment}, {"Order ID", plain}, {"Product ID", plain}, {"Product Name", plain}, {"SKU ID", plain},
			{"Price", numeric}, {"Payment Amount", numeric}, {"Currency", currency}, {"Quantity", numeric},
			{"Fully returned or refunded", plain}, {"Order Status", plain}, {"Creator Username", plain},
			{"Content Type", plain}, {"Content ID", plain}, {"Platform", plain},
			{"Est. standard commission payment", numeric}, {"Actual Commission Payment", numeric},
			{"Est. Shop Ads commission payment", numeric}, {"Actual Shop Ads commission payment", numeric},
			{"Est. co-funded creator bonus", numeric}, {"Actual co-funded creator bonus", numeric},
		},
		recognise: func(n names) int {
			if !n.has("Order ID", "Creator Username", "Content ID", "SKU ID", "Product ID", "Payment Amount", "Order Status", "Time Created") {
				return 0
			}
			any := n.has("Est. Commission Base") || n.has("Est. standard commission payment") || n.has("Actual Commission Payment")
			if !any || n.has("Creator Region") != region {
				return 0
			}
			return n.share(full)
		},
		order:   dayFirst,
		decimal: '.',
		open:    openTikTokAffiliate,
	}
}

type tiktokAffiliateOrders struct {
	t *table

	created, order, product, title, sku, price, payment, currency, quantity int
	returned, status, creator, contentType, content, platform               int
	commission                                                              commissionColumns

	counted standings // what each key adds to the file's sum so far
}

// commissionColumns are the positions of what a creator gets: standard, Shop Ads, bonus; of each the estimate
// and the actual payment.
type commissionColumns [3][2]int

const shopAds = 1 // position in commissionColumns

func openTikTokAffiliate(t *table) rowReader {
	return &tiktokAffiliateOrders{t: t, counted: standings{},
		created: t.col("Time Created"), order: t.col("Order ID"), product: t.col("Product ID"), title: t.col("Product Name"),
		sku: t.col("SKU ID"), price: t.col("Price"), payment: t.col("Payment Amount"), currency: t.col("Currency"),
		quantity: t.col("Quantity"), returned: t.col("Fully returned or refunded"), status: t.col("Order Status"),
		creator: t.col("Creator Username"), contentType: t.col("Content Type"), content: t.col("Content ID"), platform: t.col("Platform"),
		commission: commissionColumns{
			{t.col("Est. standard commission payment"), t.col("Actual Commission Payment")},
			{t.col("Est. Shop Ads commission payment"), t.col("Actual Shop Ads commission payment")},
			{t.col("Est. co-funded creator bonus"), t.col("Actual co-funded creator bonus")},
		}}
}

func (a *tiktokAffiliateOrders) finish() error { return nil }

// observe finds the currency that amounts are written with.
func (a *tiktokAffiliateOrders) observe(r row) { a.t.foundCurrency(cellCurrency(r.raw(a.payment))) }

func (a *tiktokAffiliateOrders) read(r row) error {
	doc, payment, bad := a.line(r)
	if bad != nil {
		a.t.reject(r.line(), bad)
		return nil
	}
	return a.t.emit(doc, a.counted.growLine(doc, payment))
}

// line reads one record into a document of one line, and its payment.
func (a *tiktokAffiliateOrders) line(r row) (*shop.Doc, shop.Cents, *flaw) {
	l := shop.Line{Row: r.line()}
	order, bad := a.ids(r, &l)
	if bad != nil {
		return nil, 0, bad
	}
	stage, known := tiktokStages[fold(r.text(a.status))]
	if !known {
		return nil, 0, a.t.flaw(a.status, "unknown_status", "holds a status that this export is not known to use.")
	}
	if cell := r.raw(a.currency); len(cell) > 0 && !currencyOf(cell).Valid() {
		return nil, 0, a.t.flaw(a.currency, "bad_currency", "does not hold a currency.")
	}
	l.Status = stage.status
	if l.PlacedAtUTC, l.Day, bad = r.moment(a.created); bad != nil {
		return nil, 0, bad
	}
	returned, bad := r.yes(a.returned)
	if bad != nil {
		return nil, 0, bad
	}
	payment, bad := a.money(r, &l, returned)
	if bad != nil {
		return nil, 0, bad
	}
	settled, bad := a.commission.read(r, &l, returned)
	if bad != nil {
		return nil, 0, bad
	}
	l.Product, l.ContentType, l.Channel = dash(r.text(a.title)), dash(r.text(a.contentType)), dash(r.text(a.platform))
	l.Creator = handle(r.text(a.creator))
	product, bad := r.id(a.product)
	if bad != nil {
		return nil, 0, bad
	}
	doc := &shop.Doc{Key: shop.KeyOf("tiktok_shop_affiliate", order, l.SKU, product), OrderID: order, Lines: []shop.Line{l}}
	doc.Maturity = stage.rank*4 + 2*one(returned) + one(settled)
	return doc, payment, nil
}

func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ids reads the ids of order, SKU and post.
func (a *tiktokAffiliateOrders) ids(r row, l *shop.Line) (order string, bad *flaw) {
	if order, bad = r.id(a.order); bad != nil {
		return "", bad
	}
	if dash(order) == "" {
		return "", a.t.flaw(a.order, "missing_order_id", "holds no order.")
	}
	if l.SKU, bad = r.id(a.sku); bad != nil {
		return "", bad
	}
	l.Content, bad = r.id(a.content)
	if missing([]byte(l.Content)) {
		l.Content = ""
	}
	return order, bad
}

// yesWords are the words for yes and no in the languages of TikTok's exports.
var yesWords = map[string]bool{
	"yes": true, "true": true, "y": true, "ya": true, "có": true, "ใช่": true, "是": true, "sí": true, "si": true, "sì": true, "sim": true, "oui": true, "ja": true, "はい": true,
	"no": false, "false": false, "n": false, "tidak": false, "không": false, "ไม่": false, "ไม่ใช่": false, "否": false, "não": false, "non": false,
	"nein": false, "いいえ": false,
}

// yes reads a column that holds Yes or No; empty is no.
func (r row) yes(col int) (bool, *flaw) {
	if r.empty(col) {
		return false, nil
	}
	yes, known := yesWords[fold(r.text(col))]
	if !known {
		return false, r.t.flaw(col, "bad_flag", "holds neither Yes nor No.")
	}
	return yes, nil
}

// money reads what the buyer paid. Price is per piece; what is above the payment is discount.
func (a *tiktokAffiliateOrders) money(r row, l *shop.Line, returned bool) (shop.Cents, *flaw) {
	if r.empty(a.payment) {
		return 0, a.t.flaw(a.payment, "missing_amount", "is empty.")
	}
	payment, bad := r.cents(a.payment)
	if bad != nil {
		return 0, bad
	}
	if payment < 0 {
		return 0, a.t.negative(a.payment)
	}
	if l.Quantity, bad = r.count(a.quantity); bad != nil {
		return 0, bad
	}
	price, bad := r.number(a.price)
	if bad != nil {
		return 0, bad
	}
	gross, ok := price.times(number{mant: l.Quantity}, a.t.decimals)
	if !ok {
		return 0, a.t.numberFlaw(a.price, hugeNumber)
	}
	l.GrossCents = max(gross, payment)
	l.DiscountCents = l.GrossCents - payment
	l.FreeSample = payment == 0 && l.Status != shop.Excluded
	if returned {
		l.RefundCents = payment
	}
	if l.Status.Counts() {
		l.NetCents = payment - l.RefundCents
	}
	return payment, nil
}

// read adds up what the creator gets: the actual payment once it is there, the estimate before. A row that
// will not be paid, because it is excluded or returned, keeps only what was actually paid. settled reports
// whether the standard commission is actual.
func (c commissionColumns) read(r row, l *shop.Line, returned bool) (settled bool, bad *flaw) {
	for i, cols := range c {
		est, bad := r.cents(cols[0])
		if bad != nil {
			return false, bad
		}
		actual, bad := r.cents(cols[1])
		if bad != nil {
			return false, bad
		}
		l.AdDriven = l.AdDriven || (i == shopAds && (est > 0 || actual > 0))
		settled = settled || (i == 0 && !r.empty(cols[1]))
		switch {
		case !r.empty(cols[1]):
			l.CommissionCents += actual
		case l.Status != shop.Excluded && !returned:
			l.CommissionCents += est
		}
	}
	return settled, nil
}
