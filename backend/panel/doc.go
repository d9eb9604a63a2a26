// Package panel turns sales into a dense matrix of units by periods: from the daily totals of a
// workspace, or from a panel file that an analyst brings. Its rules for missing days, closed days and
// zeros are those of docs/methods.md, "The panel". It knows no estimator and no database.
package panel
