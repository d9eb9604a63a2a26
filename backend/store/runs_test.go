package store

import (
	"reflect"
	"testing"

	"creatorlift/backend/shop"
)

func TestSettingsAndRuns(t *testing.T) {
	t.Parallel()
	s := newStore(t)
	want := Settings{Brand: "Glow", Currency: "USD", Zone: "America/Chicago"}
	if err := s.SaveSettings(ctx, want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.FindSettings(ctx); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	run := Run{Kind: "estimate", CreatedUTC: 5, InputHash: "in", PlanHash: "plan", Seed: 1<<63 + 1, Version: "0.2", Body: []byte(`{"a":1}`)}
	id, err := s.SaveRun(ctx, run)
	if err != nil {
		t.Fatal(err)
	}
	later := run
	later.CreatedUTC = 9
	if again, err := s.SaveRun(ctx, later); err != nil || again != id {
		t.Errorf("the same run got id %s, want %s (%v)", again, id, err)
	}
	other := run
	other.Seed = 1
	otherID, err := s.SaveRun(ctx, other)
	if err != nil || otherID == id {
		t.Errorf("another seed has the same id (%v)", err)
	}
	run.ID, other.ID = id, otherID
	if got, err := s.FindRun(ctx, id); err != nil || !reflect.DeepEqual(got, run) {
		t.Errorf("got %+v, %v, want %+v", got, err, run)
	}
	if got, err := s.ListRuns(ctx, "estimate"); err != nil || len(got) != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := s.ListRuns(ctx, "plan"); err != nil || got != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := s.FindRun(ctx, "none"); shop.ErrorCode(err) != "unknown_run" {
		t.Errorf("got %v", err)
	}
}
