package store

import (
	"bytes"
	"encoding/binary"
	"slices"

	"creatorlift/backend/shop"
)

// keyringCap is how many keys are sorted and put into the table at a time.
const keyringCap = 1 << 15

// keyring collects the keys of new documents, which come in random order, and puts them into doc_keys
// in sorted order, several to a page. It also knows which keys the file has shown.
type keyring struct {
	out     *bulk
	shown   intSet
	waiting []newKey
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
	if len(k.waiting) < keyringCap {
		return nil
	}
	return k.flush()
}

func (k *keyring) flush() error {
	slices.SortFunc(k.waiting, func(a, b newKey) int { return bytes.Compare(a.key[:], b.key[:]) })
	for i := range k.waiting {
		if err := k.out.add(k.waiting[i].key[:], k.waiting[i].version); err != nil {
			return err
		}
	}
	err := k.out.flush()
	k.waiting = k.waiting[:0]
	return err
}
