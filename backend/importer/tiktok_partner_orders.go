package importer

import (
	"slices"

	"creatorlift/backend/shop"
)

// tiktokPartnerOrders is the export of affiliate orders that agencies and partners have: a row per order, SKU
// and kind of commission. It names no status of the order, only how far its commission is settled.
var tiktokPartnerOrders = &format{
	Format: Format{
		ID:       "tiktok_affiliate_partner_orders",
		Platform: "TikTok Shop Partner",
		What:     "one SKU of an order that a creator of the partner brought, as the platform says",
		Evidence: shop.Claim,
		Key:      "Order ID, SKU ID, Product ID, creator, Content ID, Commission type",
		Amount:   "GMV (else price x items sold) of counted and provisional rows",
		Trust:    "written by its readers against real files; the files were not seen by us",
		Label:    "TikTok Shop partner orders",
		Sum:      "Claimed sales",
		Where:    "TikTok Shop Partner Center › Affiliate orders › Export",
	},
	columns: []column{
		{"Order date", moment}, {"Order ID", plain}, {"SKU ID", plain}, {"Product ID", plain}, {"Product name", plain}, {"Price", numeric},
		{"Items sold", numeric}, {"Items refunded", numeric}, {"Fully returned or refunded", plain}, {"Currency", currency},
		{"Order settlement status", plain}, {"Commission type", plain}, {"Content Type", plain}, {"Content ID", plain}, {"Creator username", plain},
		{"GMV", numeric}, {"Est. standard commission", numeric}, {"Standard commission", numeric}, {"Est. Shop Ads commission", numeric},
		{"Shop Ads commission", numeric}, {"Est. Bonus", numeric}, {"Bonus", numeric},
	},
	recognise: func(n names) int {
		if !n.has("Order ID", "Content ID", "Order settlement status", "Order date") || !(n.has("GMV") || n.has("Price")) {
			return 0
		}
		return n.share(tiktokPartnerHeader)
	},
	order:   dayFirst,
	decimal: '.',
	open:    openTikTokPartner,
	aliases: tiktokPartnerNames,
}

var tiktokPartnerHeader = []string{
	"Order ID", "SKU ID", "Product name", "Product ID", "Price", "Items sold", "Currency", "Order settlement status", "Commission type",
	"Content Type", "Content ID", "GMV", "Order date",
}

// tiktokPartnerNames are other names of the columns: of other generations, Thai and Japanese.
var tiktokPartnerNames = map[string][]string{
	"Order ID":                   {"หมายเลขคำสั่งซื้อ", "注文ID"},
	"SKU ID":                     {"ID ของ SKU"},
	"Product ID":                 {"รหัสสินค้า", "商品ID"},
	"Product name":               {"ชื่อสินค้า", "商品名"},
	"Price":                      {"ราคา", "価格"},
	"Items sold":                 {"Quantity", "สินค้าที่ขายได้", "数量"},
	"Items refunded":             {"สินค้าที่มีการคืนเงิน"},
	"Fully returned or refunded": {"すべて返品または返金済み"},
	"Currency":                   {"สกุลเงิน", "通貨"},
	"Order settlement status":    {"Order payment status", "สถานะการชำระคำสั่งซื้อ", "注文の決済状況", "Payment status", "支払い状況"},
	"Commission type":            {"ประเภทค่าคอมมิชชั่น", "成果報酬のタイプ"},
	"Content Type":               {"ประเภทเนื้อหา", "コンテンツタイプ"},
	"Content ID":                 {"รหัสเนื้อหา", "コンテンツID"},
	"Creator username":           {"ชื่อผู้ใช้ครีเอเตอร์", "クリエイターのユーザー名"},
	"GMV":                        {"Commission GMV", "成果報酬GMV"},
	"Order date":                 {"Created time", "Time Created", "วันที่สั่งซื้อ", "作成日時"},
	"Est. standard commission":   {"ค่าคอมมิชชั่นมาตรฐานโดยประมาณ"},
	"Standard commission":        {"ค่าคอมมิชชั่นมาตรฐาน", "標準成果報酬"},
	"Est. Shop Ads commission":   {"ค่าคอมมิชชั่นโฆษณาร้านค้าโดยประมาณ"},
	"Shop Ads commission":        {"ค่าคอมมิชชั่นโฆษณาร้านค้า", "ショップ広告の成果報酬"},
	"Est. Bonus":                 {"โบนัสโดยประมาณ"},
	"Bonus":                      {"โบนัส"},
}

type tiktokPartnerReader struct {
	t *table

	date, order, sku, product, title, price, sold, back, returned, currency int
	status, kind, contentType, content, creator, gmv                        int
	commission                                                              commissionColumns

	counted standings
	strange map[string]bool // statuses that were said to be unknown
}

func openTikTokPartner(t *table) rowReader {
	japaneseTime(t)
	return &tiktokPartnerReader{t: t, counted: standings{}, strange: map[string]bool{},
		date: t.col("Order date"), order: t.col("Order ID"), sku: t.col("SKU ID"), product: t.col("Product ID"), title: t.col("Product name"),
		price: t.col("Price"), sold: t.col("Items sold"), back: t.col("Items refunded"), returned: t.col("Fully returned or refunded"),
		currency: t.col("Currency"), status: t.col("Order settlement status"), kind: t.col("Commission type"), contentType: t.col("Content Type"),
		content: t.col("Content ID"), creator: t.col("Creator username"), gmv: t.col("GMV"),
		commission: commissionColumns{
			{t.col("Est. standard commission"), t.col("Standard commission")},
			{t.col("Est. Shop Ads commission"), t.col("Shop Ads commission")},
			{t.col("Est. Bonus"), t.col("Bonus")},
		}}
}

// japaneseTime reads the clock of a file with Japanese column names as Japan's, which is what it shows.
func japaneseTime(t *table) {
	if !inJapanese(t) || t.opt.mapping().Zone != "" {
		return
	}
	tokyo, err := loadZone("Asia/Tokyo")
	if err != nil {
		return // the zone is asked for
	}
	if t.cal.file = tokyo; t.cal.shop == nil {
		t.cal.shop, t.rep.Zone = tokyo, tokyo.loc.String()
	}
}

func inJapanese(t *table) bool { return t.names.head.at("注文ID") >= 0 }

func (p *tiktokPartnerReader) finish() error { return nil }

// observe finds the currency that amounts are written with, else that of Japan's shops.
func (p *tiktokPartnerReader) observe(r row) {
	p.t.foundCurrency(cellCurrency(r.raw(p.gmv)))
	p.t.foundCurrency(cellCurrency(r.raw(p.price)))
	if inJapanese(p.t) {
		p.t.foundCurrency("JPY")
	}
}

func (p *tiktokPartnerReader) read(r row) error {
	doc, gmv, bad := p.line(r)
	if bad != nil {
		p.t.reject(r.line(), bad)
		return nil
	}
	return p.t.emit(doc, p.counted.growLine(doc, gmv))
}

// line reads one record into a document of one line, and its GMV.
func (p *tiktokPartnerReader) line(r row) (*shop.Doc, shop.Cents, *flaw) {
	l := shop.Line{Row: r.line(), Product: dash(r.text(p.title)), ContentType: dash(r.text(p.contentType)), Channel: "TikTok Shop", Creator: handle(r.text(p.creator))}
	var order, product string
	var bad *flaw
	for _, id := range []struct {
		to  *string
		col int
	}{{&order, p.order}, {&l.SKU, p.sku}, {&product, p.product}, {&l.Content, p.content}} {
		if *id.to, bad = r.id(id.col); bad != nil {
			return nil, 0, bad
		}
		*id.to = dash(*id.to)
	}
	if order == "" {
		return nil, 0, p.t.flaw(p.order, "missing_order_id", "holds no order.")
	}
	if cell := r.raw(p.currency); !missing(cell) && !currencyOf(cell).Valid() {
		return nil, 0, p.t.flaw(p.currency, "bad_currency", "does not hold a currency.")
	}
	stage := p.stage(r)
	l.Status = stage.status
	if l.PlacedAtUTC, l.Day, bad = r.moment(p.date); bad != nil {
		return nil, 0, bad
	}
	gmv, bad := p.money(r, &l)
	if bad != nil {
		return nil, 0, bad
	}
	settled, bad := p.commission.read(r, &l, gmv > 0 && l.RefundCents == gmv)
	if bad != nil {
		return nil, 0, bad
	}
	doc := &shop.Doc{OrderID: order, Lines: []shop.Line{l},
		Key: shop.KeyOf("tiktok_partner_orders", order, l.SKU, product, l.Creator, l.Content, fold(r.text(p.kind)))}
	doc.Maturity = int64(l.RefundCents)<<4 + stage.rank*2 + one(settled)
	return doc, gmv, nil
}

// stage tells how far the commission is. A status that is not known here makes its rows provisional, and is
// said once.
func (p *tiktokPartnerReader) stage(r row) tiktokStage {
	word := fold(r.text(p.status))
	stage, known := tiktokStages[word]
	if known {
		return stage
	}
	if !p.strange[word] {
		p.strange[word] = true
		p.t.rep.note(Issue{Line: r.line(), Column: max(p.status+1, 0), Code: "unknown_status",
			Message: p.t.title(p.status) + " holds a status that is not known here. All rows with it count as sales that may still change."})
	}
	return tiktokStage{shop.Provisional, 1}
}

// money reads what was sold, and the share of it that went back.
func (p *tiktokPartnerReader) money(r row, l *shop.Line) (gmv shop.Cents, bad *flaw) {
	for _, col := range []int{p.gmv, p.price} {
		if bad = p.t.otherCurrency(r, col); bad != nil {
			return 0, bad
		}
	}
	if l.Quantity, bad = r.count(p.sold); bad != nil {
		return 0, bad
	}
	back, bad := r.count(p.back)
	if bad != nil {
		return 0, bad
	}
	returned, bad := r.yes(p.returned)
	if bad != nil {
		return 0, bad
	}
	price, bad := r.number(p.price)
	if bad != nil {
		return 0, bad
	}
	listed, ok := price.times(number{mant: l.Quantity}, p.t.decimals)
	if !ok {
		return 0, p.t.numberFlaw(p.price, hugeNumber)
	}
	if gmv, bad = r.cents(p.gmv); bad != nil {
		return 0, bad
	}
	switch {
	case r.empty(p.gmv) && (r.empty(p.price) || r.empty(p.sold)):
		return 0, p.t.flaw(slices.Max([]int{p.gmv, p.price}), "missing_amount", "is empty.")
	case r.empty(p.gmv):
		gmv = listed
	}
	if gmv < 0 || l.Quantity < 0 || back < 0 {
		return 0, p.t.negative(slices.Max([]int{p.gmv, p.price}))
	}
	l.GrossCents = max(listed, gmv)
	l.DiscountCents = l.GrossCents - gmv
	l.FreeSample = gmv == 0 && l.Status != shop.Excluded
	back = min(back, l.Quantity)
	switch {
	case returned:
		l.RefundCents = gmv
	case back > 0:
		l.RefundCents = shop.Allocate(gmv, []shop.Cents{shop.Cents(back), shop.Cents(l.Quantity - back)})[0]
	}
	if l.Status.Counts() {
		l.NetCents = gmv - l.RefundCents
	}
	return gmv, nil
}
