package scorecard

// EarlyRate reports whether clicks are too few to say anything of a rate against a threshold, whatever the other
// creators teach: fewer than bring one order where the rate is the threshold.
func EarlyRate(clicks, threshold float64) bool { return clicks*threshold < 1 }

// EarlyPosts reports whether posts are too few to say anything of what a creator's posts bring.
func EarlyPosts(posts int) bool { return posts < FewestPosts }
