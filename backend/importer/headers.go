package importer

// ShopifyOrdersHeader is the header of Shopify's orders export, 79 columns, as written 2023-2026.
var ShopifyOrdersHeader = []string{
	"Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
	"Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method",
	"Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price",
	"Lineitem sku", "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status",
	"Billing Name", "Billing Street", "Billing Address1", "Billing Address2", "Billing Company", "Billing City",
	"Billing Zip", "Billing Province", "Billing Country", "Billing Phone", "Shipping Name", "Shipping Street",
	"Shipping Address1", "Shipping Address2", "Shipping Company", "Shipping City", "Shipping Zip",
	"Shipping Province", "Shipping Country", "Shipping Phone", "Notes", "Note Attributes", "Cancelled at",
	"Payment Method", "Payment Reference", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee",
	"Location", "Device ID", "Id", "Tags", "Risk Level", "Source", "Lineitem discount", "Tax 1 Name",
	"Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value",
	"Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties", "Billing Province Name",
	"Shipping Province Name", "Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References",
}

// TikTokAffiliateUSHeader is the header of TikTok Shop's affiliate orders export for US shops, 30 columns.
var TikTokAffiliateUSHeader = []string{
	"Order ID", "Product ID", "Product Name", "SKU ID", "Price", "Payment Amount", "Currency", "Quantity",
	"Fully returned or refunded", "Payment method", "Order Status", "Creator Username", "Content Type",
	"Content ID", "commission model", "Standard commission rate", "Est. Commission Base",
	"Est. standard commission payment", "Actual Commission Base", "Actual Commission Payment",
	"Shop Ads commission rate", "Est. Shop Ads commission payment", "Actual Shop Ads commission payment",
	"Est. co-funded creator bonus", "Actual co-funded creator bonus", "Time Created", "Payment time",
	"Order Delivery Time", "Time Commission Paid", "Platform",
}

// TikTokAffiliateUKHeader is the same export for UK and EU shops, 31 columns: Creator Region is added.
var TikTokAffiliateUKHeader = []string{
	"Order ID", "Product ID", "Product Name", "SKU ID", "Price", "Payment Amount", "Currency", "Quantity",
	"Fully returned or refunded", "Payment method", "Order Status", "Creator Username", "Creator Region",
	"Content Type", "Content ID", "commission model", "Standard commission rate", "Est. Commission Base",
	"Est. standard commission payment", "Actual Commission Base", "Actual Commission Payment",
	"Shop Ads commission rate", "Est. Shop Ads commission payment", "Actual Shop Ads commission payment",
	"Est. co-funded creator bonus", "Actual co-funded creator bonus", "Time Created", "Payment time",
	"Order Delivery Time", "Time Commission Paid", "Platform",
}
