package importer

import (
	"cmp"
	"slices"
	"strings"
)

// Proposal is a kind of table that a file of unknown columns may be, and which of its columns may be which.
// It is for a person to confirm: nothing is ever read by a proposal alone.
type Proposal struct {
	Format  string
	Sure    int // 1 to 99
	Columns []ColumnGuess
}

// ColumnGuess says that a column of the file may be one of the format's.
type ColumnGuess struct {
	Column string // the format's name
	Header string // the file's name
	Sure   int    // 1 to 99
	Why    string // what it rests on
}

const (
	guessRows   = 200 // records that are looked at
	guessCutoff = 20  // what is less sure is not proposed
)

// Guess proposes what a table of unknown columns is, the likeliest first, from its names and from its first
// records. It is empty where nothing fits, and for a file whose format is known.
func (l *Looked) Guess() []Proposal {
	if l.in.layout.header == nil || l.in.rep.Format != "" {
		return nil
	}
	var rows [][]string
	for rec := range l.in.head() {
		if len(rows) == guessRows {
			break
		}
		row := make([]string, len(l.in.layout.header.names))
		for i := range row {
			row[i] = string(trim(rec.cell(i)))
		}
		rows = append(rows, row)
	}
	return Guess(l.Header(), rows)
}

// Guess is Looked.Guess for a table at hand. Rows may be shorter than the header.
func Guess(header []string, rows [][]string) []Proposal {
	shapes := make([]shape, len(header))
	for i := range header {
		shapes[i] = shapeOf(rows, i)
	}
	survey := signsOfSurvey(header)
	var out []Proposal
	for _, f := range formats {
		if !f.byHand {
			continue
		}
		if p := f.propose(header, shapes, survey); p.Sure >= guessCutoff {
			out = append(out, p)
		}
	}
	survey.firstOf(out)
	slices.SortStableFunc(out, func(a, b Proposal) int { return cmp.Compare(b.Sure, a.Sure) })
	return out
}

// propose fits one format to a table: the surest pairs of columns first, each column once.
func (f *format) propose(header []string, shapes []shape, survey surveySigns) Proposal {
	type pair struct {
		ColumnGuess
		ours, theirs int
	}
	var pairs []pair
	for i, c := range f.columns {
		for k, name := range header {
			sure, why := fits(c.name, name, &shapes[k], shapes)
			if f.ID == "survey_simple" {
				if asked, said := survey.fits(c.name, k); asked > sure {
					sure, why = asked, said
				}
			}
			if sure > 0 {
				pairs = append(pairs, pair{ColumnGuess{c.name, name, sure, why}, i, k})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.Sure, a.Sure) })
	ours, theirs := map[int]bool{}, map[int]bool{}
	sure := map[string]int{}
	p := Proposal{Format: f.ID}
	for _, c := range pairs {
		if ours[c.ours] || theirs[c.theirs] {
			continue
		}
		ours[c.ours], theirs[c.theirs] = true, true
		sure[c.Column] = c.Sure
		p.Columns = append(p.Columns, c.ColumnGuess)
	}
	slices.SortStableFunc(p.Columns, func(a, b ColumnGuess) int {
		at := func(name string) int {
			return slices.IndexFunc(f.columns, func(c column) bool { return c.name == name })
		}
		return cmp.Compare(at(a.Column), at(b.Column))
	})
	p.Sure = f.sureOf(sure, len(header))
	return p
}

// sureOf weighs what a format needs and how much of the file it would explain.
func (f *format) sureOf(sure map[string]int, columns int) int {
	need := slices.Clone(f.needs)
	best, most := []string(nil), -1
	for _, set := range f.oneOf {
		sum := 0
		for _, name := range set {
			if sure[name] == 0 {
				sum = -1
				break
			}
			sum += sure[name]
		}
		if sum >= 0 && sum/len(set) > most {
			best, most = set, sum/len(set)
		}
	}
	if len(f.oneOf) > 0 && best == nil {
		best = f.oneOf[0]
	}
	sum, lacks := 0, false
	for _, name := range append(need, best...) {
		sum += sure[name]
		lacks = lacks || sure[name] == 0
	}
	total := sum / max(len(need)+len(best), 1)
	total = total * (60 + 40*len(sure)/max(columns, 1)) / 100
	if lacks {
		total /= 2
	}
	return min(total, 99)
}

// fits tells how surely a column of the file is one of a format, and by what.
func fits(ours, theirs string, s *shape, all []shape) (sure int, why string) {
	named := nameFit(ours, theirs)
	valued := s.fit(wants[ours])
	switch {
	case named > 0 && valued < 0 || named == 0 && valued <= 0:
		return 0, ""
	case named > 0 && valued > 0:
		return min(named+4, 99), "by its name and its values"
	case named > 0 && s.filled == 0:
		return max(named-15, 1), "by its name; it holds no values"
	case named > 0:
		return named, "by its name"
	}
	alone := 0
	for i := range all {
		if all[i].fit(wants[ours]) > 0 {
			alone++
		}
	}
	return s.byValue(ours, alone == 1)
}

// nameFit compares names as words: the same as one that the column is known by elsewhere, or with it as a
// part.
func nameFit(ours, theirs string) int {
	words := wordsOf(theirs)
	if words == "" {
		return 0
	}
	best := 0
	for i, known := range append([]string{wordsOf(ours)}, synonyms[ours]...) {
		switch {
		case words == known:
			return max(best, 95-min(i, 20)/2)
		case len(known) > 3 && strings.Contains(" "+words+" ", " "+known+" "):
			// "Order date (UTC)" is more surely an order's date than "Due date of the order's tax".
			best = max(best, 80-5*min(strings.Count(words, " ")-strings.Count(known, " "), 6)-min(i, 10))
		}
	}
	return best
}
