package ledger

import (
	"slices"
	"strings"
	"unicode"
)

// JaroWinkler says how alike two words are, from 0 (nothing in common) to 1 (equal): Jaro (1989) with the
// bonus of 0.1 for each of up to four equal first letters of Winkler (1990). Two empty words are equal.
func JaroWinkler(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		if len(x) == len(y) {
			return 1
		}
		return 0
	}
	inX, inY := common(x, y)
	m := float64(len(inX))
	if m == 0 {
		return 0
	}
	swapped := 0.0
	for i := range inX {
		if inX[i] != inY[i] {
			swapped++
		}
	}
	jaro := (m/float64(len(x)) + m/float64(len(y)) + (m-swapped/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}

// common returns the letters that x and y share within Jaro's window, in the order of each.
func common(x, y []rune) (inX, inY []rune) {
	window := max(0, max(len(x), len(y))/2-1)
	taken := make([]bool, len(y))
	for i, r := range x {
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if !taken[j] && y[j] == r {
				taken[j] = true
				inX = append(inX, r)
				break
			}
		}
	}
	for j, r := range y {
		if taken[j] {
			inY = append(inY, r)
		}
	}
	return inX, inY
}

// Letters is a name without case, spaces and signs: "Mia_K." and "@mia.k" are both "miak".
func Letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// tokens are the words of a name in lower case. A number is a word of its own: "30ml" is "30" and "ml".
func tokens(name string) (list []string) {
	var word []rune
	end := func() {
		if len(word) > 0 {
			list, word = append(list, string(word)), nil
		}
	}
	for _, r := range strings.ToLower(name) {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case len(word) > 0 && unicode.IsDigit(word[0]) != unicode.IsDigit(r):
			end()
		}
		word = append(word, r)
	}
	end()
	return list
}

// TitleLikeness says how alike two product titles are, 0 to 1: Jaro-Winkler over their words in
// alphabetical order, so that the order of words does not count. Titles whose numbers differ are different
// sizes or packs, and 0.
func TitleLikeness(a, b string) float64 {
	wordsA, numbersA := sorted(a)
	wordsB, numbersB := sorted(b)
	if numbersA != numbersB || wordsA == "" || wordsB == "" {
		return 0
	}
	return JaroWinkler(wordsA, wordsB)
}

func sorted(title string) (words, numbers string) {
	var w, n []string
	for _, t := range tokens(title) {
		if unicode.IsDigit([]rune(t)[0]) {
			n = append(n, t)
		} else {
			w = append(w, t)
		}
	}
	slices.Sort(w)
	slices.Sort(n)
	return strings.Join(w, " "), strings.Join(n, " ")
}
