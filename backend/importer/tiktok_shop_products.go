package importer

import (
	"creatorlift/backend/shop"
)

// tiktokProducts is what creators sold of each product.
var tiktokProducts = (&statReport{
	subject: shop.AProduct, key: "tiktok_shop_product_creators_total", id: []string{"Product ID"}, name: []string{"Product name"}, amount: gmv,
	needsOne: []string{"Product ID"},
	adjust:   needsID("Product ID", "missing_product", "names no product."),
	earns:    [2][]string{creatorGMV, {"Attributed orders"}},
	figures: []figure{
		{names: creatorGMV, cents: gmv},
		{names: []string{"Refunds"}, cents: refunds},
		{names: []string{"Est. commission"}, cents: commission},
		{names: []string{"Est. flat fee"}, cents: fees},
		{names: []string{"Attributed orders"}, count: statOrders},
		{names: []string{"Creator-attributed items sold", "Affiliate-attributed items sold"}, count: statUnits},
		{names: []string{"Items refunded"}, count: unitsBack},
		{names: []string{"Customers"}, count: customers},
		{names: []string{"Videos"}, count: posts},
		{names: []string{"LIVE streams"}, count: lives},
		{names: []string{"Samples shipped"}, count: samples},
		{names: []string{"Product impressions"}, count: impressions},
		{names: []string{"Product clicks"}, count: clicks},
	},
}).plan(&format{
	Format: Format{
		ID:       "tiktok_shop_transaction_analysis_products_v3",
		Platform: "TikTok Shop",
		What:     "what creators brought with one product in a stretch of days, as the platform says",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, Product ID",
		Amount:   "GMV attributed to creators",
		Trust:    "read by its authors against a real file; the file was not seen by us",
		Label:    "TikTok Shop products of creators",
		Sum:      "Claimed sales",
		Where:    "TikTok Shop Seller Center › Affiliate › Data analysis › Product › Export",
	},
	recognise: func(n names) int {
		ours := n.has("Creators with sales") || (n.has("Attributed orders") && n.has("Product name"))
		if !n.has("Product ID") || !anyOf(n, creatorGMV...) || !ours || anyOf(n, "Creator name", "SKU orders", "Video ID", "LIVE ID", "Order ID") {
			return 0
		}
		return n.share([]string{"Product name", "Product ID", "Product category", "Creator-attributed GMV", "Refunds", "Creator-attributed items sold",
			"Items refunded", "Attributed orders", "Videos", "Videos with sales", "LIVE streams", "Creators with sales", "Customers", "Est. commission",
			"Samples shipped"})
	},
	decimal:   '.',
	described: true,
	aliases:   sellerWords,
	isTotal:   namedTotal([]string{"Product ID"}, []string{"Product name"}),
})

// tiktokProductCreators is what creators sold of one product, which only the file's name or folder names.
var tiktokProductCreators = (&statReport{
	subject: shop.ACreator, key: "tiktok_shop_product_creator", creator: []string{"Creator Name"}, product: []string{"Product ID"}, amount: gmv,
	needsOne: []string{"Creator Name"},
	adjust:   productOfFile,
	keyOf: func(s *shop.Stat) shop.Key {
		return shop.KeyOf("tiktok_shop_product_creator", s.First.String(), s.Last.String(), s.Product, s.Creator)
	},
	figures: []figure{
		{names: []string{"GMV"}, cents: gmv},
		{names: []string{"Refunded GMV"}, cents: refunds},
		{names: []string{"Est. commission"}, cents: commission},
		{names: []string{"Est. flat fee"}, cents: fees},
		{names: []string{"Items sold"}, count: statUnits},
		{names: []string{"Refunded items sold"}, count: unitsBack},
		{names: []string{"Videos"}, count: posts},
		{names: []string{"LIVE streams"}, count: lives},
		{names: []string{"Samples"}, count: samples},
	},
}).plan(&format{
	Format: Format{
		ID:       "tiktok_shop_product_creators",
		Platform: "TikTok Shop",
		What:     "what one creator brought with one product in a stretch of days, as the platform says",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, product (the number of 16 to 19 digits in the name of the file or folder), creator",
		Amount:   "GMV of the creator with the product",
		Trust:    "independent readers; the file was not seen by us",
		Label:    "TikTok Shop creators of a product",
		Sum:      "Claimed sales",
		Where:    "TikTok Shop Seller Center › Affiliate › Data analysis › Product › Creators › Export",
	},
	recognise: func(n names) int {
		if !n.has("Creator Name", "Creator Nickname", "GMV") || anyOf(n, "Video ID", "LIVE ID", "Order ID") {
			return 0
		}
		return n.share([]string{"Creator Name", "Creator Nickname", "GMV", "Items sold", "Videos", "LIVE streams", "Est. commission", "Samples",
			"Refunded GMV", "Refunded items sold", "Est. flat fee"})
	},
	decimal:   '.',
	described: true,
	aliases:   sellerWords,
	isTotal:   creatorTotal,
})

// productOfFile takes the product from the name of the file where no column names it.
func productOfFile(r row, s *shop.Stat) *flaw {
	if s.Product == "" {
		s.Product = productIn(r.t.opt.Name)
	}
	return nil
}

// productIn finds the one number of 16 to 19 digits in a name, the last where folders have one too. "" for none.
func productIn(name string) (id string) {
	for i := 0; i < len(name); {
		from := i
		for i < len(name) && isDigit(rune(name[i])) {
			i++
		}
		if n := i - from; n >= 16 && n <= 19 {
			id = name[from:i]
		}
		if i == from {
			i++
		}
	}
	return id
}

// tiktokProductAnalytics is what the whole shop sold of each product. Where it is exported for all channels
// the names of the columns stand again for each channel; the first ones are all channels together.
var tiktokProductAnalytics = (&statReport{
	subject: shop.AProduct, key: "tiktok_shop_product_analytics", id: []string{"Product ID"}, name: []string{"Product Name"}, amount: gmv,
	needsOne: []string{"Product ID"},
	adjust:   needsID("Product ID", "missing_product", "names no product."),
	earns:    [2][]string{{"GMV"}, {"Orders", "SKU orders"}},
	figures: []figure{
		{names: []string{"GMV"}, cents: gmv},
		{names: []string{"Refunds"}, cents: refunds, size: true},
		{names: []string{"Tax"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.TaxCents }},
		{names: []string{"Shipping fees"}, cents: func(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.ShippingCents }},
		{names: []string{"Orders", "SKU orders"}, count: statOrders},
		{names: []string{"Items sold"}, count: statUnits},
		{names: []string{"Items refunded"}, count: unitsBack},
		{names: []string{"Est. customers"}, count: customers},
		{names: []string{"Product impressions"}, count: impressions},
		{names: []string{"Product clicks"}, count: clicks},
		{names: []string{"Add-to-cart count"}, count: carts},
	},
}).plan(&format{
	Format: Format{
		ID:       "tiktok_shop_product_analytics",
		Platform: "TikTok Shop",
		What:     "what the whole shop sold of one product in a stretch of days, as the platform says",
		Evidence: shop.Claim,
		Key:      "first and last day of the stretch, Product ID",
		Amount:   "GMV of all channels (the first column of that name)",
		Trust:    "independent readers; the file was not seen by us",
		Label:    "TikTok Shop product analytics",
		Sum:      "GMV",
		Where:    "TikTok Shop Seller Center › Data Compass › Product analytics › Export",
	},
	recognise: func(n names) int {
		if !n.has("Product ID", "SKU orders", "Seller product card GMV") {
			return 0
		}
		return n.share([]string{"Product Name", "Product ID", "Listing status", "GMV", "Seller LIVE-attributed GMV", "Seller video-attributed GMV",
			"Creator-attributed GMV", "Seller product card GMV", "Orders", "SKU orders", "Items sold", "Est. customers", "Product impressions",
			"Product clicks", "Add-to-cart count"})
	},
	decimal:   '.',
	described: true,
	repeats:   true,
	preamble:  dayFirst,
	aliases:   analyticsWords(),
	isTotal:   namedTotal([]string{"Product ID"}, []string{"Product Name"}),
})

// analyticsWords are the names of the product analytics in other languages, and those of the variant that
// puts "All/" before the columns of all channels.
func analyticsWords() map[string][]string {
	words := map[string][]string{"Product Name": sellerWords["Product name"]}
	for _, name := range []string{"GMV", "Refunds", "Tax", "Shipping fees", "Orders", "SKU orders", "Items sold", "Items refunded", "Est. customers",
		"Product impressions", "Product clicks", "Add-to-cart count", "Seller product card GMV", "Product ID"} {
		words[name] = append([]string{"All/" + name}, sellerWords[name]...)
	}
	return words
}
