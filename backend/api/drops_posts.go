package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"creatorlift/backend/report"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// SayPosts keeps which posts really went out; the plan itself, with its hash, stays as it was drawn.
func (s *Screen) SayPosts(ctx context.Context, in *PostsIn) (*Reply[Done], error) {
	done := Done{Message: "Noted: the posts went out as planned."}
	err := s.change(in.Brand, func(_ *desk, b *store.Store) error {
		k, err := findTest(ctx, b, in.ID)
		if err != nil {
			return err
		}
		if k.rec.Kind != kindDrops {
			return badTest("days", "This test has no drop dates.", "Name posts in a test with drops.")
		}
		days, posts, err := checkPosts(in.Body.Days, k.period())
		if err != nil {
			return err
		}
		if posts > 0 {
			done.Message = fmt.Sprintf("Noted: %s on %s.", report.Plural(int64(posts), "post", "posts"), report.Plural(int64(len(days)), "day", "days"))
		}
		now := s.app.now()
		body, err := json.Marshal(postsRecord{When: now.UnixNano(), Days: days})
		if err != nil {
			return fmt.Errorf("api: posts: %w", err)
		}
		_, err = b.SaveRun(ctx, store.Run{Kind: postsRun, CreatedUTC: now.Unix(), PlanHash: k.PlanHash, Version: Version, Body: body})
		return err
	})
	return reply(done, err)
}

// checkPosts sorts the days with posts and refuses what cannot be; posts is their sum.
func checkPosts(days []PostsDay, p shop.Period) (kept []PostsDay, posts int, err error) {
	seen := map[string]bool{}
	for _, d := range days {
		day, err := shop.ParseDay(d.Day)
		if err != nil {
			return nil, 0, badTest("days", fmt.Sprintf("%q is no day.", d.Day), "Write it as YYYY-MM-DD.")
		}
		if day < p.Start-calmDays || day > p.Last() || seen[d.Day] {
			return nil, 0, badTest("days", fmt.Sprintf("%s lies far outside the test, or is named twice.", report.LongDay(day)), "Name each day of the test once.")
		}
		seen[d.Day] = true
		if posts += d.Posts; d.Posts > 0 {
			kept = append(kept, d)
		}
	}
	if len(days) > 0 && posts == 0 {
		return nil, 0, badTest("days", "By these counts no post went out at all.", "Write how many went out, or take back the counts.")
	}
	slices.SortFunc(kept, func(a, b PostsDay) int { return cmp.Compare(a.Day, b.Day) })
	return kept, posts, nil
}
