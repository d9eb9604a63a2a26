package api

import (
	"context"
	"strings"
	"testing"
)

func powerOf(t *testing.T, s *Screen) PowerPage {
	t.Helper()
	page, err := s.Power(context.Background(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	return page.Body
}

func TestPowerPageFromEmptyToStale(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	if p := powerOf(t, s); p.State != "empty" || !strings.Contains(p.Meaning, "0 days") {
		t.Errorf("without orders: %+v", p)
	}
	withOrders(t, s)
	if p := powerOf(t, s); p.State != "none" || p.Headline == "" || len(p.Rows) != 0 {
		t.Errorf("not tried yet: %+v", p)
	}
	job, err := s.MapPower(t.Context(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.MapPower(t.Context(), &BrandIn{OwnBrand}); err != nil || again.Body.State == "running" && again.Body.ID != job.Body.ID {
		t.Errorf("a second one runs beside the first: %v", err)
	}
	s.jobs.all.Wait()
	if done, err := s.jobs.find(job.Body.ID); err != nil || done.State != "done" {
		t.Fatalf("%+v %v", done, err)
	}
	p := powerOf(t, s)
	if p.State != "ready" || len(p.Days) != 3 || len(p.Rows) < 2 || len(p.Unusable) != 3 {
		t.Fatalf("%+v", p)
	}
	best := 0
	for _, r := range p.Rows {
		if r.Best {
			best++
		}
		if len(r.Cells) != len(p.Days) || r.What == "" || r.Meaning == "" || r.Grade == "" {
			t.Errorf("row %+v", r)
		}
		for _, c := range r.Cells {
			if c.Words == "" || c.Detail == "" || c.Bar < 0 || c.Bar > 1 || c.Seen && c.Bar == 0 {
				t.Errorf("%s: cell %+v", r.What, c)
			}
		}
	}
	if best > 1 {
		t.Errorf("%d rows are the one to take", best)
	}
	saveReady(t, s, drop(t, s, [2]string{"july.csv", orderDays(128, 5)}))
	if p := powerOf(t, s); p.State != "stale" || len(p.Rows) == 0 {
		t.Errorf("after more orders: %s", p.State)
	}
}

func TestPowerMapCanBeStopped(t *testing.T) {
	t.Parallel()
	s, _ := clocked(t)
	withOrders(t, s)
	job, err := s.MapPower(t.Context(), &BrandIn{OwnBrand})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CancelJob(t.Context(), &JobIn{job.Body.ID}); err != nil {
		t.Fatal(err)
	}
	s.jobs.all.Wait()
	if done, err := s.jobs.find(job.Body.ID); err != nil || done.State != "cancelled" {
		t.Errorf("%+v %v", done, err)
	}
	if p := powerOf(t, s); p.State != "none" {
		t.Errorf("a stopped map was kept: %s", p.State)
	}
}
