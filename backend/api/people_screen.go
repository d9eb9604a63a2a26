package api

// NameRef names one name of a creator or product, as the files write it.
type NameRef struct {
	Kind string `json:"kind" enum:"handle,code,ad,answer,sku"`
	Text string `json:"text" minLength:"1" maxLength:"2000"`
}

// PeoplePage is which names may belong to one person, and what was settled.
type PeoplePage struct {
	Headline string           `json:"headline" doc:"4 names may belong to creators you have"`
	Ask      []PersonQuestion `json:"ask" doc:"strongest first; empty when all is settled"`
	More     int              `json:"more" doc:"questions beyond those in ask"`
	Persons  []PersonRow      `json:"persons" doc:"creators with more than one name, in order of name"`
	Rule     string           `json:"rule" doc:"what was joined without asking; empty for nothing"`
}

// PersonQuestion asks whether a name is a creator's.
type PersonQuestion struct {
	ID       string   `json:"id"`
	Name     NameRef  `json:"name"`
	Of       NameRef  `json:"of"`
	Title    string   `json:"title" doc:"Is MIA10 the code of @mia.k?"`
	Sure     string   `json:"sure" doc:"very likely"`
	Strength int      `json:"strength" doc:"1 possible, 2 likely, 3 very likely"`
	Reasons  []string `json:"reasons" doc:"what speaks for it, in sentences"`
	Facts    []Fact   `json:"facts" doc:"each name with where and when it is used"`
	Yes      string   `json:"yes" doc:"label of joining: Merge"`
	No       string   `json:"no" doc:"label of keeping apart"`
	Nobody   string   `json:"nobody" doc:"label of: it is nobody's; empty where that is no answer"`
}

// PersonRow is one creator with several names.
type PersonRow struct {
	Creator string `json:"creator" doc:"@mia.k"`
	Handle  string `json:"handle" doc:"mia.k, to ask for the whole"`
	Names   string `json:"names" doc:"@mia_k, code MIA10"`
}

// PersonIn asks for one creator.
type PersonIn struct {
	Brand  Brand  `path:"brand" enum:"own,sample"`
	Handle string `query:"handle" required:"true" minLength:"1" maxLength:"2000"`
}

// Person is a creator with all names, and what they add up to.
type Person struct {
	Creator string       `json:"creator"`
	Names   []PersonName `json:"names" doc:"the main one first"`
	Apart   []PersonName `json:"apart" doc:"what is kept apart"`
	Claims  []Fact       `json:"claims" doc:"by platforms, by code, both, each order once"`
	Note    string       `json:"note" doc:"what the claims cannot say"`
}

// PersonName is one name of a creator.
type PersonName struct {
	Name     NameRef `json:"name"`
	Label    string  `json:"label" doc:"code MIA10"`
	Where    string  `json:"where" doc:"Shopify, 3 Oct to 9 Nov 2026, 14 orders"`
	Why      string  `json:"why" doc:"why it is joined, and who said so; empty for the main name"`
	Decision int64   `json:"decision" doc:"what to take back; 0 for the main name"`
}

// DecideIn settles pairs of names.
type DecideIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Verdict string     `json:"verdict" enum:"same,apart,nobody"`
		Pairs   []NamePair `json:"pairs" minItems:"1" maxItems:"1000"`
	}
}

// NamePair is a name and the one that it is, or is not, another name of.
type NamePair struct {
	Name   NameRef  `json:"name"`
	Of     *NameRef `json:"of,omitempty" doc:"null with the verdict nobody"`
	Reason string   `json:"reason,omitempty" maxLength:"2000" doc:"what spoke for it"`
}

// Decided says what was settled; Decisions take it back.
type Decided struct {
	Message   string  `json:"message"`
	Decisions []int64 `json:"decisions"`
}

// TakeBackIn takes decisions back.
type TakeBackIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Decisions []int64 `json:"decisions" minItems:"1" maxItems:"1000"`
	}
}
