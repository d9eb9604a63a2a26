package api

import (
	"creatorlift/backend/experiment"
	"creatorlift/backend/report"
	"creatorlift/backend/scorecard"
)

// MethodInfo is one method that estimate knows.
type MethodInfo struct {
	Name string `json:"name"`
	What string `json:"what"`
}

// Methods lists what `estimate --method` accepts.
func (a *App) Methods() []MethodInfo {
	var out []MethodInfo
	for _, m := range experiment.Methods() {
		out = append(out, MethodInfo{m.Name, m.What})
	}
	return out
}

// Describe says an answer in plain sentences, for a terminal.
func (a *App) Describe(answer experiment.Answer) string {
	text := report.Text(report.Test{Answer: answer, Verdict: scorecard.Judge(answer)})
	if answer.Looks != nil {
		text += describeLooks(answer.Looks)
	}
	return text
}
