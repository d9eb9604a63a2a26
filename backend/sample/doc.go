// Package sample makes a fictional brand whose truth is known: raw export files as a small US shop
// would have them, and beside them what creators' posts really added.
//
// Nouns: Config is what is asked for, Brand what was made, Truth what is known about it, Assignment
// what was drawn by lot, Event what a founder would know (promotions, stock-outs), Daily the net
// sales by day that a correct import of the files must arrive at.
//
// The shop is honest, not convenient. Its orders follow a weekday rhythm, a gentle season, a drifting
// level, autocorrelated and plain day noise on top of Poisson chance, with states and products that
// drift by themselves; there are one or two planned promotions, a stock-out, refunds that come weeks
// later, cancelled and test orders, free samples, bulk orders. Creators post only in the test, so the
// history is free of them. What a post adds is log-normal and heavy-tailed, fades with a half-life of
// days and partly lands on other products; one video goes viral, one creator takes the sample and
// never posts, one code leaks. The platform claims orders it did not cause and misses others.
//
// Extra orders come from a stream of chance of their own and are marked inside the program, never in
// the files. So the same seed with Lift 0 gives the very same other orders, and truth is exact: net
// sales with the extra orders minus net sales without them. The leaked code replaces a newsletter code
// of the same value, so that it moves no cent between the two.
//
// Same Config, same bytes on every machine: no map is walked, no local clock or zone data is read,
// and arithmetic that decides anything is rounded step by step (see arithmetic.go).
//
// The package must not know the database, estimators or screens; of importer it knows the lists of
// column names only.
package sample
