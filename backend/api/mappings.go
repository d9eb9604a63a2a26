package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"creatorlift/backend/importer"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// recall looks at a file that leaves questions open once more, with what was once said of a file with the
// same columns. It gives the first look, and no mapping, where nothing was said, or where that would not do
// for this file.
func (j *importJob) recall(ctx context.Context, in incoming, first *importer.Looked) (*importer.Looked, *store.Mapping, error) {
	if in.anew || first.Report().Status != importer.StatusNeedsMapping || in.opt.Map != nil && len(in.opt.Map.Columns) > 0 {
		return first, nil, nil
	}
	kept, err := j.store.FindMapping(ctx, importer.Fingerprint(first.Header()))
	if err != nil || kept == nil {
		return first, nil, err
	}
	entry, err := entryOf(kept)
	if err != nil || in.opt.Format != "" && in.opt.Format != entry.Format {
		return first, nil, nil // an entry of a later version is no reason to refuse a file
	}
	in.opt = withEntry(in.opt, entry)
	second, err := importer.Look(ctx, in.source, in.opt)
	if opt, more := answered(in.opt, entry.IfAsked, second); err == nil && more {
		second, err = importer.Look(ctx, in.source, opt)
	}
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case err != nil, second.Report().Status == importer.StatusRefused:
		return first, nil, nil
	}
	return second, kept, nil
}

// withEntry reads a file as an entry says; what was said of the file itself goes before it.
func withEntry(opt importer.Options, e importer.Entry) importer.Options {
	m := *e.Mapping()
	m.Set = maps.Clone(m.Set)
	if said := opt.Map; said != nil {
		m.Date, m.Decimal, m.Zone = either(said.Date, m.Date), either(said.Decimal, m.Decimal), either(said.Zone, m.Zone)
		if m.Set == nil {
			m.Set = map[string]string{}
		}
		maps.Copy(m.Set, said.Set)
	}
	opt.Format, opt.Map = e.Format, &m
	return opt
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

// answered adds what was once answered to what is asked again. A currency that the file's own signs speak
// against is no answer.
func answered(opt importer.Options, asked importer.Asked, look *importer.Looked) (importer.Options, bool) {
	if look == nil {
		return opt, false
	}
	more := false
	m := *opt.Map
	m.Set = maps.Clone(m.Set)
	for _, q := range look.Report().Questions {
		switch {
		case q.Name == "zone" && asked.Zone != "":
			m.Zone, more = asked.Zone, true
		case q.Name == "currency" && asked.Currency != "" && (slices.Contains(q.Choices, asked.Currency) || slices.Contains(q.Choices, "EUR") && len(q.Choices) > 1):
			if m.Set == nil {
				m.Set = map[string]string{}
			}
			m.Set["currency"], more = asked.Currency, true
		}
	}
	opt.Map = &m
	return opt, more
}

// learn remembers what was said of a saved file for the next one with the same columns.
func (j *importJob) learn(ctx context.Context, in incoming, t taken) error {
	e, ok := t.look.Entry(in.said, in.asked)
	if t.recalled != nil {
		if !ok {
			return nil // read as remembered: nothing new was said
		}
		before, err := entryOf(t.recalled)
		if err != nil {
			return nil
		}
		e = overlay(before, e)
	}
	if !ok {
		return nil
	}
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return j.store.SaveMappings(ctx, store.Mapping{Fingerprint: importer.Fingerprint(e.Header), Body: body, LearnedUTC: j.app.now().Unix()})
}

// overlay puts what was said anew over what was remembered.
func overlay(before, e importer.Entry) importer.Entry {
	if len(e.Columns) == 0 {
		e.Columns = before.Columns
	}
	set := maps.Clone(before.Set)
	if set == nil {
		set = map[string]string{}
	}
	maps.Copy(set, e.Set)
	e.Set = set
	e.Date, e.Decimal, e.Zone = either(e.Date, before.Date), either(e.Decimal, before.Decimal), either(e.Zone, before.Zone)
	e.IfAsked.Currency, e.IfAsked.Zone = either(e.IfAsked.Currency, before.IfAsked.Currency), either(e.IfAsked.Zone, before.IfAsked.Zone)
	return e
}

func entryOf(m *store.Mapping) (e importer.Entry, err error) {
	dec := json.NewDecoder(bytes.NewReader(m.Body))
	dec.DisallowUnknownFields()
	return e, dec.Decode(&e)
}

// MaxPackBytes is how large a file of mappings may be.
const MaxPackBytes = importer.MaxPackBytes

// RememberedMapping is how files with certain columns are read, as someone once said.
type RememberedMapping struct {
	ID       int64    `json:"id"`
	Format   string   `json:"format"`
	Label    string   `json:"label" doc:"Orders that a tool claims"`
	Says     []string `json:"says" doc:"Day is Created; the day comes first; amounts are in EUR"`
	Header   []string `json:"header" doc:"the columns of the files it is for"`
	When     string   `json:"when" doc:"as you said on 3 Oct 2026; as the mapping pack of 3 Oct 2026 says"`
	FromPack bool     `json:"from_pack"`
}

// remembered puts a mapping in words.
func (a *App) remembered(m store.Mapping) RememberedMapping {
	v := RememberedMapping{ID: m.ID, FromPack: m.FromPack, When: a.rememberedWhen(&m), Says: []string{}, Header: []string{}}
	e, err := entryOf(&m)
	if err != nil {
		v.Label = "A mapping of a later version"
		return v
	}
	v.Format, v.Label, v.Header, v.Says = e.Format, formatLabel(e.Format), e.Header, entryWords(e)
	return v
}

func (a *App) rememberedWhen(m *store.Mapping) string {
	day := time.Unix(m.LearnedUTC, 0).In(a.now().Location()).Format("2 Jan 2006")
	if m.FromPack {
		return "as the mapping pack of " + day + " says"
	}
	return "as you said on " + day
}

// entryWords says what an entry says, the columns in the order of the format.
func entryWords(e importer.Entry) []string {
	list := []string{}
	for _, name := range slices.Sorted(maps.Keys(e.Columns)) {
		list = append(list, columnLabel(e.Format, name)+" is “"+e.Columns[name]+"”")
	}
	for _, name := range slices.Sorted(maps.Keys(e.Set)) {
		if name != "currency" {
			list = append(list, columnLabel(e.Format, name)+" is always "+e.Set[name])
		}
	}
	if c := either(e.Set["currency"], e.IfAsked.Currency); c != "" {
		list = append(list, "amounts are in "+c)
	}
	switch {
	case strings.HasPrefix(strings.ToUpper(e.Date), "D"):
		list = append(list, "the day comes first")
	case strings.HasPrefix(strings.ToUpper(e.Date), "M"):
		list = append(list, "the month comes first")
	}
	switch e.Decimal {
	case ".":
		list = append(list, "the point is the decimal sign")
	case ",":
		list = append(list, "the comma is the decimal sign")
	}
	if zone := either(e.Zone, e.IfAsked.Zone); zone != "" {
		list = append(list, "times are those of "+zoneLabel(zone))
	}
	return list
}

// columnLabel is what people call a column of a format.
func columnLabel(format, column string) string {
	if w, ok := columnWords[format][column]; ok {
		return w[0]
	}
	return column
}

// Mappings lists what is remembered, the newest first.
func (a *App) Mappings(ctx context.Context, db string) (list []RememberedMapping, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return nil, err
	}
	defer closing(s, &err)
	return a.mappings(ctx, s)
}

func (a *App) mappings(ctx context.Context, s *store.Store) ([]RememberedMapping, error) {
	kept, err := s.ListMappings(ctx)
	list := []RememberedMapping{}
	for _, m := range kept {
		list = append(list, a.remembered(m))
	}
	return list, err
}

// ForgetMapping forgets one, or gives unknown_mapping.
func (a *App) ForgetMapping(ctx context.Context, db string, id int64) (gone RememberedMapping, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return gone, err
	}
	defer closing(s, &err)
	m, err := s.ForgetMapping(ctx, id)
	if err != nil {
		return gone, err
	}
	return a.remembered(m), nil
}

// ExportMappings gives what is remembered, or only the ones of these numbers, as a file. The same mappings
// give the same bytes.
func (a *App) ExportMappings(ctx context.Context, db string, ids ...int64) (pack []byte, count int, err error) {
	defer Guard(&err)
	s, err := openBrand(db, false)
	if err != nil {
		return nil, 0, err
	}
	defer closing(s, &err)
	return exportMappings(ctx, s, ids)
}

func exportMappings(ctx context.Context, s *store.Store, ids []int64) ([]byte, int, error) {
	kept, err := s.ListMappings(ctx)
	if err != nil {
		return nil, 0, err
	}
	p := importer.Pack{Kind: importer.PackKind, Version: importer.PackVersion, Mappings: []importer.Entry{}}
	for _, m := range kept {
		if len(ids) > 0 && !slices.Contains(ids, m.ID) {
			continue
		}
		if e, err := entryOf(&m); err == nil {
			p.Mappings = append(p.Mappings, e)
		}
	}
	if len(p.Mappings) == 0 {
		return nil, 0, &shop.Error{Code: "no_mappings", Message: "Nothing is remembered that could be exported.", Hint: "Creatorlift remembers how a file is read when you save one that it had to ask about."}
	}
	p.Sorted()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err = enc.Encode(p)
	return out.Bytes(), len(p.Mappings), err
}

// ImportMappings takes in a file of mappings, all of it or, with the *shop.Error bad_pack, nothing. One for
// columns that a mapping is there for already replaces it.
func (a *App) ImportMappings(ctx context.Context, db string, pack []byte) (list []RememberedMapping, err error) {
	defer Guard(&err)
	if _, err = importer.ParsePack(pack); err != nil {
		return nil, err // before a file is made for it
	}
	s, err := openBrand(db, true)
	if err != nil {
		return nil, err
	}
	defer closing(s, &err)
	return a.importMappings(ctx, s, pack)
}

func (a *App) importMappings(ctx context.Context, s *store.Store, pack []byte) ([]RememberedMapping, error) {
	p, err := importer.ParsePack(pack)
	if err != nil {
		return nil, err
	}
	var rows []store.Mapping
	for _, e := range p.Mappings {
		body, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("api: keep a mapping: %w", err)
		}
		rows = append(rows, store.Mapping{Fingerprint: importer.Fingerprint(e.Header), Body: body, FromPack: true, LearnedUTC: a.now().Unix()})
	}
	if err := s.SaveMappings(ctx, rows...); err != nil {
		return nil, err
	}
	list := []RememberedMapping{}
	for _, m := range rows {
		kept, err := s.FindMapping(ctx, m.Fingerprint)
		if err != nil {
			return nil, err
		}
		list = append(list, a.remembered(*kept))
	}
	return list, nil
}
