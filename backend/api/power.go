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

// MapIn asks what each design would see in a panel's own history.
type MapIn struct {
	PanelFile
	Kind                                                  string // what the panel's units are: geo, sku, or "" for one series
	Level, OrdersPerDay, ValuePerOrder, Customers, Budget float64
}

// PowerMap is what could be seen, with which design, for how much.
type PowerMap = experiment.PowerMap

// MapRow is what one design sees in so many days.
type MapRow = experiment.MapRow

// DesignWords names a design in the founder's words.
func DesignWords(design string) string { return experiment.DesignWords(design) }

// PowerMap tries each design for each duration. What the data cannot answer is a PowerMap with status
// not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) PowerMap(ctx context.Context, in MapIn) (out PowerMap, err error) {
	defer Guard(&err)
	s := experiment.MapSpec{Level: in.Level, OrdersPerDay: in.OrdersPerDay, ValuePerOrder: in.ValuePerOrder, Customers: in.Customers, Budget: in.Budget, Progress: goOn(ctx)}
	p, err := in.read()
	if dataCodes[shop.ErrorCode(err)] {
		return experiment.NoMap(in.Level, err.Error()), nil
	}
	if err != nil {
		return PowerMap{}, err
	}
	s.Whole = p.Together("all")
	switch in.Kind {
	case "":
	case experiment.DesignGeo:
		s.Regions = p
	case experiment.DesignSKU:
		s.Products = p
	default:
		return PowerMap{}, &shop.Error{Code: "bad_usage", Message: "--kind says what the units of the panel are: geo or sku.", Hint: "Leave it out for a panel of one series."}
	}
	return experiment.MapPower(s)
}
