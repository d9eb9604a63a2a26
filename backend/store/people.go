package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"

	"creatorlift/backend/shop"
)

// Decision says that Name is another name of Of, or that it is not. Of is a handle or a SKU; the zero Of
// of an apart says that the name is nobody's.
type Decision struct {
	ID           int64 // 0 for a new one
	Same         bool
	Name, Of     shop.Name
	Reason       string // in words, "" for none
	ByRule       bool   // made without asking
	DecidedUTC   int64  // Unix seconds
	TakenBackUTC int64  // 0 while it stands
}

// Decide keeps decisions and returns them with their numbers, in one step: all or none. A name that is
// joined already is joined no second time, and its decision is not in the answer. Errors: *shop.Error
// kept_apart for joining what the founder keeps apart, joined_already for keeping apart what is joined,
// name_taken for a code, ad or answer that somebody else has, not_joinable for a SKU and a creator.
func (s *Store) Decide(ctx context.Context, list []Decision) (made []Decision, err error) {
	err = s.write(ctx, func(c *conn) error {
		j, err := readJoins(ctx, c)
		if err != nil {
			return err
		}
		for _, d := range list {
			if d.Same && j.find(d.Name) == j.find(d.Of) {
				continue
			}
			if err := j.check(d); err != nil {
				return err
			}
			d.ID, err = c.number(ask(`INSERT INTO decisions (verdict, kind, name, of_kind, of_name, reason, by_rule, decided_utc)
				VALUES (?,?,?,?,?,?,?,?) RETURNING decision_id`, verdictOf(d), string(d.Name.Kind), d.Name.Text, string(d.Of.Kind), d.Of.Text, d.Reason, d.ByRule, d.DecidedUTC))
			if err != nil {
				return err
			}
			j.take(d)
			made = append(made, d)
		}
		return j.save(c)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func verdictOf(d Decision) string {
	if d.Same {
		return "same"
	}
	return "apart"
}

// TakeBack takes decisions back: everything is counted as if they had never been made. It returns the
// *shop.Error unknown_decision for a number that is not there or does not stand.
func (s *Store) TakeBack(ctx context.Context, ids []int64, atUTC int64) error {
	return s.write(ctx, func(c *conn) error {
		for _, id := range ids {
			n, err := c.number(ask("UPDATE decisions SET taken_back_utc = ? WHERE decision_id = ? AND taken_back_utc IS NULL RETURNING 1", atUTC, id))
			if err != nil {
				return err
			}
			if n == 0 {
				return &shop.Error{Code: "unknown_decision", Message: fmt.Sprintf("There is no standing decision %d.", id), Hint: "It may have been taken back already. Look at the list again."}
			}
		}
		j, err := readJoins(ctx, c)
		if err != nil {
			return err
		}
		return j.save(c)
	})
}

// ListDecisions returns every decision, oldest first, those taken back among them.
func (s *Store) ListDecisions(ctx context.Context) (list []Decision, err error) {
	err = s.read(ctx, func(c *conn) error {
		list, err = decisions(ctx, c)
		return err
	})
	return list, err
}

// Aliases returns under which name each joined name is counted, itself included. A name that nobody joined
// is not there.
func (s *Store) Aliases(ctx context.Context) (map[shop.Name]shop.Name, error) {
	out := map[shop.Name]shop.Name{}
	err := s.read(ctx, func(c *conn) error {
		return c.each(ctx, ask("SELECT kind, name, main FROM aliases"), func(r []driver.Value) error {
			n := shop.Name{Kind: shop.NameKind(r[0].(string)), Text: r[1].(string)}
			out[n] = shop.Name{Kind: n.Kind.Main(), Text: r[2].(string)}
			return nil
		})
	})
	return out, err
}

func decisions(ctx context.Context, c *conn) (list []Decision, err error) {
	err = c.each(ctx, ask(`SELECT decision_id, verdict = 'same', kind, name, of_kind, of_name, reason, by_rule, decided_utc, coalesce(taken_back_utc, 0)
		FROM decisions ORDER BY decision_id`), func(r []driver.Value) error {
		list = append(list, Decision{ID: r[0].(int64), Same: r[1] == int64(1), Name: shop.Name{Kind: shop.NameKind(r[2].(string)), Text: r[3].(string)},
			Of: shop.Name{Kind: shop.NameKind(r[4].(string)), Text: r[5].(string)}, Reason: r[6].(string), ByRule: r[7] == int64(1),
			DecidedUTC: r[8].(int64), TakenBackUTC: r[9].(int64)})
		return nil
	})
	return list, err
}

// joins is what the standing decisions add up to: names in groups, each under its main name.
type joins struct {
	parent map[shop.Name]shop.Name
	apart  []Decision
}

func readJoins(ctx context.Context, c *conn) (*joins, error) {
	list, err := decisions(ctx, c)
	j := &joins{parent: map[shop.Name]shop.Name{}}
	for _, d := range list {
		if d.TakenBackUTC == 0 {
			j.take(d)
		}
	}
	return j, err
}

func (j *joins) take(d Decision) {
	if !d.Same {
		j.apart = append(j.apart, d)
		return
	}
	for _, n := range []shop.Name{d.Name, d.Of} {
		if _, known := j.parent[n]; !known {
			j.parent[n] = n
		}
	}
	j.parent[j.find(d.Name)] = j.find(d.Of)
}

// find is the main name of n's group.
func (j *joins) find(n shop.Name) shop.Name {
	for {
		p, known := j.parent[n]
		if !known || p == n {
			return n
		}
		n = p
	}
}

func (j *joins) check(d Decision) error {
	nobody := !d.Same && d.Of == shop.Name{}
	if d.Name.Text == "" || d.Name.Kind.Main() == "" || !nobody && (d.Of.Text == "" || d.Of.Kind != d.Name.Kind.Main()) {
		return &shop.Error{Code: "not_joinable", Message: fmt.Sprintf("%s “%s” and %s “%s” cannot be one.", d.Name.Kind, d.Name.Text, d.Of.Kind, d.Of.Text),
			Hint: "Join names of creators to a handle, and SKUs to a SKU."}
	}
	owner := j.find(d.Name)
	if !d.Same {
		if owner == j.find(d.Of) || nobody && owner != d.Name {
			return &shop.Error{Code: "joined_already", Message: fmt.Sprintf("“%s” is joined with “%s”.", d.Name.Text, owner.Text), Hint: "Take that back first."}
		}
		return nil
	}
	if d.Name.Kind != d.Of.Kind && owner != d.Name {
		return &shop.Error{Code: "name_taken", Message: fmt.Sprintf("“%s” belongs to “%s” already.", d.Name.Text, owner.Text), Hint: "Take that back first."}
	}
	return j.keptApart(owner, j.find(d.Of))
}

// keptApart refuses to join two groups of which the founder said that they are not one.
func (j *joins) keptApart(a, b shop.Name) error {
	for _, d := range j.apart {
		x, y := j.find(d.Name), j.find(d.Of)
		if x == a && y == b || x == b && y == a || x == a && d.Of == (shop.Name{}) {
			return &shop.Error{Code: "kept_apart", Message: fmt.Sprintf("You said that “%s” is not “%s”.", d.Name.Text, cmp.Or(d.Of.Text, "anybody")), Hint: "Take that back first."}
		}
	}
	return nil
}

func (j *joins) save(c *conn) error {
	if err := c.exec("DELETE FROM aliases"); err != nil {
		return err
	}
	names := slices.SortedFunc(maps.Keys(j.parent), func(a, b shop.Name) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text)) })
	for _, n := range names {
		if err := c.exec("INSERT INTO aliases VALUES (?,?,?)", string(n.Kind), n.Text, j.find(n).Text); err != nil {
			return err
		}
	}
	return nil
}
