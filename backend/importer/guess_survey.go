package importer

import (
	"slices"
	"strings"
)

// surveySigns is what of a header speaks for answers of people to a survey. Positions are -1 for none.
type surveySigns struct {
	answer  int  // the first column whose name is a question, rather one that does not ask for a creator
	creator int  // another one, which asks for a creator
	named   bool // a column is called survey or question
	replies bool // a column is called answer or response
}

// signsOfSurvey looks for questions among the names of columns.
func signsOfSurvey(header []string) surveySigns {
	s := surveySigns{answer: -1, creator: -1}
	for i, name := range header {
		words := strings.Fields(wordsOf(name))
		switch {
		case asks(name):
			s.put(i, slices.ContainsFunc(words, isCreatorWord))
		case has(words, "survey", "umfrage", "sondage", "encuesta", "question", "frage", "pregunta", "domanda"):
			s.named = true
		case has(words, "answer", "antwort", "respuesta", "risposta"), slices.Contains(synonyms["answer"], strings.Join(words, " ")):
			s.replies = true
		}
	}
	if s.answer < 0 {
		s.answer, s.creator = s.creator, -1
	}
	return s
}

func (s *surveySigns) put(i int, creator bool) {
	switch {
	case creator && s.creator < 0:
		s.creator = i
	case !creator && s.answer < 0:
		s.answer = i
	}
}

// fits tells how surely a column of the file is one of a survey's because its name is a question.
func (s surveySigns) fits(ours string, at int) (sure int, why string) {
	switch {
	case ours == "answer" && at == s.answer:
		return 97, "its name is a question"
	case ours == "creator" && at == s.creator:
		return 97, "its name asks for a creator"
	}
	return 0, ""
}

// firstOf puts the survey first where the header speaks for one, and what would count its answers as sales or
// claims far behind: who answers names an order, a day and often its value, but sells nothing.
func (s surveySigns) firstOf(list []Proposal) {
	at := slices.IndexFunc(list, func(p Proposal) bool { return p.Format == surveySimple.ID })
	if at < 0 {
		return
	}
	survey := &list[at]
	full := survey.has("date") && survey.has("answer")
	switch {
	case s.answer < 0 && !s.named && !(s.replies && full):
		return
	case full:
		survey.Sure = max(survey.Sure, 85)
	default:
		survey.Sure = max(survey.Sure, 55)
	}
	for i := range list {
		switch p := &list[i]; p.Format {
		case surveySimple.ID:
		case ordersSimple.ID, claimsSimple.ID, dailySimple.ID:
			p.Sure = min(p.Sure, guessCutoff)
		default:
			p.Sure = min(p.Sure, survey.Sure-1)
		}
	}
}

// has reports whether a proposal fills a column of its format.
func (p Proposal) has(column string) bool {
	return slices.ContainsFunc(p.Columns, func(c ColumnGuess) bool { return c.Column == column })
}

// asks reports whether the name of a column is a question. What, Who and When alone head lists of other kinds.
func asks(name string) bool {
	words := wordsOf(name)
	list := strings.Fields(words)
	switch {
	case len(list) > 1 && strings.HasSuffix(strings.TrimSpace(strings.ReplaceAll(name, "？", "?")), "?"):
		return true
	case words == "hdyhau", strings.Contains(words, "did you hear"), strings.Contains(words, "hear about us"), strings.Contains(words, "heard about us"):
		return true
	case len(list) < 3:
		return false
	case has(list[:1], "how", "which", "where", "who", "what", "why"):
		return has(list[1:], "you", "your", "did", "us", "we", "our")
	case has(list[:1], "comment"): // a word of English too
		return has(list[1:], "vous", "nous", "tu", "avez", "as")
	}
	return has(list[:1], otherQuestionWords...)
}

// otherQuestionWords begin questions in German, French, Spanish, Italian and Dutch, in the form of wordsOf.
var otherQuestionWords = []string{
	"wie", "wo", "woher", "wodurch", "welche", "welcher", "welches", "welchen", "warum", "wer",
	"ou", "qui", "quel", "quelle", "quels", "quelles", "pourquoi",
	"como", "donde", "quien", "cual", "que", "por",
	"come", "dove", "chi", "quale", "perche",
	"hoe", "waar", "welke", "waarom",
}

// isCreatorWord reports a word that stands for a creator in a question, or begins so.
func isCreatorWord(word string) bool {
	return slices.ContainsFunc([]string{"creator", "influencer", "affiliate", "ambassador", "tiktoker", "youtuber", "createur", "creatrice", "creador", "kreator"},
		func(w string) bool { return strings.HasPrefix(word, w) })
}

func has(words []string, any ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
}
