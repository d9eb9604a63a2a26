package stats

import "math"

// Sway is what one row does to a figure.
type Sway struct {
	Row     int     // -1 where there is none
	Share   float64 // of the figure that this row makes; above 1 where the figure turns its sign without it
	Without float64 // the figure without the row
}

// LargestSway finds the row without which a figure comes nearest to zero, or beyond it: "one video made
// 60 % of the sales". pull says for each row how much the figure would fall without it: for a sum the
// rows themselves, for the difference of two arms the ArmMean.Pull of the arm and, negated, of the
// control. Row is -1 where the figure is zero or no row holds it up.
func LargestSway(figure float64, pull []float64) Sway {
	s := Sway{Row: -1, Without: figure}
	side := math.Copysign(1, figure)
	var most float64
	for i, p := range pull {
		if side*p > most && figure != 0 {
			most, s.Row = side*p, i
		}
	}
	if s.Row >= 0 {
		s.Share, s.Without = most/math.Abs(figure), figure-side*most
	}
	return s
}
