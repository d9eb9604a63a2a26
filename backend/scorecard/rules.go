package scorecard

import "creatorlift/backend/ledger"

// Standing is where a creator stands among the others by platform claims alone. It is no decision:
// claims cannot say whether a creator is worth keeping.
type Standing string

// The standings, in the order they are shown.
const (
	Above  Standing = "above"  // the likely range lies wholly above the group's mean
	Middle Standing = "middle" // the likely range holds the group's mean
	Below  Standing = "below"  // the likely range lies wholly below it
	Early  Standing = "early"  // too little to say
)

// Standings lists all standings in the order they are shown.
var Standings = []Standing{Above, Middle, Below, Early}

// What it takes at least to say where a creator stands.
const (
	FewestOrders = 10 // claimed orders
	FewestPosts  = 3  // posts with a claimed order, where posts are reported
)

// ByClaims says where each creator stands, in the order of list. The mean is that of all estimates,
// those of creators it is too early for included. A creator without others is too early: there is nobody
// to compare with.
func ByClaims(list []ledger.CreatorClaim) []Standing {
	mean := 0.0
	for _, c := range list {
		mean += c.Estimate / float64(len(list))
	}
	out := make([]Standing, len(list))
	for i, c := range list {
		out[i] = standing(c, mean, len(list) > 1)
	}
	return out
}

func standing(c ledger.CreatorClaim, mean float64, others bool) Standing {
	switch {
	case !others, c.Orders < FewestOrders, c.Posts > 0 && c.Posts < FewestPosts:
		return Early
	case c.Lower > mean:
		return Above
	case c.Upper < mean:
		return Below
	}
	return Middle
}
