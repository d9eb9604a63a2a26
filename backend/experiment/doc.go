// Package experiment designs tests, runs the estimators of package stats on a panel, audits them on
// the panel's own quiet stretches, and returns an Answer with its diagnostics or a not_estimable
// Answer with the reason. Its nouns: holdout, baseline, pre period, test period, assignment, audit,
// validity grade. It knows nothing of files, databases or screens.
package experiment
