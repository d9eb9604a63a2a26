package importer

// gathering groups the rows of a file by the order they belong to. Rows of one order normally stand
// together and are closed as soon as the next order begins. In a file re-sorted in a spreadsheet they do
// not: the profile pass finds those orders, and their rows are kept until the end of the file.
type gathering[R any] struct {
	close func(name string, rows []R) error // gets each order once, with all its rows; keeps none of them

	seen      printSet            // profile pass: names so far
	scattered map[uint64]struct{} // names that came back after another order
	last      string              // the name of the row before

	name string // the order being gathered, "" for none
	rows []R
	kept map[string][]R
	late []string // names in kept, by first appearance
}

func newGathering[R any](close func(name string, rows []R) error) gathering[R] {
	return gathering[R]{close: close, scattered: map[uint64]struct{}{}, kept: map[string][]R{}}
}

// fingerprint of a name. Two names with one fingerprint would only be kept until the end needlessly.
func fingerprint(name []byte) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range name {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// notice is the profile pass: it finds orders whose rows do not stand together.
func (g *gathering[R]) notice(name []byte) {
	if string(name) == g.last {
		return
	}
	g.last = string(name)
	if print := fingerprint(name); !g.seen.add(print) {
		g.scattered[print] = struct{}{}
	}
}

// begins reports whether a row belongs to another order than the row before it, and closes that one.
func (g *gathering[R]) begins(name []byte) (bool, error) {
	g.seen = printSet{}
	if g.name != "" && string(name) == g.name {
		return false, nil
	}
	return true, g.flush()
}

// add takes in a row of an order.
func (g *gathering[R]) add(name []byte, row R) {
	if g.name == "" || string(name) != g.name {
		g.name = string(name)
	}
	if len(g.scattered) > 0 {
		if _, ok := g.scattered[fingerprint(name)]; ok {
			if g.kept[g.name] == nil {
				g.late = append(g.late, g.name)
			}
			g.kept[g.name] = append(g.kept[g.name], row)
			return
		}
	}
	g.rows = append(g.rows, row)
}

// finish closes what is left.
func (g *gathering[R]) finish() error {
	if err := g.flush(); err != nil {
		return err
	}
	for _, name := range g.late {
		if err := g.close(name, g.kept[name]); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering[R]) flush() error {
	rows, name := g.rows, g.name
	g.rows, g.name = g.rows[:0], ""
	if len(rows) == 0 {
		return nil
	}
	return g.close(name, rows)
}

// printSet is a set of fingerprints that takes about twelve bytes for each. The zero printSet is empty.
type printSet struct {
	slots []uint64 // 0 is free
	count int
}

// add puts a fingerprint in; false if it was there. 0 is taken for 1.
func (s *printSet) add(print uint64) bool {
	print = max(print, 1)
	if s.count*4 >= len(s.slots)*3 {
		old := s.slots
		s.slots = make([]uint64, max(64, 2*len(old)))
		for _, p := range old {
			if p != 0 {
				s.slots[s.place(p)] = p
			}
		}
	}
	at := s.place(print)
	if s.slots[at] == print {
		return false
	}
	s.slots[at] = print
	s.count++
	return true
}

func (s *printSet) place(print uint64) int {
	mask := uint64(len(s.slots) - 1)
	at := print * 0x9e3779b97f4a7c15 >> 32 & mask // names that follow each other must not lie side by side
	for s.slots[at] != 0 && s.slots[at] != print {
		at = (at + 1) & mask
	}
	return int(at)
}
