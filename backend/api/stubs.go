package api

import (
	"context"
	"io"
)

func (s *Screen) waiting(Brand) int { return 0 }

// Upload keeps a dropped file until it is saved.
func (s *Screen) Upload(_ context.Context, _ Brand, _ string, body io.Reader) (InboxPage, error) {
	_, err := io.Copy(io.Discard, body)
	return InboxPage{}, err
}

var errNotBuilt = &struct{ error }{}

func (s *Screen) Home(_ context.Context, _ *BrandIn) (*Reply[Home], error) { return nil, errNotBuilt }
func (s *Screen) Creators(_ context.Context, _ *BrandIn) (*Reply[CreatorsPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) Inbox(_ context.Context, _ *BrandIn) (*Reply[InboxPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) AddPaths(_ context.Context, _ *PathsIn) (*Reply[InboxPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) Look(_ context.Context, _ *BrandIn) (*Reply[Job], error) { return nil, errNotBuilt }
func (s *Screen) AnswerFile(_ context.Context, _ *AnswerIn) (*Reply[Job], error) {
	return nil, errNotBuilt
}
func (s *Screen) DropFile(_ context.Context, _ *FileIn) (*Reply[InboxPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) DropAll(_ context.Context, _ *BrandIn) (*Reply[InboxPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) Save(_ context.Context, _ *SaveIn) (*Reply[Job], error)     { return nil, errNotBuilt }
func (s *Screen) Saved(_ context.Context, _ *BrandIn) (*Reply[Saved], error) { return nil, errNotBuilt }
func (s *Screen) Undo(_ context.Context, _ *UndoIn) (*Reply[Undone], error)  { return nil, errNotBuilt }
func (s *Screen) Tests(_ context.Context, _ *BrandIn) (*Reply[TestsPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) AddTest(_ context.Context, _ *TestIn) (*Reply[TestRow], error) {
	return nil, errNotBuilt
}
func (s *Screen) Test(_ context.Context, _ *TestIDIn) (*Reply[TestPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) RemoveTest(_ context.Context, _ *TestIDIn) (*Reply[Done], error) {
	return nil, errNotBuilt
}
func (s *Screen) RestoreTest(_ context.Context, _ *TestIDIn) (*Reply[Done], error) {
	return nil, errNotBuilt
}
func (s *Screen) ReadTest(_ context.Context, _ *TestIDIn) (*Reply[Job], error) {
	return nil, errNotBuilt
}
func (s *Screen) Reports(_ context.Context, _ *BrandIn) (*Reply[ReportsPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) PreviewReport(_ context.Context, _ *ReportIn) (*Reply[ReportPreview], error) {
	return nil, errNotBuilt
}
func (s *Screen) SavePDF(_ context.Context, _ *ReportIn) (*Reply[Download], error) {
	return nil, errNotBuilt
}
func (s *Screen) Settings(_ context.Context, _ *BrandIn) (*Reply[SettingsPage], error) {
	return nil, errNotBuilt
}
func (s *Screen) SaveSettings(_ context.Context, _ *SettingsIn) (*Reply[Done], error) {
	return nil, errNotBuilt
}
func (s *Screen) BackUp(_ context.Context, _ *struct{}) (*Reply[Done], error) {
	return nil, errNotBuilt
}
func (s *Screen) RestoreBackup(_ context.Context, _ *RestoreIn) (*Reply[Done], error) {
	return nil, errNotBuilt
}
