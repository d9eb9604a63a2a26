// Package store keeps a brand's workspace in one SQLite file. It is the only room that speaks SQL:
// imports with their lineage, undo, daily totals, plans and runs (as bytes with their hash), backup.
//
// Nouns: a document (shop.Doc) has versions, one per different content; a sighting says that a batch
// (one imported file) showed a document in one of its versions; the current version of a document is
// that of the sighting with the highest maturity, among equals of the latest batch. What the
// workspace holds is a pure function of its sightings.
//
// People who like SQL may read the file through the documented views v_lines (all current lines with
// the file, row and batch each stands in), v_order_lines (the till), v_claims, v_orders, v_daily,
// v_stats (reports of ads, creators and videos), v_spend, v_ledger (docs/ledger.md), v_copied_lines (orders that count
// in another shop), v_people, v_products and v_decisions (docs/formats/joining.md) and v_batches; the
// migrations describe them. The tables below them may change.
//
// The room must not know file formats, statistics or decisions, and it has no clock: every instant is
// given by the caller.
package store
