package importer

import (
	"strings"

	"creatorlift/backend/shop"
)

// fairingResponses is Fairing's export of answers. Its header was not seen: the names are those of the
// interface's documentation, with underscores or spaces. Order amounts are not read, because an order's
// money is the shop's to tell.
var fairingResponses = (&statReport{
	subject: shop.AnAnswer, key: "fairing", day: []string{"inserted_at", "created_at", "response_date"}, id: []string{"id", "response_id"}, name: []string{"question"},
	segment: []string{"response"}, order: []string{"order_number", "order_id"}, campaignID: []string{"question_id"}, campaign: []string{"utm_campaign"},
	group: []string{"utm_source"}, needsOne: []string{"response"}, byID: true, repeats: true, adjust: fairingAnswer,
}).plan(&format{
	Format: Format{
		ID:       "fairing_responses",
		Platform: "Fairing",
		What:     "one answer to one question after a purchase",
		Evidence: shop.Claim,
		Key:      "id, else hash of all cells and the n-th such row in the file",
		Amount:   "nothing: answers have no amount",
		Trust:    "documentation of the tool's interface; its export was not seen",
		Label:    "Fairing answers",
		Sum:      "Amount",
		Where:    "Fairing › Question Stream › Export responses",
	},
	decimal: '.',
	find: func(h *header, name string) int {
		for i, full := range h.names {
			if plainName(full) == plainName(name) {
				return i
			}
		}
		return -1
	},
	columns: []column{{"clarification_question", plain}, {"other_response", plain}},
	recognise: func(n names) int {
		ordered := n.has("order_id") || n.has("order_number")
		dated := n.has("inserted_at") || n.has("created_at") || n.has("response_date")
		if !n.has("response") || !ordered || !dated {
			return 0
		}
		return n.share([]string{"id", "response", "question", "order_id", "inserted_at"})
	},
})

// fairingAnswer keeps follow-up questions apart, takes what was written beside "Other", and leaves out what
// names a person.
func fairingAnswer(r row, s *shop.Stat) *flaw {
	if col := r.t.names.at("other_response"); col >= 0 && !r.empty(col) && (strings.EqualFold(s.Segment, "other") || s.Segment == "") {
		s.Segment = strings.TrimPrefix(s.Segment+": "+r.text(col), ": ")
	}
	if col := r.t.names.at("clarification_question"); col >= 0 && isYes(r.raw(col)) {
		s.Name = strings.TrimSpace(s.Name + " (follow-up)")
	}
	return scrubAnswer(r, s)
}

func isYes(cell []byte) bool {
	return lowerIs(cell, "true") || lowerIs(cell, "yes") || lowerIs(cell, "t") || string(cell) == "1"
}
