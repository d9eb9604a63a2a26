package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// wooOrders is an export of WooCommerce orders by any plugin: a row per item or a row per order, with the
// order's figures on its first row or on all of them.
var wooOrders = &format{
	Format: Format{
		ID:       "woocommerce_orders_generic",
		Platform: "WooCommerce",
		What:     "one item of an order, or one order",
		Evidence: shop.Till,
		Key:      "order id or number, all its rows together",
		Amount:   "the order total, else the line totals, of orders that count",
		Trust:    "test files of others and the plugins' own code; the files were not seen by us",
		Label:    "WooCommerce orders",
		Sum:      "Order totals",
		Where:    "WordPress › WooCommerce › the export of your order export plugin, as CSV with tax, shipping and refund columns",
	},
	columns:   wooColumns(),
	recognise: recogniseWoo,
	padShort:  true,
	open:      openWooOrders,
}

// wooStage is what an order status means and how far on its way the order is. A failed payment may be
// tried again, so failed comes before on-hold.
type wooStage struct {
	status shop.Status
	rank   int64
}

var wooStages = map[string]wooStage{
	"pending": {shop.Provisional, 0}, "pending-payment": {shop.Provisional, 0}, "failed": {shop.Excluded, 1}, "on-hold": {shop.Provisional, 2},
	"processing": {shop.Counted, 3}, "shipped": {shop.Counted, 4}, "partially-shipped": {shop.Counted, 4}, "delivered": {shop.Counted, 4},
	"completed": {shop.Counted, 4}, "partially-refunded": {shop.Counted, 4}, "partial-refunded": {shop.Counted, 4},
	"checkout-draft": {shop.Excluded, 0}, "draft": {shop.Excluded, 0}, "auto-draft": {shop.Excluded, 0},
	"cancelled": {shop.Excluded, wooGone}, "canceled": {shop.Excluded, wooGone}, "trash": {shop.Excluded, wooGone}, "refunded": {shop.Excluded, wooGone},
}

const wooGone = 1 << 40

// wooWords are statuses as plugins write them in shops of other languages.
var wooWords = map[string]string{
	"abgeschlossen": "completed", "in-bearbeitung": "processing", "in-wartestellung": "on-hold", "zahlung-ausstehend": "pending", "ausstehende-zahlung": "pending",
	"storniert": "cancelled", "rückerstattet": "refunded", "zurückerstattet": "refunded", "fehlgeschlagen": "failed",
	"terminée": "completed", "terminé": "completed", "en-cours": "processing", "en-attente": "on-hold", "en-attente-de-paiement": "pending", "attente-paiement": "pending",
	"annulée": "cancelled", "annulé": "cancelled", "remboursée": "refunded", "remboursé": "refunded", "échouée": "failed", "échoué": "failed",
	"completado": "completed", "procesando": "processing", "en-espera": "on-hold", "pendiente-de-pago": "pending", "cancelado": "cancelled", "reembolsado": "refunded", "fallido": "failed",
	"completato": "completed", "in-lavorazione": "processing", "in-sospeso": "on-hold", "in-attesa-di-pagamento": "pending", "annullato": "cancelled", "rimborsato": "refunded", "fallito": "failed",
	"afgerond": "completed", "voltooid": "completed", "in-de-wacht": "on-hold", "wachtend-op-betaling": "pending", "geannuleerd": "cancelled", "terugbetaald": "refunded", "mislukt": "failed",
	"concluído": "completed", "processando": "processing", "aguardando": "on-hold", "pagamento-pendente": "pending", "malsucedido": "failed",
}

// wooStageOf reads a status, with and without "wc-".
func wooStageOf(cell string) (wooStage, bool) {
	cell = strings.Join(strings.Fields(strings.ToLower(cell)), "-")
	cell = strings.ReplaceAll(strings.TrimPrefix(cell, "wc-"), "_", "-")
	if word, ok := wooWords[cell]; ok {
		cell = word
	}
	s, ok := wooStages[cell]
	return s, ok
}

// wooRow is one record: its items, and the order's own figures where it has them.
type wooRow struct {
	line  int
	flaw  *flaw
	items []wooItem
	order *wooFigures // nil for a row that only continues an order
}

// wooItem is one item of an order.
type wooItem struct {
	id       string
	quantity int64
	gross    shop.Cents // before discounts; what the line was sold for where only that is given
	total    shop.Cents // after discounts
	back     shop.Cents // refunded
	priced   bool       // the file gives a price or total
	sku      string
	product  string
}

type wooRows struct {
	t *table

	order, date, status, total, tax, shipping, fees, refund, net, currency int
	code, email, country, state, billCountry, billState, channel, sold     int
	items                                                                  []wooItemColumns
	numbered                                                               bool

	gathering[wooRow]
	stands standings
}

func openWooOrders(t *table) rowReader {
	w := &wooRows{t: t, stands: standings{},
		order: t.anyOf(wooOrder...), date: t.anyOf(wooDate...), status: t.anyOf(wooStatus...), total: t.anyOf(wooTotal...),
		tax: t.anyOf(wooTax...), shipping: t.anyOf(wooShipping...), fees: t.anyOf(wooFees...), refund: t.anyOf(wooRefund...), net: t.anyOf(wooNet...),
		currency: t.anyOf(wooCurrency...), code: t.anyOf(wooCode...), email: t.anyOf(wooEmail...), country: t.anyOf(wooCountry...),
		state: t.anyOf(wooState...), billCountry: t.anyOf(wooBillLand...), billState: t.anyOf(wooBillRoom...), channel: t.anyOf(wooChannel...),
		sold: t.anyOf(wooSold...)}
	w.items, w.numbered = wooItemsOf(t)
	w.gathering = newGathering(w.byOrder)
	return w
}

// orderOf gives the order of a row. Where a plugin fills the order's columns on its first row only, the
// rows after it name none.
func (w *wooRows) orderOf(r row, before string) []byte {
	if name := r.raw(w.order); !missing(name) || before == "" || !r.empty(w.status) {
		return name
	}
	return []byte(before)
}

func (w *wooRows) observe(r row) { w.notice(w.orderOf(r, w.last)) }

func (w *wooRows) read(r row) error {
	name := w.orderOf(r, w.name)
	fresh, err := w.begins(name)
	if err != nil {
		return err
	}
	if fresh {
		if _, bad := orderID(r, w.order); bad != nil {
			w.t.reject(r.line(), bad)
			return nil
		}
	}
	w.add(name, w.row(r))
	return nil
}

func (w *wooRows) row(r row) wooRow {
	out := wooRow{line: r.line()}
	for _, cols := range w.items {
		if w.numbered && r.empty(cols.name) && r.empty(cols.count) && r.empty(cols.total) {
			continue
		}
		item, bad := w.item(r, cols)
		if bad != nil && out.flaw == nil {
			out.flaw = bad
		}
		out.items = append(out.items, item)
	}
	if !r.empty(w.status) || !r.empty(w.total) {
		order, bad := w.figures(r)
		if out.order = order; bad != nil && out.flaw == nil {
			out.flaw = bad
		}
	}
	return out
}

func (w *wooRows) item(r row, c wooItemColumns) (it wooItem, bad *flaw) {
	it.sku, it.product = dash(r.text(c.sku)), dash(r.text(c.name))
	if it.id, bad = r.id(c.id); bad != nil {
		return it, bad
	}
	if it.quantity, bad = r.count(c.count); bad != nil {
		return it, bad
	}
	for _, a := range []struct {
		to  *shop.Cents
		col int
	}{{&it.gross, c.gross}, {&it.total, c.total}, {&it.back, c.back}} {
		if *a.to, bad = r.cents(a.col); bad != nil {
			return it, bad
		}
	}
	it.back = max(it.back, -it.back)
	switch {
	case !r.empty(c.gross) || !r.empty(c.total):
		it.priced = true
		if r.empty(c.gross) {
			it.gross = it.total
		}
		if r.empty(c.total) {
			it.total = it.gross
		}
	case !r.empty(c.price):
		it.priced = true
		price, bad := r.number(c.price)
		if bad != nil {
			return it, bad
		}
		var ok bool
		if it.gross, ok = price.times(number{mant: it.quantity}, w.t.decimals); !ok {
			return it, w.t.numberFlaw(c.price, hugeNumber)
		}
		it.total = it.gross
	}
	if it.gross < 0 || it.total < 0 {
		return it, w.t.negative(max(c.total, c.gross, c.price))
	}
	return it, nil
}
