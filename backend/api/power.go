package api

import (
	"context"

	"creatorlift/backend/experiment"
	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// PanelFile names a panel file and, where they cannot be recognised, the columns of a long one.
type PanelFile struct {
	Panel             string // file, also .gz
	Time, Unit, Value string
}

func (f PanelFile) read() (*panel.Panel, error) {
	return readPanel(f.Panel, panel.Columns{Time: f.Time, Unit: f.Unit, Value: f.Value})
}

// PowerIn asks how small a lift a design would see in a panel's own history.
type PowerIn struct {
	PanelFile
	Design       string
	TreatedUnits int
	Days         int
	Level        float64
	Lifts        []float64 // nil = those that are usually tried
}

// Power is how often each lift would be seen, and the smallest that is seen in four of five tests.
type Power = experiment.Power

// PowerPoint is how often one lift would be seen.
type PowerPoint = experiment.PowerPoint

// Power plants lifts into the panel's own history. What the data cannot answer is a Power with status
// not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) Power(ctx context.Context, in PowerIn) (out Power, err error) {
	defer Guard(&err)
	s := experiment.PowerSpec{Design: in.Design, TreatedUnits: in.TreatedUnits, Days: in.Days, Level: in.Level, Lifts: in.Lifts, Progress: goOn(ctx)}
	s.Panel, err = in.read()
	if dataCodes[shop.ErrorCode(err)] {
		return experiment.NoPower(s, err.Error()), nil
	}
	if err != nil {
		return Power{}, err
	}
	return experiment.SimulatePower(s)
}

// goOn lets work go on until the caller no longer wants it.
func goOn(ctx context.Context) func(string, int, int) bool {
	return func(string, int, int) bool { return ctx.Err() == nil }
}
