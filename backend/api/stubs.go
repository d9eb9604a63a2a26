package api

import "context"

var errNotBuilt = &struct{ error }{}

func (s *Screen) Home(_ context.Context, _ *BrandIn) (*Reply[Home], error) { return nil, errNotBuilt }
