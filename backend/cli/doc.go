// Package cli asks the questions of package api from a terminal, with the contract of docs/cli.md:
// --json prints one JSON document on standard output and nothing else there, messages go to standard
// error, exit 0 is ok, 1 the question could not be answered, 2 wrong usage or unreadable input.
package cli
