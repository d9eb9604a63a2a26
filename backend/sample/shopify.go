package sample

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
)

// tiktokApp is the number under which Shopify names the app that brings TikTok Shop orders in.
const tiktokApp = "5776891"

// firstNumber is the number of the shop's first order, firstID Shopify's own id of it.
const (
	firstNumber = 1001
	firstID     = 5097160000000
	idStep      = 32768
	vendor      = "Glow"
)

// sheet writes records by column name.
type sheet struct {
	csv    *csv.Writer
	column map[string]int
	cells  []string
}

func newSheet(w io.Writer, header []string) (*sheet, error) {
	s := &sheet{csv: csv.NewWriter(w), column: make(map[string]int, len(header)), cells: make([]string, len(header))}
	for i, name := range header {
		s.column[name] = i
	}
	return s, s.csv.Write(header)
}

// set fills a cell; a column that the header lacks is a mistake of ours.
func (s *sheet) set(name, text string) {
	i, ok := s.column[name]
	if !ok {
		panic("sample: no column " + name)
	}
	s.cells[i] = text
}

// next writes the record and starts an empty one.
func (s *sheet) next() error {
	err := s.csv.Write(s.cells)
	clear(s.cells)
	return err
}

// writeShopify writes the orders export: newest order first, its further lines as continuation rows.
func (b *Brand) writeShopify(out io.Writer) error {
	s, err := newSheet(out, importer.ShopifyOrdersHeader)
	if err != nil {
		return err
	}
	ids := b.tiktokIDs()
	number := 0
	for i := range b.orders {
		if b.orders[i].kind != unpaid {
			number++
		}
	}
	for i := len(b.orders) - 1; i >= 0; i-- {
		if b.orders[i].kind == unpaid {
			continue
		}
		number--
		if err := b.writeOrder(s, &b.orders[i], number, ids[i]); err != nil {
			return err
		}
	}
	s.csv.Flush()
	return s.csv.Error()
}

func (b *Brand) writeOrder(s *sheet, o *order, number int, tiktokID string) error {
	for k := range o.n {
		if k == 0 {
			b.setHead(s, o, number)
			b.setMoney(s, o)
			b.setOrigin(s, o, tiktokID)
			setAddress(s, "Billing", o.billed, o.buyer)
			setAddress(s, "Shipping", o.state, o.buyer)
		}
		s.set("Name", fmt.Sprintf("#%d", firstNumber+number))
		s.set("Email", buyerEmail(o.buyer))
		s.set("Created at", shopifyTime(o.placed))
		b.setLine(s, o, k)
		if err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

// setHead fills status and dates, as the day of the export knows them.
func (b *Brand) setHead(s *sheet, o *order, number int) {
	status := o.financialStatus(b.export)
	s.set("Financial Status", status)
	if status != "pending" && status != "voided" {
		s.set("Paid at", shopifyTime(min(o.placed+2, b.export)))
	}
	s.set("Fulfillment Status", "unfulfilled")
	if o.fulfilled(b.export) {
		s.set("Fulfillment Status", "fulfilled")
		s.set("Fulfilled at", shopifyTime(o.shippedAt()))
	}
	if o.cancelled(b.export) {
		s.set("Cancelled at", shopifyTime(o.endedAt))
	}
	s.set("Accepts Marketing", []string{"no", "yes"}[o.buyer%2])
	s.set("Shipping Method", "Standard")
	s.set("Notes", noteOf(o))
	s.set("Phone", buyerPhone(o.buyer))
	s.set("Id", strconv.FormatInt(firstID+int64(number)*idStep, 10))
	s.set("Risk Level", "Low")
	payment := fmt.Sprintf("r%09d.%d", int64(number)*7919, 1+o.buyer%3)
	s.set("Payment ID", payment)
	s.set("Payment Reference", payment)
	s.set("Payment References", payment)
}

func (b *Brand) setMoney(s *sheet, o *order) {
	s.set("Currency", string(currency))
	s.set("Subtotal", plain(o.subtotal))
	s.set("Shipping", plain(o.shipping))
	s.set("Taxes", plain(o.tax))
	s.set("Total", plain(o.totalCents()))
	s.set("Discount Code", o.code)
	s.set("Discount Amount", plain(o.discount))
	s.set("Refunded Amount", plain(o.refundShown(b.export)))
	outstanding := shop.Cents(0)
	if o.financialStatus(b.export) == "pending" {
		outstanding = o.totalCents()
	}
	s.set("Outstanding Balance", plain(outstanding))
	if st := states[o.state]; o.tax > 0 {
		s.set("Tax 1 Name", st.name+" State Tax "+percent(st.taxBasisPoints))
		s.set("Tax 1 Value", plain(o.tax))
	}
}

// setOrigin says where the order came in and how it was paid. TikTok orders carry their own number in
// the note attributes, as the connecting apps leave it.
func (b *Brand) setOrigin(s *sheet, o *order, tiktokID string) {
	source, payment := "web", []string{"Shopify Payments", "Shopify Payments", "PayPal Express Checkout", "Shopify Payments + Gift Card"}[o.buyer%4]
	switch {
	case o.kind == trial:
		payment = "Bogus Gateway"
		s.set("Tags", "test")
	case o.channel == tiktok:
		source, payment = tiktokApp, "TikTok Shop"
		s.set("Tags", "TikTok Shop")
		s.set("Note Attributes", "TikTok Order Number: "+tiktokID+"\nchannel: TikTok Shop")
	case o.channel == draft:
		source, payment = "shopify_draft_order", ""
		s.set("Tags", "gift, no charge")
	}
	s.set("Source", source)
	s.set("Payment Method", payment)
}

func setAddress(s *sheet, side string, place, buyer int) {
	st := states[place]
	s.set(side+" Name", buyerName(buyer))
	s.set(side+" Street", buyerStreet(buyer))
	s.set(side+" Address1", buyerStreet(buyer))
	s.set(side+" City", st.city)
	s.set(side+" Zip", "'"+st.zip)
	s.set(side+" Province", st.code)
	s.set(side+" Country", "US")
	s.set(side+" Phone", buyerPhone(buyer))
	s.set(side+" Province Name", st.name)
}

func (b *Brand) setLine(s *sheet, o *order, k int) {
	p := b.world.products[o.lines[k].product]
	s.set("Lineitem quantity", strconv.FormatInt(o.lines[k].quantity, 10))
	s.set("Lineitem name", p.name)
	s.set("Lineitem price", plain(p.priceCents))
	if p.compareAtCents > 0 {
		s.set("Lineitem compare at price", plain(p.compareAtCents))
	}
	s.set("Lineitem sku", p.sku)
	s.set("Lineitem requires shipping", "true")
	s.set("Lineitem taxable", "true")
	s.set("Lineitem fulfillment status", "pending")
	if o.fulfilled(b.export) {
		s.set("Lineitem fulfillment status", "fulfilled")
	}
	s.set("Vendor", vendor)
	s.set("Lineitem discount", plain(0))
}

func (o *order) financialStatus(export instant) string {
	shown := o.refundShown(export)
	switch {
	case o.cancelled(export) && o.ending == cancelledVoided:
		return "voided"
	case shown > 0 && shown == o.totalCents():
		return "refunded"
	case shown > 0:
		return "partially_refunded"
	case o.slowPay && o.kind == sale && o.placed+2*dayLength > export:
		return "pending"
	default:
		return "paid"
	}
}

// shippedAt is one to three days after the order.
func (o *order) shippedAt() instant { return o.placed + dayLength + instant(o.buyer%48)*hour }

func (o *order) fulfilled(export instant) bool {
	return !o.cancelled(export) && o.ending < cancelledRefunded && o.shippedAt() <= export
}

// plain writes cents as 1234.56.
func plain(c shop.Cents) string { return fmt.Sprintf("%d.%02d", c/100, c%100) }

// percent writes basis points as 7.25% or 6%.
func percent(bp shop.Cents) string {
	switch {
	case bp%100 == 0:
		return fmt.Sprintf("%d%%", bp/100)
	case bp%10 == 0:
		return fmt.Sprintf("%d.%d%%", bp/100, bp%100/10)
	default:
		return fmt.Sprintf("%d.%02d%%", bp/100, bp%100)
	}
}
