package api

import "creatorlift/backend/importer"

// InboxPage is the files that wait, those that were saved, and which days are covered.
type InboxPage struct {
	Headline  string       `json:"headline"`
	Waiting   []TrayFile   `json:"waiting" doc:"dropped, not saved yet, in the order they came"`
	Ready     int          `json:"ready" doc:"how many of them can be saved now"`
	Batches   []BatchRow   `json:"batches" doc:"saved files, newest first"`
	Twins     string       `json:"twins" doc:"212 orders are in both shops and count once; empty without"`
	Coverage  *Coverage    `json:"coverage,omitempty" doc:"null without data"`
	Next      []NextFile   `json:"next" doc:"which exports would help most, first the best; empty when none would"`
	ZoneGuess string       `json:"zone_guess" doc:"the shop's zone as the files' clocks, else this machine, suggest; may be empty"`
	Formats   []FormatInfo `json:"formats" doc:"what can be read, for the question which columns are which"`
	Job       *Job         `json:"job,omitempty" doc:"work under way on this inbox; null if none"`
}

// TrayFile is one dropped file and what saving it would do. Nothing of it is saved.
type TrayFile struct {
	ID        string             `json:"id"`
	Name      string             `json:"name"`
	Size      string             `json:"size"`
	State     string             `json:"state" enum:"waiting,ready,question,known,refused" doc:"waiting: not looked at yet; known: every line is here already"`
	What      string             `json:"what" doc:"Shopify orders · 79 columns known"`
	Result    *FileResult        `json:"result,omitempty" doc:"as import --json says it; null while waiting"`
	Facts     []Fact             `json:"facts" doc:"lines, dates, sums"`
	Adds      string             `json:"adds_up" doc:"402 new + 902 changed + 3,505 known + 3 set aside = 4,812"`
	Title     string             `json:"title" doc:"the problem or question as a heading; empty when ready"`
	Why       string             `json:"why"`
	Do        string             `json:"do" doc:"what to do about it"`
	Questions []FileQuestion     `json:"questions" doc:"open ones, first the one to answer"`
	Problems  []LineProblem      `json:"problems" doc:"worst first, grouped by kind"`
	Peek      *Peek              `json:"peek,omitempty" doc:"header and first lines as they stand in the file; null where it cannot be read"`
	WhereTo   string             `json:"where_to_find" doc:"where this export comes from; may be empty"`
	Read      *RememberedMapping `json:"remembered,omitempty" doc:"the file is read as was once said of one with the same columns; null else"`
	AskAgain  bool               `json:"ask_again" doc:"what the file is was said here and can be asked again before it is saved"`
	SHA256    string             `json:"sha256" doc:"what is shown; saving names it"`
}

// Fact is a label with a counted value.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// FileQuestion is one thing the file does not tell.
type FileQuestion struct {
	Name    string   `json:"name" enum:"columns,currency,zone,day_month_order,decimal,period"`
	Title   string   `json:"title" doc:"Is 03/10/2026 the 3 October or the 10 March?"`
	Why     string   `json:"why"`
	Choices []Choice `json:"choices" doc:"none is chosen beforehand; empty where any answer is possible"`
	Guess   string   `json:"guess" doc:"what the brand's settings or this machine suggest; may be empty"`

	Proposals []TableProposal `json:"proposals" doc:"what an unknown table may be, the likeliest first; nothing is taken over unasked"`
}

// TableProposal is what an unknown table may be, and which of its columns may be which.
type TableProposal struct {
	Format  string           `json:"format"`
	Sure    string           `json:"sure" doc:"very likely, likely, perhaps"`
	Columns []ColumnProposal `json:"columns"`
}

// ColumnProposal is one column that may be another.
type ColumnProposal struct {
	Name   string `json:"name" doc:"the format's column"`
	Header string `json:"header" doc:"the file's"`
	Why    string `json:"why" doc:"likely, by its name and its values"`
}

// Choice is one answer with its consequence.
type Choice struct {
	Answer      string `json:"answer"`
	Label       string `json:"label"`
	Consequence string `json:"consequence"`
}

// LineProblem is one kind of problem and the lines that have it.
type LineProblem struct {
	Code    string           `json:"code"`
	Message string           `json:"message"`
	Count   int              `json:"count"`
	Lines   []importer.Issue `json:"lines" doc:"the first of them, by line and column"`
}

// Peek is the head of a file as it stands.
type Peek struct {
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows" doc:"up to four"`
}

// FormatInfo is one kind of file that a person can say a table is.
type FormatInfo struct {
	ID      string         `json:"id"`
	Label   string         `json:"label"`
	Columns []FormatColumn `json:"columns"`
	OneOf   [][]string     `json:"one_of" doc:"sets of columns of which one is needed beside the required ones"`
	Lacks   string         `json:"lacks" doc:"the sets in words"`
	Named   bool           `json:"named" doc:"whether it is asked which tool the table is from"`
}

// FormatColumn is one column that a format asks for.
type FormatColumn struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Required bool   `json:"required"`
	Help     string `json:"help"`
}

// BatchRow is one saved file.
type BatchRow struct {
	Batch  int64  `json:"batch"`
	File   string `json:"file"`
	What   string `json:"what"`
	When   string `json:"when" doc:"21 Nov 2026, 09:14"`
	Dates  string `json:"dates"`
	Counts string `json:"counts" doc:"402 new, 902 changed, 3,505 known, 3 set aside"`
}

// Coverage is which days each source covers.
type Coverage struct {
	First string        `json:"first" doc:"label of the left end"`
	Last  string        `json:"last"`
	Days  int           `json:"days"`
	Ticks []Tick        `json:"ticks"`
	Rows  []CoverageRow `json:"rows"`
	Tests []CoverageBar `json:"tests" doc:"test windows over all rows"`
}

// CoverageRow is one source.
type CoverageRow struct {
	Source string        `json:"source"`
	Kind   string        `json:"kind" enum:"till,claimed"`
	Bars   []CoverageBar `json:"bars"`
	Note   string        `json:"note" doc:"14 days missing; may be empty"`
	Alt    string        `json:"alt" doc:"the row as a sentence"`
}

// CoverageBar is a run of days, as shares 0 to 1 of the calendar's width.
type CoverageBar struct {
	State string  `json:"state" enum:"there,partial,stale,test" doc:"partial: the day was not over; stale: nothing since; what no bar covers is missing"`
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Label string  `json:"label"`
}

// NextFile is an export that would help.
type NextFile struct {
	Format string `json:"format" doc:"id of the export"`
	Title  string `json:"title" doc:"Add TikTok Shop affiliate orders next"`
	Why    string `json:"why" doc:"They tell which creator sold what."`
	Where  string `json:"where" doc:"where to click"`
	Until  string `json:"until" doc:"until when the platform still shows these days; empty where it does not matter"`
}

// PathsIn names files by path; only the desktop window may.
type PathsIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Paths []string `json:"paths" minItems:"1" maxItems:"1000"`
	}
}

// FileIn names one waiting file.
type FileIn struct {
	Brand Brand  `path:"brand" enum:"own,sample"`
	ID    string `path:"id"`
}

// AnswerIn answers a waiting file's questions. What is empty stays as it was.
type AnswerIn struct {
	Brand Brand  `path:"brand" enum:"own,sample"`
	ID    string `path:"id"`
	Body  struct {
		Format   string            `json:"format,omitempty"`
		Columns  map[string]string `json:"columns,omitempty" doc:"a format's column -> the file's header"`
		Currency string            `json:"currency,omitempty"`
		Zone     string            `json:"zone,omitempty"`
		Date     string            `json:"date,omitempty" doc:"DD/MM/YYYY or MM/DD/YYYY"`
		Decimal  string            `json:"decimal,omitempty" pattern:"^[.,]$" doc:"the decimal sign, a point or a comma"`
		Period   string            `json:"period,omitempty"`
		Source   string            `json:"source,omitempty" maxLength:"60" doc:"the tool that a table mapped by hand is from"`
		Anew     bool              `json:"anew,omitempty" doc:"ask again what is remembered of such files; other answers are dropped"`
	}
}

// SaveIn confirms exactly what was shown.
type SaveIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Files []ShownFile `json:"files" minItems:"1" maxItems:"1000"`
	}
}

// ShownFile is one file as it was shown.
type ShownFile struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256"`
}

// Saved is what the last save of an inbox did.
type Saved struct {
	Message string       `json:"message" doc:"3 files saved: 402 new, 18 restated (−$214.50 refunds)"`
	Batches []int64      `json:"batches" doc:"what undo takes back"`
	Files   []FileResult `json:"files"`
}

// UndoIn takes imports back.
type UndoIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Batches []int64 `json:"batches" minItems:"1" maxItems:"1000"`
	}
}

// Undone says what was taken back.
type Undone struct {
	Message string  `json:"message" doc:"orders.csv was taken back: 1,204 lines"`
	Batches []int64 `json:"batches"`
}
