package importer

// Offset is how far from UTC a file's clock stood at an instant.
type Offset struct {
	UTC  int64 // Unix seconds
	East int64 // seconds east of UTC
}

// clock notes the offsets of a file's date-times, one instant for each: they tell which zones the shop may
// be in.
type clock struct {
	last [5]byte
	seen []Offset
}

// mostOffsets is how many offsets a file is asked for; a shop's clock has two.
const mostOffsets = 4

// see takes in a cell such as "2026-10-01 23:58:12 -0500". Rows of one season have one offset, so most
// calls end at the first comparison.
func (c *clock) see(cell []byte) {
	if [5]byte(cell[20:25]) == c.last {
		return
	}
	c.last = [5]byte(cell[20:25])
	s, ok := parseStamp(cell)
	if !ok || !s.hasOffset {
		return
	}
	for _, o := range c.seen {
		if o.East == int64(s.offset) {
			return
		}
	}
	day, ok := s.date(orderUnknown)
	if ok && len(c.seen) < mostOffsets {
		c.seen = append(c.seen, Offset{UTC: int64(day)*86400 + int64(s.secs-s.offset), East: int64(s.offset)})
	}
}

// Offsets are those of the file's date-times, each with an instant, none where they have none. UTC says
// nothing of a shop: many exports are written in it.
func (l *Looked) Offsets() []Offset {
	if l.in.profile == nil || len(l.in.profile.clock.seen) == 1 && l.in.profile.clock.seen[0].East == 0 {
		return nil
	}
	return l.in.profile.clock.seen
}
