package sample

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"creatorlift/backend/shop"
)

// The names of the files that Write makes.
const (
	ShopifyFile    = "shopify_orders_export.csv"
	AffiliateFile  = "tiktok_shop_affiliate_orders.csv"
	EventsFile     = "events.csv"
	TruthFile      = "truth.json"
	AssignmentFile = "assignment.json" // not for design scattered
)

// Write puts the brand's files into dir, making it if need be, and returns their paths: the two
// exports first, then what a founder knows (events, the assignment), then the truth. It replaces an
// earlier sample there, but refuses with not_a_sample a folder that holds files of these names
// without the truth of a sample. What the disk refuses is a *shop.Error with code cannot_write.
func (b *Brand) Write(dir string) (files []string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, cannotWrite(dir, err)
	}
	if err := clearOldSample(dir); err != nil {
		return nil, err
	}
	parts := []struct {
		name  string
		write func(io.Writer) error
	}{
		// The truth comes first: whatever breaks later, the folder is known for a sample's.
		{TruthFile, func(w io.Writer) error { return writeJSON(w, b.Truth) }},
		{ShopifyFile, b.writeShopify},
		{AffiliateFile, b.writeAffiliate},
		{EventsFile, b.writeEvents},
		{AssignmentFile, func(w io.Writer) error { return writeJSON(w, b.Assignment) }},
	}
	for _, p := range parts {
		if p.name == AssignmentFile && b.Assignment == nil {
			continue
		}
		path := filepath.Join(dir, p.name)
		if err := writeFile(path, p.write); err != nil {
			return nil, cannotWrite(path, err)
		}
		files = append(files, path)
	}
	return append(files[1:], files[0]), nil
}

// clearOldSample removes the files of an earlier sample, the truth last, so that a break in between
// leaves a folder that still is known for a sample's. Founders' own exports have no truth beside them.
func clearOldSample(dir string) error {
	_, err := os.Stat(filepath.Join(dir, TruthFile))
	isSample := err == nil
	for _, name := range []string{ShopifyFile, AffiliateFile, EventsFile, AssignmentFile, TruthFile} {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if !isSample {
			return &shop.Error{
				Code:    "not_a_sample",
				Message: fmt.Sprintf("%s is already there and does not belong to a sample brand.", path),
				Hint:    "Choose an empty folder for the sample.",
			}
		}
		if err := os.Remove(path); err != nil {
			return cannotWrite(path, err)
		}
	}
	return nil
}

func cannotWrite(path string, err error) error {
	return &shop.Error{
		Code:    "cannot_write",
		Message: fmt.Sprintf("The sample could not be written to %s: %v.", path, err),
		Hint:    "Choose a folder you may write to, with some megabytes free.",
	}
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buffered := bufio.NewWriterSize(f, 1<<16)
	if err := write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

func (b *Brand) writeEvents(out io.Writer) error {
	w := csv.NewWriter(out)
	records := [][]string{{"start", "end", "name"}}
	for _, e := range b.Events {
		records = append(records, []string{e.Start.String(), e.End.String(), e.Name})
	}
	return w.WriteAll(records)
}

func writeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
