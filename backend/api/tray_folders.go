package api

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"creatorlift/backend/importer"
	"creatorlift/backend/store"
)

// unfold makes files of their own of the exports in a zip folder, each a copy of ours in dir; every other
// file is itself. A folder that cannot be unpacked is itself too: looking at it says why.
func (f *trayFile) unfold(ctx context.Context, dir string) (list []*trayFile, err error) {
	members, err := importer.Members(ctx, importer.File(f.path), f.name)
	if err != nil || len(members) == 1 && members[0].Name == f.name {
		return []*trayFile{f}, ctx.Err()
	}
	for _, m := range members {
		c := &trayFile{id: randomID(), name: m.Name, copied: true}
		c.path = filepath.Join(dir, c.id)
		if err = c.unpack(ctx, m.Source); err != nil {
			break
		}
		list = append(list, c)
	}
	if err == nil && f.copied {
		return list, os.Remove(f.path)
	}
	if err == nil {
		return list, nil
	}
	gone := wipe(list)
	if ctx.Err() != nil || store.DiskFull(err) {
		return nil, errors.Join(err, gone)
	}
	return []*trayFile{f}, gone
}

func (f *trayFile) unpack(ctx context.Context, src importer.Source) error {
	rc, err := src()
	if err != nil {
		return err
	}
	return errors.Join(f.fill(ctx, rc), rc.Close())
}

// wipe removes our copies of files.
func wipe(list []*trayFile) (err error) {
	for _, f := range list {
		if f.copied {
			err = errors.Join(err, os.Remove(f.path))
		}
	}
	return err
}

// unfoldAll is unfold for files where they lie.
func unfoldAll(ctx context.Context, dir string, files []*trayFile) (list []*trayFile, err error) {
	for _, f := range files {
		inside, err := f.unfold(ctx, dir)
		if err != nil {
			return nil, errors.Join(err, wipe(list))
		}
		list = append(list, inside...)
	}
	return list, nil
}
