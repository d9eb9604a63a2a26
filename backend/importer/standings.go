package importer

import "creatorlift/backend/shop"

// standing is the version of a document that stands so far in a file, and what it adds to the file's sum.
type standing struct {
	maturity int64
	amount   shop.Cents
}

// standings remembers which version of each document stands so far in a file that may hold it twice: the
// most mature, the later of equals.
type standings map[shop.Key]standing

// grow takes a document in and gives what it adds to the file's sum, each key counted once.
func (s standings) grow(doc *shop.Doc, amount shop.Cents) shop.Cents {
	now := standing{maturity: doc.Maturity, amount: amount}
	before, again := s[doc.Key]
	if again && before.maturity > now.maturity {
		now = before
	}
	s[doc.Key] = now
	return now.amount - before.amount
}

// growLine is grow for a document of one line, which adds nothing where its status does not count.
func (s standings) growLine(doc *shop.Doc, amount shop.Cents) shop.Cents {
	if !doc.Lines[0].Status.Counts() {
		amount = 0
	}
	return s.grow(doc, amount)
}
