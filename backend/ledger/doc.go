// Package ledger says which order belongs to which creator and sets claims against the till. Its
// nouns: claim (a platform says a creator brought this order), till (an order that really came in),
// first-month luck (the part of a creator's count that is chance). It must not know files, databases
// or screens, and it decides nothing: that is scorecard's.
package ledger
