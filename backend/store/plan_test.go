package store

import (
	"database/sql/driver"
	"strings"
	"testing"
)

// No question that touches lines may read a whole table where it could look rows up: with the tables
// full, such a plan takes hours.
func TestPlans(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	mustImport(t, s, shopify(order("1", 20000, 100)))
	whole := map[string]bool{"SCAN v": true} // questions about all documents read all versions
	few, many := forerunners{ids: []string{"1"}, share: .01}, forerunners{ids: []string{"1"}, share: 1}
	unseen := []driver.Value{int64(20000), int64(20001), int64(1), int64(1), int64(9)}
	queries := map[string][]query{
		"may read all versions": {ask("SELECT * FROM v_lines"), ask(hashedViews[0]), ask(hashedViews[1]), ask("SELECT * FROM v_orders"), ask(otherTillOrders, "Any shop")},
		"looks up": {dayLines(20000), ask(few.unseen(), unseen...), ask(many.unseen(), unseen...), ask(originalStands, "576"), ask(findDoc, []byte{}), ask(bestOf("?"), int64(1)), ask(findContent, int64(1), []byte{}),
			ask("SELECT * FROM versions WHERE version_id IN ("+partsOf("p.version_id")+")", int64(1))},
	}
	for kind, list := range queries {
		for _, q := range list {
			err := s.writer.each(ctx, ask("EXPLAIN QUERY PLAN "+q.sql, q.args...), func(r []driver.Value) error {
				step := r[3].(string)
				if strings.HasPrefix(step, "SCAN ") && !(kind == "may read all versions" && (whole[step] || strings.HasPrefix(step, "SCAN v_") || strings.HasPrefix(step, "SCAN (subquery"))) {
					t.Errorf("%s in %s", step, q.sql)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
