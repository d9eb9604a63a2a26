package api

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
)

// claimsAlone ends every sentence about creators that no test stands behind.
const claimsAlone = ", by platform claims alone"

// coded reports whether codes are part of what is counted.
func (r roster) coded() bool {
	return slices.ContainsFunc(r.list, func(c standing) bool { return c.code.Orders > 0 })
}

// byClaims reports whether claims are part of what is counted.
func (r roster) byClaims() bool {
	return r.nobody > 0 || slices.ContainsFunc(r.list, func(c standing) bool { return c.claims })
}

// alone is claimsAlone, with codes where they are part of what is counted.
func (r roster) alone() string {
	switch {
	case r.coded() && !r.byClaims():
		return ", by codes alone"
	case r.coded():
		return ", by platform claims and codes alone"
	}
	return claimsAlone
}

// split says how the orders of a creator with codes are claimed, and when where the days are not the same;
// empty for the others.
func (r roster) split(c standing) string {
	if c.code.Orders == 0 {
		return ""
	}
	claimed, coded := report.Count(c.Orders)+" by platforms", report.Count(c.code.Orders)+" by code"
	if r.claimed != r.till {
		coded += " (" + r.till.words() + ")"
		if r.claimed.days > 0 {
			claimed += " (" + r.claimed.words() + ")"
		}
	}
	if !c.claims {
		return coded
	}
	return fmt.Sprintf("%s, %s, %s by both, each once", claimed, coded, report.Count(c.code.Both))
}

// luckHelp says how luck is taken out.
const luckHelp = "A good first month is partly luck. Each creator's claimed orders a week are pulled towards the mean of all your creators: " +
	"hardly where there are many orders, strongly where there are few. How strongly is learnt from how much your creators differ. " +
	"The line is the likely range: 9 times in 10 the creator's own pace lies in it. " +
	"“More” and “fewer” mean that the whole range lies above or below the mean. " +
	"Claims are counted over the days that files of claims cover, orders with a creator's code over the days that your shop's files cover, and the two rates are added; " +
	"of the orders with a code, the share that platforms claim too, on the days of both, counts once. " +
	"Posts count only where the platform names them, and only those with a claimed order."

// feedHelp says how the feed picks. It predicts nothing.
const feedHelp = "TikTok says that the For You feed weighs three things: how people interact with videos (watching to the end, liking, sharing, commenting, following), " +
	"what the video is about (caption, sound, hashtags), and, with less weight, device and account settings such as language and country. " +
	"How many followers an account has, and how its earlier posts went, does not count directly, so one post may go far and the next one nowhere. " +
	"Creatorlift does not predict what the feed will pick. It counts what came of it."

// standingWords are label and reason of each group.
var standingWords = map[scorecard.Standing]struct{ label, why string }{
	scorecard.Above:  {"More than the others", "the whole likely range lies above the mean of your creators"},
	scorecard.Middle: {"Like the others", "the likely range holds the mean of your creators"},
	scorecard.Below:  {"Fewer than the others", "the whole likely range lies below the mean of your creators"},
	scorecard.Early: {"Too early to say", fmt.Sprintf("fewer than %d claimed orders or fewer than %d posts with orders",
		scorecard.FewestOrders, scorecard.FewestPosts)},
}

// headline says who stands out, without a word about keeping anyone.
func (r roster) headline() string {
	above, below, one := len(r.in(scorecard.Above)), len(r.in(scorecard.Below)), map[bool]string{true: "sells", false: "sell"}
	switch {
	case len(r.list) == 0:
		return "No creators yet."
	case above > 0 && below > 0:
		return fmt.Sprintf("%s %s more than the others and %s less%s.", creatorsWord(above), one[above == 1], numberWord(below), r.alone())
	case above > 0:
		return fmt.Sprintf("%s %s more than the others%s.", creatorsWord(above), one[above == 1], r.alone())
	case below > 0:
		return fmt.Sprintf("%s %s less than the others%s.", creatorsWord(below), one[below == 1], r.alone())
	case len(r.list) == 1:
		return "One creator so far: there is nobody to compare with."
	}
	return "Nobody stands out yet, and that is normal at " + r.size() + "."
}

// size is how much is known of all creators together.
func (r roster) size() string {
	var posts, orders int64
	for _, c := range r.list {
		posts, orders = posts+c.Contents, orders+c.orders()
	}
	if posts > 0 {
		return report.Plural(posts, "post", "posts")
	}
	return report.Plural(orders, "claimed order", "claimed orders")
}

func (r roster) meaning() string {
	if len(r.list) == 0 {
		return "They appear when you add a TikTok Shop affiliate export."
	}
	what := "What platforms claim for each creator"
	switch {
	case r.coded() && !r.byClaims():
		what = "The orders with each creator's code"
	case r.coded():
		what += " and the orders with their codes"
	}
	return what + ", first-month luck removed. Claims cannot say what a creator caused, " +
		"so on their own they are no reason to keep or to drop anyone."
}

// words are the days in words: once where claims and codes are counted over the same.
func (r roster) words() string {
	switch {
	case !r.coded() || r.claimed == r.till:
		return r.claimed.words()
	case !r.byClaims():
		return r.till.words()
	}
	return "Claims: " + r.claimed.words() + ". Codes: " + r.till.words()
}

// words is the period in words, with the days that no file covers.
func (c coveredDays) words() string {
	if c.days == 0 {
		return ""
	}
	words := report.DayRange(c.period.Start, c.period.Last())
	if missing := c.period.Days() - c.days; missing > 0 {
		words += ", " + report.Plural(int64(missing), "day", "days") + " in no file"
	}
	return words
}

func (r roster) unmatched() string {
	switch r.nobody {
	case 0:
		return ""
	case 1:
		return "1 claimed order names no creator. It is in no row."
	}
	return report.Count(r.nobody) + " claimed orders name no creator. They are in no row."
}

func creatorsWord(n int) string {
	if n == 1 {
		return "One creator"
	}
	return capital(numberWord(n)) + " creators"
}

// numberWord writes small numbers as words.
func numberWord(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(words) {
		return words[n]
	}
	return report.Count(int64(n))
}

// capital begins a sentence.
func capital(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}
