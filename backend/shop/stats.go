package shop

import "fmt"

// Maybe is a figure that a report may leave open: not reported is not zero. The zero Maybe is "not
// reported".
type Maybe[T Cents | int64] struct {
	Value T
	Known bool
}

// Some is a figure that is reported.
func Some[T Cents | int64](v T) Maybe[T] { return Maybe[T]{Value: v, Known: true} }

// String gives the number, "-" for a figure that is not reported.
func (m Maybe[T]) String() string {
	if !m.Known {
		return "-"
	}
	return fmt.Sprint(int64(m.Value))
}

// Subject is what a Stat speaks of.
type Subject uint8

const (
	AnAd Subject = iota
	ACreator
	AVideo
)

// Stat is one row of a platform's performance report: what it says one ad, creator or video did from
// First to Last, both included. Stats are claims and no orders: they are never part of net sales, and
// stats of stretches that overlap are never added.
//
// Money is in the minor unit of the file's currency. Text fields are empty where the file does not say.
type Stat struct {
	Row         int // as in Line
	Subject     Subject
	First, Last Day

	ID         string // of the ad or video as the platform numbers it
	Name       string // of the ad, or the video's title
	Creator    string // handle, lower case, without @
	CampaignID string
	Campaign   string
	AdGroupID  string
	AdGroup    string
	Product    string // ids of the products tagged, as written

	SpendCents      Maybe[Cents]
	GMVCents        Maybe[Cents]
	RefundCents     Maybe[Cents]
	CommissionCents Maybe[Cents]
	Impressions     Maybe[int64]
	Views           Maybe[int64]
	FullViews       Maybe[int64] // watched to the end
	Clicks          Maybe[int64]
	Orders          Maybe[int64]
	Units           Maybe[int64]
	Likes           Maybe[int64]
	Comments        Maybe[int64]
	Shares          Maybe[int64]
}
