// Package shop holds the nouns of a small shop that works with creators: money, days, order lines,
// errors a founder can act on.
//
// It does no input or output, knows no file format, no database and no statistics, and imports the
// standard library only. Every other room speaks in these types.
package shop
