package importer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// synonyms are what other tools call the columns of tables that are mapped by hand, in the form of wordsOf,
// likelier ones first.
var synonyms = map[string][]string{
	"order_id":    {"order id", "order number", "order no", "order", "order name", "order ref", "order reference", "invoice no", "invoice number", "invoice", "receipt number", "receipt no", "receipt", "transaction id", "sale id", "bestellnummer", "auftragsnummer", "bestellung", "numero de commande", "commande", "numero de pedido", "pedido", "numero ordine", "ordine", "bestelnummer"},
	"created_at":  {"created at", "order date", "order created", "created", "purchase date", "purchased at", "placed at", "sale date", "invoice date", "transaction date", "date time", "datetime", "timestamp", "date", "time", "bestelldatum", "datum", "date de commande", "fecha de pedido", "fecha", "data"},
	"date":        {"date", "day", "conversion date", "order date", "event date", "action date", "response date", "submitted at", "submitted", "submit date", "answered at", "responded at", "created at", "created", "inserted at", "posted at", "posted", "post date", "published at", "publish date", "publish time", "paid at", "payment date", "timestamp", "time", "datum", "tag", "fecha", "jour", "data", "giorno", "when"},
	"from":        {"start date", "period start", "week start", "start", "first day", "von"},
	"until":       {"end date", "period end", "week end", "end", "last day", "to", "bis"},
	"period":      {"period", "date range", "zeitraum", "periode"},
	"amount":      {"amount", "order amount", "line total", "order total", "sale amount", "sale value", "total sales", "total", "subtotal", "sub total", "net sales", "revenue", "sales", "value", "gross amount", "cost", "paid", "paid out", "total paid", "spent", "fee", "fees", "price paid", "betrag", "umsatz", "summe", "gesamt", "montant", "importe", "importo", "bedrag"},
	"unit_price":  {"unit price", "price each", "item price", "price", "preis", "einzelpreis", "prix", "prix unitaire", "precio", "prezzo"},
	"quantity":    {"quantity", "qty", "item quantity", "units", "pieces", "menge", "anzahl", "quantite", "cantidad", "quantita", "aantal"},
	"currency":    {"currency", "currency code", "ccy", "wahrung", "devise", "moneda", "valuta"},
	"Currency":    {"currency", "currency code", "ccy", "wahrung", "devise", "moneda", "valuta"},
	"sku":         {"sku", "seller sku", "item sku", "stock code", "article number", "artikelnummer", "product id", "item number", "item id"},
	"product":     {"product", "product name", "product title", "item name", "item", "description", "title", "produkt", "artikel", "produit", "producto", "prodotto"},
	"discount":    {"discount", "discount amount", "rabatt", "remise", "descuento", "sconto"},
	"refund":      {"refund", "refunded", "refund amount", "refunded amount", "returns", "erstattung", "remboursement", "reembolso"},
	"region":      {"region", "state", "province", "shipping state", "shipping province", "bundesland", "country", "land", "pays", "pais"},
	"code":        {"code", "discount code", "coupon code", "coupon", "promo code", "promocode", "voucher", "gutscheincode", "gutschein", "code promo", "cupon"},
	"creator":     {"creator", "creator name", "creator handle", "creator username", "influencer", "influencer name", "influencer handle", "affiliate", "affiliate name", "partner", "partner name", "media partner", "ambassador", "publisher", "handle", "username", "user name", "who", "to whom", "who was paid", "paid to", "tiktok handle", "instagram handle", "account", "profile", "author"},
	"customer":    {"customer", "customer id", "customer email", "email", "e mail", "buyer", "client", "kunde", "kundennummer"},
	"channel":     {"channel", "sales channel", "source medium", "traffic source", "source", "conversion type", "type", "kanal", "canal"},
	"unit":        {"unit", "store", "shop", "location", "region", "branch", "outlet", "filiale", "magasin", "tienda"},
	"value":       {"value", "sales", "net sales", "revenue", "amount", "total", "turnover", "umsatz", "ventes", "ventas"},
	"commission":  {"commission", "commission amount", "commission earned", "commissions", "earnings", "payout", "provision"},
	"status":      {"status", "state", "approval status", "conversion status", "commission status"},
	"claim_id":    {"conversion id", "action id", "referral id", "claim id", "commission id", "sale id", "id"},
	"post_id":     {"post id", "video id", "media id", "content id", "reel id", "id"},
	"link":        {"link", "url", "post link", "post url", "video link", "video url", "content link", "content url", "permalink"},
	"title":       {"title", "caption", "post title", "video title", "description", "name"},
	"name":        {"name", "display name", "nickname", "full name", "creator name"},
	"platform":    {"platform", "network", "social network", "plattform", "plateforme"},
	"views":       {"views", "video views", "view count", "plays", "play count", "reach", "aufrufe", "vues", "visualizaciones"},
	"impressions": {"impressions", "impressionen", "impresiones"},
	"clicks":      {"clicks", "link clicks", "klicks", "clics"},
	"likes":       {"likes", "like count", "gefallt mir", "j aime"},
	"comments":    {"comments", "comment count", "kommentare", "commentaires", "comentarios"},
	"shares":      {"shares", "share count", "geteilt", "partages", "compartidos"},
	"completion":  {"completion", "completion rate", "watched full video", "finish rate"},
	"orders":      {"orders", "order count", "purchases", "conversions", "sales count", "number of orders", "bestellungen", "commandes", "pedidos"},
	"units":       {"units", "units sold", "items sold", "products sold", "quantity"},
	"gmv":         {"gmv", "revenue", "sales", "attributed sales", "attributed revenue", "total sales", "sales amount", "sales value", "umsatz"},
	"revenue":     {"revenue", "total revenue", "sales", "umsatz", "ingresos", "revenu"},
	"fee":         {"fee", "flat fee", "fees", "creator fee", "fixed fee", "payment", "paid", "cost", "rate", "honorar"},
	"posts":       {"posts", "videos", "number of posts", "number of videos", "post count", "video count", "content pieces", "deliverables"},
	"lives":       {"lives", "live streams", "livestreams"},
	"samples":     {"samples", "samples sent", "samples shipped", "sample count", "samples requested", "gifted products"},
	"followers":   {"followers", "follower count", "subscribers", "abonnes", "seguidores"},
	"answer":      {"answer", "response", "answers", "response value", "selected answer", "choice", "antwort", "reponse", "respuesta", "risposta"},
	"question":    {"question", "question title", "question text", "survey question", "survey", "poll", "frage", "pregunta", "domanda"},
	"answer_id":   {"response id", "answer id", "submission id", "participant id", "id"},
	"count":       {"count", "responses", "number of responses", "votes", "total responses", "anzahl"},
	"what":        {"what", "what for", "what was it for", "paid for", "cost type", "type", "category", "expense", "description", "item", "purpose", "art", "kategorie"},
	"cost_id":     {"cost id", "invoice number", "invoice no", "invoice", "reference", "id"},
	"campaign":    {"campaign", "campaign name", "kampagne", "campagne", "campana"},
	"group":       {"group", "segment", "audience segment", "age group", "age range", "age", "gender", "country", "bucket"},
	"share":       {"share", "percentage", "percent", "audience share", "share of audience", "anteil", "part"},
	"kind":        {"kind", "dimension", "breakdown", "demographic", "group type"},
	"sessions":    {"sessions", "visits", "sitzungen", "besuche", "sesiones", "visites"},
	"visitors":    {"visitors", "users", "unique visitors", "besucher", "visiteurs"},
	"carts":       {"carts", "add to carts", "added to cart", "add to cart"},
	"checkouts":   {"checkouts", "reached checkout", "initiated checkout"},
	"key_events":  {"key events", "conversions", "goals"},
	"source":      {"tool", "data source"},
}

// wordsOf writes a name as lower-case words without accents: InvoiceNo, invoice_no and “Invoice No.” are
// alike.
func wordsOf(name string) string {
	var b strings.Builder
	before := ' '
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteByte(' ')
		default:
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				b.WriteByte(' ')
			}
			b.WriteRune(unicode.ToLower(r))
		}
		before = r
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
