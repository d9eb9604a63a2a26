package api

import "context"

var errNotBuilt = &struct{ error }{}

func (s *Screen) Home(_ context.Context, _ *BrandIn) (*Reply[Home], error) { return nil, errNotBuilt }
func (s *Screen) Creators(_ context.Context, _ *BrandIn) (*Reply[CreatorsPage], error) {
	return nil, errNotBuilt
}
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
