package importer

import "strings"

// twinColumns are where apps that bring TikTok Shop orders into Shopify write the id an order has there,
// the likeliest first: additional details, tags, notes, payment, or the order's own name.
var twinColumns = []string{"Note Attributes", "Tags", "Notes", "Payment Reference", "Payment References", "Payment ID", "Receipt Number", "Name"}

// ownChannels are values of Source of sales that Shopify made itself.
var ownChannels = map[string]bool{"web": true, "pos": true, "iphone": true, "android": true, "subscription_contract": true, "subscription_contract_checkout_one": true}

// readTwin finds the id that an order has in TikTok Shop. An app's orders carry its number, or its name,
// in Source; an order of the shop's own channels has no twin, whatever digits stand in its notes.
func (c *shopifyColumns) readTwin(r row, o *shopifyOrder) {
	source := strings.ToLower(o.channel)
	if ownChannels[source] {
		return
	}
	tiktok := strings.Contains(source, "tiktok") || source == "tik tok"
	for _, col := range c.twin {
		if o.twin = tiktokOrderID(r.raw(col)); o.twin != "" {
			if !tiktok && strings.Trim(source, "0123456789") == "" {
				o.channel = "tiktok" // an app's number says nothing
			}
			return
		}
	}
	o.lostTwin = tiktok
}

// tiktokOrderID finds the id of a TikTok Shop order in a text: 17 to 19 digits on their own that begin
// with 57 or 58. It is empty where there is none, or more than one.
func tiktokOrderID(text []byte) string {
	found := ""
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		from := i
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			i++
		}
		id := text[from:i]
		if len(id) < 17 || len(id) > 19 || id[0] != '5' || (id[1] != '7' && id[1] != '8') {
			continue
		}
		if found != "" && found != string(id) {
			return ""
		}
		found = string(id)
	}
	return found
}
