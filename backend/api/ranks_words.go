package api

import (
	"fmt"

	"creatorlift/backend/experiment"
	"creatorlift/backend/importer"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
)

const tooEarly = "Too early to say"

// newRanks is the page before anything is counted.
func newRanks(by string) RanksPage {
	page := RanksPage{Ticks: []Tick{}, Groups: []RanksGroup{}, Notes: []string{}}
	page.Heads = RanksHeads{Counted: "As counted", Likely: "Likely", Place: "Place", Scale: "Claimed sales a post", Chance: "Over 1.5 times average?"}
	page.Headline, page.Meaning, page.Help = "No posts yet.", "What to expect of each of a creator’s next posts in claimed sales, not what the best one brought.", postsHelp
	if by == byConversion {
		page.Heads.Scale, page.Heads.Chance = "Orders per 100 clicks", "Under 1 %?"
		page.Headline, page.Meaning, page.Help = "No clicks yet.", "How many clicks became orders, as the platform counts both, luck taken out. It says nothing of what a creator caused.", conversionHelp
	}
	return page
}

const conversionHelp = "With few clicks the counted rate is mostly luck: a creator who sells to 2 in 100 clicks has after 60 clicks no order at all 3 times in 10. " +
	"So each rate is pulled towards those of your other creators, the more the fewer the clicks, and the line is the likely range: 9 times in 10 the creator’s own rate lies in it. " +
	"A look at brief and product fit is asked for only where a rate under 1 % is at least 80 % likely. Under 100 clicks it is always too early: not even one order is to be expected at 1 %. " + placeHelp

const postsHelp = "A post’s sales are mostly luck: one goes far, the next one nowhere. So what a creator’s posts brought is pulled towards your other creators’ posts, the more the fewer the posts. " +
	"Likely is what to expect on average of each post of the coming month; the line is the likely range: 9 times in 10 the creator’s own average lies in it. " +
	"“Far above” is said only where more than 1.5 times the average of all creators is at least 80 % likely, and from 3 posts on. Posts of the last days still sell and count with what they sold so far. " + placeHelp

const placeHelp = "Places hold for all creators at once, 9 times in 10: creators in one group cannot be told apart. Everything here is counted by a platform (grade D): no reason on its own to keep or to drop anyone."

// conversionHeadline says who converts badly.
func conversionHeadline(a experiment.RankAnswer) string {
	review, early := 0, 0
	for _, r := range a.Rows {
		switch {
		case tooFew(r):
			early++
		case r.Verdict == scorecard.Review:
			review++
		}
	}
	switch {
	case early == len(a.Rows):
		return "Too few clicks to say anything about conversion."
	case review == 1:
		return "One creator likely sells to fewer than 1 in 100 clicks" + claimsAlone + "."
	case review > 1:
		return creatorsWord(review) + " likely sell to fewer than 1 in 100 clicks" + claimsAlone + "."
	}
	return "Nobody is likely under 1 order in 100 clicks" + claimsAlone + "."
}

// postsHeadline says whose posts stand out.
func postsHeadline(a experiment.RankAnswer) string {
	far, early := 0, 0
	for _, r := range a.Rows {
		switch {
		case tooFew(r):
			early++
		case r.Verdict == scorecard.Invest:
			far++
		}
	}
	switch {
	case early == len(a.Rows):
		return "Too few posts to say anything about single creators."
	case far == 1:
		return "One creator’s posts likely sell far more than the others’" + claimsAlone + "."
	case far > 1:
		return capital(numberWord(far)) + " creators’ posts likely sell far more than the others’" + claimsAlone + "."
	}
	return "Nobody’s posts stand far out yet, and that is normal at " + report.Plural(int64(a.Posts.Posts), "post", "posts") + "."
}

// rateWords is what a rate amounts to; marked asks for a look.
func rateWords(r experiment.RankRow) (words string, marked bool) {
	switch {
	case tooFew(r):
		return tooEarly, false
	case r.Verdict == scorecard.Review:
		return "Review brief and product fit", true
	case r.Verdict == scorecard.Keep:
		return "Likely 1 % or more", false
	}
	return "Cannot tell yet", false
}

// farWords is what sales a post amount to.
func farWords(r experiment.RankRow) (words string, marked bool) {
	switch {
	case tooFew(r):
		return tooEarly, false
	case r.Verdict == scorecard.Invest:
		return "Far above the others", true
	}
	return "Cannot tell yet", false
}

// withoutLargest says where what is said of a creator hangs on one post.
func (p soldPosts) withoutLargest(r experiment.RankRow) string {
	l := r.Posts.Largest
	if l == nil || !l.Flips || tooFew(r) {
		return ""
	}
	said := map[bool]string{true: "far above the others", false: "not far above the others"}[l.Verdict == scorecard.Invest]
	return fmt.Sprintf("One post made %s of it. Without it: likely %s a post, %s.", report.Percent(l.Share), p.about(l.Estimate), said)
}

// notes say what is not in the rows.
func (p soldPosts) notes() []string {
	notes := []string{}
	if p.nameless > 0 {
		notes = append(notes, report.Plural(p.nameless, "claimed order names", "claimed orders name")+" a creator but no post, as sales from a showcase do. They are in no row.")
	}
	switch {
	case len(p.list) == 0:
	case !p.orders:
		notes = append(notes, "The sales are those of the platform’s report of posts, before refunds: no claimed order names a post.")
	case p.without > 0:
		notes = append(notes, report.Plural(int64(p.without), "post", "posts")+" without a claimed order, which the report of posts names, count as posts that sold nothing.")
	default:
		notes = append(notes, "Posts that sold nothing are in no file of orders, so the true average is lower. To count them add TikTok Shop’s video data: "+whereIs("tiktok_shop_video_data_v3")+".")
	}
	return notes
}

func postsWords(posts, sold int) string {
	words := report.Plural(int64(posts), "post", "posts")
	if sold < posts {
		words += fmt.Sprintf(", %s sold", report.Count(int64(sold)))
	}
	return words
}

// groupWords name a group; last is the number of the last.
func groupWords(group, last, members int) (label, why string) {
	switch {
	case group == 0:
		return tooEarly, "only what was counted can be shown"
	case last == 1 && members == 1:
		return "One creator", "there is nobody to compare with"
	case last == 1:
		return "Nobody is surely ahead", "no creator can be told from another" + claimsAlone
	case group == 1:
		return "Nobody is surely ahead of these", "within the group nobody can be told apart" + claimsAlone
	}
	return "Surely behind at least one of the group above", "within the group nobody can be told apart" + claimsAlone
}

// placeWords is "3rd to 17th of 30".
func placeWords(low, high, of int) string {
	switch {
	case of == 1:
		return ""
	case low == 1 && high == of:
		return fmt.Sprintf("any of %d", of)
	case low == high:
		return fmt.Sprintf("%s of %d", ordinal(low), of)
	}
	return fmt.Sprintf("%s to %s of %d", ordinal(low), ordinal(high), of)
}

func ordinal(n int) string {
	end := "th"
	if tens := n / 10 % 10; tens != 1 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return report.Count(int64(n)) + end
}

// chanceWords writes a chance, never as certain.
func chanceWords(p float64) string {
	if p > .99 {
		return "over " + report.Percent(.99)
	}
	if p < .005 {
		return "under " + report.Percent(.01)
	}
	return report.Percent(p)
}

// whereIs is where an export is found.
func whereIs(format string) string {
	for _, f := range importer.Formats() {
		if f.ID == format {
			return f.Where
		}
	}
	return ""
}
