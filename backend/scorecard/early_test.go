package scorecard

import "testing"

func TestEarly(t *testing.T) {
	t.Parallel()
	if !EarlyRate(99, .01) || EarlyRate(100, .01) || !EarlyRate(0, .5) {
		t.Error("at 1 % it takes 100 clicks to expect an order")
	}
	if !EarlyPosts(2) || EarlyPosts(3) {
		t.Error("it takes three posts")
	}
}
