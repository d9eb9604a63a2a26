package api

import (
	"creatorlift/backend/report"
)

// Brand says whose data a question is about: the founder's own, or the sample brand's, which lies in a
// file of its own.
type Brand string

// The two brands of one installation.
const (
	OwnBrand    Brand = "own"
	SampleBrand Brand = "sample"
)

// BrandIn is the question that names only a brand.
type BrandIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
}

// Reply wraps an answer's body.
type Reply[T any] struct{ Body T }

// Frame is what every page needs: who, how fresh, and what waits.
type Frame struct {
	Version string       `json:"version"`
	Window  bool         `json:"window" doc:"true in the desktop window, where files come by native dialogs"`
	Today   string       `json:"today" doc:"Sunday 22 November"`
	Brands  []BrandFrame `json:"brands" doc:"own first; sample only if it was made"`
	Backups []BackupInfo `json:"backups" doc:"copies that can be restored, newest first"`
	Problem *Problem     `json:"problem,omitempty" doc:"why the own file cannot be opened; null if it can or is not there yet"`
}

// BrandFrame is one brand in the sidebar.
type BrandFrame struct {
	ID       Brand      `json:"id" enum:"own,sample"`
	Name     string     `json:"name" doc:"Your brand, until it is named"`
	Subtitle string     `json:"subtitle" doc:"USD · Los Angeles"`
	Imports  int        `json:"imports"`
	Waiting  int        `json:"waiting" doc:"files in the inbox that are not saved yet"`
	DataTo   string     `json:"data_to" doc:"Sat 21 Nov 2026, yesterday; empty without data"`
	StaleFor int        `json:"stale_days" doc:"days since the last order, 0 without data"`
	AsOf     *AsOfFrame `json:"as_of,omitempty" doc:"null while today's data are shown"`
	Revision string     `json:"revision" doc:"changes whenever the brand's data changes"`
}

// BackupInfo is one copy of the own brand's file.
type BackupInfo struct {
	Name string `json:"name"`
	Made string `json:"made" doc:"21 Nov 2026, 09:14"`
	Size string `json:"size" doc:"1.2 MB"`
}

// Problem is what went wrong, for people: what happened, where, what to do and what is safe.
type Problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// Job is work that may take longer than a second.
type Job struct {
	ID          string   `json:"id"`
	What        string   `json:"what" doc:"Reading orders.csv; Checking 15 quiet stretches"`
	Done        int64    `json:"done"`
	Total       int64    `json:"total" doc:"0 while not known"`
	Unit        string   `json:"unit" enum:"files,lines,bytes,stretches,steps"`
	SecondsLeft *int     `json:"seconds_left" doc:"null while not known"`
	State       string   `json:"state" enum:"running,done,failed,cancelled"`
	Problem     *Problem `json:"problem,omitempty"`
}

// JobIn names a job.
type JobIn struct {
	ID string `path:"id"`
}

// Action is something to do, as a sentence and a place to go.
type Action struct {
	Icon  string `json:"icon" enum:"files,scale,boost,stop,clock,question,test,report,cost"`
	Title string `json:"title"`
	Why   string `json:"why"`
	To    string `json:"to" doc:"page: inbox, creators, test, test/3, reports, settings"`
}

// Home is money first and what to do today. Views and likes are never on it.
type Home struct {
	State        string           `json:"state" enum:"empty,untested,tested" doc:"what the page can say"`
	Headline     string           `json:"headline"`
	Meaning      string           `json:"meaning"`
	Badge        *report.Badge    `json:"badge,omitempty" doc:"null without a read-out"`
	StaleWhy     string           `json:"stale_why" doc:"why the read-out is not of today's data; empty if it is"`
	Source       string           `json:"source" doc:"October test: 28 days, 30 creators; empty without"`
	TestID       int64            `json:"test_id" doc:"the read-out behind the headline, 0 without"`
	Extra        *report.Figure   `json:"extra,omitempty" doc:"extra sales, the hero figure; null without a read-out"`
	Range        *report.Chart    `json:"range,omitempty" doc:"its range figure"`
	Left         *report.Figure   `json:"left,omitempty" doc:"money left after creators"`
	Facts        []report.Figure  `json:"facts" doc:"spent, came in, without creators; or the till's counted facts"`
	Observed     *report.Chart    `json:"observed,omitempty"`
	Sales        *report.Chart    `json:"sales,omitempty" doc:"net sales a day, where there is no read-out"`
	Claims       *ClaimsCard      `json:"claims,omitempty"`
	ToDo         []Action         `json:"todo"`
	Creators     []CreatorTally   `json:"creators" doc:"how many creators stand where; empty without"`
	CreatorsNote string           `json:"creators_note" doc:"what the tally rests on: by platform claims alone"`
	Health       []HealthNote     `json:"health" doc:"gaps and stale data"`
	Ladder       []EvidenceSource `json:"evidence" doc:"what the page rests on, strongest first"`
}

// EvidenceSource is one rung of the evidence ladder: experiment, baseline, survey, codes, platform claim.
type EvidenceSource struct {
	Kind  string `json:"kind" enum:"tested,baseline,survey,codes,till,claimed"`
	Label string `json:"label"`
	Have  bool   `json:"have"`
}

// ClaimsCard sets what platforms claim beside the till (AT-03).
type ClaimsCard struct {
	Sentence string        `json:"sentence"`
	Chart    *report.Chart `json:"chart,omitempty"`
	Note     string        `json:"note" doc:"why claims are no result"`
	Only     bool          `json:"platform_only" doc:"true where nothing but claims is known"`
}

// CreatorTally is one part of the bar of creators.
type CreatorTally struct {
	Group string `json:"group" enum:"above,middle,below,early"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// HealthNote is one thing about the data that limits what can be said.
type HealthNote struct {
	Title string `json:"title"`
	Why   string `json:"why"`
	To    string `json:"to"`
}

// CreatorsPage is every creator by what platforms claim, first-month luck removed.
type CreatorsPage struct {
	Headline   string         `json:"headline"`
	Meaning    string         `json:"meaning"`
	Period     string         `json:"period" doc:"19 May to 15 Nov 2026"`
	Only       bool           `json:"platform_only" doc:"true: no test says anything about single creators"`
	Groups     []CreatorGroup `json:"groups" doc:"in order of decision; empty without creators"`
	ScaleLabel string         `json:"scale_label" doc:"Claimed orders a week"`
	Ticks      []Tick         `json:"ticks" doc:"of the shared scale"`
	Unmatched  string         `json:"unmatched" doc:"12 claimed orders belong to no creator; may be empty"`
	Reported   *ReportedList  `json:"reported,omitempty" doc:"creators whom only reports name; null for none"`
	Help       string         `json:"help" doc:"how luck is taken out, in plain words"`
	Algorithm  string         `json:"algorithm" doc:"CH-09: how the feed picks, without any prediction"`
}

// Tick is one label of a shared scale; At is its place as a share 0 to 1 of the width.
type Tick struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
}

// CreatorGroup is the creators that stand alike.
type CreatorGroup struct {
	Group string        `json:"group" enum:"above,middle,below,early"`
	Label string        `json:"label"`
	Why   string        `json:"why"`
	Chart *report.Chart `json:"chart,omitempty" doc:"one forest row for each creator, 38 px high, no axis labels"`
	Rows  []CreatorRow  `json:"rows"`
}

// CreatorRow is one creator; all figures are claims of platforms.
type CreatorRow struct {
	Creator    string        `json:"creator"`
	Handle     string        `json:"handle" doc:"to ask for all names of the creator"`
	Split      string        `json:"split" doc:"14 by platforms, 5 by code, 3 by both, each once; empty without codes"`
	Initials   string        `json:"initials"`
	Posts      string        `json:"posts" doc:"posts with a claimed order; not reported"`
	Orders     int64         `json:"orders"`
	Net        string        `json:"net"`
	Commission string        `json:"commission"`
	Samples    int64         `json:"samples"`
	Likely     string        `json:"likely" doc:"2.4 a week"`
	Range      string        `json:"range" doc:"1.3 to 3.8"`
	Chart      *report.Chart `json:"chart,omitempty" doc:"the row's own range figure on the shared scale, for phones"`
}

// RanksIn asks how creators compare by one thing.
type RanksIn struct {
	Brand Brand  `path:"brand" enum:"own,sample"`
	By    string `path:"by" enum:"conversion,posts"`
}

// RanksPage is how creators compare by conversion or by claimed sales a post, luck removed. All of it rests on
// claims.
type RanksPage struct {
	Headline string       `json:"headline"`
	Meaning  string       `json:"meaning"`
	Period   string       `json:"period" doc:"19 May to 15 Nov 2026"`
	Empty    *RanksEmpty  `json:"empty,omitempty" doc:"what has to be imported first; null where there is something to compare"`
	Heads    RanksHeads   `json:"heads"`
	Ticks    []Tick       `json:"ticks" doc:"of the shared scale; empty where there are no ranges"`
	Groups   []RanksGroup `json:"groups" doc:"best first; empty without creators"`
	Notes    []string     `json:"notes" doc:"who and what is left out"`
	Help     string       `json:"help" doc:"what the figures mean, in plain words"`
}

// RanksEmpty says what would fill the page.
type RanksEmpty struct {
	Title string `json:"title"`
	Text  string `json:"text" doc:"names the export and where it is"`
}

// RanksHeads name the columns.
type RanksHeads struct {
	Counted string `json:"counted" doc:"As counted"`
	Scale   string `json:"scale" doc:"Conversion, %"`
	Likely  string `json:"likely"`
	Place   string `json:"place" doc:"Place"`
	Chance  string `json:"chance" doc:"Under 1 %?"`
}

// RanksGroup is creators of whom none is surely ahead of another.
type RanksGroup struct {
	Label string        `json:"label"`
	Why   string        `json:"why"`
	Chart *report.Chart `json:"chart,omitempty" doc:"one forest row for each creator, 56 px high, no axis labels"`
	Rows  []RanksRow    `json:"rows"`
}

// RanksRow is one creator; all figures are claims of platforms. Every column has a figure and a smaller line.
type RanksRow struct {
	Creator  string        `json:"creator"`
	Handle   string        `json:"handle" doc:"to ask for all names of the creator"`
	Initials string        `json:"initials"`
	Counted  string        `json:"counted" doc:"the raw value: 2.5 %"`
	Of       string        `json:"of" doc:"what it is counted from: 12 of 480 clicks"`
	Likely   string        `json:"likely" doc:"with luck taken out; empty where it cannot be said"`
	Range    string        `json:"range" doc:"1.3 to 3.2 %, 9 times in 10"`
	Place    string        `json:"place" doc:"3rd to 17th of 30; empty where it cannot be said"`
	Top      string        `json:"top" doc:"top 5: 12 %"`
	Chance   string        `json:"chance" doc:"3 % likely"`
	Judged   string        `json:"judged" doc:"Review brief and product fit, Too early to say"`
	Marked   bool          `json:"marked" doc:"whether judged asks for a look"`
	Note     string        `json:"note" doc:"what hangs on a single post; may be empty"`
	Chart    *report.Chart `json:"chart,omitempty" doc:"the row's own range figure on the shared scale, for phones"`
}
