package sample

import (
	"fmt"
	"io"
	"strconv"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
)

// byteOrderMark starts the affiliate export.
const byteOrderMark = "\ufeff"

// Statuses of the affiliate export.
const (
	statusSettled    = "Settled"
	statusPending    = "Pending"
	statusIneligible = "Ineligible"
	statusCanceled   = "Canceled"
	statusFrozen     = "Frozen"
	statusUnpaid     = "Unpaid by customer"
)

// tiktokIDs gives every order of the platform's shop its 18 digits, growing with time; "" for others.
func (b *Brand) tiktokIDs() []string {
	d := newDice(b.world.Seed, streamPapers)
	ids, next := make([]string, len(b.orders)), int64(576900000000000000)
	for i := range b.orders {
		next += 1 + int64(d.bits.Uint64()>>29) // up to 3.4e10
		if b.orders[i].channel == tiktok {
			ids[i] = strconv.FormatInt(next, 10)
		}
	}
	return ids
}

// writeAffiliate writes the affiliate orders export: newest order first, a row per product.
func (b *Brand) writeAffiliate(out io.Writer) error {
	if _, err := io.WriteString(out, byteOrderMark); err != nil {
		return err
	}
	s, err := newSheet(out, importer.TikTokAffiliateUSHeader)
	if err != nil {
		return err
	}
	ids := b.tiktokIDs()
	for i := len(b.orders) - 1; i >= 0; i-- {
		o := &b.orders[i]
		if o.claim.creator == none {
			continue
		}
		for k, paid := range o.soldByLine(b.world) {
			b.setClaim(s, o, ids[i], k)
			b.setCommission(s, o, paid)
			if err := s.next(); err != nil {
				return err
			}
		}
	}
	s.csv.Flush()
	return s.csv.Error()
}

func (b *Brand) setClaim(s *sheet, o *order, id string, k int) {
	p, status := b.world.products[o.lines[k].product], o.claimStatus(b.export)
	s.set("Order ID", id+"\t")
	s.set("Product ID", p.tiktokID+"\t")
	s.set("Product Name", p.name)
	s.set("SKU ID", p.tiktokSKU+"\t")
	s.set("Price", dollars(p.priceCents))
	s.set("Currency", string(currency))
	s.set("Quantity", strconv.FormatInt(o.lines[k].quantity, 10))
	s.set("Fully returned or refunded", "No")
	if status == statusIneligible {
		s.set("Fully returned or refunded", "Yes")
	}
	s.set("Order Status", status)
	s.set("Creator Username", b.names[o.claim.creator].handle)
	if o.claim.post != none {
		content := b.posts[o.claim.post]
		s.set("Content Type", content.content)
		// Sales from a creator's showcase name no content.
		if content.content != "Showcase" {
			s.set("Content ID", content.id+"\t")
		}
	}
	s.set("Time Created", tiktokTime(o.placed))
	if status != statusUnpaid {
		s.set("Payment method", "Credit card")
		s.set("Payment time", tiktokTime(min(o.placed+35, b.export)))
	}
	if delivered := o.placed + deliverySpell; status != statusUnpaid && status != statusCanceled && delivered <= b.export {
		s.set("Order Delivery Time", tiktokTime(delivered))
	}
	s.set("Platform", "TikTok Shop")
}

// setCommission fills the money: a sale through paid delivery earns the ads rate, any other the
// standard one; what was actually paid stays blank until the order is settled.
func (b *Brand) setCommission(s *sheet, o *order, paid shop.Cents) {
	standard, ads := paid*standardRate/100, shop.Cents(0)
	if o.claim.ad {
		standard, ads = 0, paid*shopAdsRate/100
	}
	s.set("Payment Amount", dollars(paid))
	s.set("commission model", "fixed commission")
	s.set("Standard commission rate", fmt.Sprintf("%d%%", standardRate))
	s.set("Shop Ads commission rate", fmt.Sprintf("%d%%", shopAdsRate))
	s.set("Est. Commission Base", dollars(paid))
	s.set("Est. standard commission payment", dollars(standard))
	s.set("Est. Shop Ads commission payment", dollars(ads))
	s.set("Est. co-funded creator bonus", dollars(0))
	if o.claimStatus(b.export) != statusSettled {
		return
	}
	s.set("Actual Commission Base", dollars(paid))
	s.set("Actual Commission Payment", dollars(standard))
	s.set("Actual Shop Ads commission payment", dollars(ads))
	s.set("Time Commission Paid", tiktokTime(o.settledAt()))
}

func (o *order) settledAt() instant { return o.placed + maturityDays*dayLength }

func (o *order) claimStatus(export instant) string {
	switch {
	case o.kind == unpaid:
		return statusUnpaid
	case o.cancelled(export):
		return statusCanceled
	case o.refundShown(export) > 0 && o.refundShown(export) >= o.subtotal:
		return statusIneligible
	case o.claim.frozen:
		return statusFrozen
	case o.settledAt() <= export:
		return statusSettled
	default:
		return statusPending
	}
}

// claimedCents is what the platform claims of an order: nothing without a claim, for samples, and
// while its status does not count.
func (o *order) claimedCents(export instant) shop.Cents {
	if status := o.claimStatus(export); o.claim.creator == none || status != statusSettled && status != statusPending {
		return 0
	}
	return o.subtotal
}

// dollars writes cents as $1,234.56.
func dollars(c shop.Cents) string {
	if c >= 100_000 {
		return fmt.Sprintf("$%d,%03d.%02d", c/100_000, c/100%1000, c%100)
	}
	return "$" + plain(c)
}
