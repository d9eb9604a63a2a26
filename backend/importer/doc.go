// Package importer reads one exported file into shop rows plus a list of row issues.
//
// The way of a file: Source (opened as often as needed, .gz unpacked) -> charset (bytes to UTF-8) ->
// recordReader (delimiters, quotes, physical lines) -> sniff (where the header is and which format it
// belongs to) -> profile pass (what holds for the whole file: decimal comma, day-month order, currency)
// -> emitting pass (a rowReader of the format turns records into shop.Doc of lines or of stats).
//
// A workbook takes another way to the same records: workbook (zip behind caps) -> xmlReader (strict, to
// the last byte) -> sheetReader (rows as records, cells with their kind). What comes after is one. A zip
// folder (archive) is one of its files, or its files as parts of one, or several exports, which Members
// gives (folder.go); of a file with several tables sections finds the one to read.
//
// What is decided is decided per file, never per cell, and nothing is guessed: an open question ends
// the reading with Status needs_mapping and not one row is emitted. Each record after the header ends
// as emitted, rejected with its line, or skipped (blank, preamble, totals, repeated header).
//
// A new format is one file <source>_<export>.go holding a format value, and its line in formats.go.
//
// The package knows no database and no clock, and copies no personal column: a buyer is the hash that
// Options.Customer makes. Issue messages never quote a cell.
package importer
