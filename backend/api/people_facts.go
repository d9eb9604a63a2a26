package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"creatorlift/backend/ledger"
	"creatorlift/backend/shop"
	"creatorlift/backend/store"
)

// nameFacts is what the files say of names, whatever was decided about them.
type nameFacts struct {
	uses     []ledger.NameUse
	raw      []store.Use
	codes    []ledger.CodeOrders
	products []store.ProductUse
	noSKU    int64 // lines
}

// matchFacts is what the files say of each other, whatever was decided about names.
type matchFacts struct {
	shared  []store.Shared
	claimed map[string]int64 // orders by source
	missing []store.Unmatched
	days    []store.CodeDay
}

func findMatches(ctx context.Context, b *store.Store) (m matchFacts, err error) {
	currency, _, err := pageCurrency(ctx, b)
	if err != nil {
		return m, err
	}
	if m.shared, m.claimed, m.missing, err = b.ClaimedAndTill(ctx, currency); err != nil {
		return m, err
	}
	m.days, err = b.CodeDays(ctx)
	return m, err
}

// remembered keeps facts of one brand's file until the file changes, because finding them reads every line.
type remembered[T any] struct {
	mu       sync.Mutex
	revision string
	facts    T
}

// of returns the facts of the file as it is now.
func (k *remembered[T]) of(ctx context.Context, b *store.Store, find func(context.Context, *store.Store) (T, error)) (T, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now, err := revision(ctx, b)
	if err != nil || now == k.revision {
		return k.facts, err
	}
	facts, err := find(ctx, b)
	if err == nil {
		k.revision, k.facts = now, facts
	}
	return facts, err
}

func findNames(ctx context.Context, b *store.Store) (f nameFacts, err error) {
	if f.raw, err = b.NameUses(ctx); err != nil {
		return f, err
	}
	posts, err := b.Posts(ctx)
	if err != nil {
		return f, err
	}
	overlaps, err := b.CodeOverlaps(ctx)
	if err != nil {
		return f, err
	}
	f.uses = usesOf(f.raw, posts)
	for _, o := range overlaps {
		f.codes = append(f.codes, ledger.CodeOrders{Code: o.Code, Handle: o.Handle, Orders: o.Orders})
	}
	if f.products, err = b.ProductUses(ctx); err != nil {
		return f, err
	}
	f.noSKU, err = b.LinesWithoutSKU(ctx)
	return f, err
}

// usesOf adds up the uses of each name over its sources.
func usesOf(raw []store.Use, posts []store.PostUse) []ledger.NameUse {
	at, list := map[shop.Name]int{}, []ledger.NameUse(nil)
	for _, r := range raw {
		i, again := at[r.Name]
		if !again {
			i = len(list)
			at[r.Name], list = i, append(list, ledger.NameUse{Name: r.Name})
		}
		u := &list[i]
		if source := sourceWord(r.Source); !slices.Contains(u.Sources, source) {
			u.Sources = append(u.Sources, source)
		}
		u.TikTok = u.TikTok || r.Kind == shop.HandleName && fromTikTok(r.Source)
		if r.First != shop.Undated && (u.First == shop.Undated || r.First < u.First) {
			u.First = r.First
		}
		u.Last, u.Orders = max(u.Last, r.Last), u.Orders+r.Orders
	}
	for _, p := range posts {
		if i, known := at[shop.Name{Kind: shop.HandleName, Text: p.Handle}]; known {
			list[i].Posts = append(list[i].Posts, p.Post)
		}
	}
	return list
}

// fromTikTok reports whether a source writes TikTok's own handles.
func fromTikTok(source string) bool { return strings.HasPrefix(source, "TikTok") }

// knownJoins is what is settled about names.
type knownJoins struct {
	ledger.Known
	decisions []store.Decision // that stand, oldest first
}

func joinsOf(ctx context.Context, b *store.Store) (k knownJoins, err error) {
	if k.Main, err = b.Aliases(ctx); err != nil {
		return k, err
	}
	all, err := b.ListDecisions(ctx)
	for _, d := range all {
		if d.TakenBackUTC != 0 {
			continue
		}
		k.decisions = append(k.decisions, d)
		if !d.Same {
			k.Apart = append(k.Apart, [2]shop.Name{d.Name, d.Of})
		}
	}
	return k, err
}

// main is the name that n is counted under.
func (k knownJoins) main(n shop.Name) shop.Name {
	if m, joined := k.Main[n]; joined {
		return m
	}
	return n
}

// nobodys reports whether the founder said that a name is nobody's.
func (k knownJoins) nobodys(n shop.Name) bool {
	return slices.Contains(k.Apart, [2]shop.Name{n, {}})
}

// joinByRule joins the handles that TikTok's own files write in several ways. A pair about which anything was
// ever decided is left alone, so a joining that was taken back does not come back with the next file.
func joinByRule(ctx context.Context, b *store.Store, nowUTC int64) error {
	handles, err := b.Handles(ctx)
	if err != nil || !writtenTwice(handles) {
		return err
	}
	raw, err := b.NameUses(ctx)
	if err != nil {
		return err
	}
	said, err := b.ListDecisions(ctx)
	if err != nil {
		return err
	}
	var list []store.Decision
	for _, p := range ledger.SameHandles(usesOf(raw, nil)) {
		decided := slices.ContainsFunc(said, func(d store.Decision) bool {
			return d.Name == p.Name && d.Of == p.Of || d.Name == p.Of && d.Of == p.Name
		})
		if !decided {
			list = append(list, store.Decision{Same: true, Name: p.Name, Of: p.Of, Reason: p.Reasons[0], ByRule: true, DecidedUTC: nowUTC})
		}
	}
	for _, d := range list { // one by one: what the founder keeps apart through another name stays apart
		if _, err := b.Decide(ctx, []store.Decision{d}); err != nil && shop.ErrorCode(err) != "kept_apart" {
			return fmt.Errorf("api: join by rule: %w", err)
		}
	}
	return nil
}

// writtenTwice reports whether two texts hold the same handle.
func writtenTwice(handles []string) bool {
	seen := map[string]bool{}
	for _, h := range handles {
		clean := ledger.CleanHandle(h)
		if seen[clean] {
			return true
		}
		seen[clean] = true
	}
	return false
}
