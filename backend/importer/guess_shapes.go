package importer

import (
	"strings"
	"unicode"
)

// shape counts what the cells of one column look like.
type shape struct {
	filled    int // cells with a value
	dates     int
	numbers   int
	whole     int // numbers without decimals
	money     int // numbers with a sign of currency or two decimals
	percents  int
	handles   int // begin with @
	emails    int
	links     int
	postLinks int // that name a post
	codes     int // of a currency
	spaced    int // of several words
	distinct  map[string]bool
}

func shapeOf(rows [][]string, col int) shape {
	s := shape{distinct: map[string]bool{}}
	for _, row := range rows {
		if col < len(row) && !missing([]byte(row[col])) {
			s.take(row[col])
		}
	}
	return s
}

func (s *shape) take(cell string) {
	s.filled++
	s.distinct[cell] = true
	if _, ok := parseStamp([]byte(cell)); ok {
		s.dates++
	}
	at := strings.IndexByte(cell, '@')
	switch {
	case at == 0 && len(cell) > 1:
		s.handles++
	case strings.HasPrefix(cell, "http://") || strings.HasPrefix(cell, "https://") || strings.HasPrefix(cell, "www."):
		s.links++
		if postID(cell) != strings.TrimSuffix(cell, "/") && !strings.HasPrefix(postID(cell), "http") {
			s.postLinks++
		}
	case personal(cell) && at > 0:
		s.emails++
	case IsISO(cell):
		s.codes++
	case strings.HasSuffix(cell, "%"):
		s.percents++
	case strings.IndexFunc(cell, unicode.IsSpace) >= 0:
		s.spaced++
	}
	s.number(cell)
}

// number takes in what may be an amount or a count, in whatever way it is written.
func (s *shape) number(cell string) {
	for _, comma := range []bool{false, true} {
		n, code := parseNumber([]byte(cell), comma)
		if code != "" {
			continue
		}
		s.numbers++
		bare := strings.IndexFunc(cell, func(r rune) bool { return !isDigit(r) }) < 0
		if bare {
			s.whole++
		}
		if n.scale == 2 || currencySign([]byte(cell)) != 0 {
			s.money++
		}
		return
	}
}

// most reports whether nearly all values are of a kind.
func (s *shape) most(n int) bool { return s.filled > 0 && n*10 >= s.filled*8 }

// look is what a column of a format holds.
type look uint8

const (
	anything look = iota
	aDate
	anAmount
	aCount
	aShare
	aName // of a person, a product, an answer
	anID
	aLink
	aCurrency
	aPerson // an e-mail or a number of a customer
)

// wants says what the columns of tables that are mapped by hand hold. What is not listed is any text.
var wants = map[string]look{
	"created_at": aDate, "date": aDate, "from": aDate, "until": aDate,
	"amount": anAmount, "unit_price": anAmount, "discount": anAmount, "refund": anAmount, "value": anAmount, "commission": anAmount, "gmv": anAmount, "fee": anAmount, "revenue": anAmount,
	"quantity": aCount, "orders": aCount, "units": aCount, "views": aCount, "impressions": aCount, "clicks": aCount, "likes": aCount, "comments": aCount, "shares": aCount,
	"posts": aCount, "lives": aCount, "samples": aCount, "followers": aCount, "sessions": aCount, "visitors": aCount, "carts": aCount, "checkouts": aCount, "key_events": aCount, "count": aCount,
	"share": aShare, "completion": aShare,
	"creator": aName, "product": aName, "title": aName, "name": aName, "answer": aName, "question": aName, "what": aName, "group": aName, "kind": aName, "channel": aName, "platform": aName, "status": aName, "region": aName, "campaign": aName,
	"order_id": anID, "post_id": anID, "claim_id": anID, "answer_id": anID, "cost_id": anID, "sku": anID, "code": anID,
	"link": aLink, "currency": aCurrency, "Currency": aCurrency, "customer": aPerson,
}

// fit tells whether the values speak for what a column holds (1), against it (-1), or neither.
func (s *shape) fit(want look) int {
	yes := func(is bool, no bool) int {
		if is {
			return 1
		}
		if no && s.filled > 0 {
			return -1
		}
		return 0
	}
	isNumber, isDate := s.most(s.numbers), s.most(s.dates)
	switch want {
	case aDate:
		return yes(isDate, true)
	case anAmount:
		return yes(s.most(s.money), !isNumber)
	case aCount:
		return yes(s.most(s.whole) && s.most(s.numbers), !isNumber)
	case aShare:
		return yes(s.most(s.percents), !isNumber)
	case aLink:
		return yes(s.most(s.links), true)
	case aCurrency:
		return yes(s.most(s.codes), true)
	case aPerson:
		return yes(s.most(s.emails), isDate)
	case aName:
		return yes(s.most(s.handles) || s.most(s.spaced), isDate || s.most(s.money) || s.most(s.emails) || s.most(s.links))
	case anID:
		return yes(false, s.most(s.emails) || s.most(s.links) || isDate && !s.most(s.whole))
	}
	return 0
}

// byValue proposes a column whose name says nothing by what it holds, if hardly anything else looks so.
// alone says that no other column of the file does.
func (s *shape) byValue(ours string, alone bool) (sure int, why string) {
	switch {
	case ours == "link" && s.most(s.postLinks):
		return 85, "its values are links to posts"
	case (ours == "currency" || ours == "Currency") && s.most(s.codes):
		return 80, "its values are codes of currencies"
	case ours == "creator" && s.most(s.handles):
		return 70, "its values begin with @"
	case ours == "customer" && s.most(s.emails):
		return 60, "its values are e-mail addresses"
	case (ours == "date" || ours == "created_at") && alone:
		return 60, "its values are the only dates"
	case ours == "share" && s.most(s.percents) && alone:
		return 55, "its values are the only percentages"
	case (ours == "amount" || ours == "value") && alone:
		return 45, "its values are the only amounts"
	}
	return 0, ""
}
