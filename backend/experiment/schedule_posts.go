package experiment

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// readActual reads the posts that went out, by day, and into shown which products they showed.
func (s *Schedule) readActual(f fields, shown map[int][]string) error {
	v := f.get("actual", "posts", "actual_posts")
	if v == nil {
		return nil
	}
	s.Posts = make([]float64, s.Rule.Days)
	if m, ok := v.(map[string]any); ok {
		for day, n := range m {
			if err := s.addPosts(day, n); err != nil {
				return err
			}
		}
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		return badSchedule("The schedule's actual is no list of posts.", scheduleHint)
	}
	for _, one := range list {
		var when, n any = one, json.Number("1")
		switch one := one.(type) {
		case map[string]any:
			entry := fieldsOf(one)
			when = entry.get("date", "day", "posted", "actual", "start")
			if c := entry.get("posts", "count", "n"); c != nil {
				n = c
			}
			if d, err := dayOf(when, "actual date"); err == nil {
				if named := namesIn(entry.get("skus", "sku", "products", "product")); len(named) > 0 {
					shown[int(d-s.Start)] = append(shown[int(d-s.Start)], named...)
				}
			}
		case []any:
			if len(one) == 2 {
				when, n = one[0], one[1]
			}
		}
		if err := s.addPosts(when, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Schedule) addPosts(when, n any) error {
	d, err := dayOf(when, "actual date")
	if err != nil {
		return err
	}
	posts, err := strconv.ParseFloat(fmt.Sprint(n), 64)
	if err != nil || !(posts >= 0 && posts <= 1e9) {
		return badSchedule(fmt.Sprintf("The schedule's actual says %v posts on %s.", n, d), "Write how many posts went out on each day.")
	}
	if at := int(d - s.Start); at >= 0 && at < s.Rule.Days {
		s.Posts[at] += posts
	} else {
		s.Outside += posts
	}
	return nil
}
