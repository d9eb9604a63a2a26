package importer

import "fmt"

// chooseSheet takes the visible sheet that is recognised best and names the others that hold a table.
// Where none is recognised it is the first that holds a table.
func (in *intake) chooseSheet() (*sniffer, error) {
	list := make([]*sniffer, len(in.book.sheets))
	best := -1
	for i := range list {
		s, err := in.sniffSheet(i)
		if err != nil {
			return nil, err
		}
		if s.broken != nil {
			return s, nil // half a workbook is not taken for a whole one
		}
		if list[i] = s; best < 0 || s.beats(list[best]) {
			best = i
		}
	}
	if err := in.leaveSheets(list, best); err != nil {
		return nil, err
	}
	in.book.sheet = in.book.sheets[best].file
	return list[best], nil
}

func (in *intake) sniffSheet(i int) (*sniffer, error) {
	in.book.sheet = in.book.sheets[i].file
	rows, err := in.book.rows()
	if err != nil {
		return nil, err
	}
	s := &sniffer{formats: in.formats, m: in.opt.Map}
	s.try(rows, layout{}, func() bool { return true })
	return s, rows.close()
}

// beats reports whether a sheet is a better choice than one before it.
func (s *sniffer) beats(o *sniffer) bool {
	a, b := s.best.format, o.best.format
	if a == nil || b == nil {
		return a != nil || b == nil && s.score > 0 && o.score == 0
	}
	if a.bundle && b.bundle {
		x, y := s.best.asSection(s.m), o.best.asSection(o.m)
		return x.beats(&y)
	}
	return s.best.sure > o.best.sure
}

// asSection is what a layout brings to a choice among tables.
func (l *layout) asSection(m *Mapping) section {
	return section{sure: l.sure, dated: names{head: l.header, m: m}.of(l.format).dated(l.format)}
}

// leaveSheets names the sheets that hold a table and are not read. They are read to their end all the
// same: a workbook that is damaged further down is damaged.
func (in *intake) leaveSheets(list []*sniffer, best int) error {
	for i, s := range list {
		if i == best || s.score == 0 {
			continue
		}
		head := s.guess.header
		if s.best.format != nil {
			head = s.best.header
		}
		in.book.sheet = in.book.sheets[i].file
		rows, below := 0, false
		if err := in.each(layout{}, func(rec *record) error {
			if below && !rec.blank() {
				rows++
			}
			below = below || head.repeats(rec)
			return nil
		}); err != nil {
			return err
		}
		if rows > 0 {
			in.notes = append(in.notes, Issue{Code: "sheet_left_out", Message: fmt.Sprintf("The sheet “%s” (%s) is left out: of the workbook's sheets “%s” is read.",
				in.book.sheets[i].name, countRows(rows), in.book.sheets[best].name)})
		}
	}
	return nil
}
