package report

import (
	"fmt"

	"creatorlift/backend/experiment"
	"creatorlift/backend/ledger"
	"creatorlift/backend/scorecard"
	"creatorlift/backend/shop"
)

// PageSize is the paper.
type PageSize string

// The papers the report is laid out for.
const (
	A4     PageSize = "A4"
	Letter PageSize = "Letter"
)

// MaxTests is how many tests one report shows.
const MaxTests = 3

// Document is everything a report says. All of it is finished: the report rounds, words and draws.
type Document struct {
	Brand      string
	Currency   shop.Currency // of Till, Claims and Creators
	Zone       string        // the shop's time zone; left out of the page where empty
	DataTo     shop.Day      // last day with orders
	Version    string
	DataHash   string
	PlanHash   string // empty where there was no plan
	Seed       int64
	Command    string   // what repeats this report
	CreatedDay shop.Day // the day written into the file; part of its bytes
	PageSize   PageSize // empty is A4
	Tests      []Test   // 1 to MaxTests, the deciding one first
	Till       *Tally   // nil: not reported
	Claims     *Tally   // nil: not reported
	Creators   []ledger.CreatorClaim
	HideNames  bool     // creators appear as Creator 1, Creator 2 in the order of the report
	Money      []Figure // what is left after costs, for the strip of key figures
}

// Test is one question with its answer.
type Test struct {
	Name    string
	Design  string // in words: "Drop dates drawn by lot"
	Answer  experiment.Answer
	Verdict scorecard.Verdict
	Events  []Event
	Drops   []Event // days on which all creators posted, of a drop calendar
	Truth   *Truth  // sample brand only
}

// Event is something that happened and may have moved sales: a promotion, a stock-out.
type Event struct {
	First, Last shop.Day // both included
	Name        string
}

// Truth is the known effect in a sample brand, in the Answer's unit, and as a share of what would have
// come anyway.
type Truth struct {
	Effect   float64
	Relative float64
}

// Tally is counted money in the Document's currency and the orders it stands for.
type Tally struct {
	NetCents shop.Cents
	Orders   int
}

// check refuses what cannot be laid out.
func (d Document) check() error {
	switch {
	case len(d.Tests) == 0:
		return &shop.Error{Code: "nothing_to_report", Message: "There is nothing to report yet.", Hint: "Add orders first, then plan or estimate a test."}
	case len(d.Tests) > MaxTests:
		return &shop.Error{Code: "too_many_tests", Message: fmt.Sprintf("One report shows at most %d tests, not %d.", MaxTests, len(d.Tests)), Hint: "Choose fewer tests."}
	case d.PageSize != "" && d.PageSize != A4 && d.PageSize != Letter:
		return &shop.Error{Code: "bad_page_size", Message: fmt.Sprintf("%q is not a page size.", d.PageSize), Hint: "Choose A4 or Letter."}
	}
	return nil
}

// money is how the Document's own sums are written.
func (d Document) money() measure { return moneyMeasure(d.Currency) }
