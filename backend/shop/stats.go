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

// Subject is what a Stat speaks of. The numbers are kept in files: a new one goes to the end.
type Subject uint8

const (
	AnAd Subject = iota
	ACreator
	AVideo
	ALive     // one live stream
	AProduct  // ID is the product's id or SKU
	AShop     // a whole shop, by day or stretch
	ACampaign // of ads or creators
	AnAudience
	AChannel // where a site's visitors came from; Segment names it
	ASearch  // what people searched for; Segment is the query, page or country
	ACode    // a discount code or name, in ID
	AnAnswer // one answer to a survey; Segment is the answer, Name the question
	ACustomer
	APayout // one row of a settlement; Segment is its type
	ACost   // what the founder paid; Segment says for what
	lastSubject
)

// Valid reports whether a subject is one of those above.
func (s Subject) Valid() bool { return s < lastSubject }

var subjectNames = [lastSubject]string{"ad", "creator", "video", "live", "product", "shop", "campaign", "audience", "channel", "search", "code", "answer", "customer", "payout", "cost"}

// String is the subject as the view v_stats names it.
func (s Subject) String() string {
	if !s.Valid() {
		return "unknown"
	}
	return subjectNames[s]
}

// Undated is the First and Last of a Stat that speaks of no day: a snapshot without a date.
const Undated Day = 0

// Stat is one row of a report: what it says of one subject from First to Last, both included. Stats are
// no orders: they are never part of net sales, and stats of stretches that overlap are never added.
//
// Money is in the minor unit of the file's currency. Text fields are empty where the file does not say.
// Nothing here identifies a buyer: the ID of a customer is a keyed hash.
type Stat struct {
	Row         int // as in Line
	Subject     Subject
	First, Last Day

	ID         string // of the subject as the platform numbers it
	Name       string // of the ad or product, the video's title, the survey's question
	Creator    string // handle, lower case, without @
	CampaignID string
	Campaign   string
	AdGroupID  string
	AdGroup    string
	Product    string // ids of the products tagged, as written
	Segment    string // the part of the subject that this row speaks of: age group, country, channel, query, answer, type

	SpendCents      Maybe[Cents]
	GMVCents        Maybe[Cents]
	RefundCents     Maybe[Cents] // positive
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

	NetCents      Maybe[Cents] // net sales as the report counts them
	DiscountCents Maybe[Cents] // positive
	ShippingCents Maybe[Cents]
	TaxCents      Maybe[Cents]
	FeeCents      Maybe[Cents] // what a platform keeps, positive; flat fees of a creator
	PayoutCents   Maybe[Cents] // what a platform pays out; negative where it takes
	Sessions      Maybe[int64]
	Visitors      Maybe[int64] // people, not visits
	Carts         Maybe[int64] // sessions or clicks that put something into the cart
	Checkouts     Maybe[int64] // that reached the checkout
	Customers     Maybe[int64] // people who bought
	KeyEvents     Maybe[int64] // what a web analytics tool counts as conversions
	UnitsBack     Maybe[int64] // refunded
	Posts         Maybe[int64] // videos
	Lives         Maybe[int64] // live streams
	Samples       Maybe[int64]
	Followers     Maybe[int64]
	CompletionPPM Maybe[int64] // share of views to the end, parts per million
	SharePPM      Maybe[int64] // share of the whole that the segment is, parts per million
}
