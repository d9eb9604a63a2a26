package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
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

// readLot reads the sets of a file that design wrote; nil where the file is none, which begins with a brace.
func readLot(path string) ([][]string, error) {
	r, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var first [1]byte
	if _, err := io.ReadFull(r, first[:]); err != nil || first[0] != '{' {
		return nil, nil
	}
	var lot experiment.Lot
	if err := json.NewDecoder(io.MultiReader(bytes.NewReader(first[:]), r)).Decode(&lot); err != nil || len(lot.Sets) == 0 {
		return nil, &shop.Error{Code: "bad_assignment", Message: fmt.Sprintf("%s is no list of sets that could have been drawn.", filepath.Base(path)), Hint: "Use the file that `creatorlift design --out` wrote, or one treated set a line."}
	}
	return lot.Sets, nil
}
