package importer

import "creatorlift/backend/shop"

// claimsSimple is a list of orders that a tool or a creator says they brought, for tools whose export is
// not known: Refersion, LTK, Upfluence and others.
var claimsSimple = simpleFormat((&claimReport{
	key: "claims_simple", day: []string{"date"}, order: []string{"order_id"}, creator: []string{"creator"}, code: []string{"code"}, id: []string{"claim_id"},
	content: []string{"post_id"}, sku: []string{"sku"}, product: []string{"product"}, channel: []string{"channel"}, amount: []string{"amount"},
	commission: []string{"commission"}, quantity: []string{"quantity"}, status: []string{"status"}, currency: []string{"currency"}, source: []string{"source"},
}).plan(&format{
	Format: Format{
		ID:       "claims_simple",
		Platform: "Any tool",
		What:     "an order that a creator or a code brought, as a tool says",
		Evidence: shop.Claim,
		Key:      "source; claim_id, else order_id with creator, code and sku, else all that the row says",
		Amount:   "amount of rows that count",
		Label:    "Orders that a tool claims",
		Sum:      "Claimed sales",
	},
	needs: []string{"date", "amount"},
	oneOf: [][]string{{"creator"}, {"code"}},
}))
