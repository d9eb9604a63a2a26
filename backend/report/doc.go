// Package report renders finished results: chart options, sentences, tables and the investor PDF. It
// computes nothing: every number it shows was worked out by experiment, scorecard or ledger; it only
// rounds, words, sorts and draws.
//
// Its nouns: Document (what a report is made of), Option (one chart as pure JSON, drawn by the screen
// and by the PDF alike), Chart (an option in two widths with its sentence and table, for the screen),
// block (a piece of a page with a known height), scene (an SVG reduced to the few shapes that fpdf can
// paint), paper (what pages are painted on: the PDF or its preview).
//
// A chart is drawn once: chart_<name>.go builds the option, ECharts inside goja turns it into SVG, and
// the SVG becomes vectors on the page. The custom series behind the options live in
// frontend/src/charts/series.ts. Options name colours by token ("cl:observed"). assets/ is made by `make generate`, except tokens.json, which is the
// one place where a colour is written.
//
// It must not know files, databases, the clock or the network.
package report
