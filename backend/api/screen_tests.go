package api

import (
	"encoding/json"

	"creatorlift/backend/report"
)

// TestsPage lists the tests and what a new one can be made of.
type TestsPage struct {
	Headline string       `json:"headline"`
	Tests    []TestRow    `json:"tests" doc:"newest first"`
	Ask      *TestOptions `json:"ask,omitempty" doc:"null where there are no orders yet"`
	Reason   string       `json:"reason" doc:"why nothing can be asked yet; empty if it can"`
}

// TestRow is one test in the list.
type TestRow struct {
	ID       int64         `json:"id"`
	Name     string        `json:"name"`
	Design   string        `json:"design"`
	Period   string        `json:"period" doc:"19 Oct to 15 Nov 2026"`
	State    string        `json:"state" enum:"read,stale,unread,planned" doc:"stale: the data changed since it was read; planned: its days are not over, or their sales are missing"`
	Headline string        `json:"headline" doc:"empty while unread"`
	Badge    *report.Badge `json:"badge,omitempty"`
}

// TestOptions is what the founder can choose from.
type TestOptions struct {
	FirstDay string       `json:"first_day" doc:"first day a test may start: YYYY-MM-DD"`
	LastDay  string       `json:"last_day"`
	Regions  []RegionInfo `json:"regions" doc:"largest first"`
	Sources  []string     `json:"sources" doc:"the shops that have orders; one of them can be asked about alone"`
	Currency string       `json:"currency"`
	Advice   string       `json:"advice" doc:"how long the history should be"`
	Drops    DropsOptions `json:"drops" doc:"what a test with drop dates can be made of"`
}

// RegionInfo is one region of the till.
type RegionInfo struct {
	Region string `json:"region"`
	Share  string `json:"share" doc:"11 % of sales"`
}

// TestIn describes a test that was run. Days are inclusive, YYYY-MM-DD.
type TestIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  TestSpec
}

// TestSpec is what was done: who had creators, when, and how that was decided.
type TestSpec struct {
	Name        string      `json:"name" maxLength:"80" doc:"empty: named after its dates"`
	Kind        string      `json:"kind" enum:"shop,region,drops" doc:"shop: baseline of all sales; region: some regions were left out; drops: dates drawn by lot, which only the draw itself makes"`
	Source      string      `json:"source,omitempty" maxLength:"80" doc:"a shop whose sales alone are asked about, of kind shop only; empty: all"`
	First       string      `json:"first" format:"date"`
	Last        string      `json:"last" format:"date"`
	HistoryFrom string      `json:"history_from,omitempty" doc:"first day of the history to use; empty: all"`
	Treated     []string    `json:"treated,omitempty" doc:"regions where creators' posts were shown"`
	Drawn       bool        `json:"drawn" doc:"the left-out regions were drawn by lot before the test"`
	Events      []TestEvent `json:"events,omitempty" doc:"promotions, stock-outs, holidays"`
	PaidMinor   *int64      `json:"paid_minor,omitempty" minimum:"0" doc:"fees and samples paid for the test, minor units; absent: not known"`

	Schedule json.RawMessage `json:"schedule,omitempty" doc:"of kind drops: what was drawn, in the form of the schedule files of docs/cli.md"`
}

// TestEvent is something that moved sales and was no creator.
type TestEvent struct {
	First string `json:"first" format:"date"`
	Last  string `json:"last" format:"date"`
	Name  string `json:"name" maxLength:"80"`
}

// TestIDIn names a test.
type TestIDIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	ID    int64 `path:"id"`
}

// TestPage is one read-out.
type TestPage struct {
	Test     TestRow      `json:"test"`
	Spec     TestSpec     `json:"spec"`
	Subtitle string       `json:"subtitle" doc:"Left-out regions drawn by lot · 19 Oct to 15 Nov 2026 · 12 of 15 regions"`
	ReadOut  *ReadOutPage `json:"read_out,omitempty" doc:"null while unread"`
	Plan     *DropsPlan   `json:"plan,omitempty" doc:"of kind drops: the drawn dates"`
	Job      *Job         `json:"job,omitempty" doc:"reading under way"`
	StaleWhy string       `json:"stale_why" doc:"3 files were added since; empty if fresh"`
}

// ReadOutPage is the answer and how far to trust it.
type ReadOutPage struct {
	Kind       string          `json:"kind" enum:"more,less,about_zero,cannot_tell,not_estimable"`
	Headline   string          `json:"headline"`
	Meaning    string          `json:"meaning"`
	RangeLine  string          `json:"range_line"`
	Settle     string          `json:"settle" doc:"what would settle it; empty where it is settled"`
	Badge      report.Badge    `json:"badge"`
	Range      *report.Chart   `json:"range,omitempty" doc:"null where no range can be given"`
	Figures    []report.Figure `json:"figures" doc:"at most four under the range"`
	Trust      []Fact          `json:"trust" doc:"plan, typical miss, false alarms, left out ..."`
	Hashes     string          `json:"hashes" doc:"plan, data, seed in short"`
	Observed   *report.Chart   `json:"observed,omitempty"`
	Difference *report.Chart   `json:"difference,omitempty"`
	Cumulative *report.Chart   `json:"cumulative,omitempty"`
	Placebo    *report.Chart   `json:"placebo,omitempty"`
	AuditLine  string          `json:"audit_line"`
	Warnings   []string        `json:"warnings"`
	LeftOut    []string        `json:"left_out"`
	Truth      string          `json:"truth" doc:"sample brand only"`
	Explain    Explain         `json:"explain"`
	Method     string          `json:"method" doc:"in plain words, with the field's name"`
	Tried      []report.Tried  `json:"tried" doc:"how the method was chosen, best first; empty where nothing was chosen"`
}

// Explain says where the headline's figure comes from.
type Explain struct {
	Figure  report.Figure   `json:"figure"`
	Lines   []report.Figure `json:"lines" doc:"came in, minus anyway, equals extra"`
	WhyWide string          `json:"why_wide"`
	In      []string        `json:"in"`
	Out     []string        `json:"out"`
	Files   []ExplainFile   `json:"files"`
	Hashes  []Fact          `json:"hashes"`
	Command string          `json:"command" doc:"what repeats it in a terminal"`
	Text    string          `json:"text" doc:"all of it as plain text, to copy"`
}

// ExplainFile is one file behind a figure.
type ExplainFile struct {
	File  string `json:"file"`
	Lines int64  `json:"lines" doc:"all lines of the file that were saved"`
	What  string `json:"what"`
}

// ReportsPage is what can be shown to investors.
type ReportsPage struct {
	Headline string    `json:"headline"`
	Meaning  string    `json:"meaning"`
	Tests    []TestRow `json:"tests" doc:"read ones, which a report may show"`
	Reason   string    `json:"reason" doc:"why there is nothing to report; empty if there is"`
}

// ReportSpec chooses what a report shows.
type ReportSpec struct {
	Tests     []int64 `json:"tests" minItems:"1" maxItems:"3"`
	Paper     string  `json:"paper" enum:"A4,Letter"`
	HideNames bool    `json:"hide_names" doc:"creators appear as Creator 1, Creator 2"`
}

// ReportIn asks for a report.
type ReportIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  ReportSpec
}

// ReportPreview is the report as it will be printed.
type ReportPreview struct {
	Pages  []report.PageView `json:"pages"`
	Checks []Check           `json:"checks" doc:"what was checked before it may be sent"`
	Note   string            `json:"note" doc:"48 kB · selectable text"`
}

// Check is one thing that was looked at.
type Check struct {
	OK   bool   `json:"ok"`
	Text string `json:"text"`
}

// Download is a file to fetch once.
type Download struct {
	Path string `json:"path" doc:"one-use path, valid for a minute"`
	Name string `json:"name"`
	Size string `json:"size"`
}

// SettingsPage is the brand's settings.
type SettingsPage struct {
	Name       string       `json:"name"`
	Currency   string       `json:"currency"`
	Zone       string       `json:"zone"`
	Locked     string       `json:"locked" doc:"why currency and zone can no longer change; empty if they can"`
	Costs      Costs        `json:"costs"`
	Needs      []string     `json:"needs" doc:"what cannot be said while costs are not known"`
	File       string       `json:"file" doc:"where the data lies"`
	Size       string       `json:"size"`
	Backups    []BackupInfo `json:"backups"`
	LastBackup string       `json:"last_backup" doc:"never, or when"`
	Revision   string       `json:"revision"`
}

// Costs of the brand; null is not known, which is not zero.
type Costs struct {
	ProductShare  *float64 `json:"product_share" minimum:"0" maximum:"1" doc:"product cost as a share of net sales"`
	FeeShare      *float64 `json:"fee_share" minimum:"0" maximum:"1" doc:"payment and platform fees as a share of net sales"`
	ShippingMinor *int64   `json:"shipping_minor" minimum:"0" doc:"shipping paid by the brand for an order, minor units"`
}

// SettingsIn saves settings.
type SettingsIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Name     string `json:"name" maxLength:"80"`
		Currency string `json:"currency" maxLength:"3"`
		Zone     string `json:"zone" maxLength:"64"`
		Costs    Costs  `json:"costs"`
	}
}

// RestoreIn names a backup.
type RestoreIn struct {
	Body struct {
		Name string `json:"name"`
	}
}

// Done says in one sentence what was done.
type Done struct {
	Message string `json:"message"`
}
