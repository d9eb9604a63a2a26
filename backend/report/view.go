package report

// Chart is one chart for the screen: the same picture in two widths, a sentence for those who cannot
// see it, and its figures as words. Options name colours by token ("cl:observed"), so that both
// schemes draw the same option.
type Chart struct {
	ID     string `json:"id" doc:"observed, difference, cumulative, placebo, claims, creators, range"`
	Title  string `json:"title"`
	Unit   string `json:"unit" doc:"what the values are, to the right of the title; may be empty"`
	Alt    string `json:"alt" doc:"the finding as one sentence"`
	Wide   Option `json:"wide" doc:"ECharts option for 560 px and more"`
	Narrow Option `json:"narrow" doc:"ECharts option for phones: no end labels, three x labels"`
	Height int    `json:"height" doc:"px when wide"`
	Key    []Key  `json:"key" doc:"what the lines are, shown above a narrow chart; empty where labels say it"`
	Table  Table  `json:"table" doc:"row i belongs to the i-th place on the category axis; also the tooltip"`
}

// Key is one entry of a chart's legend.
type Key struct {
	Label string `json:"label"`
	Token string `json:"token" doc:"colour token"`
	Mark  string `json:"mark" enum:"solid,dashed,band,hatch,point"`
}

// Table is figures as finished words. The first column names the row.
type Table struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
}

// Figure is one number as finished words, never without its range or the reason why there is none.
type Figure struct {
	Label string `json:"label"`
	Term  string `json:"term" doc:"the field's word for the label, shown on hover; may be empty"`
	Value string `json:"value" doc:"may be a sentence such as: needs product cost"`
	Range string `json:"range" doc:"likely $4,600 to $13,200; or n; empty for counted facts"`
	Tone  string `json:"tone" enum:"effect,bad,unsure,observed,anyway,claimed,plain"`

	Explained bool `json:"explained,omitempty" doc:"the page's explanation is of this figure"`
}

// Badge is the validity grade.
type Badge struct {
	Grade string `json:"grade" enum:"A,B,C,D"`
	Word  string `json:"word" doc:"Randomised, Matched holdout, Audited baseline, Not validated"`
	Why   string `json:"why"`
}

// PageView is one page of the PDF as marks in points from the top left, for a preview that needs no
// PDF viewer.
type PageView struct {
	Width  float64    `json:"width"`
	Height float64    `json:"height"`
	Marks  []PageMark `json:"marks" doc:"in painting order"`
}

// PageMark is a word or a shape on a page.
type PageMark struct {
	Kind   string    `json:"kind" enum:"text,path"`
	X      float64   `json:"x,omitempty"`
	Y      float64   `json:"y,omitempty" doc:"baseline"`
	Width  float64   `json:"width,omitempty" doc:"of the text, so that every font lays it out alike"`
	Size   float64   `json:"size,omitempty"`
	Weight int       `json:"weight,omitempty"`
	Text   string    `json:"text,omitempty"`
	Path   string    `json:"path,omitempty" doc:"SVG path data: M L C Z"`
	Fill   string    `json:"fill,omitempty" doc:"#RRGGBB; empty: none"`
	Stroke string    `json:"stroke,omitempty"`
	Line   float64   `json:"line,omitempty" doc:"stroke width"`
	Dash   []float64 `json:"dash,omitempty"`
	Phase  float64   `json:"phase,omitempty" doc:"where the dashes begin"`
	Cap    string    `json:"cap,omitempty" enum:"butt,round,square" doc:"absent is butt"`
	Join   string    `json:"join,omitempty" enum:"miter,round,bevel" doc:"absent is miter"`
	Alpha  float64   `json:"alpha,omitempty" doc:"opacity; absent is 1"`
	Clip   string    `json:"clip,omitempty" doc:"SVG path data that bounds the mark"`
}
