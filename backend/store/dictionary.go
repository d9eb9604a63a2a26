package store

import (
	"database/sql/driver"
	"strings"

	"creatorlift/backend/shop"
)

// dictionaryCap bounds how many entries of each dictionary an import holds in memory.
const dictionaryCap = 100_000

type itemKey struct{ sku, product string }

type labelKey struct{ creator, content, contentType, code, channel string }

// dictionary gives texts that repeat their ids, making new ones where needed.
type dictionary struct {
	c      *conn
	places map[string]int64
	items  map[itemKey]int64
	labels map[labelKey]int64
}

func newDictionary(c *conn) *dictionary {
	return &dictionary{c: c, places: map[string]int64{}, items: map[itemKey]int64{}, labels: map[labelKey]int64{}}
}

func (d *dictionary) place(region string) (int64, error) {
	if id, ok := d.places[region]; ok {
		return id, nil
	}
	id, err := d.id("places", []string{"region"}, region)
	remember(d.places, strings.Clone(region), id)
	return id, err
}

func (d *dictionary) item(l *shop.Line) (int64, error) {
	k := itemKey{l.SKU, l.Product}
	if id, ok := d.items[k]; ok {
		return id, nil
	}
	id, err := d.id("items", []string{"sku", "product"}, k.sku, k.product)
	remember(d.items, itemKey{strings.Clone(k.sku), strings.Clone(k.product)}, id)
	return id, err
}

func (d *dictionary) label(l *shop.Line) (int64, error) {
	k := labelKey{l.Creator, l.Content, l.ContentType, l.Code, l.Channel}
	if id, ok := d.labels[k]; ok {
		return id, nil
	}
	columns := []string{"creator", "content", "content_type", "code", "channel"}
	id, err := d.id("labels", columns, k.creator, k.content, k.contentType, k.code, k.channel)
	// Cloned, because a text of a file may hold the whole buffer it was cut from.
	k = labelKey{strings.Clone(k.creator), strings.Clone(k.content), strings.Clone(k.contentType),
		strings.Clone(k.code), strings.Clone(k.channel)}
	remember(d.labels, k, id)
	return id, err
}

// id finds the row of table whose columns hold texts, or makes it.
func (d *dictionary) id(table string, columns []string, texts ...string) (int64, error) {
	args := make([]driver.Value, len(texts))
	for i, t := range texts {
		args[i] = t
	}
	find := "SELECT rowid FROM " + table + " WHERE " + strings.Join(columns, " = ? AND ") + " = ?"
	id, err := d.c.number(ask(find, args...))
	if err != nil || id != 0 {
		return id, err
	}
	marks := strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",")
	return d.c.number(ask("INSERT INTO "+table+" ("+strings.Join(columns, ",")+") VALUES ("+marks+") RETURNING rowid", args...))
}

func remember[K comparable](m map[K]int64, k K, id int64) {
	if id == 0 {
		return
	}
	if len(m) >= dictionaryCap {
		clear(m)
	}
	m[k] = id
}
