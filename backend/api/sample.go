package api

import (
	"context"

	"creatorlift/backend/sample"
)

// SampleIn says which fictional brand to make.
type SampleIn struct {
	Out          string
	Seed         uint64
	Creators     int
	Days         int
	OrdersPerDay float64
	Lift         float64
	Design       string
}

func (in SampleIn) config() sample.Config {
	return sample.Config{Seed: in.Seed, Creators: in.Creators, Days: in.Days, OrdersPerDay: in.OrdersPerDay, Lift: in.Lift, Design: in.Design}
}

// Sample writes a fictional brand's export files and its truth into a folder and returns their paths.
func (a *App) Sample(_ context.Context, in SampleIn) (files []string, err error) {
	defer Guard(&err)
	b, err := sample.Make(in.config())
	if err != nil {
		return nil, err
	}
	return b.Write(in.Out)
}
