// Package scorecard is the single place where numbers become a decision. It judges a lift (Judge) and says
// where creators stand by platform claims (ByClaims); what it must not do is compute the numbers
// (experiment, ledger) or word the result (report).
package scorecard
