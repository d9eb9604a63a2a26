package importer

import "creatorlift/backend/shop"

// partnerFormats are tools that track creators and affiliates.
var partnerFormats = []*format{
	socialSnowball,
	goaffpro,
	uppromote,
	impactActions,
}

// partnerFormat completes a partner tool's format: all of them are claims, one order a row.
func partnerFormat(d *claimReport, f *format, recognise func(n names) bool) *format {
	f.What, f.Evidence = "an order that an affiliate brought, as the tool says", shop.Claim
	f.Label, f.Sum = f.Platform+" "+f.Label, "Claimed sales"
	f.decimal = '.'
	f = d.plan(f)
	full := d.told()
	f.recognise = func(n names) int {
		if !recognise(n) {
			return 0
		}
		return n.share(full)
	}
	return f
}

// told lists the first name of each column that the report is known to have.
func (d *claimReport) told() (full []string) {
	for _, names := range append(d.lists(), d.day, d.amount, d.commission) {
		if len(names) > 0 {
			full = append(full, names[0])
		}
	}
	return full
}

// socialSnowball is conversions-export-<unixtime>.csv. First Name and Last Name are the affiliate's.
var socialSnowball = partnerFormat(&claimReport{
	key: "social_snowball", day: []string{"Conversion Date", "Date"}, order: []string{"Order ID", "Order Number", "Order Name"}, first: []string{"First Name"}, last: []string{"Last Name"},
	creator: []string{"Affiliate", "Affiliate Name"}, code: []string{"Discount Code", "Code", "Coupon"}, amount: []string{"Revenue"}, commission: []string{"Commission"},
	status: []string{"Status", "Commission Status"}, currency: []string{"Currency"},
}, &format{
	Format: Format{ID: "social_snowball_conversions", Platform: "Social Snowball", Key: "Order ID, affiliate", Amount: "Revenue of rows that count",
		Trust: "a reader written against a real file, six columns only; the file was not seen by us", Label: "conversions",
		Where: "Social Snowball › Conversions › Export"},
}, func(n names) bool {
	return n.has("Conversion Date", "Revenue", "Commission")
})

// goaffpro is GoAffPro's download of all sales. The columns are those of the table in its help pages; how
// the file spells them was not seen, so spaces and underscores are taken alike.
var goaffpro = partnerFormat(&claimReport{
	key: "goaffpro", id: []string{"sale id", "sale_id", "id"}, day: []string{"order date", "order_date", "date", "created_at", "created at"},
	order:   []string{"order number", "order_number", "order_name", "order name", "order id", "order_id", "number"},
	creator: []string{"affiliate name", "affiliate_name", "affiliate"}, email: []string{"affiliate email", "affiliate_email"},
	code: []string{"coupon", "coupon code", "coupon_code", "ref code", "ref_code"}, amount: []string{"amount", "order amount", "order_amount", "subtotal", "total"},
	commission: []string{"commission", "commission amount", "commission_amount"}, status: []string{"status"}, currency: []string{"currency"},
}, &format{
	Format: Format{ID: "goaffpro_sales", Platform: "GoAffPro", Key: "sale id, else order number and affiliate", Amount: "amount of rows that count",
		Trust: "the columns of the table in the tool's help pages; how the file spells them was not seen", Label: "sales",
		Where: "GoAffPro › Sales › All sales › Download"},
}, func(n names) bool {
	affiliate := n.has("affiliate name") || n.has("affiliate_name")
	order := (n.has("order number") || n.has("order_number")) && (n.has("order date") || n.has("order_date"))
	return affiliate && order && n.has("commission") && (n.has("amount") || n.has("order amount") || n.has("order_amount"))
})

// uppromote is UpPromote's list of referrals. Only the names that its import wants are documented; the
// e-mail is the affiliate's.
var uppromote = partnerFormat(&claimReport{
	key: "uppromote", id: []string{"referral_id", "referral id"}, day: []string{"created_at", "created at", "order_date", "order date", "date", "created_time"},
	order: []string{"order_number", "order number", "order_name", "order_id", "order id"}, creator: []string{"affiliate_name", "affiliate name", "affiliate"},
	email: []string{"email", "affiliate_email", "affiliate email"}, code: []string{"coupon", "coupon_code", "coupon code"},
	amount: []string{"total_sales", "total sales"}, commission: []string{"commission_amount", "commission amount", "commission"},
	status: []string{"status"}, currency: []string{"currency"},
}, &format{
	Format: Format{ID: "uppromote_referrals", Platform: "UpPromote", Key: "referral id, else order and affiliate, else all that the row says", Amount: "total_sales of rows that count",
		Trust: "the names that the tool's import asks for; its export was not seen", Label: "referrals",
		Where: "UpPromote › Referrals › Export"},
}, func(n names) bool {
	email := n.has("email") || n.has("affiliate_email") || n.has("affiliate email")
	sales := n.has("total_sales") || n.has("total sales")
	return email && sales && (n.has("commission_amount") || n.has("commission amount"))
})

// impactActions is impact.com's action listing. Only Action Date and Action Earnings are sure; the other
// names are from memory.
var impactActions = partnerFormat(&claimReport{
	key: "impact", id: []string{"Action Id", "Action ID"}, day: []string{"Action Date", "Event Date"}, order: []string{"Oid", "Order Id", "Order ID"},
	creator: []string{"Media Partner", "Media Partner Name", "Partner", "Partner Name", "Media"}, code: []string{"Promo Code"},
	amount: []string{"Sale Amount", "Amount", "Revenue"}, commission: []string{"Action Earnings", "Action Cost", "Payout", "Earnings"},
	sku: []string{"SKU"}, quantity: []string{"Quantity"}, status: []string{"Status", "State", "Action Status"}, currency: []string{"Currency"},
	ownMoney: true,
}, &format{
	Format: Format{ID: "impact_actions", Platform: "impact.com", Key: "Action Id, else order and partner, else all that the row says",
		Amount: "Sale Amount of rows that count; Action Earnings where the file has no amount of sales",
		Trust:  "two columns (Action Date, Action Earnings) from a reader's code; the other names from memory", Label: "actions",
		Where: "impact.com › Reports › Action listing › Export"},
}, func(n names) bool {
	money := n.has("Action Earnings") || n.has("Action Cost") || n.has("Payout") || n.has("Sale Amount")
	return n.has("Action Date") && money && (n.has("Action Earnings") || n.has("Action Id") || n.has("Media Partner"))
})
