package store

import "strings"

// growing are the figures of a report that, for one subject and stretch of days, only grow unless the
// platform corrects itself.
var growing = []string{"gmv_cents", "impressions", "views", "full_views", "clicks", "orders", "units", "likes", "comments", "shares", "sessions", "visitors"}

// fell counts the rows of a report that were there before this import and of which such a figure is lower now.
func (in *intake) fell() (int64, error) {
	if !in.batch.Stats {
		return 0, nil
	}
	lower := make([]string, len(growing))
	for i, figure := range growing {
		lower[i] = "b." + figure + " < a." + figure
	}
	return in.c.number(ask(`SELECT count(DISTINCT t.doc_id) FROM turned t CROSS JOIN stats a ON a.version_id = t.was
		CROSS JOIN stats b ON b.version_id = t.best AND b.stat_no = a.stat_no
		WHERE t.doc_id < ? AND (`+strings.Join(lower, " OR ")+")", in.books.firstNew))
}
