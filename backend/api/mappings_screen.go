package api

import (
	"context"

	"creatorlift/backend/importer"
	"creatorlift/backend/store"
)

// MappingsPage is what is remembered of how files are read.
type MappingsPage struct {
	Mappings []RememberedMapping `json:"mappings" doc:"the newest first"`
}

// MappingIn names one remembered mapping.
type MappingIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	ID    int64 `path:"id"`
}

// MappingsOutIn says which mappings to export; none for all.
type MappingsOutIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		IDs []int64 `json:"ids,omitempty" maxItems:"1000"`
	}
}

// PackIn brings a file of mappings.
type PackIn struct {
	Brand Brand `path:"brand" enum:"own,sample"`
	Body  struct {
		Pack string `json:"pack" maxLength:"4194304" doc:"the text of the file"`
	}
}

// Mappings lists what is remembered of how files are read.
func (s *Screen) Mappings(ctx context.Context, in *BrandIn) (*Reply[MappingsPage], error) {
	var page MappingsPage
	err := s.use(in.Brand, func(_ *desk, b *store.Store) (err error) {
		page.Mappings, err = s.app.mappings(ctx, b)
		return err
	})
	return reply(page, err)
}

// ForgetMapping forgets one; files that wait are looked at anew.
func (s *Screen) ForgetMapping(ctx context.Context, in *MappingIn) (*Reply[MappingsPage], error) {
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		if _, err := b.ForgetMapping(ctx, in.ID); err != nil {
			return err
		}
		return s.lookAnew(d)
	})
	if err != nil {
		return nil, err
	}
	return s.Mappings(ctx, &BrandIn{in.Brand})
}

// ExportMappings makes a file of what is remembered, to be fetched once.
func (s *Screen) ExportMappings(ctx context.Context, in *MappingsOutIn) (*Reply[Download], error) {
	var out Download
	err := s.use(in.Brand, func(_ *desk, b *store.Store) error {
		pack, _, err := exportMappings(ctx, b, in.Body.IDs)
		if err != nil {
			return err
		}
		out = s.downloads.offer("creatorlift-mappings.json", "application/json", pack)
		return nil
	})
	return reply(out, err)
}

// ImportMappings takes in a file of mappings; files that wait are looked at anew.
func (s *Screen) ImportMappings(ctx context.Context, in *PackIn) (*Reply[MappingsPage], error) {
	if _, err := importer.ParsePack([]byte(in.Body.Pack)); err != nil {
		return nil, err
	}
	err := s.use(in.Brand, func(d *desk, b *store.Store) error {
		if _, err := s.app.importMappings(ctx, b, []byte(in.Body.Pack)); err != nil {
			return err
		}
		return s.lookAnew(d)
	})
	if err != nil {
		return nil, err
	}
	return s.Mappings(ctx, &BrandIn{in.Brand})
}

// lookAnew looks again at the files that wait, because what is remembered has changed.
func (s *Screen) lookAnew(d *desk) error {
	if d.tray.forgetLooks() == 0 {
		return nil
	}
	d.tray.mu.Lock()
	defer d.tray.mu.Unlock()
	_, err := s.lookLocked(d)
	return err
}
