package api

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"creatorlift/backend/experiment"
	"creatorlift/backend/shop"
)

// DesignIn asks which units of a panel should have creators.
type DesignIn struct {
	PanelFile
	Kind             string
	Days, Sizes      []int
	Share, Level     float64
	Lifts            []float64
	Include, Exclude []string
	Best             int
	Seed             uint64
	UnitCost, Budget float64
	Out              string // file for the first split drawn by lot; "" = none
}

// Designs are splits, best first, or the reason why there are none.
type Designs = experiment.Designs

// Design compares splits on the panel's own history. What the data cannot answer is a Designs with status
// not_estimable; an unreadable file or wrong usage is a *shop.Error.
func (a *App) Design(ctx context.Context, in DesignIn) (out Designs, err error) {
	defer Guard(&err)
	s := experiment.DesignSpec{Kind: in.Kind, Days: in.Days, Sizes: in.Sizes, Share: in.Share, Level: in.Level, Lifts: in.Lifts, Include: in.Include, Exclude: in.Exclude,
		Best: in.Best, Seed: in.Seed, UnitCost: in.UnitCost, Budget: in.Budget, Progress: goOn(ctx)}
	s.Panel, err = in.read()
	if dataCodes[shop.ErrorCode(err)] {
		return experiment.NoDesigns(s, err.Error()), nil
	}
	if err != nil {
		return Designs{}, err
	}
	if out, err = experiment.FindDesigns(s); err != nil || in.Out == "" || out.Status != OK {
		return out, err
	}
	return out, saveLot(in.Out, out)
}

// saveLot writes the first split drawn by lot, with the sets that could have been drawn, to a new file.
func saveLot(path string, d Designs) error {
	for _, x := range d.Designs {
		if x.Lot == nil {
			continue
		}
		body, err := json.MarshalIndent(x.Lot, "", " ")
		if err != nil {
			return fmt.Errorf("api: lot: %w", err)
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return &shop.Error{Code: "cannot_write", Message: fmt.Sprintf("%s could not be made: %v.", filepath.Base(path), err), Hint: "Name a file that does not exist yet, in a folder that does."}
		}
		_, err = f.Write(append(body, '\n'))
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return err
	}
	return &shop.Error{Code: "no_lot", Message: "No split of these units can be drawn by lot: too few different sets exist for this level.", Hint: "Use more units, or a lower level."}
}
