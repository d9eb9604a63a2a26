package ledger

import (
	"fmt"
	"maps"
	"slices"

	"creatorlift/backend/shop"
)

// CodeUse is how a creator's code was used in the till.
type CodeUse struct {
	Code, Owner string
	Orders      int64
	Others      []CodeOrders       // orders with the code that are claimed for others than the owner
	Days        map[shop.Day]int64 // orders by day
	OwnerDays   []shop.Day         // days on which anything is claimed for the owner, in order
}

// CodeFinding is a sign that a code is used by people its creator did not send.
type CodeFinding struct {
	Code, Owner string
	Kind        string // others, before, jump
	Orders, Of  int64
	Words       string // why, as a sentence without a full stop
}

const (
	fewestLeaked = 3   // orders below which a sign may be chance
	othersShare  = 0.1 // of a code's orders claimed for others
	jumpOrders   = 10  // orders of a week that may be a jump
	jumpTimes    = 4   // times the usual week
)

// CodeFindings looks for three signs: the code's orders came through other creators' links; customers had the
// code before its creator sold anything; its use jumped in a week without anything from the creator. What
// coupon sites do is in no export: a code without findings may be leaked too.
func CodeFindings(uses []CodeUse) (list []CodeFinding) {
	for _, u := range uses {
		for _, look := range []func(CodeUse) (CodeFinding, bool){othersLinks, beforeFirst, jump} {
			if f, found := look(u); found {
				f.Code, f.Owner, f.Of = u.Code, u.Owner, u.Orders
				list = append(list, f)
			}
		}
	}
	return list
}

func othersLinks(u CodeUse) (CodeFinding, bool) {
	n := int64(0)
	for _, o := range u.Others {
		n += o.Orders
	}
	if n < fewestLeaked || float64(n) < othersShare*float64(u.Orders) {
		return CodeFinding{}, false
	}
	most := slices.MaxFunc(u.Others, func(a, b CodeOrders) int { return int(a.Orders - b.Orders) })
	return CodeFinding{Kind: "others", Orders: n, Words: fmt.Sprintf("%d of %s with %s are claimed for other creators, most for %s",
		n, plural(u.Orders, "order", "orders"), u.Code, most.Handle)}, true
}

func beforeFirst(u CodeUse) (CodeFinding, bool) {
	if len(u.OwnerDays) == 0 {
		return CodeFinding{}, false
	}
	n := int64(0)
	for day, orders := range u.Days {
		if day < u.OwnerDays[0] {
			n += orders
		}
	}
	return CodeFinding{Kind: "before", Orders: n, Words: fmt.Sprintf("%s with %s came before the first day on which %s sold anything, %s",
		plural(n, "order", "orders"), u.Code, u.Owner, dayWords(u.OwnerDays[0]))}, n >= fewestLeaked
}

// jump finds the first stretch of seven days from a first use on with many times the orders of the usual
// week, and nothing claimed for the owner in it or the week before.
func jump(u CodeUse) (CodeFinding, bool) {
	days := slices.Sorted(maps.Keys(u.Days))
	if len(days) == 0 {
		return CodeFinding{}, false
	}
	weeks := make([]int64, int(days[len(days)-1]-days[0])/7+1)
	for day, orders := range u.Days {
		weeks[int(day-days[0])/7] += orders
	}
	usual := slices.Clone(weeks)
	slices.Sort(usual)
	middle := max(1, usual[(len(usual)-1)/2])
	for i, n := range weeks {
		start := days[0] + shop.Day(7*i)
		if len(weeks) < 3 || n < jumpOrders || n < jumpTimes*middle || active(u.OwnerDays, start-7, start+6) {
			continue
		}
		return CodeFinding{Kind: "jump", Orders: n, Words: fmt.Sprintf("%d orders with %s came in the week from %s, usually %d, and %s sold nothing through a link then",
			n, u.Code, dayWords(start), middle, u.Owner)}, true
	}
	return CodeFinding{}, false
}

func active(days []shop.Day, first, last shop.Day) bool {
	i, _ := slices.BinarySearch(days, first)
	return i < len(days) && days[i] <= last
}
