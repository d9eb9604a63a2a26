package api

import "encoding/json"

// DropsOptions is what a test with drop dates can be made of.
type DropsOptions struct {
	FirstDay string        `json:"first_day" doc:"earliest day that it may start: YYYY-MM-DD"`
	Start    string        `json:"start" doc:"the proposed first day"`
	Lengths  []DropsLength `json:"lengths"`
	Products []ProductInfo `json:"products" doc:"best-selling first"`
	Note     string        `json:"note" doc:"what the figures of lengths rest on"`
}

// DropsLength is one length of a test.
type DropsLength struct {
	Days  int         `json:"days"`
	Words string      `json:"words" doc:"42 days: three drops of two days"`
	Sees  []DropsSees `json:"sees" doc:"by number of products, rising; the last with from <= chosen products holds"`
}

// DropsSees is what a test would show with at least so many products to draw from.
type DropsSees struct {
	From  int    `json:"from"`
	Words string `json:"words" doc:"Would show a lift of about 16 % or more."`
	Best  bool   `json:"best" doc:"the length to take"`
}

// ProductInfo is one product of the till.
type ProductInfo struct {
	Product string `json:"product"`
	Share   string `json:"share" doc:"11 % of sales"`
}

// PlanIn asks for a test whose drop dates are drawn by lot, once.
type PlanIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  PlanSpec
}

// PlanSpec is what the dates are drawn from, or a schedule that was drawn in a terminal.
type PlanSpec struct {
	Name      string          `json:"name" maxLength:"80" doc:"empty: named after its dates"`
	First     string          `json:"first,omitempty" doc:"first day, YYYY-MM-DD; absent with a schedule"`
	Days      int             `json:"days,omitempty" doc:"28, 42 or 56; absent with a schedule"`
	Products  []string        `json:"products,omitempty" maxItems:"40" doc:"products to draw from, two or more; absent: only dates are drawn"`
	PaidMinor *int64          `json:"paid_minor,omitempty" minimum:"0" doc:"fees and samples, minor units; absent: not known"`
	Schedule  json.RawMessage `json:"schedule,omitempty" doc:"the file of a schedule that was drawn elsewhere; then nothing is drawn"`
}

// DropsPlan is a drawn calendar for the screen.
type DropsPlan struct {
	Headline string     `json:"headline" doc:"The next drop is on Wed 9 Dec 2026."`
	Waiting  string     `json:"waiting" doc:"why no answer is given yet; empty where one is"`
	Drops    []DropRow  `json:"drops"`
	Weeks    []DropWeek `json:"weeks" doc:"the test's days in weeks from Monday"`
	Tell     string     `json:"tell" doc:"what to send to creators"`
	Rules    []string   `json:"rules"`
	Facts    []Fact     `json:"facts" doc:"how it was drawn"`
	Posts    DropPosts  `json:"posts"`
	Redrawn  string     `json:"redrawn" doc:"that other dates were drawn before for these days; empty if not"`
}

// DropRow is one drop.
type DropRow struct {
	Name     string   `json:"name" doc:"Drop 1"`
	Days     string   `json:"days" doc:"Wed 9 to Thu 10 Dec 2026"`
	Products []string `json:"products" doc:"empty where only dates were drawn"`
}

// DropWeek is one row of the calendar strip.
type DropWeek struct {
	Label string    `json:"label" doc:"30 Nov, its Monday"`
	Days  []DropDay `json:"days" doc:"seven"`
}

// DropDay is one day of the strip.
type DropDay struct {
	Number string `json:"number" doc:"day of the month"`
	Words  string `json:"words" doc:"Wed 9 Dec 2026, drop 1"`
	Kind   string `json:"kind" enum:"drop,calm,test,out" doc:"calm: no promotion because a drop is near; out: not in the test"`
	Today  bool   `json:"today"`
}

// DropPosts is how many posts went out on which day.
type DropPosts struct {
	Known bool       `json:"known" doc:"false: all are taken as posted as planned"`
	Note  string     `json:"note"`
	First string     `json:"first" doc:"first day that can be named"`
	Last  string     `json:"last"`
	Days  []PostsDay `json:"days" doc:"as said; as planned where nothing was said"`
}

// PostsDay is the posts of one day.
type PostsDay struct {
	Day   string `json:"day" format:"date"`
	Posts int    `json:"posts" minimum:"0" maximum:"100000"`
}

// PostsIn says what really went out. Without days the plan holds again.
type PostsIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	ID    int64 `path:"id"`
	Body  struct {
		Days []PostsDay `json:"days" maxItems:"400"`
	}
}

// ScheduleFileIn asks for the drawn schedule as a file.
type ScheduleFileIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	ID    int64 `path:"id"`
	Body  struct {
		Form string `json:"form" enum:"json,ics" doc:"json: for a terminal; ics: for calendar programs"`
	}
}
