package importer

import (
	"strings"
)

// clock reads H:MM, H:MM:SS, H:MM:SS.fff, each with or without AM or PM.
func (p *scanner) clock(s *stamp) bool {
	h, n := p.number(2)
	if n == 0 || !p.eat(':') {
		return false
	}
	m, n := p.number(2)
	sec := 0
	if n == 2 && p.eat(':') {
		sec, n = p.number(2)
		if n == 2 && (p.eat('.') || p.eat(',')) {
			_, frac := p.number(9)
			n = min(frac, 1) * 2
		}
	}
	if n != 2 || h > 23 || m > 59 || sec > 59 {
		return false
	}
	back := p.i
	p.spaces()
	switch half := p.halfDay(); {
	case half == 0:
		p.i = back
	case h < 1 || h > 12:
		return false
	default:
		h = h%12 + half - 1
	}
	s.hasTime, s.secs = true, h*3600+m*60+sec
	return true
}

// halfDay reads AM (1), PM (13) or nothing (0), with or without points.
func (p *scanner) halfDay() int {
	back, half := p.i, 1
	switch p.peek() | 0x20 {
	case 'p':
		half = 13
	case 'a':
	default:
		return 0
	}
	p.i++
	point := p.eat('.')
	if point {
		p.spaces()
	}
	if !p.eat('m') && !p.eat('M') || point && !p.eat('.') {
		p.i = back
		return 0
	}
	return half
}

// zone reads Z, an offset such as -0500, +05:30, +02, or the word of a zone, perhaps with an offset behind
// it (GMT+01:00) or before it (+0000 UTC); all may be absent.
func (p *scanner) zone(s *stamp) bool {
	if p.done() {
		return true
	}
	p.spaces()
	bracket := p.eat('(')
	if word := strings.ToUpper(p.word()); word != "" {
		hours, known := clockWords[word]
		switch {
		case sharedWords[word]:
			s.word = word
		case !known:
			return false
		default:
			s.hasOffset, s.offset = true, int(hours*3600)
		}
		return (p.done() || p.peek() == ')' || hours == 0 && s.hasOffset && p.offset(s)) && (!bracket || p.eat(')'))
	}
	if bracket || !p.offset(s) {
		return false
	}
	if back := p.i; p.spaces() {
		also := stamp{}
		if p.word(); p.i == back || !zoneSays(string(p.b[back:p.i]), &also) || also.offset != s.offset {
			p.i = back
		}
	}
	return true
}

// zoneSays reads a lone word behind an offset.
func zoneSays(text string, s *stamp) bool {
	hours, known := clockWords[strings.ToUpper(strings.TrimSpace(text))]
	s.offset = int(hours * 3600)
	return known
}

// offset reads -0500, +05:30, +02 or, behind GMT, +2.
func (p *scanner) offset(s *stamp) bool {
	short, sign := s.hasOffset, 1
	if p.eat('-') {
		sign = -1
	} else if !p.eat('+') {
		return false
	}
	h, n := p.number(2)
	if n != 2 && !(n == 1 && short) {
		return false
	}
	m := 0
	if p.eat(':') || isDigit(rune(p.peek())) {
		if m, n = p.number(2); n != 2 {
			return false
		}
	}
	s.hasOffset, s.offset = true, sign*(h*3600+m*60)
	return h <= 14 && m <= 59
}

// clockWords are the words of zones that mean one offset, in hours.
var clockWords = map[string]float64{
	"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
	"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
	"BRT": -3, "JST": 9, "KST": 9, "SGT": 8, "MYT": 8, "HKT": 8, "PHT": 8, "WIB": 7, "ICT": 7, "AWST": 8, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5,
	"NZST": 12, "NZDT": 13,
}

// sharedWords are words that several zones use: CST is Chicago's and Shanghai's. They are taken if the
// shop's zone uses them.
var sharedWords = map[string]bool{"CST": true, "IST": true, "BST": true, "AST": true, "SST": true, "ADT": true, "SAST": true}
