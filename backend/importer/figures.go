package importer

import "creatorlift/backend/shop"

// Where the figures of reports go, for the lists of figure.

func gmv(s *shop.Stat) *shop.Maybe[shop.Cents]          { return &s.GMVCents }
func refunds(s *shop.Stat) *shop.Maybe[shop.Cents]      { return &s.RefundCents }
func commission(s *shop.Stat) *shop.Maybe[shop.Cents]   { return &s.CommissionCents }
func statOrders(s *shop.Stat) *shop.Maybe[int64]        { return &s.Orders }
func statUnits(s *shop.Stat) *shop.Maybe[int64]         { return &s.Units }
func impressions(s *shop.Stat) *shop.Maybe[int64]       { return &s.Impressions }
func views(s *shop.Stat) *shop.Maybe[int64]             { return &s.Views }
func fees(s *shop.Stat) *shop.Maybe[shop.Cents]         { return &s.FeeCents }
func clicks(s *shop.Stat) *shop.Maybe[int64]            { return &s.Clicks }
func unitsBack(s *shop.Stat) *shop.Maybe[int64]         { return &s.UnitsBack }
func customers(s *shop.Stat) *shop.Maybe[int64]         { return &s.Customers }
func posts(s *shop.Stat) *shop.Maybe[int64]             { return &s.Posts }
func lives(s *shop.Stat) *shop.Maybe[int64]             { return &s.Lives }
func samples(s *shop.Stat) *shop.Maybe[int64]           { return &s.Samples }
func followers(s *shop.Stat) *shop.Maybe[int64]         { return &s.Followers }
func likes(s *shop.Stat) *shop.Maybe[int64]             { return &s.Likes }
func comments(s *shop.Stat) *shop.Maybe[int64]          { return &s.Comments }
func shares(s *shop.Stat) *shop.Maybe[int64]            { return &s.Shares }
func carts(s *shop.Stat) *shop.Maybe[int64]             { return &s.Carts }
func checkouts(s *shop.Stat) *shop.Maybe[int64]         { return &s.Checkouts }
func completion(s *shop.Stat) *shop.Maybe[int64]        { return &s.CompletionPPM }
func spend(s *shop.Stat) *shop.Maybe[shop.Cents]        { return &s.SpendCents }
func netSales(s *shop.Stat) *shop.Maybe[shop.Cents]     { return &s.NetCents }
func discount(s *shop.Stat) *shop.Maybe[shop.Cents]     { return &s.DiscountCents }
func shippingPaid(s *shop.Stat) *shop.Maybe[shop.Cents] { return &s.ShippingCents }
func taxes(s *shop.Stat) *shop.Maybe[shop.Cents]        { return &s.TaxCents }
func fullViews(s *shop.Stat) *shop.Maybe[int64]         { return &s.FullViews }
func sessions(s *shop.Stat) *shop.Maybe[int64]          { return &s.Sessions }
func visitors(s *shop.Stat) *shop.Maybe[int64]          { return &s.Visitors }
func keyEvents(s *shop.Stat) *shop.Maybe[int64]         { return &s.KeyEvents }
func shareOf(s *shop.Stat) *shop.Maybe[int64]           { return &s.SharePPM }
