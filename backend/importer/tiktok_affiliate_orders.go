package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// tiktokAffiliateOrdersUS is Seller Center > Affiliate > Affiliate orders of a US shop: a row per order
// and SKU. Dates are day first even in the US.
var tiktokAffiliateOrdersUS = tiktokAffiliate("tiktok_shop_affiliate_orders_seller_v3", TikTokAffiliateUSHeader, false)

// tiktokAffiliateOrdersUK is the same export of a UK or EU shop, with the column Creator Region.
var tiktokAffiliateOrdersUK = tiktokAffiliate("tiktok_shop_affiliate_orders_seller_v3_uk", TikTokAffiliateUKHeader, true)

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

// tiktokStage is what an Order Status means and how far on its way the order is.
type tiktokStage struct {
	status shop.Status
	rank   int64
}

var tiktokStages = map[string]tiktokStage{
	"unpaid by customer": {shop.Excluded, 0},
	"customer unpaid":    {shop.Excluded, 0},
	"pending":            {shop.Provisional, 1},
	"processing":         {shop.Provisional, 1},
	"shipped":            {shop.Provisional, 2},
	"frozen":             {shop.Held, 3},
	"completed":          {shop.Counted, 4},
	"settled":            {shop.Counted, 5},
	"ineligible":         {shop.Excluded, 5},
	"canceled":           {shop.Excluded, 5},
	"cancelled":          {shop.Excluded, 5},
}

type tiktokAffiliateOrders struct {
	t *table

	created, order, product, title, sku, price, payment, currency, quantity int
	returned, status, creator, contentType, content, platform               int
	commission                                                              [3][2]int // standard, Shop Ads, bonus; estimated, actual

	counted map[shop.Key]standing // what each key adds to the file's sum so far
}

// standing is the version of a row that stands so far in this file.
type standing struct{ maturity, amount int64 }

const shopAds = 1 // position in commission

func openTikTokAffiliate(t *table) rowReader {
	return &tiktokAffiliateOrders{t: t, counted: map[shop.Key]standing{},
		created: t.col("Time Created"), order: t.col("Order ID"), product: t.col("Product ID"), title: t.col("Product Name"),
		sku: t.col("SKU ID"), price: t.col("Price"), payment: t.col("Payment Amount"), currency: t.col("Currency"),
		quantity: t.col("Quantity"), returned: t.col("Fully returned or refunded"), status: t.col("Order Status"),
		creator: t.col("Creator Username"), contentType: t.col("Content Type"), content: t.col("Content ID"), platform: t.col("Platform"),
		commission: [3][2]int{
			{t.col("Est. standard commission payment"), t.col("Actual Commission Payment")},
			{t.col("Est. Shop Ads commission payment"), t.col("Actual Shop Ads commission payment")},
			{t.col("Est. co-funded creator bonus"), t.col("Actual co-funded creator bonus")},
		}}
}

func (a *tiktokAffiliateOrders) finish() error { return nil }

func (a *tiktokAffiliateOrders) read(r row) error {
	doc, payment, bad := a.line(r)
	if bad != nil {
		a.t.reject(r.line(), bad)
		return nil
	}
	now := standing{maturity: doc.Maturity}
	if doc.Lines[0].Status.Counts() {
		now.amount = int64(payment)
	}
	before, again := a.counted[doc.Key]
	if again && before.maturity > now.maturity {
		now = before
	}
	if err := a.t.emit(doc, shop.Cents(now.amount-before.amount)); err != nil {
		return err
	}
	a.counted[doc.Key] = now
	return nil
}

// line reads one record into a document of one line, and its payment.
func (a *tiktokAffiliateOrders) line(r row) (*shop.Doc, shop.Cents, *flaw) {
	l := shop.Line{Row: r.line()}
	order, bad := a.ids(r, &l)
	if bad != nil {
		return nil, 0, bad
	}
	stage, known := tiktokStages[strings.ToLower(r.text(a.status))]
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
	returned, bad := a.isReturned(r)
	if bad != nil {
		return nil, 0, bad
	}
	payment, bad := a.money(r, &l, returned)
	if bad != nil {
		return nil, 0, bad
	}
	settled, bad := a.commissions(r, &l, returned)
	if bad != nil {
		return nil, 0, bad
	}
	l.Product, l.ContentType, l.Channel = r.text(a.title), r.text(a.contentType), r.text(a.platform)
	l.Creator = strings.ToLower(strings.TrimPrefix(r.text(a.creator), "@"))
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
	if order == "" {
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

func (a *tiktokAffiliateOrders) isReturned(r row) (bool, *flaw) {
	switch strings.ToLower(string(r.raw(a.returned))) {
	case "yes", "true":
		return true, nil
	case "no", "false", "", "-", "--":
		return false, nil
	}
	return false, a.t.flaw(a.returned, "bad_flag", "holds neither Yes nor No.")
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

// commissions adds up what the creator gets: the actual payment once it is there, the estimate before.
// A row that will not be paid, because it is excluded or returned, keeps only what was actually paid.
// settled reports whether the standard commission is actual.
func (a *tiktokAffiliateOrders) commissions(r row, l *shop.Line, returned bool) (settled bool, bad *flaw) {
	for i, cols := range a.commission {
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
