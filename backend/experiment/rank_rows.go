package experiment

import (
	"fmt"
	"math"

	"creatorlift/backend/panel"
	"creatorlift/backend/shop"
)

// mostTrials is the largest count that rates are worked out from.
const mostTrials = 1e12

// counted is one creator's counts, those of several lines added up.
type counted struct {
	name, tier        string
	successes, trials float64
	lines             int
}

// names are the columns that every rank reads.
type nameColumns struct {
	table      *panel.Table
	name, tier int // tier -1 = none
	tierOf     map[string]string
}

func (s *RankSpec) nameColumns(t *panel.Table) (c nameColumns, err error) {
	c = nameColumns{table: t, tier: -1, tierOf: map[string]string{}}
	if c.name, err = t.Column(s.Name); err == nil && s.Tier != "" {
		c.tier, err = t.Column(s.Tier)
	}
	return c, err
}

// of reads the creator and tier of a row.
func (c nameColumns) of(row int) (name, tier string, err error) {
	if name = c.table.Rows[row][c.name]; name == "" {
		return "", "", &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s names nobody in column %s.", sameRow(c.table, row), c.table.Header[c.name]), Hint: "Name the creator, or leave the line out."}
	}
	if c.tier >= 0 {
		if tier = c.table.Rows[row][c.tier]; tier == "" {
			return "", "", &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s has no tier in column %s.", sameRow(c.table, row), c.table.Header[c.tier]), Hint: "Name the tier of every creator, or leave --tier out."}
		}
		if was, known := c.tierOf[name]; known && was != tier {
			return "", "", &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s puts %s in tier %s; an earlier line says %s.", sameRow(c.table, row), name, tier, was), Hint: "Give each creator one tier."}
		}
		c.tierOf[name] = tier
	}
	return name, tier, nil
}

// readCounts reads a table of rates: creators in the order of their first line.
func (s *RankSpec) readCounts(t *panel.Table) (list []counted, err error) {
	cols, err := s.nameColumns(t)
	if err != nil {
		return nil, err
	}
	successes, err := t.Column(s.Successes)
	if err != nil {
		return nil, err
	}
	trials, err := t.Column(s.Trials)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for row := range t.Rows {
		c := counted{lines: 1}
		if c.name, c.tier, err = cols.of(row); err != nil {
			return nil, err
		}
		if c.successes, err = readCount(t, row, successes); err != nil {
			return nil, err
		}
		if c.trials, err = readCount(t, row, trials); err != nil {
			return nil, err
		}
		if c.successes > c.trials {
			return nil, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s: %v in %s is more than %v in %s.", sameRow(t, row), c.successes, t.Header[successes], c.trials, t.Header[trials]), Hint: "A share needs successes that are part of the trials: orders of clicks, for example, from the same days."}
		}
		if i, again := at[c.name]; again {
			list[i].successes, list[i].trials, list[i].lines = list[i].successes+c.successes, list[i].trials+c.trials, list[i].lines+1
			continue
		}
		at[c.name] = len(list)
		list = append(list, c)
	}
	return list, nil
}

// readCount reads a cell that counts something: 0, 1, 2 and so on.
func readCount(t *panel.Table, row, col int) (float64, error) {
	v, err := t.Number(row, col)
	if err != nil {
		return 0, err
	}
	where := fmt.Sprintf("%s, column %s", sameRow(t, row), t.Header[col])
	switch {
	case math.IsNaN(v):
		return 0, &shop.Error{Code: "bad_value", Message: where + ": the cell is empty.", Hint: "Write 0 where nothing happened; leave the line out where it is not known."}
	case v < 0:
		return 0, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s: %v is below zero.", where, v), Hint: "Counts start at 0."}
	case v != math.Trunc(v):
		return 0, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s: %v is no whole number.", where, v), Hint: "Give counts, not shares or averages."}
	case v > mostTrials:
		return 0, &shop.Error{Code: "bad_value", Message: fmt.Sprintf("%s: %v is too large to compute with.", where, v), Hint: "Check that cell."}
	}
	return v, nil
}
