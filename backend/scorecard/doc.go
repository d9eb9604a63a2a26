// Package scorecard is the single place where numbers become a decision. Today it judges a lift
// (Judge); what it must not do is compute the numbers (experiment, ledger) or word the result (report).
package scorecard
