package sample

import (
	"fmt"

	"creatorlift/backend/shop"
)

// The designs: how the posts of the test are placed, and what is held out.
const (
	Scattered = "scattered" // every post on a random day of the test
	Drops     = "drops"     // posts only in a few drop windows on dates drawn by lot
	DropsSKU  = "drops-sku" // the same, and each drop features products drawn by lot
	RegionOut = "region"    // scattered posts; a fifth of the states, drawn by lot, sees nothing of them
	SKUOut    = "sku"       // scattered posts, all about one half of the products, drawn by lot
)

// Config says which brand to make. Zero fields other than Seed and Lift take their default.
type Config struct {
	Seed         uint64  `json:"seed"`
	Creators     int     `json:"creators"`       // default 30; with 3 or more, one never posts
	Days         int     `json:"days"`           // history and test together, default 180
	OrdersPerDay float64 `json:"orders_per_day"` // mean of the orders that come without creators, default 40

	// Lift is the expected number of extra orders as a share of the orders that would have come in
	// the test where posts are seen: in the whole shop, but for design region in the states that are
	// not held out. What came out by chance stands in Truth.
	Lift     float64  `json:"lift"`
	Design   string   `json:"design"`    // default scattered
	TestDays int      `json:"test_days"` // the last days; default 28, for drops and drops-sku 42
	LastDay  shop.Day `json:"last_day"`  // day of the export, default 2026-11-15
}

// dropRule is W(K,w,g): count windows of days days, starts at least gap days apart, none in the last
// quietDays of the test; all such sets equally likely.
type dropRule struct{ count, days, gap int }

// quietDays at the end of a test with drops are free of posts, so that effects can fade.
const quietDays = 4

func (r dropRule) String() string { return fmt.Sprintf("W(%d,%d,%d)", r.count, r.days, r.gap) }

// dropRuleFor is the table of default designs: three drop days in four weeks, three or four two-day
// windows in six or eight.
func dropRuleFor(testDays int) dropRule {
	switch {
	case testDays < 42:
		return dropRule{3, 1, 4}
	case testDays < 56:
		return dropRule{3, 2, 6}
	default:
		return dropRule{4, 2, 6}
	}
}

func (c Config) withDrops() bool { return c.Design == Drops || c.Design == DropsSKU }

func (c Config) filled() Config {
	if c.Creators == 0 {
		c.Creators = 30
	}
	if c.Days == 0 {
		c.Days = 180
	}
	if c.OrdersPerDay == 0 {
		c.OrdersPerDay = 40
	}
	if c.Design == "" {
		c.Design = Scattered
	}
	if c.TestDays == 0 {
		c.TestDays = 28
		if c.withDrops() {
			c.TestDays = 42
		}
	}
	if c.LastDay == 0 {
		c.LastDay = shop.DayFrom(2026, 11, 15)
	}
	return c
}

// Limits of what can be made: history long enough for samples to be sent before the test, sizes that
// fit into memory, and years in which the clock rule of clock.go holds.
const (
	minHistoryDays = 28
	minTestDays    = 14
	minDropDays    = 28
	maxDays        = 1500
	maxCreators    = 2000
	maxOrders      = 2000
	maxLift        = 5
)

func (c Config) check() error {
	switch {
	case c.Design != Scattered && c.Design != RegionOut && c.Design != SKUOut && !c.withDrops():
		return badConfig("design", fmt.Sprintf("%q", c.Design), "scattered, drops, drops-sku, region or sku")
	case c.Creators < 1 || c.Creators > maxCreators:
		return badConfig("creators", c.Creators, "1 to 2000")
	case !(c.OrdersPerDay >= 1 && c.OrdersPerDay <= maxOrders):
		return badConfig("orders per day", c.OrdersPerDay, "1 to 2000")
	case !(c.Lift >= 0 && c.Lift <= maxLift):
		return badConfig("lift", c.Lift, "a share from 0 to 5, for example 0.15")
	case c.TestDays < minTestDays || c.withDrops() && c.TestDays < minDropDays:
		return badConfig("test days", c.TestDays, "at least 14, with drops at least 28")
	case c.Days > maxDays || c.Days-c.TestDays < minHistoryDays:
		return badConfig("days", c.Days, "the test days and at least 28 more, at most 1500")
	case int(c.LastDay)-c.Days < int(shop.DayFrom(2008, 1, 1)) || c.LastDay > shop.DayFrom(2100, 1, 1):
		return badConfig("last day", c.LastDay, "a day after 2012 and before 2100")
	}
	return nil
}

func badConfig(name string, got any, want string) error {
	return &shop.Error{
		Code:    "bad_sample",
		Message: fmt.Sprintf("A sample brand cannot be made with %s %v.", name, got),
		Hint:    "Give " + want + ".",
	}
}
