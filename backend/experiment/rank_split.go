package experiment

// SplitFactor is how much of the differences between posts' logs of money one factor makes: Share with its
// range, the shares of all factors and of luck (the rest, by the name luck) summing to 1.
type SplitFactor struct {
	Factor string  `json:"factor"`
	Levels int     `json:"levels,omitempty"`
	Share  float64 `json:"share"`
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
}

func (p *posts) split() ([]SplitFactor, []string, error) {
	return nil, nil, cannot("x")
}
