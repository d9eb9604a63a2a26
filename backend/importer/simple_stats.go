package importer

import (
	"fmt"
	"slices"
	"strings"

	"creatorlift/backend/shop"
)

// creatorsSimple is a list of creators with what each did on a day or in a stretch of days: Euka, Flinque,
// Upfluence, an agency's sheet, sample requests.
var creatorsSimple = simpleFormat((&statReport{
	subject: shop.ACreator, key: "creators_simple", day: []string{"date", "from"}, until: []string{"until"}, creator: []string{"creator"}, name: []string{"name"},
	source: []string{"source"}, segment: []string{"platform"}, needsOne: []string{"creator"}, amount: gmv,
	figures: []figure{
		statCents("gmv", gmv), statCents("commission", commission), statCents("fee", fees), statCents("refund", refunds),
		statCount("orders", statOrders), statCount("units", statUnits), statCount("views", views), statCount("impressions", impressions),
		statCount("clicks", clicks), statCount("likes", likes), statCount("comments", comments), statCount("shares", shares),
		statCount("posts", posts), statCount("lives", lives), statCount("samples", samples), statCount("followers", followers),
	},
}).plan(&format{
	Format: Format{
		ID:       "creators_simple",
		Platform: "Any tool",
		What:     "what one creator did on a day or in a stretch of days, as a tool says",
		Evidence: shop.Claim,
		Key:      "source, days, creator, platform",
		Amount:   "gmv",
		Label:    "Creators and what they did",
		Sum:      "Claimed sales",
	},
	needs: []string{"creator"},
	oneOf: [][]string{{"gmv"}, {"orders"}, {"views"}, {"posts"}, {"samples"}, {"followers"}, {"commission"}, {"fee"}, {"clicks"}, {"units"}, {"lives"}},
}))

// postsSimple is a list of posts, on any platform.
var postsSimple = simpleFormat((&statReport{
	subject: shop.AVideo, key: "posts_simple", day: []string{"date"}, id: []string{"post_id"}, name: []string{"title"}, creator: []string{"creator"},
	product: []string{"product"}, segment: []string{"platform"}, source: []string{"source"}, needsOne: []string{"post_id", "link"}, amount: gmv,
	adjust: postLink,
	figures: []figure{
		statCents("gmv", gmv), statCents("commission", commission), statCount("orders", statOrders), statCount("units", statUnits), statCount("views", views),
		statCount("impressions", impressions), statCount("clicks", clicks), statCount("likes", likes), statCount("comments", comments), statCount("shares", shares),
		{names: []string{"completion"}, share: completion},
	},
}).plan(&format{
	Format: Format{
		ID:       "posts_simple",
		Platform: "Any tool",
		What:     "one post, as its platform or a tool counts it",
		Evidence: shop.Claim,
		Key:      "source, days, post_id or the post in its link, creator",
		Amount:   "gmv",
		Label:    "Posts and how they did",
		Sum:      "Claimed sales",
	},
	columns: []column{{"link", plain}},
	oneOf:   [][]string{{"post_id", "creator"}, {"link", "creator"}, {"post_id", "views"}, {"link", "views"}},
}))

// postLink takes the id of a post from its link where no column names it.
func postLink(r row, s *shop.Stat) *flaw {
	if s.ID != "" {
		return nil
	}
	col := r.t.anyOf("link")
	link := r.text(col)
	if s.ID = postID(link); s.ID == "" {
		return r.t.flaw(col, "missing_post", "names no post.")
	}
	return nil
}

// postID gives what names a post in a link: the part behind /video/, /p/, /reel/, /shorts/ or v=, else
// the link without what follows a question mark.
func postID(link string) string {
	for _, mark := range []string{"/video/", "/photo/", "/p/", "/reel/", "/reels/", "/shorts/", "watch?v=", "youtu.be/"} {
		if _, rest, ok := strings.Cut(link, mark); ok {
			if end := strings.IndexAny(rest, "/?&#"); end >= 0 {
				rest = rest[:end]
			}
			if rest != "" {
				return rest
			}
		}
	}
	link, _, _ = strings.Cut(link, "?")
	return strings.TrimSuffix(dash(link), "/")
}

// surveySimple is a list of answers to a question such as "How did you hear about us": KnoCommerce, Zigpoll,
// a form of one's own.
var surveySimple = simpleFormat((&statReport{
	subject: shop.AnAnswer, key: "survey_simple", day: []string{"date"}, id: []string{"answer_id"}, name: []string{"question"}, segment: []string{"answer"},
	creator: []string{"creator"}, order: []string{"order_id"}, source: []string{"source"}, needsOne: []string{"answer"}, byID: true, repeats: true, adjust: scrubAnswer,
	figures: []figure{statCount("count", customers)},
}).plan(&format{
	Format: Format{
		ID:       "survey_simple",
		Platform: "Any survey",
		What:     "one answer to a survey's question, or how often it was given on a day",
		Evidence: shop.Claim,
		Key:      "source; answer_id, else hash of all cells and the n-th such row in the file",
		Amount:   "nothing: answers have no amount",
		Label:    "Answers to a survey",
		Sum:      "Amount",
	},
	needs: []string{"date", "answer"},
}))

// scrubAnswer leaves out a free text that holds an e-mail or a phone number.
func scrubAnswer(r row, s *shop.Stat) *flaw {
	if s.Segment == "" {
		return r.t.flaw(max(r.t.names.at("answer"), r.t.names.at("response")), "missing_answer", "holds no answer.")
	}
	for _, text := range []*string{&s.Segment, &s.Name} {
		if personal(*text) {
			*text = "(left out)"
			r.t.rep.note(Issue{Line: r.line(), Code: "text_left_out", Message: "A text holds an e-mail address or a phone number. It was left out; the answer still counts."})
		}
	}
	return nil
}

// personal reports a text with an e-mail address, or with as many digits in a row, marks between them
// allowed, as a phone number has.
func personal(text string) bool {
	at := strings.IndexByte(text, '@')
	if at > 0 && at < len(text)-1 && !strings.ContainsRune(" (,;:", rune(text[at-1])) && strings.ContainsRune(text[at:], '.') {
		return true
	}
	digits := 0
	for _, r := range text {
		switch {
		case isDigit(r):
			digits++
		case !strings.ContainsRune(" -().+/\u00a0", r):
			digits = 0
		}
		if digits >= 8 {
			return true
		}
	}
	return false
}

// costsSimple is what the founder paid for creators: fees, samples, time.
var costsSimple = simpleFormat((&statReport{
	subject: shop.ACost, key: "costs_simple", day: []string{"date"}, id: []string{"cost_id"}, segment: []string{"what"}, creator: []string{"creator"},
	campaign: []string{"campaign"}, source: []string{"source"}, needsOne: []string{"what"}, amount: spend, byID: true, repeats: true,
	figures: []figure{{names: []string{"amount"}, cents: spend, signed: true}},
	adjust:  costAmount,
}).plan(&format{
	Format: Format{
		ID:       "costs_simple",
		Platform: "Any list of costs",
		What:     "one thing that was paid for: a fee, samples, time",
		Evidence: shop.Claim,
		Key:      "source; cost_id, else hash of all cells and the n-th such row in the file",
		Amount:   "amount",
		Label:    "Costs of creators",
		Sum:      "Costs",
	},
	needs: []string{"date", "what", "amount"},
}))

// costAmount wants an amount.
func costAmount(r row, s *shop.Stat) *flaw {
	if !s.SpendCents.Known {
		return r.t.flaw(r.t.anyOf("amount"), "missing_amount", "is empty.")
	}
	return nil
}

// audienceSimple is who a creator's viewers are: shares by age, gender or country.
var audienceSimple = simpleFormat(func() *format {
	d := &statReport{
		subject: shop.AnAudience, key: "audience_simple", day: []string{"date"}, undated: true, creator: []string{"creator"}, segment: []string{"group"}, name: []string{"kind"},
		source: []string{"source"}, needsOne: []string{"creator"}, figures: []figure{{names: []string{"share"}, share: shareOf}, statCount("followers", followers)},
	}
	f := d.plan(&format{
		Format: Format{
			ID:       "audience_simple",
			Platform: "Any tool",
			What:     "the share of one age, gender or country in a creator's audience",
			Evidence: shop.Claim,
			Key:      "source, date, creator, kind, group",
			Amount:   "nothing: shares have no amount",
			Label:    "Audience of creators",
			Sum:      "Amount",
		},
		needs: []string{"creator", "group", "share"},
	})
	f.open = func(t *table) rowReader {
		return &audienceRows{rowReader: openStatReport(t, d), t: t, sums: map[string]*audienceSum{}, creator: t.col("creator"), group: t.col("group"), kind: t.col("kind"), share: t.col("share"), day: t.col("date")}
	}
	return f
}())

// audienceRows adds up the shares of each creator and kind of group.
type audienceRows struct {
	rowReader
	t                                *table
	creator, group, kind, share, day int
	sums                             map[string]*audienceSum
	order                            []string
}

type audienceSum struct {
	line int
	ppm  int64
	kind string
}

func (a *audienceRows) read(r row) error {
	before := a.t.rep.Emitted
	if err := a.rowReader.read(r); err != nil || a.t.rep.Emitted == before {
		return err
	}
	ppm, bad := r.share(a.share)
	if bad != nil {
		return nil // rejected above
	}
	kind := r.text(a.kind)
	if kind == "" {
		kind = groupKind(r.text(a.group))
	}
	key := strings.Join([]string{handle(r.text(a.creator)), strings.ToLower(kind), r.text(a.day)}, "\x00")
	sum := a.sums[key]
	if sum == nil {
		sum = &audienceSum{line: r.line(), kind: kind}
		a.sums[key] = sum
		a.order = append(a.order, key)
	}
	sum.ppm += ppm
	return nil
}

// groupKind tells ages, genders and the rest apart where no column does.
func groupKind(group string) string {
	g := strings.ToLower(group)
	switch {
	case slices.Contains([]string{"female", "male", "women", "men", "woman", "man", "f", "m", "diverse", "non-binary", "unknown gender"}, g):
		return "gender"
	case strings.IndexFunc(g, isDigit) >= 0:
		return "age"
	}
	return "other"
}

// shareSlack is how far shares of one kind may be from a whole, in parts per million.
const shareSlack = 10_000

// finish says which shares do not make a whole.
func (a *audienceRows) finish() error {
	for _, key := range a.order {
		sum := a.sums[key]
		if off := sum.ppm - 1_000_000; off > shareSlack || off < -shareSlack {
			a.t.rep.note(Issue{Line: sum.line, Column: max(a.share+1, 0), Code: "shares_not_whole",
				Message: fmt.Sprintf("The shares of this creator's groups (%s) add up to %d.%d %%, not to 100 %%. They are kept as they stand.", sum.kind, sum.ppm/10_000, sum.ppm/1000%10)})
		}
	}
	return a.rowReader.finish()
}

// sessionsSimple is how many visits a site had, by day and where they came from.
var sessionsSimple = simpleFormat((&statReport{
	subject: shop.AChannel, key: "sessions_simple", day: []string{"date"}, segment: []string{"channel"}, campaign: []string{"campaign"}, source: []string{"source"},
	needsOne: []string{"channel"}, amount: gmv,
	figures: []figure{
		statCents("revenue", gmv), statCount("sessions", sessions), statCount("visitors", visitors), statCount("orders", statOrders),
		statCount("carts", carts), statCount("checkouts", checkouts), statCount("key_events", keyEvents),
	},
}).plan(&format{
	Format: Format{
		ID:       "sessions_simple",
		Platform: "Any site",
		What:     "the visits of one channel on one day",
		Evidence: shop.Claim,
		Key:      "source, date, channel, campaign",
		Amount:   "revenue",
		Label:    "Visits of a site",
		Sum:      "Revenue as the site counts it",
	},
	needs: []string{"date", "channel", "sessions"},
}))
