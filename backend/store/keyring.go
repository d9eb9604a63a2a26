package store

import (
	"bytes"
	"encoding/binary"
	"slices"

	"creatorlift/backend/shop"
)

// keyringCap is how many keys are sorted at a time.
const keyringCap = 1 << 16

// keyring collects the keys of new documents, which come in random order, and puts them into doc_keys
// in sorted runs, so that several go to a page. It also knows which keys the file has shown.
type keyring struct {
	out     *bulk
	shown   intSet
	waiting []newKey
	run     []newKey // sorted, on its way into the table: a key goes in whenever one comes
}

type newKey struct {
	key     shop.Key
	version int64
}

// see reports whether the file shows the key for the first time. It may rarely say no of a new key.
func (k *keyring) see(key shop.Key) bool {
	return k.shown.add(binary.LittleEndian.Uint32(key[:]))
}

func (k *keyring) add(key shop.Key, version int64) error {
	k.waiting = append(k.waiting, newKey{key, version})
	if len(k.run) > 0 {
		if err := k.put(1); err != nil {
			return err
		}
	}
	if len(k.waiting) == keyringCap {
		k.begin()
	}
	return nil
}

// begin sorts what waits into a new run. The memory of the last run is the bulk's.
func (k *keyring) begin() {
	k.run, k.waiting = k.waiting, nil
	slices.SortFunc(k.run, func(a, b newKey) int { return bytes.Compare(a.key[:], b.key[:]) })
}

// put puts the next n keys of the run into the table.
func (k *keyring) put(n int) error {
	for i := range n {
		if err := k.out.add(k.run[i].key[:], k.run[i].version); err != nil {
			return err
		}
	}
	k.run = k.run[n:]
	return nil
}

// flush hands over all keys.
func (k *keyring) flush() error {
	if err := k.put(len(k.run)); err != nil {
		return err
	}
	k.begin()
	if err := k.put(len(k.run)); err != nil {
		return err
	}
	return k.out.flush()
}
